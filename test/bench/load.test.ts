import { expect, it } from 'vitest';
import { makeTemporaryFolder } from '../support/run-command.js';
import { runLoad } from './load/run-load.js';

const MEMBERS = 60;

it('answers 60 members of three channels within 3 s, each exactly once and soon', async () => {
  const { waves, refusals, counts } = await runLoad({
    members: MEMBERS,
    overMs: 3_000,
    isStrict: false,
    embeddings: 'none',
    waves: 1,
    dataDir: await makeTemporaryFolder(),
  });
  const [wave] = waves;
  expect(wave).toMatchObject({ lost: 0, doubled: 0, all: { asked: MEMBERS }, byMeaning: MEMBERS, byWords: 0 });
  expect(Object.keys(wave?.channels ?? {}).sort()).toEqual(['telegram', 'zalo-bot', 'zalo-oa']);
  expect(wave?.all.p95Ms).toBeLessThan(5_000);
  expect(refusals).toEqual({});
  expect(counts['replies-in-doubt']).toBeUndefined();
});

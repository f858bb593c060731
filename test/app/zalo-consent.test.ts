import { describe, expect, it, vi } from 'vitest';
import { createTroubleNote, openPlatforms, openZaloConsent } from '../../src/app/open-channels.js';
import { readConfig } from '../../src/config.js';
import { readInboxStatus } from '../../src/observability/inbox-status.js';
import { openStore } from '../../src/storage/open-store.js';
import { openFakeZaloOa } from '../support/fakes/fake-zalo-oa.js';

describe('what troubles the OA, as npm run status reads it', () => {
  it('is over once an admin has consented, before the channel calls Zalo again', async () => {
    const platform = await openFakeZaloOa({});
    const store = await openStore(':memory:');
    const clock = () => new Date();
    const config = readConfig(platform.settings);
    const logger = { info: () => {}, warn: () => {}, error: () => {} };
    const parts = { config, store, clock, onTrouble: createTroubleNote({ store, clock, logger }) };
    const [channel] = openPlatforms({ ...parts, commands: [] });
    const kinds = async () =>
      (await readInboxStatus(store, ['zalo-oa'])).channels.flatMap(({ troubles }) => troubles.map(({ kind }) => kind));
    await channel!.send('8461234567890123456', { text: 'Chào anh/chị.' });
    await vi.waitFor(async () => expect(await kinds()).toEqual(['needs-consent']));
    const consent = openZaloConsent(config.zaloOa!, parts);
    const link = await consent.start(await consent.createCode());
    const given = Object.fromEntries(new URL(platform.consent(link!)).searchParams);
    expect(await consent.finish({ code: given.code!, oaId: given.oa_id!, state: given.state! })).toBe('done');
    await vi.waitFor(async () => expect(await kinds()).toEqual([]));
    await store.close();
    await platform.close();
  });
});

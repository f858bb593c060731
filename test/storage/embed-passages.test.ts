import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createByteTable, fillRow } from '../../src/storage/search-index/vectors/byte-rows.js';
import { embedPassages } from '../../src/storage/search-index/vectors/embed-passages.js';
import { openVectorCache } from '../../src/storage/search-index/vectors/vector-cache.js';
import { toWindows } from '../../src/storage/search-index/vectors/windows.js';
import { createSyllableEmbedder } from '../support/syllable-embedder.js';

const passage = (index: number, syllables = 5) => ({
  title: 'Điều lệ',
  section: `Điều ${index}`,
  text: Array.from({ length: syllables }, (_, place) => `tiếng${index}x${place}`).join(' '),
});
const passages = (count: number) => Array.from({ length: count }, (_, index) => passage(index));

describe('embedPassages', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embed-passages-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = async () => {
    const embedder = createSyllableEmbedder();
    return { embedder, cache: await openVectorCache(folder, embedder.id) };
  };

  it('gives each window its vector and its passage', async () => {
    const doors = await open();
    const given = [passage(0), passage(1, 600), passage(2)];
    const { vectors, dimensions, passageOf } = (await embedPassages(doors, given)).windows;
    expect([...passageOf]).toEqual([0, 1, 1, 1, 2]);
    const windows = given.flatMap((one) => toWindows(one, doors.embedder.countTokens!));
    const expected = await doors.embedder.embedDocuments(windows);
    for (const [row, vector] of expected.entries()) {
      expect([...vectors.subarray(row * dimensions, (row + 1) * dimensions)]).toEqual(vector);
    }
  });

  it('embeds only what is new, and the same text once', async () => {
    await embedPassages(await open(), passages(100));
    const second = await open();
    const progress: number[][] = [];
    const changed = [...passages(100), passage(200), passage(200), passage(3)];
    const { windows } = await embedPassages(second, changed, { onProgress: (...counts) => progress.push(counts) });
    expect(second.embedder.embedded).toEqual(toWindows(passage(200), second.embedder.countTokens!));
    expect(progress).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(windows.passageOf).toHaveLength(103);
    const third = await open();
    await embedPassages(third, changed, { onProgress: () => expect.unreachable('nothing is missing') });
    expect(third.embedder.embedded).toEqual([]);
  });

  it('embeds questions that passages answer as they stand, apart from their windows', async () => {
    const doors = await open();
    const given = [
      passage(0),
      { ...passage(1), asked: ['bao giờ họp', 'họp ở đâu'] },
      { ...passage(2), asked: ['ai ký'] },
    ];
    const { windows, asked } = await embedPassages(doors, given);
    expect([...windows.passageOf]).toEqual([0, 1, 2]);
    expect([...asked.passageOf]).toEqual([1, 1, 2]);
    const [first] = await doors.embedder.embedDocuments(['bao giờ họp']);
    const expected = createByteTable(1, first!.length);
    fillRow(expected, 0, first!);
    const { steps, worth } = asked.table;
    expect([...steps.subarray(0, expected.steps.length), worth[0]]).toEqual([...expected.steps, expected.worth[0]]);
  });

  it('goes on where it was stopped', async () => {
    const stop = new AbortController();
    const first = await open();
    const stopped = embedPassages(first, passages(300), {
      signal: stop.signal,
      onProgress: (done) => done >= 100 && stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    const kept = first.embedder.embedded.length;
    expect(kept).toBeGreaterThanOrEqual(100);
    expect(kept).toBeLessThan(300);
    const second = await open();
    await embedPassages(second, passages(300));
    expect(second.embedder.embedded).toHaveLength(300 - kept);
  });

  it('splits by syllables for an embedder that cannot count its tokens', async () => {
    const { embedder, cache } = await open();
    const { id, embedQuery, embedDocuments } = embedder;
    const foreign = { id, embedQuery, embedDocuments };
    const { windows } = await embedPassages({ embedder: foreign, cache }, [passage(0, 150), passage(1, 400)]);
    expect([...windows.passageOf]).toEqual([0, 1, 1, 1]);
  });

  it('makes nothing of nothing', async () => {
    expect(await embedPassages(await open(), [])).toMatchObject({
      windows: { dimensions: 0, vectors: new Float32Array(0) },
      asked: { table: { dimensions: 0, steps: new Int8Array(0) } },
    });
  });
});

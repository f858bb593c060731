import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSearchIndex } from '../../src/storage/search-index/search-index.js';
import { readShippedVectors, writeShippedVectors } from '../../src/storage/search-index/vectors/shipped-vectors.js';
import { openVectorCache, toVectorKey } from '../../src/storage/search-index/vectors/vector-cache.js';
import { cosine } from '../support/cosine.js';
import { makeTemporaryFolder } from '../support/run-command.js';
import { SENTENCES } from '../support/sentences.js';
import { createSyllableEmbedder } from '../support/syllable-embedder.js';

const DIMENSIONS = 16;
const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => Float32Array.from(values));

describe('shipped vectors', () => {
  it('point where they did, and the same ones make the same file', async () => {
    const file = join(await makeTemporaryFolder(), 'shipped.vectors');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 }), vector, async (texts, first) => {
        const entries = texts.map((text, at) => ({
          key: toVectorKey('e', text),
          vector: first.map((value, place) => value + at * place),
        }));
        await writeShippedVectors(file, entries);
        const shipped = await readShippedVectors(file);
        for (const { key, vector: given } of entries) expect(cosine(shipped.find(key)!, given)).toBeGreaterThan(0.9995);
        expect(shipped.find(toVectorKey('another', texts[0]!))).toBeUndefined();
        await writeShippedVectors(`${file}2`, entries.toReversed());
        expect((await readShippedVectors(`${file}2`)).dimensions).toBe(DIMENSIONS);
      }),
      { numRuns: 50 },
    );
  });

  it('spare an index the embedding of what they hold, and never change', async () => {
    const folder = await makeTemporaryFolder();
    const file = join(folder, 'shipped.vectors');
    const passages = SENTENCES.map((text, i) => ({
      id: `p${i}`,
      documentId: 'a',
      provisionId: `p${i}`,
      title: '',
      section: '',
      text,
    }));
    const maker = createSyllableEmbedder();
    const vectors = await maker.embedDocuments([...SENTENCES]);
    const held = SENTENCES.map((text, i) => ({
      key: toVectorKey(maker.id, text),
      vector: Float32Array.from(vectors[i]!),
    }));
    await writeShippedVectors(file, held.slice(1));
    const embedder = createSyllableEmbedder();
    const cacheDir = join(folder, 'cache');
    const table = { abbreviations: [], teencode: {}, synonyms: [], everyday: [] };
    const opened = await openSearchIndex({ passages, embedder, cacheDir, table, shippedVectors: file });
    await opened.ready;
    expect(embedder.embedded).toEqual([SENTENCES[0]]);
    const [hit] = await opened.index.search(SENTENCES[4]!, { limit: 1 });
    expect(hit).toMatchObject({ passage: 4 });
    expect(hit?.dense).toBeGreaterThan(0.999);
  });

  it('are none where the file is not there or was cut short', async () => {
    const folder = await makeTemporaryFolder();
    expect((await readShippedVectors(join(folder, 'không có'))).dimensions).toBeUndefined();
    const cache = await openVectorCache(join(folder, 'cache'), 'e', join(folder, 'không có'));
    expect(cache.find('chữ')).toBeUndefined();
    expect(cache.dimensions).toBeUndefined();
  });
});

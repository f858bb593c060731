import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSearchIndex } from '../../src/storage/search-index/search-index.js';
import {
  parseShippedVectors,
  readShippedFile,
  toShippedRecord,
  writeShippedVectors,
} from '../../src/storage/search-index/vectors/shipped-vectors.js';
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

const readShipped = async (file: string) => parseShippedVectors(await readShippedFile(file));

describe('shipped vectors', () => {
  it('point where they did, and the same ones make the same file', async () => {
    const file = join(await makeTemporaryFolder(), 'shipped.vectors');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 }), vector, async (texts, first) => {
        const entries = texts.map((text, at) => ({
          key: toVectorKey('e', text),
          vector: first.map((value, place) => value + at * place),
        }));
        await writeShippedVectors(
          file,
          entries.map(({ key, vector: given }) => toShippedRecord(key, given)),
        );
        const shipped = await readShipped(file);
        for (const { key, vector: given } of entries) expect(cosine(shipped.find(key)!, given)).toBeGreaterThan(0.9995);
        expect(shipped.find(toVectorKey('another', texts[0]!))).toBeUndefined();
        expect(shipped.dimensions).toBe(DIMENSIONS);
        const before = await readFile(file);
        const kept = entries.map(({ key }) => shipped.findRecord(key)!);
        await writeShippedVectors(file, kept.toReversed());
        expect(await readFile(file)).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('spare an index the embedding of what they hold, and never change', async () => {
    const folder = await makeTemporaryFolder();
    const shippedVectors = join(folder, 'shipped.vectors');
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
    const held = SENTENCES.map((text, i) =>
      toShippedRecord(toVectorKey(maker.id, text), Float32Array.from(vectors[i]!)),
    );
    await writeShippedVectors(shippedVectors, held.slice(1));
    const embedder = createSyllableEmbedder();
    const cacheDir = join(folder, 'cache');
    const table = { abbreviations: [], teencode: {}, synonyms: [], everyday: [] };
    const opened = await openSearchIndex({ passages, embedder, cacheDir, table, shippedVectors });
    await opened.ready;
    expect(embedder.embedded).toEqual([SENTENCES[0]]);
    const [hit] = await opened.index.search(SENTENCES[4]!, { limit: 1 });
    expect(hit).toMatchObject({ passage: 4 });
    expect(hit?.dense).toBeGreaterThan(0.999);
  });

  it('are none where the file is not there or was cut short', async () => {
    const folder = await makeTemporaryFolder();
    const file = join(folder, 'shipped.vectors');
    const find = async (text: string) => {
      const cache = await openVectorCache(join(folder, 'cache'), 'e', await readShippedFile(file));
      return { dimensions: cache.dimensions, found: cache.find(text)?.length };
    };
    expect(await find('một')).toEqual({});
    const record = (text: string) => toShippedRecord(toVectorKey('e', text), new Float32Array(DIMENSIONS).fill(1));
    await writeShippedVectors(file, [record('một'), record('hai')]);
    expect(await find('một')).toEqual({ dimensions: DIMENSIONS, found: DIMENSIONS });
    await truncate(file, 60);
    expect(await find('một')).toEqual({});
  });
});

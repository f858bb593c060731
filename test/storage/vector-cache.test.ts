import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVectorCache } from '../../src/storage/search-index/vectors/vector-cache.js';
import { stopwatch } from '../../src/time.js';

const DIMENSIONS = 8;
/** key 16, eight floats, checksum 4. */
const RECORD_BYTES = 16 + 4 * DIMENSIONS + 4;
const vectorOf = (index: number): number[] => Array.from({ length: DIMENSIONS }, (_, place) => index + place / 4);
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, offset) => ({
    text: `đoạn ${from + offset}`,
    vector: vectorOf(from + offset),
  }));

describe('vector cache', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vector-cache-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const onlyFile = async (): Promise<string> => join(folder, (await readdir(folder))[0]!);

  it('finds what was saved, at once and when opened again, and nothing else', async () => {
    const cache = await openVectorCache(join(folder, 'not', 'there', 'yet'), 'e');
    expect(cache.dimensions).toBeUndefined();
    await cache.save(entries(0, 3));
    await cache.save(entries(3, 5));
    for (const opened of [cache, await openVectorCache(join(folder, 'not', 'there', 'yet'), 'e')]) {
      expect(opened.size).toBe(5);
      expect(opened.dimensions).toBe(DIMENSIONS);
      for (const { text, vector } of entries(0, 5)) expect([...opened.find(text)!]).toEqual(vector);
      expect(opened.find('đoạn 5')).toBeUndefined();
    }
  });

  it('keeps embedders apart', async () => {
    await (await openVectorCache(folder, 'one')).save([{ text: 'chữ', vector: [1, 2] }]);
    const other = await openVectorCache(folder, 'two');
    expect(other.find('chữ')).toBeUndefined();
    await other.save([{ text: 'chữ', vector: [1, 2, 3] }]);
    expect([...(await openVectorCache(folder, 'one')).find('chữ')!]).toEqual([1, 2]);
  });

  it('survives a write cut short anywhere: whole records stay, later writes are found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6 * RECORD_BYTES }), async (length) => {
        await rm(folder, { recursive: true, force: true });
        await (await openVectorCache(folder, 'e')).save(entries(0, 6));
        const path = await onlyFile();
        await writeFile(path, (await readFile(path)).subarray(0, length));
        const whole = Math.floor(length / RECORD_BYTES);

        const torn = await openVectorCache(folder, 'e');
        for (const [index, { text }] of entries(0, 6).entries()) {
          expect(torn.find(text) ? [...torn.find(text)!] : undefined).toEqual(
            index < whole ? vectorOf(index) : undefined,
          );
        }
        await torn.save(entries(10, 12));
        const again = await openVectorCache(folder, 'e');
        expect(again.size).toBe(whole + 2);
        for (const { text, vector } of entries(10, 12)) expect([...again.find(text)!]).toEqual(vector);
      }),
      { numRuns: 60 },
    );
  });

  it('skips a damaged record rather than answer from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 * RECORD_BYTES - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, change) => {
          await rm(folder, { recursive: true, force: true });
          await (await openVectorCache(folder, 'e')).save(entries(0, 4));
          const path = await onlyFile();
          const bytes = await readFile(path);
          bytes[place]! ^= change;
          await writeFile(path, bytes);
          const cache = await openVectorCache(folder, 'e');
          for (const [index, { text, vector }] of entries(0, 4).entries()) {
            const damaged = index === Math.floor(place / RECORD_BYTES);
            expect(cache.find(text) && [...cache.find(text)!]).toEqual(damaged ? undefined : vector);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('loses nothing of two writers', async () => {
    const writers = await Promise.all([openVectorCache(folder, 'e'), openVectorCache(folder, 'e')]);
    await Promise.all(
      writers.flatMap((writer, which) =>
        [0, 1, 2].map((part) => writer.save(entries(which * 100 + part * 10, which * 100 + part * 10 + 10))),
      ),
    );
    expect((await openVectorCache(folder, 'e')).size).toBe(60);
  });

  it('says what to do where the disk refuses or the vectors change their length', async () => {
    await writeFile(join(folder, 'file'), '');
    const blocked = await openVectorCache(join(folder, 'file'), 'e');
    await expect(blocked.save(entries(0, 1))).rejects.toMatchObject({ code: 'unavailable' });
    const cache = await openVectorCache(folder, 'e');
    await cache.save(entries(0, 1));
    await expect(cache.save([{ text: 'dài hơn', vector: [1, 2] }])).rejects.toMatchObject({ code: 'unavailable' });
    expect((await openVectorCache(folder, 'e')).size).toBe(1);
  });

  it('opens 10,000 vectors of 384 numbers in well under a second', async () => {
    const vector = Float32Array.from({ length: 384 }, (_, place) => place / 384);
    const many = Array.from({ length: 10_000 }, (_, index) => ({ text: `đoạn ${index}`, vector }));
    await (await openVectorCache(folder, 'e')).save(many);
    const elapsed = stopwatch();
    expect((await openVectorCache(folder, 'e')).size).toBe(10_000);
    expect(elapsed()).toBeLessThan(1_000);
  });
});

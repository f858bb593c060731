import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { openBuiltInEmbedder } from '../../src/models/built-in-embedder.js';
import type { Embedder } from '../../src/models/model.js';
import { cosine } from '../support/cosine.js';

const modelDir = 'models/multilingual-e5-small-vi';

interface Expected {
  readonly kind: 'query' | 'passage';
  readonly text: string;
  readonly embedding: number[];
}

describe('built-in embedder', () => {
  let embedder: Required<Embedder>;
  let expected: Expected[];

  beforeAll(async () => {
    embedder = await openBuiltInEmbedder({ modelDir });
    expected = JSON.parse(await readFile(`${modelDir}/expected.json`, 'utf8')) as Expected[];
  });

  it('gives the vectors of the engine that the weights come from', async () => {
    expect(expected).toHaveLength(14);
    for (const { kind, text, embedding } of expected) {
      const vector = kind === 'query' ? await embedder.embedQuery(text) : (await embedder.embedDocuments([text]))[0]!;
      expect(cosine(vector, embedding), text).toBeGreaterThanOrEqual(0.999);
    }
  });

  it('gives a passage the same vector alone and among others of any length, in the order given', async () => {
    const lengths = [160, 1, 7, 40, 3, 90, 30, 240, 12, 2, 60, 5, 50, 4, 20, 8, 45, 10, 9, 100];
    const passages = lengths.map((length, index) => `Điều ${index}. ${'đoàn viên công đoàn '.repeat(length / 4 + 1)}`);
    const together = await embedder.embedDocuments(passages);
    expect(together).toHaveLength(passages.length);
    for (const [index, passage] of passages.entries()) {
      const [alone] = await embedder.embedDocuments([passage]);
      expect(cosine(alone!, together[index]!), passage).toBeGreaterThan(0.999);
      expect(Math.hypot(...together[index]!)).toBeCloseTo(1, 4);
    }
  });

  it('tells a question from a passage', async () => {
    const [passage] = await embedder.embedDocuments(['nêu gương']);
    expect(cosine(await embedder.embedQuery('nêu gương'), passage!)).toBeLessThan(0.99);
  });

  it('reads 512 tokens, the mark of the end among them, and nothing behind', async () => {
    const words = Array<string>(600).fill('công');
    while (embedder.countTokens(`passage: ${words.join(' ')}`) > 510) words.pop();
    const full = words.join(' ');
    expect(embedder.countTokens(`passage: ${full}`)).toBe(510);
    const [whole, cut] = await embedder.embedDocuments([
      full,
      `${full} ${'mức đóng đoàn phí hằng tháng '.repeat(2_000)}`,
    ]);
    expect(cosine(whole!, cut!)).toBeGreaterThan(0.9999);
  });

  it('reads composed and decomposed letters alike, and takes blank text', async () => {
    const question = 'Điều lệ Công đoàn có mấy chương?';
    const both = [await embedder.embedQuery(question), await embedder.embedQuery(question.normalize('NFD'))];
    expect(cosine(both[0]!, both[1]!)).toBeGreaterThan(0.9999);
    expect(await embedder.embedQuery('')).toHaveLength(384);
    expect(await embedder.embedDocuments([])).toEqual([]);
  });

  it('carries the version of its weights in its id', () => {
    expect(embedder.id).toBe('multilingual-e5-small-vi@db738bf386f8');
  });

  it('says in one line that a machine cannot run it, or that its files are missing', async () => {
    const loadRuntime = () => Promise.reject(new Error('no such binary'));
    for (const opening of [
      openBuiltInEmbedder({ modelDir, loadRuntime }),
      openBuiltInEmbedder({ modelDir: 'models/none' }),
    ]) {
      const error = await opening.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^[^\n]*tìm theo từ[^\n]*$/) });
    }
  });
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVectorIndex, type VectorIndex } from '../../src/storage/search-index/vectors/vector-index.js';
import { cosine } from '../support/cosine.js';
import { createWindowVectors } from '../support/window-vectors.js';

const rows = (index: VectorIndex, vector: ArrayLike<number>, k: number) =>
  index.nearest(vector, k).map(({ row }) => row);

describe('exact search', () => {
  it('gives the cosine of every row, and the nearest ones best first', async () => {
    const number = fc.integer({ min: -9, max: 9 });
    const matrix = fc
      .integer({ min: 1, max: 11 })
      .chain((dimensions) =>
        fc.tuple(
          fc.array(fc.array(number, { minLength: dimensions, maxLength: dimensions }), { minLength: 1, maxLength: 30 }),
          fc.array(number, { minLength: dimensions, maxLength: dimensions }),
        ),
      )
      .filter(([vectors, query]) => [...vectors, query].every((vector) => vector.some(Boolean)));
    await fc.assert(
      fc.asyncProperty(matrix, fc.integer({ min: 1, max: 40 }), async ([vectors, query], k) => {
        const index = await createVectorIndex(Float32Array.from(vectors.flat()), query.length);
        const expected = vectors.map((vector) => cosine(vector, query));
        expect(index.size).toBe(vectors.length);
        for (const [row, score] of index.scores(query).entries()) expect(score).toBeCloseTo(expected[row]!, 5);
        const hits = index.nearest(query, k);
        expect(new Set(hits.map(({ row }) => row)).size).toBe(Math.min(k, vectors.length));
        const best = expected.toSorted((a, b) => b - a);
        for (const [rank, { row, score }] of hits.entries()) {
          expect(score).toBeCloseTo(best[rank]!, 5);
          expect(score).toBeCloseTo(expected[row]!, 5);
        }
      }),
    );
  });

  it('takes an empty library and refuses a vector of another length', async () => {
    const empty = await createVectorIndex(new Float32Array(0), 0);
    expect(empty.nearest([1, 2], 5)).toEqual([]);
    expect(empty.scores([1, 2])).toHaveLength(0);
    const index = await createVectorIndex(Float32Array.of(1, 0, 0, 1), 2);
    expect(() => index.nearest([1, 2, 3], 1)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});

describe('graph search', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vector-index-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds at least 99 of 100 that exact search finds, among 10,000', async () => {
    const { vectors, queries, dimensions } = await createWindowVectors(10_000, 50);
    const exact = await createVectorIndex(vectors.slice(), dimensions, { exactBelow: Number.POSITIVE_INFINITY });
    const graph = await createVectorIndex(vectors, dimensions, { exactBelow: 0 });
    expect([exact.method, graph.method]).toEqual(['exact', 'graph']);
    for (const k of [10, 100]) {
      let found = 0;
      for (const query of queries) {
        const wanted = new Set(rows(exact, query, k));
        found += rows(graph, query, k).filter((row) => wanted.has(row)).length;
      }
      expect(found / (k * queries.length), `recall at ${k}`).toBeGreaterThanOrEqual(0.99);
    }
    expect(graph.nearest(queries[0]!, 1)[0]!.score).toBeCloseTo(exact.nearest(queries[0]!, 1)[0]!.score, 4);
  });

  const small = () => Float32Array.from({ length: 200 * 4 }, (_, place) => Math.sin(place * place));

  it('keeps the graph for the next start, builds it anew when the vectors or the file have changed', async () => {
    const options = { exactBelow: 0, graphFolder: join(folder, 'graphs') };
    const first = await createVectorIndex(small(), 4, options);
    const [name] = await readdir(options.graphFolder);
    const again = await createVectorIndex(small(), 4, options);
    expect(again.nearest([1, 2, 3, 4], 20)).toEqual(first.nearest([1, 2, 3, 4], 20));
    expect(await readdir(options.graphFolder)).toEqual([name]);

    await writeFile(join(options.graphFolder, name!), 'rubbish');
    const repaired = await createVectorIndex(small(), 4, options);
    expect(repaired.nearest([1, 2, 3, 4], 20)).toEqual(first.nearest([1, 2, 3, 4], 20));

    const changed = await createVectorIndex(small().slice(4), 4, options);
    expect(changed.size).toBe(199);
    expect(await readdir(options.graphFolder)).not.toContain(name);
    expect(await readdir(options.graphFolder)).toHaveLength(1);
  });

  it('searches exactly, and says so in one line, where the graph library is missing', async () => {
    const notices: string[] = [];
    const index = await createVectorIndex(small(), 4, {
      exactBelow: 0,
      loadGraphLibrary: () => Promise.reject(new Error('not built')),
      onNotice: (line) => notices.push(line),
    });
    expect(index.method).toBe('exact');
    expect(index.nearest([1, 2, 3, 4], 3)).toHaveLength(3);
    expect(notices).toEqual([expect.stringMatching(/^[^\n]*hnswlib-node[^\n]*$/)]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteRows, createByteTable, fillRow } from '../../src/storage/search-index/vectors/byte-rows.js';

const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  return lengths > 0 ? dot / lengths : 0;
};

const toTable = (rows: readonly (readonly number[])[], dimensions: number) => {
  const table = createByteTable(rows.length, dimensions);
  for (const [row, vector] of rows.entries()) fillRow(table, row, vector);
  return table;
};

describe('createByteRows', () => {
  it('gives each row its cosine to within a hundredth', () => {
    const vectors = fc.integer({ min: 1, max: 40 }).chain((dimensions) => {
      // What a Float32Array keeps of it is what is compared.
      const vector = fc.array(fc.float({ min: -1, max: 1, noNaN: true }).map(Math.fround), {
        minLength: dimensions,
        maxLength: dimensions,
      });
      return fc.tuple(vector, fc.array(vector, { minLength: 1, maxLength: 5 }));
    });
    fc.assert(
      fc.property(vectors, ([asked, rows]) => {
        const { size, scores } = createByteRows(toTable(rows, asked.length));
        expect(size).toBe(rows.length);
        const given = scores(asked);
        rows.forEach((row, at) => {
          expect(Math.abs((given[at] ?? Number.NaN) - cosine(row, asked))).toBeLessThan(0.01);
        });
      }),
    );
  });

  it('holds nothing where there is nothing', () => {
    expect(createByteRows(createByteTable(0, 0)).scores([])).toHaveLength(0);
  });
});

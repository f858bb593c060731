import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseRanks, fuseScores, listBest } from '../../src/documents/rank-fusion.js';

const scores = fc.array(
  fc.integer({ min: 0, max: 400 }).map((eighths) => eighths / 8),
  { minLength: 1, maxLength: 40 },
);

describe('fuseScores', () => {
  it('puts the best of a leg at its weight and the one at the depth at 0', () => {
    expect([...fuseScores([{ scores: [4, 2, 3, 1], weight: 2 }], { depth: 3 })]).toEqual([2, 0, 1, -1]);
  });

  it('says no less than the floor, and of the unknown the floor', () => {
    expect([...fuseScores([{ scores: [10, 9, 0, Number.NaN], weight: 1 }], { depth: 2, floor: -0.5 })]).toEqual([
      1, 0, -0.5, -0.5,
    ]);
  });

  it('adds legs up, and one that says nothing changes nothing', () => {
    const words = { scores: [3, 1, 2], weight: 1 };
    const alone = fuseScores([words]);
    expect(fuseScores([words, { scores: [0, 0, 0], weight: 5 }])).toEqual(alone);
    expect(fuseScores([words, { scores: [Number.NaN, Number.NaN, Number.NaN], weight: 5 }])).toEqual(alone);
    expect([...fuseScores([words, words])]).toEqual([...alone].map((score) => 2 * score));
  });

  it('does not care for a leg’s unit', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 9 }), (given, factor) => {
        const other = fuseScores([{ scores: given.map((score) => score * factor + 3), weight: 1 }]);
        for (const [i, score] of fuseScores([{ scores: given, weight: 1 }]).entries())
          expect(other[i]).toBeCloseTo(score, 5);
      }),
    );
  });

  it('keeps the order of a single leg', () => {
    fc.assert(
      fc.property(scores, (given) => {
        const fused = fuseScores([{ scores: given, weight: 1 }], { depth: given.length });
        for (const [i, score] of given.entries()) {
          for (const [j, other] of given.entries())
            if (score > other) expect(fused[i]!).toBeGreaterThanOrEqual(fused[j]!);
        }
      }),
    );
  });
});

describe('fuseRanks', () => {
  it('prefers what several lists place well, and the lower item where all is equal', () => {
    const lists = [
      { items: [7, 3, 5], weight: 1 },
      { items: [3, 7, 9], weight: 1 },
    ];
    expect(fuseRanks(lists).map(({ item }) => item)).toEqual([3, 7, 5, 9]);
    expect(fuseRanks([...lists].reverse())).toEqual(fuseRanks(lists));
  });

  it('lets weight decide', () => {
    const order = (weight: number) =>
      fuseRanks([
        { items: [1, 2], weight },
        { items: [2, 1], weight: 1 },
      ]).map(({ item }) => item);
    expect(order(2)).toEqual([1, 2]);
    expect(order(0.5)).toEqual([2, 1]);
  });
});

describe('listBest', () => {
  it('is the head of a stable sort', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 50 }), (given, limit) => {
        const expected = given.map((_, i) => i).sort((a, b) => given[b]! - given[a]! || a - b);
        expect(listBest(given, limit)).toEqual(expected.slice(0, limit));
      }),
    );
  });

  it('leaves out what has no score', () => {
    expect(listBest([Number.NaN, 1, 2], 5)).toEqual([2, 1]);
  });
});

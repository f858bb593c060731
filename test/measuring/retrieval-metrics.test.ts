import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  pairedBootstrap,
  percentile,
  scoreRanking,
  summarizeScores,
} from '../../src/measuring/retrieval-metrics.js';

describe('scoreRanking', () => {
  it('scores by hand-computed values', () => {
    const scores = scoreRanking(['x', 'a', 'y', 'b', 'z'], new Set(['a', 'b', 'c']));
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2;
    expect(scores.ndcg10).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 10);
    expect(scores).toMatchObject({ mrr10: 0.5, recall1: 0, recall3: 1 / 3, recall5: 2 / 3, recall10: 2 / 3 });
  });

  it('cuts at ten', () => {
    const ranked = [...'0123456789', 'gold'];
    expect(scoreRanking(ranked, new Set(['gold']))).toMatchObject({ ndcg10: 0, mrr10: 0, recall10: 0 });
  });

  it('is 1 for a perfect ranking and between 0 and 1 for any', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 10 }), fc.nat(10), (gold, strangers) => {
        const perfect = scoreRanking(gold, new Set(gold));
        expect(perfect).toMatchObject({ ndcg10: 1, mrr10: 1, recall10: 1 });
        const late = scoreRanking(
          [...Array.from({ length: strangers }, (_, i) => `stranger ${i}`), ...gold],
          new Set(gold),
        );
        for (const value of Object.values(late)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(late.ndcg10).toBeLessThanOrEqual(perfect.ndcg10);
      }),
    );
  });
});

describe('bootstrap', () => {
  const halves = Array.from({ length: 200 }, (_, i) => i % 2);

  it('gives the same interval each time, around the mean, narrower with more questions', () => {
    const [low, high] = bootstrapInterval(halves);
    expect(bootstrapInterval(halves)).toEqual([low, high]);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    // Normal approximation: 1.96 × √(.25 / 200) = .069.
    expect(high - low).toBeGreaterThan(0.1);
    expect(high - low).toBeLessThan(0.18);
    const [few, more] = bootstrapInterval(halves.slice(0, 20));
    expect(more - few).toBeGreaterThan(high - low);
  });

  it('tells a real lead from none', () => {
    const better = halves.map((value, i) => (i % 4 === 0 ? 1 : value));
    const lead = pairedBootstrap(halves, better);
    expect(lead.gain).toBeCloseTo(0.25, 10);
    expect(lead.ci[0]).toBeGreaterThan(0);
    const even = pairedBootstrap(
      halves,
      halves.map((value, i) => (i < 100 ? value : 1 - value)),
    );
    expect(even.ci[0]).toBeLessThanOrEqual(0);
    expect(even.ci[1]).toBeGreaterThanOrEqual(0);
  });

  it('averages all metrics', () => {
    const scores = [scoreRanking(['a'], new Set(['a'])), scoreRanking(['b'], new Set(['a']))];
    expect(summarizeScores(scores)).toMatchObject({ ndcg10: 0.5, mrr10: 0.5, recall1: 0.5, recall10: 0.5 });
    expect(summarizeScores([])).toMatchObject({ ndcg10: 0, ci: { ndcg10: [0, 0] } });
  });
});

describe('percentile', () => {
  it('is the value that the share lies below', () => {
    const values = Array.from({ length: 100 }, (_, i) => 99 - i);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile(values, 1)).toBe(99);
    expect(percentile([], 0.5)).toBe(0);
  });
});

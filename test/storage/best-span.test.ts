import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSpanScorer } from '../../src/storage/search-index/best-span.js';

const ask = (text: string) => text.split(' ').map((syllable) => ({ syllable, weight: 1 }));
const one = () => 1;

describe('buildSpanScorer', () => {
  it('prefers words that stand together, and counts the head over every span', () => {
    const filler = Array.from({ length: 30 }, (_, i) => `x${i}`);
    const spans = buildSpanScorer(
      [
        { head: [], text: ['đoàn', ...filler, 'phí'] },
        { head: [], text: [...filler, 'đoàn', 'x', 'phí'] },
        { head: ['đoàn'], text: [...filler, 'phí'] },
        { head: [], text: [...filler, 'đoàn', 'phí'] },
        { head: [], text: filler },
      ],
      one,
      { size: 10, k1: 0.6 },
    );
    const scores = spans.scores(ask('đoàn phí'), [0, 1, 2, 3, 4]);
    expect(scores.map(({ span }) => span)).toEqual([1, 2, 2, 3, 0]);
    expect(scores.map(({ presence }) => presence)).toEqual([2, 2, 2, 2, 0]);
  });

  it('forgets the question before', () => {
    const spans = buildSpanScorer([{ head: [], text: ['a', 'b', 'c'] }], one, { size: 5, k1: 1 });
    const first = spans.scores(ask('a b'), [0]);
    spans.scores(ask('c'), [0]);
    expect(spans.scores(ask('a b'), [0])).toEqual(first);
    expect(spans.scores(ask('lạ'), [0])).toEqual([{ span: 0, presence: 0 }]);
    expect(spans.scores([], [0])).toEqual([{ span: 0, presence: 0 }]);
  });

  it('is the best over all spans, found the slow way', () => {
    const syllable = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.array(syllable, { maxLength: 20 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
        fc.integer({ min: 1, max: 8 }),
        (text, asked, size) => {
          const k1 = 0.7;
          // Pairs weigh nothing here, so that the slow way stays short.
          const spans = buildSpanScorer([{ head: [], text }], (_, before) => (before === undefined ? 1 : 0), {
            size,
            k1,
          });
          const worth = (count: number) => (count * (k1 + 1)) / (count + k1);
          let best = 0;
          for (let from = 0; from < text.length; from++) {
            const span = text.slice(from, from + size);
            const sum = asked.reduce((total, term) => total + worth(span.filter((each) => each === term).length), 0);
            best = Math.max(best, sum);
          }
          expect(spans.scores(ask(asked.join(' ')), [0])[0]!.span).toBeCloseTo(best, 6);
        },
      ),
    );
  });
});

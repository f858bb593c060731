import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBm25, type Field } from '../../src/storage/search-index/bm25.js';

const OPTIONS = { k1: 1.2, b: 0.75, pairWeight: 0.6 };
const syllable = fc.constantFrom('đảng', 'viên', 'công', 'đoàn', 'điều', 'phí');
const field = fc.record({
  syllables: fc.array(syllable, { maxLength: 12 }),
  weight: fc.constantFrom(0.5, 1, 2),
});
const documents = fc.array(fc.array(field, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
const query = fc.array(
  fc.record({ syllable: fc.oneof(syllable, fc.constant('lạ')), weight: fc.constantFrom(0, 0.5, 1) }),
  { maxLength: 8 },
);

/** Terms with their weighted counts, the slow and obvious way. */
function countTerms(fields: readonly Field[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { syllables, weight } of fields) {
    syllables.forEach((each, i) => {
      for (const term of i > 0 ? [each, `${syllables[i - 1]} ${each}`] : [each]) {
        counts.set(term, (counts.get(term) ?? 0) + weight);
      }
    });
  }
  return counts;
}

function referenceScores(of: readonly (readonly Field[])[], terms: readonly { term: string; weight: number }[]) {
  const counts = of.map(countTerms);
  const lengths = of.map((fields) => fields.reduce((sum, { syllables, weight }) => sum + weight * syllables.length, 0));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / of.length || 1;
  return counts.map((own, document) => {
    let score = 0;
    for (const { term, weight } of terms) {
      const frequency = counts.filter((other) => other.has(term)).length;
      const idf = Math.log(1 + (of.length - frequency + 0.5) / (frequency + 0.5));
      const count = own.get(term) ?? 0;
      const length = 1 - OPTIONS.b + (OPTIONS.b * lengths[document]!) / mean;
      if (count > 0) score += (weight * idf * count * (OPTIONS.k1 + 1)) / (count + OPTIONS.k1 * length);
    }
    return score;
  });
}

describe('buildBm25', () => {
  it('scores as the formula says, over syllables and pairs, fields weighted', () => {
    fc.assert(
      fc.property(documents, query, (given, asked) => {
        const scores = new Float64Array(given.length);
        buildBm25(given, OPTIONS).addScores(asked, 2, scores);
        const terms = asked.flatMap(({ syllable: each, weight }, i) => {
          const before = asked[i - 1];
          return before && before.weight > 0 && weight > 0
            ? [
                { term: each, weight },
                { term: `${before.syllable} ${each}`, weight: OPTIONS.pairWeight * Math.min(weight, before.weight) },
              ]
            : [{ term: each, weight }];
        });
        for (const [i, score] of referenceScores(given, terms).entries()) expect(scores[i]).toBeCloseTo(2 * score, 4);
      }),
    );
  });

  it('counts documents, not places, and never pairs across fields', () => {
    const bm25 = buildBm25(
      [
        [
          { syllables: ['công', 'đoàn', 'công', 'đoàn'], weight: 1 },
          { syllables: ['phí'], weight: 1 },
        ],
        [{ syllables: ['phí', 'công'], weight: 1 }],
      ],
      OPTIONS,
    );
    expect(['công', 'đoàn', 'phí', 'lạ'].map(bm25.documentFrequency)).toEqual([2, 1, 2, 0]);
    expect(bm25.weightOf('đoàn', 'công')).toBeCloseTo(Math.log(2), 6);
    expect(bm25.weightOf('phí', 'đoàn')).toBe(0);
    expect(bm25.weightOf('đoàn', 'lạ')).toBe(0);
  });

  it('serves an empty library', () => {
    const scores = new Float64Array(0);
    buildBm25([], OPTIONS).addScores([{ syllable: 'đảng', weight: 1 }], 1, scores);
    expect(scores).toHaveLength(0);
  });
});

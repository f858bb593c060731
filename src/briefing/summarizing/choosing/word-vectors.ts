import { splitSyllables } from '../../../text/syllables.js';

/** Syllables and neighbouring pairs of them, weighed by how rare they are among the sentences compared; of length 1. */
export type WordVector = ReadonlyMap<string, number>;

export function toWordVectors(texts: readonly string[]): readonly WordVector[] {
  const terms = texts.map(listTerms);
  const spread = new Map<string, number>();
  for (const list of terms) for (const term of new Set(list)) spread.set(term, (spread.get(term) ?? 0) + 1);
  return terms.map((list) => {
    const counts = new Map<string, number>();
    for (const term of list) counts.set(term, (counts.get(term) ?? 0) + 1);
    const weighed = [...counts].map(
      ([term, count]) => [term, (1 + Math.log(count)) * Math.log(1 + texts.length / (spread.get(term) ?? 1))] as const,
    );
    const length = Math.hypot(...weighed.map(([, weight]) => weight)) || 1;
    return new Map(weighed.map(([term, weight]) => [term, weight / length]));
  });
}

export function cosineOf(a: WordVector, b: WordVector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0);
  return sum;
}

/** A pair says more than its syllables: Vietnamese words are mostly two. */
function listTerms(text: string): readonly string[] {
  const syllables = splitSyllables(text);
  return [...syllables, ...syllables.slice(1).map((syllable, at) => `${syllables[at]} ${syllable}`)];
}

import type { QueryTerm } from './bm25.js';

export interface SpanOptions {
  /** Syllables in a span. */
  readonly size: number;
  /** How soon repeating a term stops counting. */
  readonly k1: number;
}

export interface SpanDocument {
  /** Stands over every span of the text: title and headings. */
  readonly head: readonly string[];
  readonly text: readonly string[];
}

export interface SpanScorer {
  /** What the best span of each of these documents scores, together with the words of its head. */
  scores(query: readonly QueryTerm[], documents: readonly number[]): Float64Array;
}

/** Informativeness of a syllable, or of the pair (before, syllable); 0 for what the corpus lacks. */
export type TermWeight = (syllable: string, before?: string) => number;

/** How much of a question stands close together in a text: what BM25 over a long text cannot see. */
export function buildSpanScorer(
  documents: readonly SpanDocument[],
  weightOf: TermWeight,
  { size, k1 }: SpanOptions,
): SpanScorer {
  const ids = new Map<string, number>();
  const intern = (syllables: readonly string[]): Uint32Array =>
    Uint32Array.from(syllables, (syllable) => {
      const id = ids.get(syllable) ?? ids.size + 1;
      ids.set(syllable, id);
      return id;
    });
  const interned = documents.map(({ head, text }) => ({ head: intern(head), text: intern(text) }));
  /** Place of a syllable among those of the question at hand, from 1; 0 for all others. */
  const places = new Uint16Array(ids.size + 1);

  return {
    scores(query, wanted) {
      const asked = [...new Set(query.map(({ syllable }) => syllable))].filter((syllable) => ids.has(syllable));
      asked.forEach((syllable, i) => {
        places[ids.get(syllable)!] = i + 1;
      });
      const width = asked.length + 1;
      const weights = new Float64Array(width * width);
      query.forEach(({ syllable, weight }, i) => {
        const place = asked.indexOf(syllable) + 1;
        if (place === 0 || weight <= 0) return;
        weights[place]! += weight * weightOf(syllable);
        const before = query[i - 1];
        const beforePlace = before && before.weight > 0 ? asked.indexOf(before.syllable) + 1 : 0;
        if (beforePlace > 0) {
          weights[beforePlace * width + place]! +=
            Math.min(weight, before!.weight) * weightOf(syllable, before!.syllable);
        }
      });
      const scores = Float64Array.from(wanted, (document) => {
        const { head, text } = interned[document]!;
        return scoreBestSpan(listMatches(head, places, width), listMatches(text, places, width), weights, size, k1);
      });
      for (const syllable of asked) places[ids.get(syllable)!] = 0;
      return scores;
    },
  };
}

interface Matches {
  readonly terms: number[];
  readonly positions: number[];
}

function listMatches(syllables: Uint32Array, places: Uint16Array, width: number): Matches {
  const matches: Matches = { terms: [], positions: [] };
  let before = 0;
  for (let i = 0; i < syllables.length; i++) {
    const place = places[syllables[i]!]!;
    if (place > 0) {
      matches.terms.push(place);
      matches.positions.push(i);
      if (before > 0) {
        matches.terms.push(before * width + place);
        matches.positions.push(i);
      }
    }
    before = place;
  }
  return matches;
}

function scoreBestSpan(head: Matches, text: Matches, weights: Float64Array, size: number, k1: number): number {
  const counts = new Uint16Array(weights.length);
  let score = 0;
  const worth = (term: number): number => (weights[term]! * counts[term]! * (k1 + 1)) / (counts[term]! + k1);
  const change = (term: number, by: number): void => {
    if (weights[term] === 0) return;
    score -= worth(term);
    counts[term]! += by;
    score += worth(term);
  };
  for (const term of head.terms) change(term, 1);
  let best = score;
  let first = 0;
  text.terms.forEach((term, last) => {
    change(term, 1);
    while (text.positions[last]! - text.positions[first]! >= size) change(text.terms[first++]!, -1);
    if (score > best) best = score;
  });
  return best;
}

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

export interface SpanScore {
  /** What the best span scores, together with the words of the head. */
  readonly span: number;
  /** Weights of the question's single words that stand anywhere in the document. */
  readonly presence: number;
}

export interface SpanScorer {
  /** For each of these documents, in their order. */
  scores(query: readonly QueryTerm[], documents: readonly number[]): readonly SpanScore[];
}

/** Informativeness of a syllable, or of the pair (before, syllable); 0 for what the corpus lacks. */
export type TermWeight = (syllable: string, before?: string) => number;

/** How much of a question stands close together in a text: what BM25 over a long text cannot see. */
export function buildSpanScorer(
  documents: readonly SpanDocument[],
  weightOf: TermWeight,
  options: SpanOptions,
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
      const scores = wanted.map((document) => {
        const head = listMatches(interned[document]!.head, places, width);
        const text = listMatches(interned[document]!.text, places, width);
        return { span: scoreBestSpan(head, text, weights, options), presence: sumPresent(head, text, weights, width) };
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

function sumPresent(head: Matches, text: Matches, weights: Float64Array, width: number): number {
  const seen = new Uint8Array(width);
  let sum = 0;
  for (const { terms } of [head, text]) {
    for (const term of terms) {
      if (term >= width || seen[term]) continue;
      seen[term] = 1;
      sum += weights[term]!;
    }
  }
  return sum;
}

function scoreBestSpan(head: Matches, text: Matches, weights: Float64Array, { size, k1 }: SpanOptions): number {
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

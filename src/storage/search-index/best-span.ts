import type { QueryTerm } from './bm25.js';

export interface SpanOptions {
  /** Syllables in a span, at most 100. */
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

/** More standings of one term than this in a span are not told apart. */
const COUNTED = 100;

/** Documents as numbers, text after text; plain data, so that it can be kept. */
export interface SpanTable {
  readonly ids: ReadonlyMap<string, number>;
  /** Document d's head is `syllables[starts[2d] … starts[2d + 1])`, its text goes on to `starts[2d + 2]`. */
  readonly starts: Uint32Array;
  readonly syllables: Uint32Array;
}

export function buildSpanTable(documents: readonly SpanDocument[]): SpanTable {
  const ids = new Map<string, number>();
  const texts = documents.flatMap(({ head, text }) => [head, text]);
  const starts = new Uint32Array(texts.length + 1);
  for (const [at, text] of texts.entries()) starts[at + 1] = starts[at]! + text.length;
  const syllables = new Uint32Array(starts.at(-1)!);
  let place = 0;
  for (const text of texts) {
    for (const syllable of text) {
      const id = ids.get(syllable) ?? ids.size + 1;
      ids.set(syllable, id);
      syllables[place++] = id;
    }
  }
  return { ids, starts, syllables };
}

/** How much of a question stands close together in a text: what BM25 over a long text cannot see. */
export function buildSpanScorer(
  documents: readonly SpanDocument[],
  weightOf: TermWeight,
  options: SpanOptions,
): SpanScorer {
  return createSpanScorer(buildSpanTable(documents), weightOf, options);
}

export function createSpanScorer(
  { ids, starts, syllables }: SpanTable,
  weightOf: TermWeight,
  { size, k1 }: SpanOptions,
): SpanScorer {
  const gains = listGains(k1);
  const textAt = (at: number): Uint32Array => syllables.subarray(starts[at], starts[at + 1]);
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
        const head = listMatches(textAt(2 * document), places, width);
        const text = listMatches(textAt(2 * document + 1), places, width);
        return {
          span: scoreBestSpan(head, text, weights, size, gains),
          presence: sumPresent(head, text, weights, width),
        };
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

function scoreBestSpan(head: Matches, text: Matches, weights: Float64Array, size: number, gains: Float64Array): number {
  const counts = new Uint8Array(weights.length);
  const last = gains.length - 1;
  let score = 0;
  for (const term of head.terms) if (counts[term]! < last) score += weights[term]! * gains[counts[term]!++]!;
  let best = score;
  let first = 0;
  for (let i = 0; i < text.terms.length; i++) {
    const term = text.terms[i]!;
    score += weights[term]! * gains[Math.min(last, counts[term]!++)]!;
    while (text.positions[i]! - text.positions[first]! >= size) {
      const left = text.terms[first++]!;
      score -= weights[left]! * gains[Math.min(last, --counts[left]!)]!;
    }
    if (score > best) best = score;
  }
  return best;
}

/** What the first, second, … standing of a term adds; from the last on, nothing worth counting. */
function listGains(k1: number): Float64Array {
  const worth = (count: number): number => (count * (k1 + 1)) / (count + k1);
  return Float64Array.from({ length: COUNTED + 1 }, (_, count) =>
    count < COUNTED ? worth(count + 1) - worth(count) : 0,
  );
}

import type { Material } from '../gather-sentences.js';
import { cosineOf, toWordVectors } from './word-vectors.js';

/** How much sentences resemble one another, 0 to 1, by their places. */
export interface Likeness {
  /** With what stands above them, and what they mean where vectors serve. */
  inContext(a: number, b: number): number;
  /** What they say themselves. */
  byWords(a: number, b: number): number;
  toTitle(a: number): number;
}

/** Share of meaning against words. */
const MEANING = 0.5;

export function compareSentences({ sentences, meanings }: Material, title: string): Likeness {
  const inContext = toWordVectors(sentences.map(({ text, context }) => `${text} ${context}`));
  const own = toWordVectors([...sentences.map(({ text }) => text), title]);
  const directions = toDirections(meanings);
  const byWords = (a: number, b: number): number => cosineOf(own[a]!, own[b]!);
  return {
    byWords,
    toTitle: (a) => byWords(a, sentences.length),
    inContext(a, b) {
      const words = cosineOf(inContext[a]!, inContext[b]!);
      const [one, other] = [directions[a], directions[b]];
      if (!one || !other) return words;
      return (1 - MEANING) * words + MEANING * Math.max(0, dot(one, other));
    },
  };
}

/** Passages of one document all point the same way, as they share its title: what counts is how they differ from the mean. */
function toDirections(meanings: Material['meanings']): readonly (Float32Array | undefined)[] {
  const known = meanings.flatMap((meaning) => meaning ?? []);
  const mean = (known[0] ?? new Float32Array()).map(
    (_, at) => known.reduce((sum, each) => sum + (each[at] ?? 0), 0) / known.length,
  );
  return meanings.map((meaning) => {
    if (!meaning) return undefined;
    const apart = meaning.map((value, at) => value - (mean[at] ?? 0));
    const length = Math.hypot(...apart) || 1;
    return apart.map((value) => value / length);
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

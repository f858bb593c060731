import type { Sentence } from '../summarizing/list-sentences.js';

/** More than this nobody says as one point. */
const LONGEST = 420;

/** Parts of one sentence that were cut behind semicolons become one again, as long as it can be said. */
export function joinClauses(sentences: readonly Sentence[]): readonly Sentence[] {
  const joined: Sentence[] = [];
  for (const sentence of sentences) {
    const last = joined.at(-1);
    const isRest = last?.text.endsWith(';') && last.provisionId === sentence.provisionId;
    if (last && isRest) joined[joined.length - 1] = { ...last, text: `${last.text} ${sentence.text}` };
    else joined.push(sentence);
  }
  return joined.filter(({ text }) => text.length <= LONGEST);
}

/** Says something by itself: neither the tail of a list nor what leads into one. */
export function isStatement(text: string): boolean {
  return /^["“(]?[\p{Lu}\d]/u.test(text) && !/[;:,]$/.test(text);
}

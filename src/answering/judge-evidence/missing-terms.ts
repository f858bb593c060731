import { canonicalSyllable, splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { type Bag, listPairs } from './bag.js';
import { type ByCase, type Features, pickFor } from './evidence.js';

/**
 * What it says that words of a question stand neither in a passage nor in what is known to be asked of it: `mức phạt`
 * left missing speaks against an answer, `cho em hỏi` does not. Learnt from questions by `npm run -s learn:missing-terms`, as a
 * logistic regression beside the other evidence.
 */
export interface MissingTerms {
  /** What is added to the log-odds of the other evidence in any case. */
  readonly base: ByCase<number>;
  /** Log-odds that a missing syllable or pair of neighbours adds. */
  readonly weights: ReadonlyMap<string, number>;
}

/** All syllables of a question and all pairs of neighbours, folded: also those that a topic leaves out. */
export interface Asking {
  readonly words: readonly { readonly folded: string; readonly marked: string }[];
  readonly pairs: readonly string[];
}

export function listAsking(question: string): Asking {
  const marked = [...new Set(splitSyllables(question))];
  const folded = splitSyllables(foldText(question));
  return {
    words: marked.map((word) => ({ marked: word, folded: canonicalSyllable(foldText(word)) })),
    pairs: [...new Set(listPairs(folded))],
  };
}

/** One sign for all numbers, and one for all words that are told with other marks only. */
const NUMBER = '#';
const OTHER_MARKS = '~';

/**
 * What stands in neither of two bags: a passage with its headings, and what is known to be asked of it; and, as `?word`,
 * what is only asked there. What stands somewhere without marks counts as told.
 */
export function listMissing({ words, pairs }: Asking, passage: Bag, asked: Bag): readonly string[] {
  const missing = new Set<string>();
  for (const { folded, marked } of words) {
    const isNumber = /^\d+$/.test(folded);
    const texts = [passage, asked].filter((text) => text.folded.has(folded));
    if (texts.length === 0) missing.add(isNumber ? NUMBER : folded);
    else {
      if (texts[0] === asked && !isNumber) missing.add(`?${folded}`);
      if (!texts.some((text) => text.marked.has(marked) || text.marked.has(folded))) missing.add(OTHER_MARKS);
    }
  }
  const isTold = (pair: string) => [passage, asked].some(({ joined }) => joined.includes(` ${pair} `));
  return [...missing, ...pairs.filter((pair) => !isTold(pair))];
}

/** What is missing, in log-odds that are added to those of the other evidence. */
export const weighMissing = (
  missing: readonly string[],
  { base, weights }: MissingTerms,
  features: Pick<Features, 'cosine'>,
  isOpen: boolean,
): number => missing.reduce((total, term) => total + (weights.get(term) ?? 0), pickFor(base, features, isOpen));

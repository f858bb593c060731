import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { type Bag, listPairs } from './bag.js';

/**
 * What it says that words of a question stand neither in a passage nor in what is known to be asked of it: `mức phạt`
 * left untold speaks against an answer, `cho em hỏi` does not. Learnt from questions by `npm run -s learn:untold`, as a
 * logistic regression beside the other evidence.
 */
export interface UntoldWords {
  /** What the log-odds of the other evidence are multiplied by. */
  readonly trust: number;
  /** What is added to them. */
  readonly base: number;
  /** Log-odds that an untold syllable or pair of neighbours adds. */
  readonly weights: ReadonlyMap<string, number>;
}

/** All syllables of a question and all pairs of neighbours, folded: also those that a topic leaves out. */
export interface Asking {
  readonly words: readonly string[];
  readonly pairs: readonly string[];
}

export function listAsking(question: string): Asking {
  const words = splitSyllables(foldText(question));
  return { words: [...new Set(words)], pairs: [...new Set(listPairs(words))] };
}

/** One sign for all numbers. */
const NUMBER = '#';

/** What stands in none of some texts. */
export function listUntold({ words, pairs }: Asking, texts: readonly Bag[]): readonly string[] {
  const untold = words.filter((word) => !texts.some(({ folded }) => folded.has(word)));
  const others = untold.filter((word) => !/^\d+$/.test(word));
  return [
    ...others,
    ...(others.length < untold.length ? [NUMBER] : []),
    ...pairs.filter((pair) => !texts.some((text) => text.pairs.has(pair))),
  ];
}

/** Log-odds with what is untold counted in. */
export const countUntold = (
  logOdds: number,
  untold: readonly string[],
  { trust, base, weights }: UntoldWords,
): number => untold.reduce((total, term) => total + (weights.get(term) ?? 0), base + trust * logOdds);

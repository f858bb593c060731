import type { Passage } from '../../storage/store.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isUnanswered } from '../match-unanswered.js';
import { findWanted } from '../understand-question/question-patterns.js';

/** How like the most alike of some questions is, 0–1. */
export interface Likeness {
  /** Among all of them. */
  readonly any: number;
  /** Among those that ask for the same kind of thing: who is not when, though all other words be the same. */
  readonly ofKind: number;
}

export interface Compared {
  /** To the questions that a passage answers, by its place among the passages. */
  answeredBy(passage: number): Likeness;
  /** To those that are known not to be answered. */
  readonly unanswered: Likeness;
}

/** The questions kept beside passages and those that nothing answers, made ready to be compared with. */
export interface KeptQuestions {
  compare(question: string): Compared;
}

/**
 * Likeness is the Sørensen–Dice coefficient over syllables and pairs of neighbours (the ends count as neighbours), each
 * with its IDF among the kept questions: unlike the search it counts the small words that tell what is asked for.
 */
export function createKeptQuestions(passages: readonly Passage[]): KeptQuestions {
  const kept = passages.flatMap((passage, at) =>
    isUnanswered(passage)
      ? [{ text: passage.text, owner: UNANSWERED }]
      : (passage.asked ?? []).map((text) => ({ text, owner: at })),
  );
  const postings = new Map<string, number[]>();
  const kinds = kept.map(({ text }, question) => {
    const folded = foldText(text);
    for (const term of listTerms(folded)) {
      const found = postings.get(term);
      if (found) found.push(question);
      else postings.set(term, [question]);
    }
    return kindOf(folded);
  });
  const weightOf = (term: string): number => Math.log(1 + kept.length / (postings.get(term)?.length ?? 1));
  const weights = new Float64Array(kept.length);
  for (const [term, questions] of postings) for (const question of questions) weights[question]! += weightOf(term);

  return {
    compare(question) {
      const folded = foldText(question);
      const kind = kindOf(folded);
      const shared = new Float64Array(kept.length);
      let total = 0;
      for (const term of listTerms(folded)) {
        const weight = weightOf(term);
        total += weight;
        for (const found of postings.get(term) ?? []) shared[found]! += weight;
      }
      const best = new Map<number, { any: number; ofKind: number }>();
      for (const [at, { owner }] of kept.entries()) {
        if (shared[at] === 0) continue;
        const alike = (2 * shared[at]!) / (total + weights[at]!);
        const own = best.get(owner) ?? { ...NONE };
        if (alike > own.any) own.any = alike;
        if (kinds[at] === kind && alike > own.ofKind) own.ofKind = alike;
        best.set(owner, own);
      }
      return {
        answeredBy: (passage) => best.get(passage) ?? NONE,
        unanswered: best.get(UNANSWERED) ?? NONE,
      };
    },
  };
}

const UNANSWERED = -1;
const NONE: Likeness = { any: 0, ofKind: 0 };
const ENDS = '.';

function listTerms(folded: string): ReadonlySet<string> {
  const words = folded.match(/[a-z0-9]+/g) ?? [];
  const between = [ENDS, ...words, ENDS];
  return new Set([...words, ...between.slice(1).map((word, at) => `${between[at]} ${word}`)]);
}

/** The kind of thing asked for; where none is known, the word that asks. */
const kindOf = (folded: string): string =>
  findWanted(folded) ?? folded.match(/(?<![a-z])(?:nao|gi|j|sao|ai|dau|the nao)(?![a-z])/g)?.at(-1) ?? '';

import { foldText } from '../text/vietnamese-text.js';

/** Phrases by which a question is known to lie outside, as `knowledge/scope.yaml` lists them. */
export interface Scope {
  readonly greetings: readonly string[];
  readonly thanks: readonly string[];
  readonly goodbyes: readonly string[];
  readonly who: readonly string[];
  readonly help: readonly string[];
  readonly refused: readonly string[];
  readonly complaints: readonly string[];
  readonly outOfScope: readonly string[];
  /** Subjects that the library does not cover, though the question is a fair one. */
  readonly outside: readonly string[];
}

export type GuardVerdict =
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'who'
  | 'help'
  | 'refused'
  | 'complaint'
  | 'out-of-scope'
  | 'outside'
  | 'pass';

/**
 * Prepares the phrases once. In a phrase `…` stands for up to five words, `a|b` for either word, and a phrase in
 * `^…$` has to be the whole question. Matched without diacritics at word borders.
 */
export function createGuard(scope: Scope): (question: string) => GuardVerdict {
  const order: readonly (readonly [GuardVerdict, readonly string[]])[] = [
    ['refused', scope.refused],
    ['complaint', scope.complaints],
    ['out-of-scope', scope.outOfScope],
    ['who', scope.who],
    ['help', scope.help],
    ['thanks', scope.thanks],
    ['goodbye', scope.goodbyes],
    ['greeting', scope.greetings],
    ['outside', scope.outside],
  ];
  const compiled = order.map(([verdict, phrases]) => [verdict, phrases.map(toPattern)] as const);
  return (question) => {
    const words = ` ${foldText(question)
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()} `;
    return compiled.find(([, patterns]) => patterns.some((pattern) => pattern.test(words)))?.[0] ?? 'pass';
  };
}

function toPattern(phrase: string): RegExp {
  const isWhole = /^\^.*\$$/.test(phrase);
  const words = foldText(isWhole ? phrase.slice(1, -1) : phrase)
    .trim()
    .split(/\s+/);
  let body = '';
  for (const word of words) {
    if (word === '…' || word === '...') body += '(?: [a-z0-9]+){0,5}';
    else body += ` (?:${word.replace(/[^a-z0-9|]/g, '')})`;
  }
  return new RegExp(isWhole ? `^${body} $` : `${body} `);
}

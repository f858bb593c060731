import type { Choice, Texts } from '../text/texts.js';
import type { Claim } from './answer.js';

/** What a person reads: answer first, then the exact words, then the source; always with the machine label. */
export function renderAnswer(
  answer: { readonly claims: readonly Claim[]; readonly choices: readonly Choice[] },
  texts: Texts,
): string {
  const of = (...roles: readonly Claim['role'][]) =>
    answer.claims.filter((claim) => roles.includes(claim.role)).map((claim) => claim.text);
  const quotes = answer.claims
    .filter((claim) => claim.role === 'quote')
    .map((claim) => `${claim.prefix ? `${claim.prefix}: ` : ''}“${claim.text.trim()}”`);
  const blocks = [
    of('warning'),
    of('lead'),
    quotes,
    [...of('source'), ...of('note')],
    [...of('next'), ...answer.choices.map((choice, at) => `${at + 1}) ${choice.label}`)],
    [texts('label')],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

import { normalizeText } from '../text/vietnamese-text.js';

/** Whether the words stand in a text without cutting a word or number of it: `00 nghìn` is no quote of `500 nghìn`. */
export function holdsWhole(source: string, quote: string): boolean {
  const words = normalizeText(quote);
  if (words === '') return true;
  for (let at = source.indexOf(words); at >= 0; at = source.indexOf(words, at + 1)) {
    if (!isInsideWord(source, at) && !isInsideWord(source, at + words.length)) return true;
  }
  return false;
}

/** Dates as wholes, other digits one by one, without leading zeros. */
export function listNumbers(text: string): string[] {
  return (text.match(/\d{1,2}\/\d{1,2}\/\d{4}|\d+/g) ?? []).map((number) => number.replace(/(^|\/)0+(?=\d)/g, '$1'));
}

/** Between two letters or digits, or at a sign that joins digits to one number: `1.500`, `26/7`. */
function isInsideWord(text: string, at: number): boolean {
  const left = text.slice(Math.max(0, at - 2), at);
  return /(?:[\p{L}\p{N}]|\d[.,/])$/u.test(left) && /^(?:[\p{L}\p{N}]|[.,/]\d)/u.test(text.slice(at, at + 2));
}

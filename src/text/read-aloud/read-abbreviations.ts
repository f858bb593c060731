import { isSyllable } from '../syllables.js';
import { foldText } from '../vietnamese-text.js';
import { ISSUERS } from './issuers.js';
import type { SpeechTables } from './speech-tables.js';
import { spellLetters } from './spell-letters.js';
import { glue } from './split-for-speech.js';

const LONG_CODE = 4;

/** What is said in full whatever the table holds. */
const FIXED: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}.])(?:T\/M|TM)\.?(?=\s)/gu, 'thay mặt'],
  [/(?<![\p{L}.])(?:K\/T|KT)\.(?=\s)/gu, 'ký thay'],
  [/(?<![\p{L}.])(?:T\/L|TL)\.(?=\s)/gu, 'thừa lệnh'],
  [/(?<![\p{L}.])đ\/c(?![\p{L}])/giu, 'đồng chí'],
  [/(?<![\p{L}.])TP\.?\s?(?=\p{Lu})/gu, 'thành phố '],
  [/(?<![\p{L}.])v\.v\.*|(?<=,\s?)v\.v\b/gu, 'vân vân'],
  [/\b(\p{L}+)\/(\p{L}+)\b/gu, '$1 $2'],
];

/**
 * Abbreviations in full: always where the table calls them sure; where only the context tells, if the text itself says
 * the full words somewhere; otherwise, and where nothing is known, letter by letter.
 */
export function sayAbbreviations(text: string, { abbreviations }: SpeechTables): string {
  const plain = FIXED.reduce((said, [from, to]) => said.replace(from, to), text.replace(/T\.Ư/g, 'TƯ'));
  const folded = ` ${foldText(plain)} `;
  const byShort = new Map(abbreviations.map((entry) => [entry.short.replace(/\./g, ''), entry]));
  return plain.replace(/(?<![\p{L}\d])\p{Lu}[\p{L}]*(?:-\p{Lu}{2,})?(?![\p{L}])/gu, (word) => {
    const entry = byShort.get(word);
    const full = entry?.full[0];
    if (entry && full) {
      const isSaid = entry.safety === 'B' && folded.includes(` ${foldText(full)} `);
      if (entry.safety === 'A' || isSaid) return glue(full);
    }
    // Short codes of offices are short for other things in a sentence.
    const office = word.length >= LONG_CODE ? ISSUERS[word] : undefined;
    if (office) return glue(office);
    return isAbbreviation(word) ? glue(spellLetters(word.replace(/-/g, ''))) : toSentenceCase(word);
  });
}

/** A heading in capitals is read like any other words. */
function toSentenceCase(word: string): string {
  return word.length > 1 && word === word.toUpperCase() && isSyllable(foldText(word)) ? word.toLowerCase() : word;
}

/** Capitals that no syllable is spelt with, or that the table knows; `UNESCO` is said as it stands. */
function isAbbreviation(word: string): boolean {
  const letters = word.replace(/-/g, '');
  if (letters.length < 2 || letters.length > 6 || letters !== letters.toUpperCase()) return false;
  const isSaidAsWord = letters.length > 4 && /[AEIOUY][^AEIOUY]+[AEIOUY]/.test(letters);
  return !isSyllable(foldText(letters)) && !isSaidAsWord;
}

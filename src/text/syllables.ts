import { normalizeText } from './vietnamese-text.js';

/** A run of letters or of digits, with its place in the (normalised) text that it was found in. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;
const TONES = '\u0300\u0301\u0303\u0309\u0323';
// The tone of an open oa, oe, uy stands on either vowel (hoà/hòa, uỷ/ủy); qu- has one vowel only (quỳ).
const TONE_ON_SECOND = new RegExp(`(?<!q)(o[ae]|uy)([${TONES}])$`);
const TONE_ON_U_OF_QU = new RegExp(`^qu([${TONES}])([aeiouy].*)$`);
// An open syllable after these consonants is written with i or y (quí/quý, kĩ/kỹ, lí/lý).
const FINAL_I = new RegExp(`^(qu|h|k|l|m|s|t)i([${TONES}]?)$`);
// Cheap test for the rules above; most syllables need none of them.
const MAY_VARY = /(?:[oòóỏõọ][aàáảãạeèéẻẽẹ]|[uùúủũụ][yỳýỷỹỵ]|^q[ùúủũụ]\p{L}+|^(?:qu|[hklmst])[iìíỉĩị])$/u;

/** Words of a text that `normalizeText` has been applied to, in order. */
export function listWords(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** One spelling for what may be spelt in two ways: lower case, new tone placement (hòa, ủy), y for a lone final i. */
export function canonicalSyllable(word: string): string {
  const lower = word.toLowerCase();
  if (!MAY_VARY.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(TONE_ON_SECOND, (_, vowels: string, tone: string) => vowels.charAt(0) + tone + vowels.charAt(1))
    .replace(TONE_ON_U_OF_QU, (_, tone: string, rest: string) => `qu${rest.charAt(0)}${tone}${rest.slice(1)}`)
    .replace(FINAL_I, '$1y$2')
    .normalize('NFC');
}

/** The canonical syllables and numbers of any text. */
export function splitSyllables(text: string): string[] {
  return (normalizeText(text).match(WORD) ?? []).map(canonicalSyllable);
}

const SYLLABLE = new RegExp(
  '^(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph|qu|r|s|th?|tr|v|x)?' +
    '(?:a[iouy]|e[ou]|i[au]|ieu|oi|oa[ioy]|oeo|u[iu]|ua[iy]|uo[iu]|uy[au]|yeu|' +
    '(?:[aeiouy]|ie|o[aeo]|u[aeoy]|uye|ye)(?:ch?|m|ng?|nh|p|t)?)$',
);

/** Whether a folded word is spelt as Vietnamese syllables are: then it may be a word that the corpus lacks, no slip. */
export function isSyllable(folded: string): boolean {
  return SYLLABLE.test(folded);
}

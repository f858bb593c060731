import { foldText } from './vietnamese-text.js';

/**
 * One key for syllables that sound alike to many speakers and are often mistaken for each other in writing: final
 * -n/-ng/-nh, -t/-c/-ch, initial tr/ch, s/x, d/gi/r/v, i/y, and every tone and vowel mark. For matching a misspelt
 * question only, and at less weight than the word itself.
 */
export function toSoundKey(syllable: string): string {
  return foldText(syllable)
    .replace(/^(?:gi|d|r|v|z)(?=[aeiouy])/, 'd')
    .replace(/^tr/, 'ch')
    .replace(/^s/, 'x')
    .replace(/^(?:k|q)(?=[aeiouy])/, 'c')
    .replace(/^(?:ngh)/, 'ng')
    .replace(/^gh/, 'g')
    .replace(/y/g, 'i')
    .replace(/(?:ng|nh)$/, 'n')
    .replace(/(?:ch|c)$/, 't');
}

/** The same with l/n, which many mix up in writing but few words tell apart: to mend spelling, where neighbours decide. */
export const toSpellingKey = (syllable: string): string => toSoundKey(syllable).replace(/^n(?=[aeiou])/, 'l');

import { toSoundKey } from '../../text/sound-key.js';
import { canonicalSyllable, splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLight } from '../understand-question/topic.js';
import { type Bag, createBags, listPairs, splitClauses, toBag } from './bag.js';
import { readRoman } from './met-exactly/asked-numbers.js';

/** Document frequencies over everything that can be quoted; plain data, so that it can be kept. */
export interface WordCounts {
  readonly size: number;
  readonly syllables: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
}

export interface Vocabulary extends WordCounts {
  /** What a passage holds; remembered. */
  readonly bagOf: (text: string) => Bag;
}

/** About 3 KB each: those of the shipped library, and of the subjects outside that questions come near to. */
const MOST_BAGS = 8_000;

/** Syllables are counted folded, so that one table serves marked and unmarked questions. */
export function countVocabulary(texts: readonly string[]): WordCounts {
  const syllables = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const text of texts) {
    const words = splitSyllables(foldText(text));
    for (const word of new Set(words)) syllables.set(word, (syllables.get(word) ?? 0) + 1);
    for (const pair of new Set(listPairs(words))) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { size: texts.length, syllables, pairs };
}

export const createVocabulary = (counts: WordCounts): Vocabulary => ({ ...counts, bagOf: createBags(MOST_BAGS) });

/** A word of the question with all that stands for it. */
export interface Group {
  readonly marked: string;
  readonly folded: string;
  readonly sound: string;
  /** Folded phrases any of which stands for this word. */
  readonly phrases: readonly string[];
  /** Where the word is a number: in Arabic digits, so that `lần 10` finds `lần X`. */
  readonly number?: string;
  readonly weight: number;
  readonly isUnseen: boolean;
}

/** The words of an unbroken run, in order. */
export function toGroups(
  run: readonly string[],
  vocabulary: Vocabulary,
  synonymsOf: (phrase: string) => readonly string[],
): Group[] {
  const marked = run.map(canonicalSyllable);
  const groups: Group[] = [];
  for (let at = 0; at < marked.length; at++) {
    const word = marked[at] as string;
    const folded = foldText(word);
    const phrases: string[] = [];
    for (let from = Math.max(0, at - 3); from <= at; from++) {
      for (let to = at + 1; to <= Math.min(marked.length, from + 5); to++) {
        phrases.push(...synonymsOf(marked.slice(from, to).join(' ')).map(toJoined));
      }
    }
    const count = vocabulary.syllables.get(folded) ?? 0;
    const number = /^\d+$/.test(word)
      ? String(Number(word))
      : readRoman(word, foldText(marked[at - 1] ?? ''), foldText(marked[at + 1] ?? ''));
    groups.push({
      marked: word,
      folded,
      sound: toSoundKey(folded),
      phrases,
      weight: toWeight(count, vocabulary.size) * (isLight(word) ? LIGHT : 1),
      ...(number ? { number } : {}),
      isUnseen: count === 0 && phrases.length === 0 && !number,
    });
  }
  return groups;
}

/** As `Bag.joined` has it: no commas between the words. */
export const toJoined = (phrase: string): string => splitSyllables(foldText(phrase)).join(' ');

/** What a word that says little by itself weighs, against others as rare. */
const LIGHT = 0.25;

/** Okapi's IDF, never negative. */
export const toWeight = (count: number, size: number): number => Math.log(1 + (size - count + 0.5) / (count + 0.5));
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Whether a clause holds a count, as a pattern, beside the thing counted: `Nghệ An` in a list of provinces is not `145`. */
export function standsNear(text: string, count: RegExp, counted: readonly Group[], groups: readonly Group[]): boolean {
  const total = sum(counted.map((group) => group.weight));
  const rarest = [...groups]
    .filter((group) => !group.number)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 5);
  return splitClauses(text).some((part) => {
    if (!count.test(part)) return false;
    const bag = toBag(part);
    const isIn = (group: Group) =>
      bag.folded.has(group.folded) || group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `));
    if (total === 0) return rarest.some(isIn);
    return sum(counted.filter(isIn).map((group) => group.weight)) >= total * COUNTED_SHARE;
  });
}

/** Share of the weight of what is counted that has to stand beside the number. */
const COUNTED_SHARE = 0.35;

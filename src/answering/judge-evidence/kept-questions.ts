import type { Passage } from '../../documents/passages.js';
import { COMMON_TEENCODE } from '../../text/expand-abbreviations.js';
import { toSoundKey } from '../../text/sound-key.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isUnanswered } from '../match-unanswered.js';
import { findWanted } from '../understand-question/question-patterns.js';

/** How like the most alike of some questions is, 0–1. */
export interface Likeness {
  /** Among all of them. */
  readonly any: number;
  /** Among those that ask for the same kind of thing: who is not when, though all other words be the same. */
  readonly ofKind: number;
  /** The most alike of all; none where nothing is shared. */
  readonly nearest?: string;
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

/** What is counted of the kept questions before any is asked; plain data, so that it can be kept. */
export interface KeptTables {
  readonly words: Words;
  readonly postings: PostingTable;
  /** Sum of the weights of each question's terms. */
  readonly weights: Float32Array;
  readonly kindNames: readonly string[];
  readonly kinds: Uint8Array;
}

/** Made ready at the first question: half a second that commands which answer none are spared. `tables`: what `countKept` gives for these passages. */
export function createKeptQuestions(
  passages: readonly Passage[],
  tables: () => KeptTables = () => countKept(passages),
): KeptQuestions {
  let compare: KeptQuestions['compare'] | undefined;
  return {
    compare(question) {
      compare ??= prepare(passages, tables());
      return compare(question);
    },
  };
}

const listKept = (passages: readonly Passage[]) =>
  passages.flatMap((passage, at) =>
    isUnanswered(passage)
      ? [{ text: passage.text, owner: passages.length }]
      : (passage.asked ?? []).map((text) => ({ text, owner: at })),
  );

export function countKept(passages: readonly Passage[]): KeptTables {
  const folded = listKept(passages).map(({ text }) => writeOut(text));
  const kindNames: string[] = [];
  const kinds = Uint8Array.from(folded, (text) => numberOf(kindNames, kindOf(text)));
  const words: Words = { bySound: new Map(), byWord: new Map() };
  const { places, starts, questions } = collectPostings(folded.map((text) => listTerms(text, words, true)));
  const weights = new Float32Array(folded.length);
  for (const place of places.values()) {
    const holders = questions.subarray(starts[place], starts[place + 1]);
    const weight = toWeight(holders.length, folded.length);
    for (const question of holders) weights[question]! += weight;
  }
  const terms = Float64Array.from(places.keys()).sort();
  const placeOf = Uint32Array.from(terms, (term) => places.get(term)!);
  return { words, postings: { terms, placeOf, starts, questions }, weights, kindNames, kinds };
}

const toWeight = (holders: number, all: number): number => Math.log(1 + all / Math.max(1, holders));

/**
 * Likeness is the Sørensen–Dice coefficient over syllables and pairs of neighbours (the ends count as neighbours), each
 * with its IDF among the kept questions: unlike the search it counts the small words that tell what is asked for.
 */
function prepare(passages: readonly Passage[], tables: KeptTables): KeptQuestions['compare'] {
  const { words, postings, weights, kindNames, kinds } = tables;
  const kept = listKept(passages);
  const owners = Uint32Array.from(kept, ({ owner }) => owner);

  return (question) => {
    const asking = writeOut(question);
    const kind = kindNames.indexOf(kindOf(asking));
    const shared = new Float32Array(kept.length);
    let total = 0;
    for (const term of listTerms(asking, words, false)) {
      const holders = holdersOf(term, postings);
      const weight = toWeight(holders.length, kept.length);
      total += weight;
      for (const found of holders) shared[found]! += weight;
    }
    const any = new Float32Array(passages.length + 1);
    const ofKind = new Float32Array(passages.length + 1);
    const nearest = new Map<number, number>();
    for (let at = 0; at < kept.length; at++) {
      const owner = owners[at]!;
      const alike = (2 * shared[at]!) / (total + weights[at]!);
      if (alike > any[owner]!) {
        any[owner] = alike;
        nearest.set(owner, at);
      }
      if (kinds[at] === kind && alike > ofKind[owner]!) ofKind[owner] = alike;
    }
    const likenessOf = (owner: number): Likeness => {
      const at = nearest.get(owner);
      return { any: any[owner]!, ofKind: ofKind[owner]!, ...(at === undefined ? {} : { nearest: kept[at]!.text }) };
    };
    return { answeredBy: likenessOf, unanswered: likenessOf(passages.length) };
  };
}

/** Folded, with chat spellings of one meaning written out: kept questions are not restored as those that are asked. */
const writeOut = (question: string): string =>
  foldText(question).replace(/[a-z]+/g, (word) => {
    const [full, other] = COMMON_TEENCODE[word] ?? [];
    return full !== undefined && other === undefined ? foldText(full) : word;
  });

const END = 0;
const UNKNOWN = 1;
const FIRST_WORD = 2;
/** Vietnamese has some 7,000 syllables, fewer without marks; with names and numbers far fewer than this. */
const MOST_WORDS = 32_768;

/** Numbers of words; those that sound alike have the same. */
interface Words {
  readonly bySound: Map<string, number>;
  /** As written, so that each is listened to once. */
  readonly byWord: Map<string, number>;
}

function numberOfWord(word: string, { bySound, byWord }: Words, learns: boolean): number {
  const known = byWord.get(word);
  if (known !== undefined) return known;
  const sound = toSoundKey(word);
  const alike = bySound.get(sound);
  if (!learns) return alike ?? UNKNOWN;
  const number = alike ?? (bySound.size + FIRST_WORD < MOST_WORDS ? bySound.size + FIRST_WORD : UNKNOWN);
  if (number !== UNKNOWN) bySound.set(sound, number);
  byWord.set(word, number);
  return number;
}

/** Syllables and pairs of neighbours as numbers, each once; new words get a number where they are to be learnt. */
function listTerms(folded: string, words: Words, learns: boolean): readonly number[] {
  const numbers = (folded.match(/[a-z0-9]+/g) ?? []).map((word) => numberOfWord(word, words, learns));
  const between = [END, ...numbers, END];
  const pairs = between.slice(1).map((number, at) => between[at]! * MOST_WORDS + number);
  return [...new Set([...numbers.map((number) => number * MOST_WORDS + UNKNOWN), ...pairs])];
}

/** Questions by term. Sorted terms take a tenth of a Map's memory. */
interface PostingTable {
  /** Ascending, and the place of each. */
  readonly terms: Float64Array;
  readonly placeOf: Uint32Array;
  /** The term at a place stands in `questions[starts[place] … starts[place + 1])`. */
  readonly starts: Uint32Array;
  readonly questions: Uint32Array;
}

function holdersOf(term: number, { terms, placeOf, starts, questions }: PostingTable): Uint32Array {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = terms[middle]!;
    if (found === term) return questions.subarray(starts[placeOf[middle]!], starts[placeOf[middle]! + 1]);
    if (found < term) low = middle + 1;
    else high = middle - 1;
  }
  return NOTHING;
}

/** Term after term in one array, as the search index has them: thousands of small ones would take several times the memory. */
function collectPostings(termsOf: readonly (readonly number[])[]) {
  const places = new Map<number, number>();
  const counts: number[] = [];
  for (const terms of termsOf) {
    for (const term of terms) {
      const known = places.get(term);
      const place = known ?? places.size;
      if (known === undefined) places.set(term, place);
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  const starts = new Uint32Array(counts.length + 1);
  for (const [place, count] of counts.entries()) starts[place + 1] = starts[place]! + count;
  const next = starts.slice();
  const questions = new Uint32Array(starts.at(-1)!);
  for (const [question, terms] of termsOf.entries()) {
    for (const term of terms) questions[next[places.get(term)!]!++] = question;
  }
  return { places, starts, questions };
}

const NOTHING = new Uint32Array(0);

function numberOf(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known >= 0 ? known : names.push(name) - 1;
}

/** The kind of thing asked for; where none is known, the word that asks. */
const kindOf = (folded: string): string =>
  findWanted(folded) ?? folded.match(/(?<![a-z])(?:nao|gi|sao|ai|dau)(?![a-z])/g)?.at(-1) ?? '';

import type { Document } from '../documents/document.js';
import { toSoundKey } from '../text/sound-key.js';
import { canonicalSyllable, splitSyllables } from '../text/syllables.js';
import { foldText } from '../text/vietnamese-text.js';
import type { Wanted } from './understand-question/question-patterns.js';
import { isLight } from './understand-question/topic.js';
import type { Understanding } from './understand-question/understand-question.js';

/**
 * Knowing what the library does not hold. Scores alone do not tell (issue 3): what tells is how much of the question's
 * weight the passage carries, whether its words stand together as they do in the question, whether numbers and years
 * are the ones asked for, and whether the kind of thing asked for is there at all.
 */
export interface Evidence {
  /** Share of the topic's weight (IDF) whose syllables stand in the passage or its headings, 0–1. */
  readonly share: number;
  /** The same for pairs of neighbouring syllables, which carry Vietnamese words. */
  readonly pairShare: number;
  /** Share of the topic's weight found in the passage's own text, headings and title left aside. */
  readonly textShare: number;
  /** Share of the focus (what the count, day or person is asked of) found in the passage's own text. */
  readonly focusShare: number;
  /** Share of the topic's weight carried by words that the library has never seen. */
  readonly unseen: number;
  /** Whether the asker's own case is asked about. */
  readonly isPersonal: boolean;
  /** Numbers, years and ordinals of the question that the passage lacks. */
  readonly unmet: readonly string[];
  /** Whether the kind of thing asked for stands in the passage; true where no kind was asked for. */
  readonly hasWanted: boolean;
  /** For counts: whether it stands in the same clause as one of the rarest words asked about. */
  readonly isNear: boolean;
  /** Weight of the heaviest word that is missing, against the heaviest of all, 0–1. */
  readonly missing: number;
  /** Cosine of the best window; undefined without vectors. */
  readonly cosine?: number;
  /** The same above the tenth best of the question: a passage that answers stands out. */
  readonly above?: number;
  /** How likely the passage answers, 0–1. */
  readonly probability: number;
}

/** Document frequencies over everything that can be quoted. */
export interface Vocabulary {
  readonly size: number;
  readonly syllables: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
}

/** From the vectors, where there are any. */
export interface Closeness {
  readonly cosine: number;
  readonly above: number;
}

export interface Evidenced {
  readonly text: string;
  readonly section: string;
  readonly title: string;
  readonly document: Document;
}

/** Syllables are counted folded, so that one table serves marked and unmarked questions. */
export function createVocabulary(texts: readonly string[]): Vocabulary {
  const syllables = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const text of texts) {
    const words = splitSyllables(foldText(text));
    for (const word of new Set(words)) syllables.set(word, (syllables.get(word) ?? 0) + 1);
    for (const pair of new Set(listPairs(words))) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { size: texts.length, syllables, pairs };
}

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  một: '1',
  hai: '2',
  ba: '3',
  bốn: '4',
  tư: '4',
  năm: '5',
  sáu: '6',
  bảy: '7',
  bẩy: '7',
  tám: '8',
  chín: '9',
  mười: '10',
  nhất: '1',
  nhì: '2',
};
const ROMAN = /^(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$/;
const NAME = String.raw`\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+`;

const WANTED: Readonly<Partial<Record<Wanted, RegExp>>> = {
  year: /(19|20)\d{2}/,
  person: new RegExp(
    `${NAME}|ông |bà |đồng chí|chi bộ|cấp ủy|đảng viên|cán bộ|người|công dân|ủy ban|ban |bộ |chủ tịch|bí thư|tập thể|cá nhân`,
    'iu',
  ),
  moment:
    /\d{1,2}[/-]\d{1,2}|(19|20)\d{2}|tháng \d|khi |lúc |ngay |trước|sau |từ ngày|dịp|hằng|thường xuyên|sáng|chiều|tối/iu,
  time: /\d{1,2}[/-]\d{1,2}|(19|20)\d{2}|tháng \d|quý [IV]+|hằng (năm|tháng|quý)|thường xuyên|sáng|chiều|tối|sau|trước/iu,
  percentage: /\d\s?%|phần trăm|phần ba|quá nửa|một nửa|\d\/\d/iu,
  money: /\d[\d.,]*\s*(đồng|triệu|tỷ|tỉ|usd|%|nghìn)|(đồng|usd)/iu,
  duration: /(\d+|một|hai|ba|sáu)\s*(ngày|tháng|năm|giờ|phút|tuần)/iu,
  count:
    /(?<![\d/.,])(?:\d{1,3}(?:[.,]\d+)*)(?![\d/])|(?<!\p{L})(một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\p{L})|quá nửa|đa số|tất cả|hầu hết/iu,
  contact: /\d{8,}|@|https?:|\w\.(vn|com)\b/iu,
};

/** Prepares the question once; the returned function judges passages. */
export function createJudge(
  understanding: Pick<Understanding, 'topic' | 'focus' | 'wanted' | 'text' | 'subjects' | 'isPersonal'>,
  vocabulary: Vocabulary,
  synonymsOf: (phrase: string) => readonly string[],
): (passage: Evidenced, closeness?: Closeness) => Evidence {
  const isMarked = /[^\p{ASCII}]/u.test(understanding.text);
  const groups = understanding.topic.flatMap((run) => toGroups(run, vocabulary, synonymsOf));
  const weights = groups.map((group) => group.weight);
  const total = sum(weights) || 1;
  const pairs = understanding.topic.flatMap((run) => listPairs(run.map((word) => foldText(canonicalSyllable(word)))));
  const pairWeights = pairs.map((pair) => toWeight(vocabulary.pairs.get(pair) ?? 0, vocabulary.size));
  const unseen = sum(groups.filter((group) => group.isUnseen).map((group) => group.weight)) / total;
  const heaviest = Math.max(0, ...weights);
  const isOpen = understanding.subjects.length === 0;
  const numbers = understanding.topic.flatMap(listAskedNumbers);
  const focus = toGroups(understanding.focus, vocabulary, synonymsOf);
  const focusTotal = sum(focus.map((group) => group.weight));
  const wanted = understanding.wanted ? WANTED[understanding.wanted] : undefined;

  return (passage, closeness) => {
    const around = toBag(`${passage.text} ${passage.section} ${passage.title}`);
    const own = toBag(passage.text);
    const weigh = (group: Group, bag: Bag): number => {
      if (group.number) return bag.numbers.has(group.number) ? group.weight : 0;
      if (group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `))) return group.weight;
      if (bag.folded.has(group.folded)) {
        return !isMarked || bag.marked.has(group.marked) ? group.weight : group.weight * OTHER_MARKS;
      }
      return bag.sounds.has(group.sound) ? group.weight * ALIKE : 0;
    };
    const shareIn = (bag: Bag): number =>
      groups.length > 0 ? sum(groups.map((group) => weigh(group, bag))) / total : 0;
    const share = shareIn(around);
    const pairShare =
      pairs.length > 0
        ? sum(pairWeights.filter((_, at) => around.pairs.has(pairs[at] as string))) / sum(pairWeights)
        : share;
    const { issuedOn = '', issuer = '' } = passage.document;
    const present = new Set([
      ...around.numbers,
      ...splitNumbers(issuer),
      ...issuedOn.split('-').map((part) => String(Number(part))),
    ]);
    const features: Features = {
      share,
      textShare: shareIn(own),
      pairShare,
      focusShare: focusTotal > 0 ? sum(focus.map((group) => weigh(group, own))) / focusTotal : 1,
      unseen,
      isPersonal: understanding.isPersonal,
      unmet: numbers
        .filter(({ number, lead }) => !present.has(number) && !standsLed(passage.document, lead, number))
        .map(({ number }) => number),
      hasWanted: wanted ? wanted.test(passage.text) : true,
      isNear:
        wanted && COUNTED.has(understanding.wanted as Wanted)
          ? standsNear(passage.text, wanted, [...groups, ...focus])
          : true,
      missing:
        heaviest > 0
          ? Math.max(0, ...groups.map((group) => (weigh(group, around) === 0 ? group.weight : 0))) / heaviest
          : 0,
      ...closeness,
    };
    return { ...features, probability: toProbability(features, isOpen) };
  };
}

/** Kinds that have to stand beside the thing they count: `Nghệ An` in a list of provinces is not `145`. */
const COUNTED: ReadonlySet<Wanted> = new Set(['count']);

function standsNear(text: string, wanted: RegExp, groups: readonly Group[]): boolean {
  const rarest = [...groups].sort((a, b) => b.weight - a.weight).slice(0, 3);
  return text.split(/,(?!\d)|[;()]|\.\s/).some((part) => {
    if (!wanted.test(part)) return false;
    const bag = toBag(part);
    return rarest.some(
      (group) => bag.folded.has(group.folded) || group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `)),
    );
  });
}

type Features = Omit<Evidence, 'probability'>;

interface Bag {
  readonly marked: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly joined: string;
  readonly numbers: ReadonlySet<string>;
  readonly sounds: ReadonlySet<string>;
}

function toBag(text: string): Bag {
  const folded = splitSyllables(foldText(text));
  return {
    marked: new Set(splitSyllables(text)),
    folded: new Set(folded),
    pairs: new Set(listPairs(folded)),
    joined: ` ${folded.join(' ')} `,
    numbers: new Set(splitNumbers(text)),
    sounds: new Set(folded.map(toSoundKey)),
  };
}

/** Evidence below this is no answer; fitted with the weights below. */
export const ENOUGH = 0.65;
/** With the document named, less is asked of the words. */
export const ENOUGH_WITHIN = 0.55;

/** Whether a passage answers at all: nothing that was asked for exactly is missing, and the rest speaks for it. */
export function isEnough(evidence: Evidence, least: number): boolean {
  return evidence.unmet.length === 0 && evidence.hasWanted && evidence.isNear && evidence.probability >= least;
}

/** The features in the order of the weights. */
export function toVector(features: Features): readonly number[] {
  return [
    1,
    features.share,
    features.textShare,
    features.pairShare,
    features.focusShare,
    features.missing,
    features.unseen,
    features.isPersonal ? 1 : 0,
    features.cosine === undefined ? 0 : (features.cosine - COSINE_FLOOR) / COSINE_SPAN,
    features.above === undefined ? 0 : Math.min(1.5, features.above / ABOVE_SPAN),
  ];
}

/** Which way each feature has to speak; the constant is free. */
export const FEATURE_SIGNS: readonly number[] = [0, 1, 1, 1, 1, -1, -1, -1, 1, 1];

/** E5's cosines lie in a narrow band. */
const COSINE_FLOOR = 0.85;
const COSINE_SPAN = 0.1;
const ABOVE_SPAN = 0.05;

/**
 * Logistic regressions, fitted by `npm run -s eval:answers -- --calibrate` on the tuning half of test/questions.yaml:
 * for questions that name a document and those that do not, with vectors and without.
 */
const WEIGHTS: Readonly<Record<'open' | 'named', Readonly<Record<'vectors' | 'words', readonly number[]>>>> = {
  open: {
    vectors: [-4.09, 1.5, 1.21, 1.41, 1.37, -0.61, 0, -0.86, 2.48, 3.16],
    words: [-3.71, 2.78, 1.63, 2.91, 1.03, -0.5, 0, -1.52, 0, 0],
  },
  named: {
    vectors: [-4.44, 0.86, 2.38, 0.91, 1.28, -0.22, 0, -0.09, 2.36, 1.88],
    words: [-4.4, 1.42, 2.85, 1.66, 1.56, 0, 0, 0, 0, 0],
  },
};

function toProbability(features: Features, isOpen: boolean): number {
  const weights = WEIGHTS[isOpen ? 'open' : 'named'][features.cosine === undefined ? 'words' : 'vectors'];
  const z = sum(toVector(features).map((value, at) => value * (weights[at] ?? 0)));
  return 1 / (1 + Math.exp(-z));
}

interface Group {
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

function toGroups(
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
        phrases.push(...synonymsOf(marked.slice(from, to).join(' ')).map(foldText));
      }
    }
    const count = vocabulary.syllables.get(folded) ?? 0;
    const number = /^\d+$/.test(word)
      ? String(Number(word))
      : SURE_ROMANS.has(word)
        ? romanToArabic(word.toUpperCase())
        : undefined;
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

/** A word of the same letters with other marks than were typed, and one that only sounds alike. */
const OTHER_MARKS = 0.5;
const ALIKE = 0.4;

/** What a word that says little by itself weighs, against others as rare. */
const LIGHT = 0.25;

/** Okapi's IDF, never negative. */
const toWeight = (count: number, size: number): number => Math.log(1 + (size - count + 0.5) / (count + 0.5));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function listPairs(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

const ORDINAL_LEADS = new Set(['thu', 'lan', 'khoa', 'hoi', 'phan', 'chuong']);
/** Lower-case Roman numerals that are no Vietnamese syllable. */
const SURE_ROMANS = new Set(['ii', 'iii', 'iv', 'vii', 'viii', 'ix', 'xii', 'xiii', 'xiv', 'xv', 'xvi']);

interface AskedNumber {
  readonly number: string;
  /** The word before it: `khóa`, `lần`. */
  readonly lead: string;
}

/** Numbers that the answer has to be about: digits, Roman numerals, and words behind `thứ`, `lần`, `khóa`. */
function listAskedNumbers(run: readonly string[]): AskedNumber[] {
  return run.flatMap((word, at) => {
    const lower = word.toLowerCase();
    const lead = foldText(run[at - 1] ?? '');
    const toAsked = (number: string): AskedNumber => ({ number, lead });
    if (/^\d/.test(word)) return splitNumbers(word).map(toAsked);
    const isLed = ORDINAL_LEADS.has(lead);
    const isRoman = ROMAN.test(word.toUpperCase());
    if (SURE_ROMANS.has(lower) || (isRoman && (isLed || (word === word.toUpperCase() && word.length > 1)))) {
      return [toAsked(romanToArabic(word.toUpperCase()))];
    }
    return lead === 'thu' && NUMBER_WORDS[lower] ? [toAsked(NUMBER_WORDS[lower])] : [];
  });
}

/** A term (khóa) that another line of the document names holds for all of its lines. */
function standsLed(document: Document, lead: string, number: string): boolean {
  if (lead !== 'khoa') return false;
  return document.provisions.some(({ text }) =>
    [...text.matchAll(/khóa\s+([IVX]+|\d+)/giu)].some((match) => splitNumbers(match[1] ?? '').includes(number)),
  );
}

function splitNumbers(text: string): string[] {
  const digits = (text.match(/\d+/g) ?? []).map((number) => String(Number(number)));
  const romans = (text.match(/\b[IVX]+\b/g) ?? []).filter((word) => ROMAN.test(word)).map(romanToArabic);
  const words = text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .flatMap((word) => NUMBER_WORDS[word] ?? []);
  return [...digits, ...romans, ...words];
}

function romanToArabic(numeral: string): string {
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };
  const letters = [...numeral].map((letter) => values[letter] ?? 0);
  return String(letters.reduce((total, value, at) => total + (value < (letters[at + 1] ?? 0) ? -value : value), 0));
}

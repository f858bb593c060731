import type { Document } from '../../documents/document.js';
import { fromRoman } from '../../text/roman-numerals.js';
import { toSoundKey } from '../../text/sound-key.js';
import { canonicalSyllable, splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { Wanted } from '../understand-question/question-patterns.js';
import { isLight } from '../understand-question/topic.js';
import type { Understanding } from '../understand-question/understand-question.js';
import { listAskedNumbers, SURE_ROMANS, splitNumbers, standsLed } from './asked-numbers.js';
import { type Bag, createBags, listPairs, toBag } from './bag.js';
import { type Evidence, type Features, toProbability } from './evidence.js';

/** Document frequencies over everything that can be quoted. */
export interface Vocabulary {
  readonly size: number;
  readonly syllables: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
  /** What a passage holds; remembered. */
  readonly bagOf: (text: string) => Bag;
}

/** From the vectors, where there are any. */
export interface Closeness {
  readonly cosine?: number;
  readonly above?: number;
  readonly outside?: number;
  readonly outsideShare?: number;
}

export interface Evidenced {
  readonly text: string;
  readonly section: string;
  readonly title: string;
  readonly document: Document;
}

/** About 10 KB each; the shipped library has some 3,000. */
const MOST_BAGS = 4_000;

/** Syllables are counted folded, so that one table serves marked and unmarked questions. */
export function createVocabulary(texts: readonly string[]): Vocabulary {
  const syllables = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const text of texts) {
    const words = splitSyllables(foldText(text));
    for (const word of new Set(words)) syllables.set(word, (syllables.get(word) ?? 0) + 1);
    for (const pair of new Set(listPairs(words))) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { size: texts.length, syllables, pairs, bagOf: createBags(MOST_BAGS) };
}

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

export interface Judge {
  readonly judge: (passage: Evidenced, closeness: Closeness) => Evidence;
  /** Share of the topic's weight that a text holds, 0–1. */
  readonly coverageOf: (text: string) => number;
}

/** Prepares the question once. */
export function createJudge(
  understanding: Pick<Understanding, 'topic' | 'focus' | 'wanted' | 'text' | 'subjects' | 'isPersonal'>,
  vocabulary: Vocabulary,
  synonymsOf: (phrase: string) => readonly string[],
): Judge {
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

  const weigh = (group: Group, bag: Bag): number => {
    if (group.number) return bag.numbers.has(group.number) ? group.weight : 0;
    if (group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `))) return group.weight;
    if (bag.folded.has(group.folded)) {
      return !isMarked || bag.marked.has(group.marked) ? group.weight : group.weight * OTHER_MARKS;
    }
    return bag.sounds.has(group.sound) ? group.weight * ALIKE : 0;
  };
  const shareIn = (bag: Bag): number => (groups.length > 0 ? sum(groups.map((group) => weigh(group, bag))) / total : 0);
  const judge = (passage: Evidenced, closeness: Closeness): Evidence => {
    const around = vocabulary.bagOf(`${passage.text} ${passage.section} ${passage.title}`);
    const own = vocabulary.bagOf(passage.text);
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
  return { judge, coverageOf: (text) => shareIn(vocabulary.bagOf(text)) };
}

/** Kinds that have to stand beside the thing they count: `Nghệ An` in a list of provinces is not `145`. */
const COUNTED: ReadonlySet<Wanted> = new Set(['count']);

function standsNear(text: string, wanted: RegExp, groups: readonly Group[]): boolean {
  const rarest = [...groups]
    .filter((group) => !group.number)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 5);
  return text.split(/,(?!\d)|[;()]|\.\s/).some((part) => {
    if (!wanted.test(part)) return false;
    const bag = toBag(part);
    return rarest.some(
      (group) => bag.folded.has(group.folded) || group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `)),
    );
  });
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
        phrases.push(...synonymsOf(marked.slice(from, to).join(' ')).map(toJoined));
      }
    }
    const count = vocabulary.syllables.get(folded) ?? 0;
    const number = /^\d+$/.test(word)
      ? String(Number(word))
      : SURE_ROMANS.has(word)
        ? String(fromRoman(word))
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

/** As `Bag.joined` has it: no commas between the words. */
const toJoined = (phrase: string): string => splitSyllables(foldText(phrase)).join(' ');

/** A word of the same letters with other marks than were typed, and one that only sounds alike. */
const OTHER_MARKS = 0.5;
const ALIKE = 0.4;

/** What a word that says little by itself weighs, against others as rare. */
const LIGHT = 0.25;

/** Okapi's IDF, never negative. */
const toWeight = (count: number, size: number): number => Math.log(1 + (size - count + 0.5) / (count + 0.5));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

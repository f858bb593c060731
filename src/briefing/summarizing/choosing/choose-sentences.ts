import type { Material } from '../gather-sentences.js';
import type { Sentence } from '../list-sentences.js';
import { compareSentences } from './compare-sentences.js';
import { rankByCentrality } from './rank-by-centrality.js';

export interface ChoiceOptions {
  /** Characters that the chosen lines may take together. */
  readonly room: number;
  /** Characters that a sentence takes as a line, its address included. */
  readonly costOf: (sentence: Sentence) => number;
  /** What the reader has seen already, as the title: saying it again is worth nothing. */
  readonly said: string;
  /** At most this many of one document. */
  readonly mostOfDocument?: number;
}

/**
 * Found on one half of the documents that have questions (test/bench/summaries.ts), and held to on the other half; what
 * is lost where a section has been heard, by reading: the questions do not tell it from none.
 */
const OF_ONE = {
  centrality: 1,
  nearness: 0,
  opening: 0.6,
  figures: 0.3,
  repeated: 0.6,
  heard: 0.05,
  gap: 1,
  thrift: 1,
} as const;
/** Of several documents a line has to be near the subject and to be understood alone: few words are no merit. */
const OF_SUBJECT = {
  centrality: 0.3,
  nearness: 3,
  opening: 0.2,
  figures: 0.1,
  repeated: 1,
  heard: 0.2,
  gap: 1,
  thrift: 0.2,
} as const;
/** A digest's notes on what it could not read, and where its sources differ. */
const GAP =
  /trích đoạn|bị cắt|chưa (?:thấy|đọc|rõ)|không (?:thấy|đọc được)|nguồn (?:không|chỉ|nói)|suy ra|lệch nhau|không khớp/iu;
/** An item of a list says little without the sentence that leads into it. */
const FRAGMENT = /^\p{Ll}|[;:]$/u;
/** Figures other than numbers of documents and the days on which they were issued. */
const FIGURE = /(?<![\p{L}\d/.-])\d+(?:[.,]\d+)*\s?(?:%|\p{L}|–|-\d)/u;

/** What a text offers, compared once: choosing from it again, with other room, is cheap. */
export type Chooser = (options: Omit<ChoiceOptions, 'said'>) => readonly Sentence[];

/**
 * Maximal marginal relevance: one by one, what is most worth saying and least said yet, as long as there is room. The
 * chosen ones in reading order.
 */
export function chooseSentences(material: Material, { said, ...options }: ChoiceOptions): readonly Sentence[] {
  return createChooser(material, said)(options);
}

export function createChooser(material: Material, said: string): Chooser {
  const { sentences, nearness } = material;
  const weights = nearness.some((near) => near > 0) ? OF_SUBJECT : OF_ONE;
  const { inContext, byWords, toTitle } = compareSentences(material, said);
  const central = scale(rankByCentrality(sentences.length, inContext));
  const worth = sentences.map(
    (sentence, at) =>
      weights.centrality * (central[at] ?? 0) +
      weights.nearness * (nearness[at] ?? 0) +
      (sentence.place === 0 ? weights.opening : 0) +
      (FIGURE.test(sentence.text) ? weights.figures : 0) -
      (GAP.test(sentence.text) || FRAGMENT.test(sentence.text) ? weights.gap : 0),
  );

  return ({ room, costOf, mostOfDocument = Number.POSITIVE_INFINITY }) => {
    if (room === Number.POSITIVE_INFINITY && mostOfDocument === room) return sentences;
    const costs = sentences.map(costOf);
    const chosen: number[] = [];
    const left = new Set(sentences.keys());
    const ofDocument = new Map<string, number>();
    const ofSection = new Map<string, number>();
    const nearest = sentences.map((_, at) => toTitle(at));
    let rest = room;
    const fits = (at: number): boolean =>
      costs[at]! <= rest && (ofDocument.get(sentences[at]!.documentId) ?? 0) < mostOfDocument;
    const gainOf = (at: number): number => {
      const heard = ofSection.get(sentences[at]!.section) ?? 0;
      const value = worth[at]! - weights.repeated * nearest[at]! - weights.heard * heard;
      // What is said in few words leaves room for more.
      return value > 0 ? value / costs[at]! ** weights.thrift : value;
    };
    for (;;) {
      const best = [...left]
        .filter(fits)
        .map((at) => [at, gainOf(at)] as const)
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      if (!best) break;
      const [at] = best;
      const { documentId, section } = sentences[at]!;
      chosen.push(at);
      left.delete(at);
      rest -= costs[at]!;
      ofDocument.set(documentId, (ofDocument.get(documentId) ?? 0) + 1);
      ofSection.set(section, (ofSection.get(section) ?? 0) + 1);
      for (const other of left) nearest[other] = Math.max(nearest[other]!, byWords(other, at));
    }
    return chosen.sort((a, b) => a - b).map((at) => sentences[at]!);
  };
}

function scale(values: readonly number[]): readonly number[] {
  const most = Math.max(...values, Number.EPSILON);
  return values.map((value) => value / most);
}

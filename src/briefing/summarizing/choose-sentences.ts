import type { Sentence } from './list-sentences.js';
import { rankByCentrality } from './rank-by-centrality.js';
import { cosineOf, toWordVectors } from './word-vectors.js';

export interface ChoiceOptions {
  /** Characters that the chosen lines may take together. */
  readonly room: number;
  /** Characters that a sentence takes as a line, its address included. */
  readonly costOf: (sentence: Sentence) => number;
  /** What the reader has seen already, as the title: saying it again is worth nothing. */
  readonly said: string;
  /** How near each sentence is to the subject, 0 to 1, by place in `sentences`; all alike where nothing is known. */
  readonly nearness?: readonly number[];
  /** At most this many of one document. */
  readonly mostOfDocument?: number;
}

/** Found on half of the documents that have questions (see test/bench/summaries.ts), and held to on the other half. */
const WEIGHTS = { centrality: 1.5, nearness: 0.6, opening: 0.6, figures: 0.1 } as const;
/** What a sentence loses that repeats another, whose section has been heard, and which speaks of our own gaps. */
const LOSSES = { repeated: 0.3, heard: 0.2, gap: 1 } as const;
/** A digest's notes on what it could not read. */
const GAP = /trích đoạn|bị cắt|chưa (?:thấy|đọc|rõ)|không (?:thấy|đọc được)|nguồn (?:không|chỉ|nói)|suy ra/iu;
/** Figures other than numbers of documents and the days on which they were issued. */
const FIGURE = /(?<![\p{L}\d/.-])\d+(?:[.,]\d+)*\s?(?:%|\p{L}|–|-\d)/u;

/**
 * Maximal marginal relevance: one by one, what is most worth saying and least said yet, as long as there is room. The
 * chosen ones in reading order.
 */
export function chooseSentences(sentences: readonly Sentence[], options: ChoiceOptions): readonly Sentence[] {
  const { room, costOf, said, nearness, mostOfDocument = Number.POSITIVE_INFINITY } = options;
  const vectors = toWordVectors([...sentences.map(({ text, context }) => `${text} ${context}`), said]);
  const own = toWordVectors([...sentences.map(({ text }) => text), said]);
  const similarity = (a: number, b: number) => cosineOf(own[a]!, own[b]!);
  const central = scale(rankByCentrality(sentences.length, (a, b) => cosineOf(vectors[a]!, vectors[b]!)));
  const near = nearness ?? sentences.map(() => 0);
  const worth = sentences.map(
    (sentence, at) =>
      WEIGHTS.centrality * (central[at] ?? 0) +
      WEIGHTS.nearness * (near[at] ?? 0) +
      (sentence.place === 0 ? WEIGHTS.opening : 0) +
      (FIGURE.test(sentence.text) ? WEIGHTS.figures : 0) -
      (GAP.test(sentence.text) ? LOSSES.gap : 0),
  );

  const chosen: number[] = [];
  const left = new Set(sentences.keys());
  const heard = new Map<string, number>();
  const sizes = countSections(sentences);
  const ofDocument = new Map<string, number>();
  const nearest = sentences.map((_, at) => similarity(at, sentences.length));
  let rest = room;
  for (;;) {
    const fits = [...left].filter((at) => {
      const sentence = sentences[at]!;
      return costOf(sentence) <= rest && (ofDocument.get(sentence.documentId) ?? 0) < mostOfDocument;
    });
    const gain = (at: number): number => {
      const sentence = sentences[at]!;
      const value =
        (worth[at] ?? 0) -
        LOSSES.repeated * (nearest[at] ?? 0) -
        LOSSES.heard * ((heard.get(sentence.section) ?? 0) / (sizes.get(sentence.section) ?? 1));
      // What is said in few words leaves room for more.
      return value > 0 ? value / costOf(sentence) : value;
    };
    const best = fits.map((at) => [at, gain(at)] as const).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    if (!best) break;
    const [at] = best;
    const { section, documentId } = sentences[at]!;
    chosen.push(at);
    left.delete(at);
    rest -= costOf(sentences[at]!);
    heard.set(section, (heard.get(section) ?? 0) + 1);
    ofDocument.set(documentId, (ofDocument.get(documentId) ?? 0) + 1);
    for (const other of left) nearest[other] = Math.max(nearest[other] ?? 0, similarity(other, at));
  }
  return chosen.sort((a, b) => a - b).map((at) => sentences[at]!);
}

function countSections(sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { section } of sentences) sizes.set(section, (sizes.get(section) ?? 0) + 1);
  return sizes;
}

function scale(values: readonly number[]): readonly number[] {
  const most = Math.max(...values, Number.EPSILON);
  return values.map((value) => value / most);
}

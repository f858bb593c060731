import { ASKING_PHRASES } from './asking-phrases.js';
import { canonicalSyllable, isSyllable, listWords, splitSyllables, type Word } from './syllables.js';
import { listNearReadings, readTelex } from './typing-slips.js';
import { foldText, normalizeText } from './vietnamese-text.js';

/** What a corpus teaches about its language: its syllables, how often each stands, and behind which. */
export interface MarkModel {
  readonly total: number;
  readonly ids: ReadonlyMap<string, number>;
  readonly syllables: readonly string[];
  readonly counts: Float64Array;
  /** Folded form → ids of the syllables that fold to it, most frequent first. */
  readonly byFolded: ReadonlyMap<string, readonly number[]>;
  /** Successors of syllable i: `followers[starts[i] … starts[i + 1])`, ascending, with `followerCounts`. */
  readonly starts: Uint32Array;
  readonly followers: Uint32Array;
  readonly followerCounts: Uint32Array;
}

/** Chat spelling (lower case) → what it may stand for, e.g. `trg` → trong, trường. */
export type ChatSpellings = ReadonlyMap<string, readonly string[]>;

const SHIFT = 2 ** 22;
const PAIR_SHARE = 0.85;
const UNKNOWN = Math.log(1e-7);
const CANDIDATES = 16;
/** Log-likelihood of a chat spelling, and of leaving some of a syllable's marks out but not all. */
const CHAT = Math.log(0.3);
const HALF_MARKED = Math.log(0.02);
/** Vietnamese text bears marks on about this share of its syllables. */
const MARKED_SHARE = 0.75;
/** A line that bears fewer was typed in haste. */
const LEAST_MARKED = 0.4;

/** `everyday` is ordinary speech that official texts hardly use: `vang mat` is vắng mặt then, not vàng mất. */
export function learnMarks(texts: Iterable<string>, everyday: readonly string[] = []): MarkModel {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  const pairs = new Map<number, number>();
  let total = 0;
  const learn = (text: string, times: number): void => {
    let before = -1;
    for (const syllable of splitSyllables(text)) {
      let id = ids.get(syllable);
      if (id === undefined) {
        id = ids.size;
        ids.set(syllable, id);
        counts.push(0);
      }
      counts[id]! += times;
      total += times;
      if (before >= 0) pairs.set(before * SHIFT + id, (pairs.get(before * SHIFT + id) ?? 0) + times);
      before = id;
    }
  };
  for (const text of texts) {
    for (const line of text.split('\n')) if (isWrittenOut(line)) learn(line, 1);
  }
  // Often enough to be known, too seldom to drown a large corpus.
  const times = Math.max(3, Math.round(total / 50_000));
  for (const phrase of [...ASKING_PHRASES, ...everyday]) learn(phrase, times);
  const syllables = [...ids.keys()];
  const byFolded = new Map<string, number[]>();
  syllables.forEach((syllable, id) => {
    const folded = foldText(syllable);
    const same = byFolded.get(folded);
    if (same) same.push(id);
    else byFolded.set(folded, [id]);
  });
  for (const same of byFolded.values()) same.sort((a, b) => counts[b]! - counts[a]! || a - b);

  const keys = Float64Array.from(pairs.keys()).sort();
  const starts = new Uint32Array(syllables.length + 1);
  for (const key of keys) starts[Math.floor(key / SHIFT) + 1]!++;
  for (let id = 0; id < syllables.length; id++) starts[id + 1]! += starts[id]!;
  return {
    total,
    ids,
    syllables,
    counts: Float64Array.from(counts),
    byFolded,
    starts,
    followers: Uint32Array.from(keys, (key) => key % SHIFT),
    followerCounts: Uint32Array.from(keys, (key) => pairs.get(key)!),
  };
}

/** What was typed without marks, as people's own questions are, would teach to leave them out. */
function isWrittenOut(line: string): boolean {
  const words = listWords(normalizeText(line)).filter((word) => /\p{L}/u.test(word.text));
  return words.filter(isMarked).length >= words.length * LEAST_MARKED;
}

const isMarked = ({ text }: Word): boolean => foldText(text) !== text.toLowerCase();

interface Candidate {
  /** Ids of its syllables in the model; -1 for one that the corpus lacks. */
  readonly ids: readonly number[];
  /** What to write; undefined where the word stays as typed. */
  readonly written?: string;
  /** Log-likelihood of typing what was typed when this was meant. */
  readonly slip: number;
}

/**
 * Writes the marks that a question lacks, mends Telex slips and typing errors, and spells chat words out, each where
 * the corpus makes it likely. A mark that was typed stays; so do case, punctuation and words that the corpus lacks.
 */
export function restoreMarks(text: string, model: MarkModel, chat: ChatSpellings = new Map()): string {
  const source = normalizeText(text);
  const words = listWords(source);
  if (words.length === 0 || model.total === 0) return source;

  const letters = words.filter((word) => /\p{L}/u.test(word.text));
  const marked = letters.filter(isMarked);
  // A writer who marks as many syllables as usual leaves few out; one who marks none leaves all out.
  const dropRate = Math.min(0.97, Math.max(0.03, 1 - marked.length / Math.max(1, letters.length * MARKED_SHARE)));
  const lattice = words.map((word) => listCandidates(word.text, model, chat, dropRate));
  const chosen = findBestPath(lattice, model);

  let restored = '';
  let end = 0;
  words.forEach((word, i) => {
    const written = chosen[i]!.written;
    restored += source.slice(end, word.start) + (written === undefined ? word.text : copyCase(word.text, written));
    end = word.end;
  });
  return restored + source.slice(end);
}

function listCandidates(typed: string, model: MarkModel, chat: ChatSpellings, dropRate: number): Candidate[] {
  const syllable = canonicalSyllable(typed);
  const id = model.ids.get(syllable) ?? -1;
  const folded = foldText(syllable);
  const bare = folded === syllable;
  const found = new Map<string, Candidate>();
  const add = (ids: readonly number[], slip: number): void => {
    const written = ids.map((each) => model.syllables[each]).join(' ');
    if ((found.get(written)?.slip ?? -Infinity) < slip) found.set(written, { ids, written, slip });
  };
  const addForms = (of: string, slip: number, marks: readonly string[] = []): void => {
    for (const each of model.byFolded.get(of)?.slice(0, CANDIDATES) ?? []) {
      const form = model.syllables[each]!;
      if (form !== syllable && hasAllMarks(form, [...listMarks(typed), ...marks])) add([each], slip);
    }
  };

  const stays: Candidate = { ids: [id], slip: bare ? 0 : Math.log(1 - dropRate) };
  if (!/\p{L}/u.test(typed)) return [stays];
  const meanings = chat.get(syllable) ?? [];
  for (const meaning of meanings) {
    if (!hasAllMarks(meaning, listMarks(typed))) continue;
    found.set(meaning, {
      ids: splitSyllables(meaning).map((each) => model.ids.get(each) ?? -1),
      written: meaning,
      slip: CHAT,
    });
  }
  addForms(folded, Math.log(dropRate) + (bare ? 0 : HALF_MARKED));
  if (id < 0 && meanings.length > 0 && found.size > 0) return [...found.values()];
  if (id < 0 && !isSyllable(folded)) {
    const telex = readTelex(syllable);
    for (const reading of [...(telex ? [telex] : []), ...listNearReadings(syllable)]) {
      addForms(reading.folded, reading.slip, reading.marks);
    }
  }
  return [stays, ...found.values()];
}

/** Viterbi over syllable pairs. */
function findBestPath(lattice: readonly Candidate[][], model: MarkModel): Candidate[] {
  let scores: number[] = [];
  const back: number[][] = [];
  lattice.forEach((candidates, place) => {
    const previous = lattice[place - 1];
    const from: number[] = [];
    scores = candidates.map((candidate) => {
      let inside = candidate.slip;
      for (let i = 1; i < candidate.ids.length; i++)
        inside += logFollows(candidate.ids[i - 1]!, candidate.ids[i]!, model);
      const first = candidate.ids[0]!;
      if (!previous) return inside + logFollows(-1, first, model);
      let best = -Infinity;
      let bestFrom = 0;
      previous.forEach((earlier, i) => {
        const score = scores[i]! + logFollows(earlier.ids.at(-1)!, first, model);
        if (score > best) {
          best = score;
          bestFrom = i;
        }
      });
      from.push(bestFrom);
      return best + inside;
    });
    back.push(from);
  });

  let at = scores.indexOf(Math.max(...scores));
  const path: Candidate[] = [];
  for (let place = lattice.length - 1; place >= 0; place--) {
    path.unshift(lattice[place]![at]!);
    at = back[place]![at] ?? 0;
  }
  return path;
}

function logFollows(before: number, id: number, model: MarkModel): number {
  if (id < 0) return UNKNOWN;
  const alone = ((1 - PAIR_SHARE) * model.counts[id]!) / model.total;
  if (before < 0) return Math.log(alone);
  let low = model.starts[before]!;
  let high = model.starts[before + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const follower = model.followers[middle]!;
    if (follower === id) {
      return Math.log(alone + (PAIR_SHARE * model.followerCounts[middle]!) / model.counts[before]!);
    }
    if (follower < id) low = middle + 1;
    else high = middle - 1;
  }
  return Math.log(alone);
}

function hasAllMarks(form: string, marks: readonly string[]): boolean {
  const held = listMarks(form);
  return marks.every((mark) => held.includes(mark));
}

function listMarks(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFD')
      .match(/[\p{M}đ]/gu) ?? []
  );
}

function copyCase(typed: string, written: string): string {
  const upper = typed.toUpperCase();
  if (typed.length > 1 && typed === upper && !written.includes(' ')) return written.toUpperCase();
  return typed.charAt(0) === upper.charAt(0) ? written.charAt(0).toUpperCase() + written.slice(1) : written;
}

import { toSpellingKey } from '../sound-key.js';
import { splitSyllables, type Word } from '../syllables.js';
import { foldText } from '../vietnamese-text.js';
import { ASKING_PHRASES } from './asking-phrases.js';

/** What a corpus teaches about its language: its syllables, how often each stands, and behind which. */
export interface SyllableModel {
  readonly total: number;
  readonly ids: ReadonlyMap<string, number>;
  readonly syllables: readonly string[];
  readonly counts: Float64Array;
  /** Folded form → ids of the syllables that fold to it, most frequent first. */
  readonly byFolded: ReadonlyMap<string, readonly number[]>;
  /** The same by what they sound like (`toSpellingKey`). */
  readonly bySound: ReadonlyMap<string, readonly number[]>;
  /** Successors of syllable i: `followers[starts[i] … starts[i + 1])`, ascending, with `followerCounts`. */
  readonly starts: Uint32Array;
  readonly followers: Uint32Array;
  readonly followerCounts: Uint32Array;
}

const PAIR_SHARE = 0.85;
const UNKNOWN = Math.log(1e-7);
/** Most readings of one kind that are weighed for a word. */
export const CANDIDATES = 16;
/** So many times as often another spelling stands in the same company, where this one is a slip. */
const SELDOM = 50;
/** A line of which fewer syllables bear marks was typed in haste. */
const LEAST_MARKED = 0.4;

/** `everyday` is ordinary speech that official texts hardly use: `vang mat` is vắng mặt then, not vàng mất. */
export function learnSyllables(texts: Iterable<string>, everyday: readonly string[] = []): SyllableModel {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  const learnt: { readonly line: readonly number[]; readonly times: number }[] = [];
  let total = 0;
  const learn = (syllables: readonly string[], times: number): void => {
    const line = syllables.map((syllable) => {
      const known = ids.get(syllable);
      const id = known ?? ids.size;
      if (known === undefined) ids.set(syllable, id);
      counts[id] = (counts[id] ?? 0) + times;
      return id;
    });
    total += times * line.length;
    learnt.push({ line, times });
  };
  for (const text of texts) {
    for (const line of text.split('\n')) {
      const syllables = splitSyllables(line);
      if (isWrittenOut(syllables)) learn(syllables, 1);
    }
  }
  // Often enough to be known, too seldom to drown a large corpus.
  const times = Math.max(3, Math.round(total / 50_000));
  for (const phrase of [...ASKING_PHRASES, ...everyday]) learn(splitSyllables(phrase), times);
  const syllables = [...ids.keys()];
  const groupBy = (keyOf: (syllable: string) => string): Map<string, number[]> => {
    const groups = new Map<string, number[]>();
    syllables.forEach((syllable, id) => {
      const key = keyOf(syllable);
      const group = groups.get(key);
      if (group) group.push(id);
      else groups.set(key, [id]);
    });
    return groups;
  };
  const [byFolded, bySound] = [groupBy(foldText), groupBy(toSpellingKey)];
  const pairs = countPairs(learnt, syllables.length);
  forgetSlips(pairs, counts, bySound);
  for (const group of [...byFolded.values(), ...bySound.values()]) {
    group.sort((one, other) => counts[other]! - counts[one]! || one - other);
  }

  const keys = Float64Array.from(pairs.keys()).sort();
  const starts = new Uint32Array(syllables.length + 1);
  for (const key of keys) starts[Math.floor(key / syllables.length) + 1]!++;
  for (let id = 0; id < syllables.length; id++) starts[id + 1]! += starts[id]!;
  return {
    total,
    ids,
    syllables,
    counts: Float64Array.from(counts),
    byFolded,
    bySound,
    starts,
    followers: Uint32Array.from(keys, (key) => key % syllables.length),
    followerCounts: Uint32Array.from(keys, (key) => pairs.get(key)!),
  };
}

/** How often a syllable follows another, by `before × size + id`: with as many as languages have, a small integer. */
function countPairs(
  learnt: readonly { readonly line: readonly number[]; readonly times: number }[],
  size: number,
): Map<number, number> {
  const pairs = new Map<number, number>();
  for (const { line, times } of learnt) {
    for (let at = 1; at < line.length; at++) {
      const pair = line[at - 1]! * size + line[at]!;
      pairs.set(pair, (pairs.get(pair) ?? 0) + times);
    }
  }
  return pairs;
}

/**
 * People's own questions are misspelt at times: a pair that is written otherwise far more often with the same word
 * before or behind it (`công đoàng`, `kỹ luật`) is a slip, and not learnt.
 */
function forgetSlips(
  pairs: Map<number, number>,
  counts: number[],
  bySound: ReadonlyMap<string, readonly number[]>,
): void {
  const size = counts.length;
  const soundOf = new Uint32Array(size);
  for (const group of bySound.values()) for (const id of group) soundOf[id] = group[0]!;
  const most = new Map<number, number>();
  const keysOf = (pair: number): readonly [number, number] => {
    const [before, id] = [Math.floor(pair / size), pair % size];
    return [before * size + soundOf[id]!, -(soundOf[before]! * size + id) - 1];
  };
  for (const [pair, count] of pairs) {
    for (const key of keysOf(pair)) if ((most.get(key) ?? 0) < count) most.set(key, count);
  }
  for (const [pair, count] of pairs) {
    if (keysOf(pair).every((key) => most.get(key)! < count * SELDOM)) continue;
    pairs.delete(pair);
    const id = pair % size;
    counts[id] = Math.max(1, counts[id]! - count);
  }
}

/** What was typed without marks, as people's own questions are, would teach to leave them out. */
function isWrittenOut(syllables: readonly string[]): boolean {
  const words = syllables.filter((syllable) => !/^\p{N}/u.test(syllable));
  return words.filter((word) => /[^\p{ASCII}]/u.test(word)).length >= words.length * LEAST_MARKED;
}

/** What a written word may have been meant as. */
export interface Candidate {
  /** Ids of its syllables in the model; -1 for one that the corpus lacks. */
  readonly ids: readonly number[];
  /** What to write; undefined where the word stays as typed. */
  readonly written?: string;
  /** Log-likelihood of typing what was typed when this was meant. */
  readonly slip: number;
}

/** The likeliest reading of a text, case and all else kept: `lattice` has what each of its words may stand for. */
export function writeBestPath(
  source: string,
  words: readonly Word[],
  lattice: readonly Candidate[][],
  model: SyllableModel,
): string {
  const chosen = findBestPath(lattice, model);
  let written = '';
  let end = 0;
  words.forEach((word, i) => {
    const meant = chosen[i]!.written;
    written += source.slice(end, word.start) + (meant === undefined ? word.text : copyCase(word.text, meant));
    end = word.end;
  });
  return written + source.slice(end);
}

function copyCase(typed: string, written: string): string {
  const upper = typed.toUpperCase();
  if (typed.length > 1 && typed === upper && !written.includes(' ')) return written.toUpperCase();
  return typed.charAt(0) === upper.charAt(0) ? written.charAt(0).toUpperCase() + written.slice(1) : written;
}

/** Viterbi over syllable pairs. */
function findBestPath(lattice: readonly Candidate[][], model: SyllableModel): Candidate[] {
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

function logFollows(before: number, id: number, model: SyllableModel): number {
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

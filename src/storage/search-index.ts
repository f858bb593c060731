import type { Passage } from '../documents/passages.js';

export interface SearchHit {
  /** Index into `SearchIndex.passages`. */
  readonly passage: number;
  /** Fused score; comparable within one question only. */
  readonly score: number;
  /** BM25 score before fusion, ≥ 0. */
  readonly lexical: number;
  /** Cosine of the best window, or undefined where vectors were not used. */
  readonly dense?: number;
  /** Cosine of the nearest question that the passage is known to answer. */
  readonly asked?: number;
}

export interface SearchOptions {
  /** At most this many hits, best first. */
  readonly limit: number;
  /** Only passages of these documents. */
  readonly within?: ReadonlySet<string>;
  /** Leaves vectors aside. */
  readonly byWords?: boolean;
}

/** BM25 and vectors over passages: a cache that any machine rebuilds from rows. */
export interface SearchIndex {
  readonly passages: readonly Passage[];
  /** building: answers are lexical for now. none: no embedder is set or could be loaded. */
  readonly vectors: 'ready' | 'building' | 'none';
  /** The question with missing diacritics and teencode restored; typed marks, case and punctuation stay. */
  restore(question: string): string;
  /** In how many passages the syllable stands: with its marks as typed, or folded where it bears none. */
  documentFrequency(syllable: string): number;
  search(question: string, options: SearchOptions): Promise<readonly SearchHit[]>;
  /** What a passage means, of length 1, by its place in `passages`; undefined where vectors do not serve. */
  vectorOf(passage: number): Float32Array | undefined;
}

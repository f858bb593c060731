import type { Document } from '../documents/document.js';

/** Rows are truth (design 6.1). Each verb is one transaction. Failures of the disk are thrown as `AppError` `unavailable`. */
export interface Store {
  /** Saves the document with its provisions, replacing what was held under the same id. */
  saveDocument(document: Document): Promise<void>;
  /** Removes the document with its provisions; an id that is not held is no error. */
  removeDocument(id: string): Promise<void>;
  /** All documents with their provisions in reading order, oldest issue first. */
  listDocuments(): Promise<readonly Document[]>;
  close(): Promise<void>;
}

/** What is searched: a provision, or a part of a long one that keeps its address. */
export interface Passage {
  readonly id: string;
  readonly documentId: string;
  readonly provisionId: string;
  /** Kind, number and title of the document. */
  readonly title: string;
  /** Address and headings above it. */
  readonly section: string;
  readonly text: string;
}

export interface SearchHit {
  /** Index into `SearchIndex.passages`. */
  readonly passage: number;
  /** Fused score; comparable within one question only. */
  readonly score: number;
  /** BM25 score before fusion, ≥ 0. */
  readonly lexical: number;
  /** Cosine of the best window, or undefined where vectors were not used. */
  readonly dense?: number;
}

export interface SearchOptions {
  /** At most this many hits, best first. */
  readonly limit: number;
  /** Only passages of these documents. */
  readonly within?: ReadonlySet<string>;
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
}

import type { Outline, OutlineMinutes } from '../documents/outline.js';
import type { LocalDate } from '../time.js';

/** Outlines for speakers: drafts, those that an admin approved, and their versions. */
export interface Outlines {
  /** Saves an outline as the next version of its frame and length. Undefined where the id is taken. */
  createOutline(draft: OutlineDraft): Promise<KeptOutline | undefined>;
  findOutline(id: string): Promise<KeptOutline | undefined>;
  /** Newest first; in any state, on any subject, of any length where none is given. */
  listOutlines(options: {
    readonly statuses?: readonly OutlineStatus[];
    readonly frameId?: string;
    readonly minutes?: OutlineMinutes;
    readonly limit: number;
  }): Promise<readonly KeptOutline[]>;
  /** Reads, changes and saves in one step; `change` may be called again and does nothing else, and leaves id, version and outline alone. Undefined for what is not there. */
  changeOutline(id: string, change: (outline: KeptOutline) => KeptOutline): Promise<KeptOutline | undefined>;
  /** A keyed seal of some words, the same on every process of this store: who holds words and seal got them from us. */
  seal(words: string): string;
}

/** draft: made by the service. waiting: somebody asks for approval. approved: offered to others until `expiresOn`. withdrawn: an admin took it back. Whether an approved one still stands is computed, never kept. */
export type OutlineStatus = 'draft' | 'waiting' | 'approved' | 'withdrawn';

export interface OutlineDraft {
  /** Eight capitals and digits, typed by thumb. */
  readonly id: string;
  readonly outline: Outline;
  readonly createdAt: Date;
}

export interface KeptOutline extends OutlineDraft {
  /** Counts from 1 within frame and length. */
  readonly version: number;
  readonly status: OutlineStatus;
  /** Member who asked for approval; `erased` once that member is. Absent before. */
  readonly submittedBy?: string;
  /** Who approved it, and when; `erased` as above. */
  readonly approval?: { readonly by: string; readonly at: Date };
  /** Last day on which an approved one is offered. */
  readonly expiresOn?: LocalDate;
}

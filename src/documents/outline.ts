import type { LocalDate } from '../time.js';
import type { Line, Superseded } from './line.js';

/** How long the speaker has, in minutes. */
export type OutlineMinutes = 5 | 15 | 30;
export const OUTLINE_MINUTES: readonly OutlineMinutes[] = [5, 15, 30];

/** A document that the outline rests on, as it was when the outline was made. */
export interface OutlineBase {
  readonly documentId: string;
  /** `Document.version`; another one calls for a new outline. */
  readonly version: string;
  /** Ids of documents that replaced or followed it by then; one more calls for a new outline. */
  readonly newer: readonly string[];
}

export interface OutlinePart {
  readonly title: string;
  readonly points: readonly Line[];
}

/** What listeners are likely to ask. */
export interface OutlineQuestion {
  readonly question: string;
  /** Words of the library that answer it; empty where it holds none. */
  readonly answer: readonly Line[];
}

/** What a speaker says on a subject, point by point, each with its source. As it is kept; `verifyOutline` makes what is read. */
export interface Outline {
  /** Id of its frame. */
  readonly frameId: string;
  readonly minutes: OutlineMinutes;
  readonly title: string;
  /** `Ngày 28/7`; empty where it is for no day. */
  readonly occasion: string;
  readonly audience: string;
  readonly bases: readonly OutlineBase[];
  readonly parts: readonly OutlinePart[];
  /** Lines worth knowing for their numbers, said in no part. */
  readonly figures: readonly Line[];
  readonly slogans: readonly Slogan[];
  /** To talk about; no facts. */
  readonly discussion: readonly string[];
  readonly questions: readonly OutlineQuestion[];
  /** The day on which it was made. */
  readonly asOf: LocalDate;
}

declare const checked: unique symbol;

/** Every line has been found in its provision, every base in the library; only `verifyOutline` makes one. */
export interface CheckedOutline extends Outline {
  readonly [checked]: true;
  /** What must be known first, on the day of the check. */
  readonly superseded: readonly Superseded[];
  /** Bases that changed or were superseded since it was made: a new version is due. */
  readonly outdated: readonly OutlineBase[];
}

/** What `npm run -s brief -- check` finds. */
export interface OutlineCheck {
  readonly outlines: number;
  readonly lines: number;
  /** Ready to read; empty where nothing is wrong. */
  readonly flaws: readonly string[];
}

/** A slogan, with who says so. */
export interface Slogan {
  readonly text: string;
  /** The days on which it hangs; absent where no source gives them. */
  readonly hangs?: { readonly from: string; readonly to: string };
  /** Document, address of a page or file that holds slogan and days; one without is never offered. */
  readonly source: string;
}

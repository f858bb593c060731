import type { Line, Superseded } from '../documents/line.js';
import type { LocalDate } from '../time.js';

/** one-minute: at most 600 characters, all of it. three-minutes: at most 1,800. full: whatever is held, once. */
export type SummaryLength = 'one-minute' | 'three-minutes' | 'full';

/** document: all of it. provision: a chapter, article or part with what stands in it. theme: over its documents. since: what came on that day or later. */
export type SummaryTarget =
  | { readonly kind: 'document'; readonly documentId: string }
  | { readonly kind: 'provision'; readonly provisionId: string }
  | { readonly kind: 'theme'; readonly themeId: string }
  | { readonly kind: 'since'; readonly day: LocalDate };

declare const checked: unique symbol;

/** Every line has been found in its provision: only `verifyLines` makes checked ones. */
export type CheckedLines = readonly Line[] & { readonly [checked]: true };

export interface Summary {
  readonly missing?: false;
  readonly target: SummaryTarget;
  readonly length: SummaryLength;
  readonly title: string;
  /** What must be known first. */
  readonly superseded: readonly Superseded[];
  readonly lines: CheckedLines;
  /** Sentences that were left out. */
  readonly left: number;
  readonly asOf: LocalDate;
  /** All that the person reads. */
  readonly text: string;
}

/** A target that the library does not hold; `text` says so. */
export interface NoSummary {
  readonly missing: true;
  readonly text: string;
}

/** What was found by looking at many summaries as they are read. */
export interface SummaryCheck {
  readonly summaries: number;
  readonly lines: number;
  /** Ready to read; empty where nothing is wrong. */
  readonly flaws: readonly string[];
}

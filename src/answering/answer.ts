import { documentName } from '../documents/document.js';
import type { Validity } from '../documents/validity.js';
import type { Choice } from '../text/texts.js';
import type { LocalDate } from '../time.js';

/** See docs/api.md#outcomes for when each applies. */
export type Outcome = 'answered' | 'ambiguous' | 'not-found' | 'out-of-scope' | 'refused';

export interface Citation {
  readonly provisionId: string;
  readonly documentId: string;
  /** `Quy định 37-QĐ/TW, Điều 5`. */
  readonly label: string;
  /** Number, or the short title of an unnumbered document. */
  readonly number: string;
  readonly kind: string;
  readonly issuedOn?: string;
  /** As read: `Điều 5, khoản 2, điểm đ`; empty where it is the document as a whole. */
  readonly address: string;
  /** Exact words of the provision (or of the document's front matter). */
  readonly quote: string;
  readonly validity: Validity;
  readonly version: string;
}

/** lead: answers first. warning: what must be known before the words. quote: exact words. source: number, date, address, validity. note: what else has to be said. next: what can be asked now. */
export type ClaimRole = 'lead' | 'warning' | 'quote' | 'source' | 'note' | 'next';

/** One statement of an answer. Its numbers and dates have to stand in the citation that it names, or in no need of one. */
export interface Claim {
  readonly role: ClaimRole;
  readonly text: string;
  /** Stands before the text when rendered: the address of an item in a list. */
  readonly prefix?: string;
  /** Index into `citations`; undefined for our own words without facts. */
  readonly citation?: number;
  /** Of a note that a list was cut: how many of its lines are not here. */
  readonly left?: number;
}

/** Unchecked: `verifyCitations` turns it into an Answer. */
export interface Draft {
  readonly outcome: Outcome;
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  readonly choices: readonly Choice[];
  readonly writtenBy: 'extract' | 'model';
  readonly promptVersion?: string;
}

declare const checked: unique symbol;

/** Checked; only `verifyCitations` makes one, so unchecked text cannot reach a person. */
export interface Answer extends Draft {
  readonly [checked]: true;
  readonly id: string;
  /** All that the person reads, warnings and source line included. */
  readonly text: string;
  readonly asOf: LocalDate;
  readonly tookMs: number;
}

export interface Question {
  readonly text: string;
  /** The person's own earlier turns, oldest first. */
  readonly history?: readonly string[];
  /** The day to answer for; today where absent. */
  readonly asOf?: LocalDate;
  /** Searched by words alone, which is quicker: for when many wait. */
  readonly byWords?: boolean;
}

/** Never throws for what a person typed. */
export type AnswerQuestion = (question: Question) => Promise<Answer>;

/** The answer as the web, `ask --json` and `/api/ask` give it (docs/api.md#the-answer). */
export interface AnswerJson {
  readonly outcome: Outcome;
  readonly text: string;
  readonly citations: readonly {
    readonly number: string;
    readonly kind: string;
    readonly issuedOn: string | null;
    readonly address: string;
    readonly quote: string;
    readonly validity: {
      readonly inForce: boolean | null;
      readonly replacedBy: readonly string[];
      readonly checkedOn: string | null;
    };
    readonly documentId: string;
  }[];
  readonly choices: readonly Choice[];
  readonly tookMs: number;
}

export function toAnswerJson(answer: Answer): AnswerJson {
  return {
    outcome: answer.outcome,
    text: answer.text,
    citations: answer.citations.map(({ number, kind, issuedOn, address, quote, validity, documentId }) => ({
      number,
      kind,
      issuedOn: issuedOn ?? null,
      address,
      quote,
      validity: {
        inForce: validity.inForce,
        replacedBy: validity.successors.map((successor) => documentName(successor.document)),
        checkedOn: validity.checkedOn ?? null,
      },
      documentId,
    })),
    choices: answer.choices,
    tookMs: answer.tookMs,
  };
}

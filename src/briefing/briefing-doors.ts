import type { AnswerQuestion } from '../answering/answer.js';
import type { Library } from '../documents/library.js';
import type { Alias } from '../documents/mentions/aliases.js';
import type { Outline, OutlineMinutes, Slogan } from '../documents/outline.js';
import type { UnitTree } from '../people/unit-tree.js';
import type { Outlines } from '../storage/outlines.js';
import type { SearchIndex } from '../storage/search-index.js';
import type { Records } from '../storage/store.js';
import type { SpeechTables } from '../text/read-aloud/speech-tables.js';
import type { Texts } from '../text/texts.js';
import type { Clock, LocalDate } from '../time.js';
import type { Sheet } from './sheet.js';
import type { NoSummary, Summary, SummaryLength, SummaryTarget } from './summary.js';

/** A subject that people are spoken to about, as `knowledge/themes.yaml` holds it. */
export interface Theme {
  /** Short and stable, for commands and addresses: `neu-guong`. */
  readonly id: string;
  readonly title: string;
  /** Other ways to ask for it. */
  readonly also: readonly string[];
  /** What its lines are about, in the words of documents: they are looked for by words and by meaning. */
  readonly words: string;
  /** Ids of the documents that it is told from, in the order in which they are told. */
  readonly documents: readonly string[];
}

/** What is always the same of an outline for a theme or an occasion: `knowledge/outline-frames.yaml`. */
export interface OutlineFrame {
  /** Id of the theme, or of the occasion. */
  readonly id: string;
  /** theme: told from its documents. occasion: a day that is remembered, told from the lines that name it. */
  readonly kind: 'theme' | 'occasion';
  readonly title: string;
  readonly also: readonly string[];
  /** As read: `Ngày 28/7`; empty for a theme. */
  readonly occasion: string;
  readonly audience: string;
  /** Ids of themes whose documents serve it as well. */
  readonly themes: readonly string[];
  /** Of an occasion: how the line begins that says what day it is; it is said first. */
  readonly opens: string;
  /** Of an occasion: words by which a collection of facts names it, as written there. */
  readonly names: readonly string[];
  /** What its lines are about. */
  readonly words: string;
  readonly documents: readonly string[];
  readonly slogans: readonly Slogan[];
  /** To talk about; no facts. */
  readonly discussion: readonly string[];
  /** What listeners are likely to ask; the library answers. */
  readonly questions: readonly string[];
}

/** What naming the target of a summary needs. */
export interface SummaryTables {
  readonly library: Library;
  readonly texts: Texts;
  /** What people call documents without a number. */
  readonly aliases: readonly Alias[];
  readonly themes: readonly Theme[];
  /** The day for which validity is told. */
  readonly today: () => LocalDate;
}

/** What making summaries needs. */
export interface SummaryDoors extends SummaryTables {
  /** Asked what is near a subject, by meaning where vectors serve, else by words. */
  readonly index: Pick<SearchIndex, 'passages' | 'search' | 'vectorOf'>;
  /** A model's shorter wording of each line, in order; absent where no model is set. What fails the check is not said. */
  readonly reword?: (texts: readonly string[]) => Promise<readonly string[]>;
}

/** A part of a talk, and what belongs to it: `knowledge/outline-parts.yaml`. */
export interface OutlinePartRule {
  readonly of: OutlineFrame['kind'];
  readonly title: string;
  /** Words of the headings whose lines it takes; none: it takes what belongs to no other. */
  readonly headings: readonly string[];
  /** Of what is said in all, in hundredths; 0: its lines are left out. */
  readonly share: number;
}

/** What choosing an outline and reading it out needs. */
export interface OutlineTables extends SummaryTables {
  readonly frames: readonly OutlineFrame[];
  readonly speech: SpeechTables;
}

/** What making outlines needs, and papers of them. */
export interface OutlineDoors extends SummaryDoors, OutlineTables {
  /** In the order in which they are spoken. */
  readonly outlineParts: readonly OutlinePartRule[];
  readonly layout: Layout;
  /** Answers what listeners are likely to ask. */
  readonly answer: AnswerQuestion;
}

/** What takes long, behind doors, so that it can be done elsewhere than where people are received. */
export interface BriefingWork {
  readonly summarize: (target: SummaryTarget, length: SummaryLength) => Promise<Summary | NoSummary>;
  readonly outlineTopic: (frame: OutlineFrame, minutes: OutlineMinutes) => Promise<Outline>;
  readonly renderDocx: (sheet: Sheet) => Promise<Uint8Array>;
}

/** What keeping outlines needs beside. */
export interface OutlineDeskDoors extends OutlineTables, BriefingWork {
  readonly outlines: Outlines;
  readonly records: Pick<Records, 'recordAudit'>;
  /** The union as it stands today. */
  readonly tree: () => Promise<UnitTree>;
  readonly clock: Clock;
}

/** How papers are laid out, as `knowledge/layout.yaml` says with its sources. */
export interface Layout {
  /** Millimetres. */
  readonly mm: Readonly<
    Record<'paper-width' | 'paper-height' | 'top' | 'bottom' | 'left' | 'right' | 'first-line', number>
  >;
  /** Letters, and the space between paragraphs. */
  readonly pt: Readonly<
    Record<
      | 'nation'
      | 'motto'
      | 'above'
      | 'issuer'
      | 'number'
      | 'place'
      | 'kind'
      | 'title'
      | 'bases'
      | 'heading'
      | 'body'
      | 'paragraph-space'
      | 'signer'
      | 'recipients-head'
      | 'recipients'
      | 'page-number'
      | 'small',
      number
    >
  >;
  /** Height of a line, in lines. */
  readonly lines: Readonly<Record<'body', number>>;
  readonly words: Readonly<
    Record<
      | 'font'
      | 'nation'
      | 'motto'
      | 'above'
      | 'issuer'
      | 'number'
      | 'place'
      | 'kind'
      | 'signer'
      | 'recipients-head'
      | 'recipients',
      string
    >
  >;
}

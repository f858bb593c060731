import type { Texts } from '../answering/write-draft/draft-doors.js';
import type { Library } from '../documents/library.js';
import type { SearchIndex } from '../storage/store.js';
import type { SpeechTables } from '../text/read-aloud/speech-tables.js';
import type { LocalDate } from '../time.js';

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

/** A slogan, with who says so. */
export interface Slogan {
  readonly text: string;
  /** The days on which it hangs; absent where no source gives them. */
  readonly hangs?: { readonly from: string; readonly to: string };
  /** Document, address of a page or file that holds slogan and days; one without is never offered. */
  readonly source: string;
}

/** What is always the same of an outline for a theme or an occasion: `knowledge/outline-*.yaml`. */
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
  /** What its lines are about. */
  readonly words: string;
  readonly documents: readonly string[];
  readonly slogans: readonly Slogan[];
  /** To talk about; no facts. */
  readonly discussion: readonly string[];
  /** What listeners are likely to ask; the library answers. */
  readonly questions: readonly string[];
}

/** What summaries need. */
export interface SummaryDoors {
  readonly library: Library;
  /** Asked what is near a subject, by meaning where vectors serve, else by words. */
  readonly index: Pick<SearchIndex, 'passages' | 'search' | 'vectorOf'>;
  readonly texts: Texts;
  readonly themes: readonly Theme[];
  /** The day for which validity is told. */
  readonly today: () => LocalDate;
  /** A model's shorter wording of each line, in order; absent where no model is set. What fails the check is not said. */
  readonly reword?: (texts: readonly string[]) => Promise<readonly string[]>;
}

export interface BriefingDoors extends SummaryDoors {
  readonly frames: readonly OutlineFrame[];
  readonly speech: SpeechTables;
}

import type { Document } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import type { LocalDate } from '../../time.js';
import type { Citation, Claim } from '../answer.js';
import type { Finding } from '../retrieve-passages.js';

/**
 * A text that people read, by its key in `prompts/answers.yaml`, its `{fields}` filled in. An empty field takes the
 * square-bracketed part that it stands in with it: `thay bởi {by}[ từ {since}]`. Throws for a key that is not there.
 */
export type Texts = (key: string, fields?: Readonly<Record<string, string>>) => string;

/** Claims about one document whose `citation` counts within its own `citations`. */
export interface DraftPart {
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
}

export interface DraftDoors {
  readonly library: Library;
  readonly texts: Texts;
  readonly asOf: LocalDate;
}

export interface WriteDoors extends DraftDoors {
  /** Whom to ask instead, as `knowledge/contacts.yaml` says; empty where nobody is entered. */
  readonly contacts: readonly string[];
  /** Whether the subject is known to lie outside the library, so that near words do not count. */
  readonly isOutside: boolean;
  /** Passages for the question, best first; only of these documents where some are given. */
  readonly find: (within?: readonly Document[]) => Promise<readonly Finding[]>;
}

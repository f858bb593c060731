import type { Document } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import type { Texts } from '../../text/texts.js';
import type { LocalDate } from '../../time.js';
import type { Citation, Claim } from '../answer.js';
import type { Finding } from '../retrieve-passages.js';

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
  readonly isOutOfDomain: boolean;
  /** Passages for the question, best first; only of these documents where some are given. */
  readonly find: (within?: readonly Document[]) => Promise<readonly Finding[]>;
}

import type { SpellingTable } from '../expand-abbreviations.js';

/** What reading aloud has to know beyond the language. */
export interface SpeechTables {
  /** `knowledge/abbreviations.yaml`. */
  readonly abbreviations: SpellingTable['abbreviations'];
  /** Kind of a document by its number as printed, where the library holds it: `37-QĐ/TW` → Quy định. */
  readonly kindOf?: (number: string) => string | undefined;
}

import { describeValidity, isDossier } from '../documents/describe-validity.js';
import { type Document, documentLabel } from '../documents/document.js';
import type { Library } from '../documents/library.js';
import type { Superseded } from '../documents/line.js';
import { validityOn } from '../documents/validity.js';
import type { Texts } from '../text/texts.js';
import type { LocalDate } from '../time.js';

/** Which of these documents are over or have something newer on a day, with the sentence that says so. */
export function listSuperseded(
  documents: readonly Document[],
  day: LocalDate,
  { library, texts }: { readonly library: Library; readonly texts: Texts },
): readonly Superseded[] {
  return documents
    .filter((document) => !isDossier(document))
    .map((document) => ({ document, validity: validityOn(document, day, library) }))
    .filter(({ validity }) => validity.inForce === false || validity.successors.length > 0)
    .map(({ document, validity }) => ({
      documentId: document.id,
      validity,
      text: texts('brief.warning', { document: documentLabel(document), clause: describeValidity(validity, texts) }),
    }));
}

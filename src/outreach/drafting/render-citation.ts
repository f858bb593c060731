import { addressOf, indexProvisions } from '../../documents/address.js';
import { datedLabel, describeValidity, isDossier } from '../../documents/describe-validity.js';
import { validityOn } from '../../documents/validity.js';
import type { BroadcastCitation } from '../../people/broadcast.js';
import { toLocalDate } from '../../time.js';
import type { OutreachDoors } from '../outreach-doors.js';

/** `Căn cứ: Quy định 37-QĐ/TW (25/10/2021), Điều 5; đã được thay bởi …`, as of today; empty for what the library holds no more. */
export function renderCitation(
  { documentId, provisionId }: BroadcastCitation,
  { library, texts, clock }: Pick<OutreachDoors, 'library' | 'texts' | 'clock'>,
): string {
  const document = library.findById(documentId);
  if (!document) return '';
  const provision = provisionId === undefined ? undefined : library.findProvision(provisionId);
  const address = provision ? addressOf(provision, indexProvisions(document.provisions)) : '';
  const validity = validityOn(document, toLocalDate(clock()), library);
  return texts('broadcast.citation', {
    document: [datedLabel(document), address].filter(Boolean).join(', '),
    validity: isDossier(document) ? '' : describeValidity(validity, texts),
  });
}

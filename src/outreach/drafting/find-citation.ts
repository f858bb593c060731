import { datedLabel, isDossier } from '../../documents/describe-validity.js';
import type { Document } from '../../documents/document.js';
import { documentLabel } from '../../documents/document.js';
import { type AddressMention, findAddress, listAt } from '../../documents/mentions/address-mention.js';
import { findAliases } from '../../documents/mentions/aliases.js';
import { findNumberMentions, matchesMention } from '../../documents/mentions/document-number.js';
import { type Validity, validityOn } from '../../documents/validity.js';
import type { BroadcastCitation } from '../../people/broadcast.js';
import { foldText } from '../../text/vietnamese-text.js';
import { toLocalDate } from '../../time.js';
import type { OutreachDoors } from '../outreach-doors.js';

const MOST_LABELS = 5;

export type CitationFinding =
  | {
      readonly status: 'found';
      readonly citation: BroadcastCitation;
      /** `Điều 21, Luật 50/2024/QH15 (2024)` */
      readonly label: string;
      /** Of the document, today. */
      readonly validity: Validity;
    }
  /** At most five, each in words that find just the one. */
  | { readonly status: 'several'; readonly labels: readonly string[] }
  /** `document`: the library holds it, but not the provision that was named. */
  | { readonly status: 'none'; readonly document?: string };

/** What somebody means by `Điều 21 Luật Công đoàn 2024` or `37-QĐ/TW`, as far as the library holds it. */
export function findCitation(
  words: string,
  doors: Pick<OutreachDoors, 'library' | 'aliases' | 'clock'>,
): CitationFinding {
  const documents = listNamed(words, doors).filter((document) => !isDossier(document));
  const address = findAddress(words);
  const [document] = documents;
  if (!document) return { status: 'none' };
  if (documents.length > 1) {
    const labels = documents.slice(0, MOST_LABELS).map((each) => toLabel(each, address));
    return { status: 'several', labels };
  }
  const provision = address ? listAt(document.provisions, address)[0] : undefined;
  if (address && !provision) return { status: 'none', document: datedLabel(document) };
  return {
    status: 'found',
    citation: { documentId: document.id, ...(provision ? { provisionId: provision.id } : {}) },
    label: toLabel(document, address),
    validity: validityOn(document, toLocalDate(doors.clock()), doors.library),
  };
}

const toLabel = (document: Document, address: AddressMention | undefined): string =>
  [address?.label ?? '', datedLabel(document)].filter(Boolean).join(', ');

/** By number, else by the longest name that people use, else by its own name. */
function listNamed(
  words: string,
  { library, aliases }: Pick<OutreachDoors, 'library' | 'aliases'>,
): readonly Document[] {
  const { documents } = library;
  for (const mention of findNumberMentions(words)) {
    const meant = documents.filter((document) => matchesMention(document, mention));
    if (meant.length > 0) return meant;
  }
  const folded = foldText(words);
  const named = documents.filter((document) => !document.number && folded.includes(foldText(documentLabel(document))));
  if (named.length > 0) return longestNamed(named);
  const [mention] = findAliases(words, aliases).toSorted((a, b) => b.end - b.start - (a.end - a.start));
  return (mention?.alias.documents ?? []).flatMap((id) => {
    const held = library.findById(id);
    return held ? [held] : library.listByRef({ number: id.split('@')[0] ?? id });
  });
}

/** `Hướng dẫn 02 của Ban Bí thư` holds the name of no shorter one. */
function longestNamed(documents: readonly Document[]): readonly Document[] {
  const longest = Math.max(...documents.map((document) => documentLabel(document).length));
  return documents.filter((document) => documentLabel(document).length === longest);
}

import type { Texts } from '../text/texts.js';
import { formatDay } from '../time.js';
import { type Document, documentLabel } from './document.js';
import type { Validity } from './validity.js';

/** `Quy định 37-QĐ/TW (25/10/2021)`. */
export function datedLabel(document: Document): string {
  return document.issuedOn ? `${documentLabel(document)} (${formatDay(document.issuedOn)})` : documentLabel(document);
}

/** What a reader has to know of a document's standing, as one clause: `đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026`. */
export function describeValidity({ inForce, hasBegun, successors, replacedOn }: Validity, texts: Texts): string {
  const [first, ...later] = successors.filter((successor) => successor.stated);
  const followers = successors.filter((successor) => !successor.stated);
  const named = (list: typeof successors) => list.map((successor) => datedLabel(successor.document)).join(', ');
  const followed = followers.length > 0 ? texts('validity.followed', { by: named(followers) }) : '';
  if (inForce === false && first) {
    const replaced = texts('validity.replaced', {
      by: documentLabel(first.document),
      since: replacedOn ? formatDay(replacedOn) : '',
    });
    return [replaced, later.length > 0 ? texts('validity.then', { by: named(later) }) : '', followed]
      .filter(Boolean)
      .join('; ');
  }
  if (inForce === false) return texts(hasBegun ? 'validity.over' : 'validity.not-yet');
  if (followed) return followed;
  return texts(inForce === null ? 'validity.unconfirmed' : 'validity.standing');
}

/** A collection of facts of our own: it is no document that could be in force. */
export const isDossier = ({ kind }: Pick<Document, 'kind'>): boolean => kind === 'Hồ sơ dữ kiện';

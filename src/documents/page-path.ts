import { slug } from './document.js';

/** Longer quotes are marked by their beginning, so that addresses stay within what servers and chat apps accept. */
const LONGEST_QUOTE = 600;

/** The page of a document. */
export function documentPath(documentId: string): string {
  return `/van-ban/${slug(documentId)}`;
}

/** The element of a provision on its document's page: `Đ5.k2.đ`; empty for the document as a whole. */
export function provisionAnchor(provisionId: string): string {
  const hash = provisionId.indexOf('#');
  return hash < 0 ? '' : provisionId.slice(hash + 1).replace(/\s+/g, '-');
}

/** A provision on its document's page, with the quoted words marked. */
export function passagePath(passage: { documentId: string; provisionId: string; quote: string }): string {
  const quote = shorten(passage.quote.trim().replace(/\s+/g, ' '));
  const anchor = provisionAnchor(passage.provisionId);
  const path = `${documentPath(passage.documentId)}?trich=${encodeURIComponent(quote)}`;
  return anchor ? `${path}#${encodeURIComponent(anchor)}` : path;
}

function shorten(quote: string): string {
  if (quote.length <= LONGEST_QUOTE) return quote;
  const end = quote.lastIndexOf(' ', LONGEST_QUOTE);
  return quote.slice(0, end > 0 ? end : LONGEST_QUOTE).replace(/[\uD800-\uDBFF]$/, '');
}

import { foldText, normalizeText } from '../../text/vietnamese-text.js';
import type { Document } from '../document.js';
import { KIND_WORDS } from './document-number.js';

/** A document named by its day alone: `quy định ngày 26/7/2026`, `văn bản ký ngày 22 tháng 9 năm 2021`. */
export interface DatedMention {
  /** Offsets into `normalizeText(text)`. */
  readonly start: number;
  readonly end: number;
  /** Folded kind; absent where only `văn bản` was said. */
  readonly kind?: string;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
}

const DATED = new RegExp(
  `(?<![a-z])(?:(${KIND_WORDS}|bo luat)|van ban|vb)(?: (?:cua [a-z ]{2,30}?|duoc|ban hanh|thong qua|ky|ra|de|so may|vao)){0,3} ngay (\\d{1,2})(?:\\s?[/.-]\\s?| thang )(\\d{1,2})(?:\\s?[/.-]\\s?| nam )(\\d{4})(?!\\d)`,
  'g',
);

/** In reading order. */
export function findDatedMentions(text: string): readonly DatedMention[] {
  return Array.from(foldText(normalizeText(text)).matchAll(DATED), (match) => {
    const [written, kind, day = '', month = '', year = ''] = match;
    return {
      start: match.index,
      end: match.index + written.length,
      ...(kind ? { kind } : {}),
      issuedOn: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    };
  });
}

export const matchesDay = (document: Pick<Document, 'kind' | 'issuedOn'>, { kind, issuedOn }: DatedMention): boolean =>
  document.issuedOn === issuedOn && (kind === undefined || foldText(document.kind) === kind);

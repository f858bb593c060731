import { type Document, documentLabel } from '../../documents/document.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLight } from './topic.js';

/** Words for those who issue documents of a code, besides the issuer's own name. */
const ISSUERS: Readonly<Record<string, string>> = {
  tw: 'trung ương đảng bộ chính trị ban bí thư chấp hành',
  ubkttw: 'ủy ban kiểm tra trung ương',
  vptw: 'văn phòng trung ương đảng',
  btgtw: 'ban tuyên giáo dân vận trung ương',
  btctw: 'ban tổ chức trung ương',
  tu: 'tỉnh ủy thành ủy',
  ttg: 'thủ tướng chính phủ',
  cp: 'chính phủ',
  qh: 'quốc hội',
  tld: 'tổng liên đoàn lao động công đoàn việt nam tlđ',
  ldld: 'liên đoàn lao động công đoàn tỉnh lđlđ',
};

/** Words that name a document: its number, title, year and issuer. */
export const nameOf = (document: Document): string =>
  `${documentLabel(document)} ${document.title} ${document.issuedOn?.slice(0, 4) ?? ''} ${issuerOf(document)}`;

function issuerOf({ number, issuer }: Document): string {
  const code = foldText(number ?? '').match(/[a-z]+(?=\d*$)/)?.[0] ?? '';
  return `${issuer ?? ''} ${ISSUERS[code] ?? ''}`;
}

/** Whether words only name the document again: its title or who issued it. Marks count where they are typed. */
export function isNameOf(document: Document, topic: readonly (readonly string[])[]): boolean {
  return areWordsOf(nameOf(document), topic);
}

/** Whether words name the document itself, and not only who issued it: `Liên đoàn Lao động tỉnh ra đời năm nào?` */
export function isTitleOf(document: Document, topic: readonly (readonly string[])[]): boolean {
  return isNameOf(document, topic) && !areWordsOf(issuerOf(document), topic);
}

function areWordsOf(text: string, topic: readonly (readonly string[])[]): boolean {
  const name = text.toLowerCase();
  const words = new Set([...name.split(/[^\p{L}\p{N}]+/u), ...foldText(name).split(/[^a-z0-9]+/)]);
  return topic.flat().every((word) => words.has(word.toLowerCase()) || isLight(word));
}

const KIND =
  /^(nghi quyet|quy dinh|luat|chi thi|ket luan|ke hoach|dieu le|huong dan|nghi dinh|bo luat|nq|qd|nd|ct|kl|hd|kh)\b/;

/** Whether a name says what kind of document it names: `quy định nêu gương`, not `nêu gương`. */
export const saysKind = (name: string): boolean => KIND.test(foldText(name));

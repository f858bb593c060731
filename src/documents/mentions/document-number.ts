import { foldText, normalizeText } from '../../text/vietnamese-text.js';
import type { Document } from '../document.js';

/** A document number in somebody's words: `quy định 37`, `37-QĐ/TW`, `NQ21`, `luật 91/2025`. */
export interface NumberMention {
  /** Offsets into `normalizeText(text)`, with a kind right before it and a day right behind it. */
  readonly start: number;
  readonly end: number;
  /** The number as typed. */
  readonly written: string;
  /** Digits without leading zeros. */
  readonly digits: string;
  /** Kinds it may mean; empty where none was said. QĐ means both Quy định and Quyết định. */
  readonly kinds: readonly string[];
  /** Folded issuer code such as `tw`, `ldld`, `qh15`. */
  readonly issuer?: string;
  /** Year in the number or right behind it. */
  readonly year?: number;
  /** Exact day of issue where one stands right behind it, YYYY-MM-DD. */
  readonly issuedOn?: string;
  /** A bare short code that is also an everyday word (`ct 3`, `kh 5`): believe it only if the library holds the number. */
  readonly weak: boolean;
}

/** Kinds of documents by their folded code (docs/domain.md#kinds-and-their-codes). */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  nq: ['Nghị quyết'],
  qd: ['Quy định', 'Quyết định'],
  qdi: ['Quy định'],
  qyd: ['Quy định'],
  kl: ['Kết luận'],
  ct: ['Chỉ thị'],
  qc: ['Quy chế'],
  tt: ['Thông tư', 'Thông tri'],
  hd: ['Hướng dẫn'],
  tb: ['Thông báo'],
  bc: ['Báo cáo'],
  kh: ['Kế hoạch'],
  ctr: ['Chương trình'],
  cthd: ['Chương trình hành động', 'Chương trình'],
  da: ['Đề án', 'Dự án'],
  ttr: ['Tờ trình'],
  cv: ['Công văn'],
  nd: ['Nghị định'],
  tl: ['Thể lệ'],
  luat: ['Luật'],
};

const CODE_OF_WORD: Readonly<Record<string, string>> = {
  'nghi quyet': 'nq',
  'quy dinh': 'qd',
  'qui dinh': 'qd',
  'quyet dinh': 'qd',
  qdinh: 'qd',
  'ket luan': 'kl',
  'chi thi': 'ct',
  'quy che': 'qc',
  'qui che': 'qc',
  'thong tu': 'tt',
  'thong tri': 'tt',
  'huong dan': 'hd',
  'thong bao': 'tb',
  'bao cao': 'bc',
  'ke hoach': 'kh',
  'chuong trinh': 'ctr',
  'de an': 'da',
  'to trinh': 'ttr',
  'cong van': 'cv',
  'the le': 'tl',
  'nghi dinh': 'nd',
  nghidinh: 'nd',
  luat: 'luat',
};

const CODES = 'nq|qdi|qyd|qd|kl|cthd|ctr|ct|qc|ttr|tt|hd|tb|bc|kh|da|cv|nd|tl';
/** Kinds of documents written out, as a pattern over folded text. */
export const KIND_WORDS = Object.keys(CODE_OF_WORD)
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replace(/ /g, '\\s*');
const ISSUERS = 'qutw|tw|trung uong|tu|ldld|tld|cp|btgtu|btgtw|btctw|ubkttw|ubkttu|vptw|bch|qh\\d{1,2}|bcd';
const WEAK_CODES = new Set(['ct', 'tb', 'bc', 'kh', 'hd', 'da', 'tt', 'cv', 'nd', 'ctr', 'tl']);

const LAW = /(?<![\d/])(\d{1,3})\s*\/\s*(\d{4})\s*\/\s*((?:ubtv)?qh\d{1,2})(?![\da-z])/g;
const STATE = new RegExp(
  `(?<![\\d/.-])(\\d{1,5}(?:\\.\\d{1,3})?)\\s*/\\s*(?:(\\d{4})\\s*/\\s*)?(${CODES})\\s*-\\s*([a-z]{2,12})(?![a-z])`,
  'g',
);
const PARTY = new RegExp(`(?<![\\d/])(\\d{1,5})\\s*[-/]?\\s*(${CODES})\\s*[-/]\\s*([a-z]{2,12})(?![a-z])`, 'g');
const SPACED = new RegExp(`(?<![\\d/])(\\d{1,5})\\s*[-/ ]\\s*(${CODES})(?:\\s+(${ISSUERS}))?(?![a-z])`, 'g');
/** An issuer's code alone: `646 qutw`, `37/TW`; a bare `tw` behind a space may belong to a congress or meeting. */
const ISSUED =
  /(?<![\d/.-])(\d{1,5})\s*(?:[-/]\s*(tw)|[-/ ]\s*(qutw|ubkttw|ubkttu|btgtw|btgtu|btctw|vptw|ldld|tld))(?![a-z\d/-])/g;
const LETTER = /(?<![\d/-])(\d{2,5})\s*\/\s*((?:ldld|tld|cdn|ubnd|mttq)(?:-[a-z]{1,10})?)(?![a-z\d/-])/g;
const WORDED = new RegExp(
  `(?<![a-z])(${KIND_WORDS}|${CODES})\\s*(?:so|no|s\\.|:)?\\s*:?\\s*(\\d{1,5})(?!\\d|\\s*(?:%|dieu\\b(?!\\s*\\d)|thang\\b(?!\\s*(?:nao|may))|ngay\\b(?!\\s*(?:\\d|thang|nao|may|bao nhieu|ban hanh|ky))|nam\\b(?!\\s*(?:\\d{4}|nao|may|bao nhieu))|buoc\\b|nguoi\\b|trieu\\b|lan\\b))(?:\\s*/\\s*((?:19|20)\\d{2}))?(?:\\s*[-/]?\\s*(?:${CODES})\\s*[-/])?(?:\\s*[-/]?\\s*(${ISSUERS})(?![a-z]))?`,
  'g',
);
const NUMBERED = /(?<![a-z])(?:van ban|vb)\s*(?:so\s*)?(\d{1,5})(?!\d|\s*[-/])/g;
const NO_CODE = '?';
/** `bản 296`, `số 24 là văn bản gì`: believed only where the library holds the number. */
const LOOSELY =
  /(?<![a-z])(?:ban (?:so )?(\d{2,3})(?![\d/%.-]| (?:trang|nam|ban))|so (\d{1,3})(?= la (?:van ban|vb|quy dinh|nghi quyet|chi thi|ket luan)))/g;
const BEHIND =
  /^[\s,(]*(?:(?:ban hanh|ra|cua (?:(?!(?:nao|may|gi|ai|ngay|khi|luc|hoi|bao|den|toi|tu|dat|de|truoc|sau)\b)[a-z]+\b ?){1,6}?)[\s,]*)?(?:ngay\s*(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})\s*(?:[/.-]|nam)\s*(\d{4})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(?:nam\s*)?((?:19|20)\d{2})(?![\d/]))/;

/** A second number of the same kind: `quy định 37 và 207`. */
const ALSO =
  /^\s*(?:,|va|voi|so voi|hay|hoac)\s*(?:so\s*)?(\d{1,4})(?![\d/%.-]|\s*(?:dieu|thang|ngay|nam|gio|nguoi|dong|trieu|ty|phan|lan|buoc|bac|cap|nhom|muc|khoan|diem|hinh thuc|noi dung|viec|chuong|nhiem vu)(?![a-z]))/;

/** Characters. */
const LONGEST_KIND = 24;
/** `Kế hoạch` in `Kế hoạch số 464/KH-LĐLĐ`. */
const KIND_BEFORE = new RegExp(`(?<![a-z])(?:${KIND_WORDS}|${CODES}) (?:so )?$`);

const stripZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
const toIssuer = (code: string | undefined): string | undefined => (code === 'trung uong' ? 'tw' : code);

/** The Party's own years: `công văn 1914` bears a number. */
const isYear = (digits: string): boolean => /^(?:19[3-9]|20[0-4])\d$/.test(digits);

/** Letters of everyday words beside a number, with nothing else that makes them a code. */
function isWeak(match: RegExpExecArray, code: string, issuer?: string, year?: string): boolean {
  if (code === NO_CODE) return true;
  if (code === '') return issuer !== undefined;
  const isBare = /^[a-z]+\s*\d/.test(match[0]) && !(match[1] ?? '').includes(' ');
  return WEAK_CODES.has(code) && !issuer && !year && (isBare || /^\d+\s+[a-z]/.test(match[0]));
}

/** Numbers named in a text, in reading order, not overlapping; the most explicit spelling wins. */
export function findNumberMentions(text: string): readonly NumberMention[] {
  const original = normalizeText(text);
  const folded = foldText(original);
  const found: NumberMention[] = [];

  const add = (match: RegExpExecArray, digits: string, code: string, issuer?: string, year?: string): void => {
    const numberEnd = match.index + match[0].length;
    const before = folded.slice(Math.max(0, match.index - LONGEST_KIND), match.index);
    const start = match.index - (KIND_BEFORE.exec(before)?.[0].length ?? 0);
    if (found.some((other) => start < other.end && numberEnd > other.start)) return;
    const behind = BEHIND.exec(folded.slice(numberEnd, numberEnd + 60));
    const end = numberEnd + (behind?.[0].length ?? 0);
    const [day, month, full] = behind
      ? behind[3]
        ? [behind[1], behind[2], behind[3]]
        : [behind[4], behind[5], behind[6]]
      : [];
    const yearBehind = full ?? behind?.[7];
    const saidYear = year ?? yearBehind;
    found.push({
      start,
      end,
      written: original.slice(match.index, numberEnd).trim(),
      digits: stripZeros(digits),
      kinds: KINDS[code] ?? [],
      ...(issuer ? { issuer: toIssuer(issuer) as string } : {}),
      ...(saidYear ? { year: Number(saidYear) } : {}),
      ...(day && month && full ? { issuedOn: `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` } : {}),
      weak: isWeak(match, code, issuer, year),
    });
  };

  for (const match of folded.matchAll(LAW)) add(match as RegExpExecArray, match[1]!, 'luat', match[3], match[2]);
  for (const match of folded.matchAll(STATE)) add(match as RegExpExecArray, match[1]!, match[3]!, match[4], match[2]);
  for (const match of folded.matchAll(PARTY)) add(match as RegExpExecArray, match[1]!, match[2]!, match[3]);
  for (const match of folded.matchAll(LETTER)) add(match as RegExpExecArray, match[1]!, 'cv', match[2]!.split('-')[0]);
  for (const match of folded.matchAll(WORDED)) {
    const word = match[1]!.replace(/\s+/g, ' ');
    const code =
      CODE_OF_WORD[word] ??
      CODE_OF_WORD[word.replace(/(nghi|quy|qui|quyet|ket|chi|thong|huong|bao|ke|chuong|de|to|cong)(?=[a-z])/, '$1 ')] ??
      word;
    // `kế hoạch 2025` is of a year.
    if (!isYear(match[2]!) || match[4]) add(match as RegExpExecArray, match[2]!, code, match[4], match[3]);
  }
  for (const match of folded.matchAll(SPACED)) {
    const said = original.slice(match.index, match.index + match[0].length).replace(/^\d+\s*[-/ ]\s*/, '');
    // `năm 2018 đã`: a year, and a word with a tone, which no code bears.
    const isCode = !isYear(match[1]!) && !/[^a-zđ]/i.test(said.slice(0, match[2]!.length));
    if (isCode) add(match as RegExpExecArray, match[1]!, match[2]!, match[3]);
  }
  for (const match of folded.matchAll(NUMBERED)) add(match as RegExpExecArray, match[1]!, '');
  for (const match of folded.matchAll(LOOSELY)) add(match as RegExpExecArray, (match[1] ?? match[2])!, NO_CODE);
  for (const match of folded.matchAll(ISSUED)) add(match as RegExpExecArray, match[1]!, '', match[2] ?? match[3]);
  for (const { end, kinds } of [...found]) {
    const also = kinds.length > 0 ? ALSO.exec(folded.slice(end, end + 40)) : null;
    if (!also) continue;
    const start = end + also[0].length - also[1]!.length;
    const isFree = found.every((other) => other.end <= start || other.start >= end + also[0].length);
    const written = also[1]!;
    if (isFree)
      found.push({ start, end: end + also[0].length, written, digits: stripZeros(written), kinds, weak: true });
  }
  return found.sort((a, b) => a.start - b.start);
}

interface NumberParts {
  readonly digits: string;
  readonly year?: number;
  readonly code?: string;
  readonly issuer?: string;
}

/** The parts of a document's own number: `73/2023/NĐ-CP` → 73, 2023, nd, cp. */
export function toNumberParts(number: string): NumberParts {
  const folded = foldText(number).replace(/\s+/g, '');
  const [, digits = '', rest = ''] = /^(\d+(?:\.\d+)?)(.*)$/.exec(folded) ?? [];
  const year = /^\/(\d{4})\//.exec(rest)?.[1];
  const letters = rest.match(/[a-z]+\d*/g) ?? [];
  const hasCode = letters[0] !== undefined && letters[0] in KINDS;
  const code = hasCode ? letters[0] : undefined;
  const issuer = hasCode ? letters[1] : letters[0];
  return {
    digits: stripZeros(digits),
    ...(year ? { year: Number(year) } : {}),
    ...(code ? { code } : {}),
    ...(issuer ? { issuer } : {}),
  };
}

type Numbered = Pick<Document, 'number' | 'kind' | 'issuedOn'>;

/** Whether everything the mention says fits the document. */
export function matchesMention(document: Numbered, mention: NumberMention): boolean {
  if (!document.number) return false;
  const parts = toNumberParts(document.number);
  if (parts.digits !== mention.digits) return false;
  if (mention.kinds.length > 0 && !mention.kinds.includes(document.kind)) return false;
  if (mention.issuer && parts.issuer !== mention.issuer) return false;
  if (mention.issuedOn && document.issuedOn?.length === 10) return document.issuedOn === mention.issuedOn;
  const year = parts.year ?? (document.issuedOn ? Number(document.issuedOn.slice(0, 4)) : undefined);
  return mention.year === undefined || year === undefined || year === mention.year;
}

/** What two printings of one number have in common: no spacing, zeros in front, marks or dashes. */
export function toNumberKey(number: string): string {
  return foldText(number)
    .replace(/^0+(?=\d)/, '')
    .replace(/qdi/, 'qd')
    .replace(/[^a-z0-9]+/g, '');
}

import { type Document, documentLabel } from '../../../documents/document.js';
import { listNumberTokens, type NumberToken } from '../../../text/number-words.js';
import { fromRoman } from '../../../text/roman-numerals.js';
import { foldText } from '../../../text/vietnamese-text.js';
import type { Subject } from '../../understand-question/understand-question.js';

const VERSION = /(?<!\p{L})(?:bản|định|quyết|thị|luận|luật)(?: năm)? ((?:19|20)\d\d)(?!\d)/giu;

/** The years in `bản 2026`, `quy định năm 2021`: they are a document's, not its lines'. On a question with its marks restored. */
export const listVersions = (question: string): ReadonlySet<string> =>
  new Set([...question.matchAll(VERSION)].map(([, year = '']) => year));

/** Words behind which a Roman numeral is one in lower case too: `lần vi`. Folded. */
const ORDINAL_LEADS: ReadonlySet<string> = new Set(['thu', 'lan', 'khoa', 'hoi', 'phan', 'chuong']);
export const isLead = (word: string): boolean => ORDINAL_LEADS.has(foldText(word));
/** Lower-case Roman numerals that are no Vietnamese syllable. */
const SURE_ROMANS = new Set(['ii', 'iii', 'iv', 'vii', 'viii', 'ix', 'xii', 'xiii', 'xiv', 'xv', 'xvi']);

export interface AskedNumber {
  readonly number: string;
  /** The word before it: `khóa`, `lần`. */
  readonly lead: string;
}

const ROMAN = /^[ivx]+$/i;

/** A Roman numeral in Arabic digits, where its letters or its neighbours tell that it is one; all folded. `Mấy lần vi phạm` has none. */
export function readRoman(word: string, before = '', behind = ''): string | undefined {
  const isTold = ROMAN.test(word) && ORDINAL_LEADS.has(before) && !(word === 'vi' && behind === 'pham');
  return SURE_ROMANS.has(word) || isTold ? String(fromRoman(word)) : undefined;
}

/** Things that a line numbers or counts, as a pattern. */
export const COUNTED_THINGS =
  '(?:nhóm|điểm|khâu|biểu hiện|nhiệm vụ|giải pháp|công tác|trường hợp|đột phá|chỉ tiêu|mục tiêu|nội dung|quan điểm|nguyên tắc|chuẩn mực|hình thức|điều)(?!\\p{L})';
const COUNTED = new RegExp(`^${COUNTED_THINGS}`, 'iu');

/** Numbers that the answer has to be about: digits, Roman numerals, and words behind `thứ`, `lần`, `khóa` or before what is counted. */
export function listAskedNumbers(run: readonly string[]): AskedNumber[] {
  const tokens = listNumberTokens(run.join(' '));
  return tokens.flatMap(({ text, numbers }, at) => {
    const lead = foldText(tokens[at - 1]?.text ?? '');
    const isLed = ORDINAL_LEADS.has(lead);
    const toAsked = (number: string): AskedNumber => ({ number, lead });
    if (/^\d/.test(text)) return numbers.map(toAsked);
    const roman =
      ROMAN.test(text) && text === text.toUpperCase() && text.length > 1
        ? String(fromRoman(text))
        : readRoman(text.toLowerCase(), lead, foldText(tokens[at + 1]?.text ?? ''));
    if (roman) return [toAsked(roman)];
    const behind = tokens
      .slice(at + 1, at + 3)
      .map((token) => token.text)
      .join(' ');
    return isLed || text.includes(' ') || COUNTED.test(behind) ? numbers.map(toAsked) : [];
  });
}

const listLed = (written: string): AskedNumber[] =>
  listAskedNumbers(written.split(/\s+/)).filter(({ lead }) => ORDINAL_LEADS.has(lead));

/** The numbers in the name of a subject that tell it from others of its kind. */
export const listOrdinals = ({ written }: Pick<Subject, 'written'>): string[] =>
  listLed(written).map(({ number }) => number);

/** The numbers that the documents of a subject are called by. */
export const listOwnNumbers = ({ documents }: Pick<Subject, 'documents'>): string[] =>
  documents.flatMap((document) => splitNumbers(documentLabel(document)));

/** `Đại hội XIV Công đoàn` names one of several in a document that bears no number: its lines have to be of that one. */
export function listNamingNumbers({ written, documents }: Pick<Subject, 'written' | 'documents'>): AskedNumber[] {
  const asked = listLed(written);
  if (asked.length === 0 || documents.some(({ number }) => number)) return [];
  const own = listOwnNumbers({ documents });
  return asked.filter(({ number }) => !own.includes(number));
}

/** A term (khóa) that another line of the document names holds for all of its lines. */
export function standsLed(document: Document, lead: string, number: string): boolean {
  if (lead !== 'khoa') return false;
  return document.provisions.some(({ text }) =>
    [...text.matchAll(/khóa\s+([IVX]+|\d+)/giu)].some((match) => splitNumbers(match[1] ?? '').includes(number)),
  );
}

/** Words behind which a number tells one of several from the others; a season of a contest is called by either word. */
const TELLING: Readonly<Record<string, string>> = {
  lan: 'lan',
  mua: 'lan',
  uong: 'uong',
  thang: 'thang',
  thu: 'thu',
  quy: 'quy',
};

/** `Chuẩn mực đầu tiên` is the first. */
const FIRST = new RegExp(`(?<!\\p{L})${COUNTED_THINGS} đầu(?!\\p{L})`, 'giu');

/** Which of several of a kind is spoken of. */
interface Told {
  readonly kind: string;
  readonly number: string;
}

/** `lần X`, `Trung ương 4`, `mùa đầu`, and days with their months. */
export function listTold(text: string): readonly Told[] {
  const days = [...text.matchAll(/(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d%])/g)].flatMap(([, day, month]): Told[] => [
    { kind: 'thang', number: String(Number(month)) },
    { kind: 'ngay', number: `${Number(day)}/${Number(month)}` },
  ]);
  const tokens = listNumberTokens(text);
  const told = tokens.flatMap((token, at) => {
    const [before, lead] = [tokens[at - 2], tokens[at - 1]].map((other) => TELLING[foldText(other?.text ?? '')]);
    // `lần thứ X` is `lần X`.
    const kind = lead === 'thu' && before ? before : lead;
    const number = kind && readOrdinal(token);
    return kind && number ? [{ kind, number }] : [];
  });
  return [...told, ...days, ...[...text.matchAll(FIRST)].map((): Told => ({ kind: 'thu', number: '1' }))];
}

/** `Nhiệm vụ 3` is the third and `lần VII (2022)` that of 2022; but `6 giải A` are no `lần VI`. */
const mayBeToldOtherwise = ({ kind, number }: Told): boolean => kind === 'thu' || kind === 'thang' || number.length > 2;

/** What is asked of, where another of its kind is spoken of instead: `lần X` in a line of `lần VI`. `numbers` are all that stand there. */
export function listOtherTold(asked: readonly Told[], text: string, numbers: ReadonlySet<string>): readonly string[] {
  if (asked.length === 0) return [];
  const said = listTold(text);
  return asked.flatMap((one) => {
    const { kind, number } = one;
    if (mayBeToldOtherwise(one) && numbers.has(number)) return [];
    const same = said.filter((other) => other.kind === kind);
    return same.length > 0 && same.every((other) => other.number !== number) ? [number] : [];
  });
}

/** One number, no date; a Roman numeral in lower case too, since the word before it tells. */
function readOrdinal({ text, numbers }: NumberToken): string | undefined {
  if (text.toLowerCase() === 'đầu') return '1';
  if (ROMAN.test(text)) return String(fromRoman(text));
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** All numbers of a text in Arabic digits: digits, Roman numerals and numerals in words. */
export const splitNumbers = (text: string): string[] => listNumberTokens(text).flatMap(({ numbers }) => numbers);

import { type Document, documentLabel } from '../../documents/document.js';
import { fromRoman } from '../../text/roman-numerals.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { Subject } from '../understand-question/understand-question.js';

/** Numerals in words, as documents write them. */
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  một: '1',
  hai: '2',
  ba: '3',
  bốn: '4',
  tư: '4',
  năm: '5',
  sáu: '6',
  bảy: '7',
  bẩy: '7',
  tám: '8',
  chín: '9',
  mười: '10',
  nhất: '1',
  nhì: '2',
};
const ROMAN = /^(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$/;

const ORDINAL_LEADS = new Set(['thu', 'lan', 'khoa', 'hoi', 'phan', 'chuong']);
/** Lower-case Roman numerals that are no Vietnamese syllable. */
export const SURE_ROMANS = new Set(['ii', 'iii', 'iv', 'vii', 'viii', 'ix', 'xii', 'xiii', 'xiv', 'xv', 'xvi']);

export interface AskedNumber {
  readonly number: string;
  /** The word before it: `khóa`, `lần`. */
  readonly lead: string;
}

/** Numbers that the answer has to be about: digits, Roman numerals, and words behind `thứ`, `lần`, `khóa`. */
export function listAskedNumbers(run: readonly string[]): AskedNumber[] {
  return run.flatMap((word, at) => {
    const lower = word.toLowerCase();
    const lead = foldText(run[at - 1] ?? '');
    const toAsked = (number: string): AskedNumber => ({ number, lead });
    if (/^\d/.test(word)) return splitNumbers(word).map(toAsked);
    const isLed = ORDINAL_LEADS.has(lead);
    const isRoman = ROMAN.test(word.toUpperCase());
    if (SURE_ROMANS.has(lower) || (isRoman && (isLed || (word === word.toUpperCase() && word.length > 1)))) {
      return [toAsked(String(fromRoman(word)))];
    }
    return lead === 'thu' && NUMBER_WORDS[lower] ? [toAsked(NUMBER_WORDS[lower])] : [];
  });
}

/** `Đại hội XIV Công đoàn` names one of several in a document that bears no number: its lines have to be of that one. */
export function listNamingNumbers({ written, documents }: Pick<Subject, 'written' | 'documents'>): AskedNumber[] {
  const asked = listAskedNumbers(written.split(/\s+/)).filter(({ lead }) => ORDINAL_LEADS.has(lead));
  if (asked.length === 0) return [];
  const named = documents.map((document) => splitNumbers(documentLabel(document)));
  return asked.filter(({ number }) => !named.some((numbers) => numbers.includes(number)));
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

/** Which of several of a kind is spoken of. */
interface Told {
  readonly kind: string;
  readonly number: string;
}

/** `lần X`, `Trung ương 4`, `mùa đầu`, and the months of dates. */
export function listTold(text: string): readonly Told[] {
  const months = [...text.matchAll(/(?<!\d)\d{1,2}\/(\d{1,2})(?!\d)/g)].map(
    ([, month]): Told => ({ kind: 'thang', number: String(Number(month)) }),
  );
  const words = text.match(/[\p{L}\p{M}]+|\d+(?:[./,]\d+)*/gu) ?? [];
  const told = words.flatMap((word, at) => {
    const kind = TELLING[foldText(words[at - 1] ?? '')];
    const number = kind && readOrdinal(word);
    return kind && number ? [{ kind, number }] : [];
  });
  return [...told, ...months];
}

/** What is asked of, where another of its kind is spoken of instead: `lần X` in a line of `lần VI`. */
export function listOtherTold(asked: readonly Told[], text: string): readonly string[] {
  if (asked.length === 0) return [];
  const said = listTold(text);
  return asked.flatMap(({ kind, number }) => {
    const same = said.filter((other) => other.kind === kind);
    return same.length > 0 && same.every((other) => other.number !== number) ? [number] : [];
  });
}

function readOrdinal(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (/^\d+$/.test(word)) return String(Number(word));
  if (SURE_ROMANS.has(lower) || (ROMAN.test(word) && word === word.toUpperCase())) return String(fromRoman(word));
  return lower === 'đầu' ? '1' : NUMBER_WORDS[lower];
}

/** All numbers of a text in Arabic digits: digits, Roman numerals and numerals in words. */
export function splitNumbers(text: string): string[] {
  const digits = (text.match(/\d+/g) ?? []).map((number) => String(Number(number)));
  const romans = (text.match(/\b[IVX]+\b/g) ?? [])
    .filter((word) => ROMAN.test(word))
    .map((word) => String(fromRoman(word)));
  const words = text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .flatMap((word) => NUMBER_WORDS[word] ?? []);
  return [...digits, ...romans, ...words];
}

import type { ProvisionLevel } from '../../documents/document.js';
import { fromRoman } from '../../text/roman-numerals.js';
import { isUpper } from './clean-lines.js';

/**
 * What opens a provision in either layout (docs/domain.md#structure). `rank` says what contains what: a marker
 * closes every open one of its own rank or deeper.
 */
export interface Marker {
  readonly style: MarkerStyle;
  /** The sign as written, up to the words that follow. */
  readonly sign: string;
  readonly number: string;
  /** The words behind the sign, on the same line. */
  readonly rest: string;
  /** Whether the sign alone leaves doubt, so that the number must follow the last one. */
  readonly isWeak: boolean;
}

export type MarkerStyle = keyof typeof RANKS;

export const RANKS = {
  annex: 0,
  part: 1,
  letterPart: 2,
  chapter: 3,
  roman: 4,
  section: 5,
  subsection: 6,
  article: 7,
  arabic: 8,
  decimal: 9,
  letter: 11,
  item: 12,
  inline: 13,
  dash: 14,
  plus: 15,
} as const;

const ORDINALS: Readonly<Record<string, string>> = {
  nhất: 'I',
  một: 'I',
  hai: 'II',
  ba: 'III',
  tư: 'IV',
  bốn: 'IV',
  năm: 'V',
  sáu: 'VI',
  bảy: 'VII',
  tám: 'VIII',
  chín: 'IX',
  mười: 'X',
};
/** Points have no f, j, w, z, and đ stands behind d. */
export const POINT_LETTERS = 'abcdđeghiklmnopqrstuvxy';
const PART_LETTERS = 'ABCDĐEGHIKLMN';

const NUMBER = '(?:thứ\\s+\\S+|[IVXLC]+|\\d{1,3}[a-zđ]?)';
const NAMED: readonly (readonly [MarkerStyle, RegExp])[] = [
  ['annex', new RegExp(`^Phụ\\s+lục(?:\\s+(?:số\\s+)?(${NUMBER}|[A-Z]))?(?=$|[\\s.:-])`, 'iu')],
  ['part', new RegExp(`^Phần\\s+(${NUMBER})(?=$|[\\s.:-])`, 'iu')],
  ['chapter', new RegExp(`^Chương\\s+(${NUMBER})(?=$|[\\s.:-])`, 'iu')],
  ['subsection', new RegExp(`^Tiểu\\s+mục\\s+(${NUMBER})(?=$|[\\s.:-])`, 'iu')],
  ['section', new RegExp(`^Mục\\s+(${NUMBER})(?=$|[\\s.:-])`, 'iu')],
  ['article', /^Điều\s+(\d{1,3}[a-zđ]?)(?=$|[\s.:-])/iu],
];

/** The marker that a line begins with; undefined for plain text. `follows` tells which number or letter is open. */
export function findMarker(text: string, openNumber: (style: MarkerStyle) => string | undefined): Marker | undefined {
  return findNamed(text) ?? findLettered(text, openNumber) ?? findNumbered(text, openNumber) ?? findBullet(text);
}

function findNamed(text: string): Marker | undefined {
  if (!/^\p{Lu}/u.test(text)) return undefined;
  for (const [style, expression] of NAMED) {
    const found = expression.exec(text);
    if (!found) continue;
    const behind = text.slice(found[0].length);
    const separator = /^\s*[.:-]*\s*/.exec(behind)![0];
    const rest = behind.slice(separator.length);
    const hasSeparator = /[.:-]/.test(separator);
    // `Điều 5 của Quy định này` and `Chương II quy định` are sentences.
    if (!hasSeparator && rest !== '' && !/^[\p{Lu}("“]/u.test(rest)) return undefined;
    if (style === 'annex' && rest !== '' && !isUpper(text) && !found[1]) return undefined;
    const number = toNumber(found[1] ?? '');
    return marker(style, text, rest, number, !hasSeparator && rest !== '' && !isUpper(text));
  }
  return undefined;
}

function findLettered(text: string, openNumber: (style: MarkerStyle) => string | undefined): Marker | undefined {
  const capital = /^([A-ZĐ])\s*[.\-/)]\s*(\p{Lu}.*)$/u.exec(text);
  if (capital) {
    const open = openNumber('letterPart');
    const follows = open !== undefined && PART_LETTERS[PART_LETTERS.indexOf(open) + 1] === capital[1];
    if (follows || (capital[1] === 'A' && isUpper(capital[2]!))) {
      return marker('letterPart', text, capital[2]!, capital[1]!);
    }
  }
  const roman = /^([IVXL]{1,6})\s*(?:[.\-/)]\s*(\p{Lu}.*)?|\s+(\p{Lu}.*))$/u.exec(text);
  if (roman && romanValue(roman[1]!) > 0) {
    const rest = roman[2] ?? roman[3] ?? '';
    // V.I. Lênin is a person.
    if (/^\p{Lu}\./u.test(rest)) return undefined;
    if (roman[3] === undefined || isUpper(roman[3])) return marker('roman', text, rest, roman[1]!);
  }
  const point = /^\(?([a-zđ])\)\s*(\S.*)?$/u.exec(text) ?? /^([a-zđ])[.-]\s+(\p{Lu}.*)$/u.exec(text);
  if (point) return marker('letter', text, point[2] ?? '', point[1]!);
  return undefined;
}

function findNumbered(text: string, openNumber: (style: MarkerStyle) => string | undefined): Marker | undefined {
  const decimal =
    /^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)]\s*(\D.*)$/u.exec(text) ??
    /^(\d{1,2}(?:\.\d{1,2}){1,3})\s+(["“(]?\p{Lu}.*)$/u.exec(text);
  if (decimal) return marker('decimal', text, decimal[2]!, decimal[1]!);
  const inline = /^\((\d{1,2})\)\s*(\S.*)$/u.exec(text);
  if (inline) return marker('inline', text, inline[2]!, inline[1]!);
  const item = /^(\d{1,2})\)\s*(\S.*)$/u.exec(text);
  if (item) {
    const isNested = openNumber('letter') !== undefined || openNumber('arabic') !== undefined;
    return marker(isNested ? 'item' : 'arabic', text, item[2]!, item[1]!);
  }
  const arabic =
    /^(\d{1,3}[a-zđ]?)\s*(?:\.\s+|[/-]\s+(?=["“(]?\p{Lu})|\.(?=\p{Lu}))(\S.*)$/u.exec(text) ??
    /^(\d{1,2})[.-]()$/.exec(text);
  if (arabic) return marker('arabic', text, arabic[2]!, arabic[1]!, !/^["“(]?\p{Lu}/u.test(arabic[2]!));
  return undefined;
}

function findBullet(text: string): Marker | undefined {
  const bullet = /^([-+•*▪●○◦➢✓]|o(?=\s+\p{Lu}))\s*(\S.*)$/u.exec(text);
  if (!bullet || /^[-+]\d/.test(text)) return undefined;
  return marker(bullet[1] === '+' ? 'plus' : 'dash', text, bullet[2]!, '', !/^["“(]?\p{Lu}/u.test(bullet[2]!));
}

function marker(style: MarkerStyle, text: string, rest: string, number: string, isWeak = false): Marker {
  return { style, sign: text.slice(0, text.length - rest.length), number, rest, isWeak };
}

function toNumber(written: string): string {
  const ordinal = /^thứ\s+(\S+?)[.:-]*$/iu.exec(written)?.[1]?.toLowerCase();
  return ordinal ? (ORDINALS[ordinal] ?? ordinal) : /^[ivxlc]+$/i.test(written) ? written.toUpperCase() : written;
}

function romanValue(roman: string): number {
  return /^(?:X{0,3}|XL)(?:IX|IV|V?I{0,3})$/.test(roman) ? fromRoman(roman) : 0;
}

/** Level, label as read, and step in the path of a marker. */
export function describeMarker(
  { style, number, sign }: Marker,
  above: { readonly isUnderArticle: boolean; readonly parentNumber?: string },
): { level: ProvisionLevel; label: string; token: string } {
  const under = above.isUnderArticle;
  const lastStep = above.parentNumber && number.startsWith(`${above.parentNumber}.`);
  switch (style) {
    case 'annex':
      return { level: 'part', label: `Phụ lục ${number}`.trim(), token: `PL${number}` };
    case 'part': {
      const ordinal = /thứ\s+(\S+?)[.:-]*$/iu.exec(sign.trim())?.[1];
      return { level: 'part', label: `Phần ${ordinal ? `thứ ${ordinal.toLowerCase()}` : number}`, token: number };
    }
    case 'letterPart':
    case 'roman':
      return { level: 'part', label: `Phần ${number}`, token: number };
    case 'chapter':
      return { level: 'chapter', label: `Chương ${number}`, token: `C${number}` };
    case 'section':
      return { level: 'section', label: `mục ${number}`, token: `M${number}` };
    case 'subsection':
      return { level: 'section', label: `tiểu mục ${number}`, token: `TM${number}` };
    case 'article':
      return { level: 'article', label: `Điều ${number}`, token: `Đ${number}` };
    case 'arabic':
      return under
        ? { level: 'clause', label: `khoản ${number}`, token: `k${number}` }
        : { level: 'section', label: `mục ${number}`, token: number };
    case 'decimal': {
      const token = lastStep ? number.slice(above.parentNumber!.length + 1) : number;
      return { level: 'clause', label: `${under ? 'khoản' : 'mục'} ${number}`, token: under ? `k${token}` : token };
    }
    case 'letter':
      return { level: 'point', label: `điểm ${number}`, token: number };
    case 'item':
      return { level: 'point', label: `tiết ${number}`, token: `t${number}` };
    case 'inline':
      return { level: 'point', label: `ý ${number}`, token: `ý${number}` };
    case 'dash':
    case 'plus':
      return { level: 'paragraph', label: '', token: '' };
  }
}

import { fromRoman } from './roman-numerals.js';

/** A word of a text; where it is a numeral, several words that make one number are one. */
export interface NumberToken {
  readonly text: string;
  /** In Arabic digits; several where signs part them: `3/9/2026`. */
  readonly numbers: readonly string[];
}

const UNITS: Readonly<Record<string, number>> = {
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
};
const ORDINALS: Readonly<Record<string, number>> = { nhất: 1, nhì: 2, tư: 4, lăm: 5 };
/** Behind these `nhất` and `tư` are numbers; elsewhere they are parts of words: `thống nhất`, `tư tưởng`. */
const BEFORE_ORDINALS = new Set(['thứ', 'giải', 'hạng', 'phần', 'tháng', 'quý', 'mùng', 'mồng']);
/** `năm` is a year beside these. */
const YEAR_BEFORE = new Set(
  'hằng hàng mỗi từng nhiều các những cả cuối đầu giữa trong mấy nhiêu vài suốt qua từ đến theo đó quanh tròn'.split(
    ' ',
  ),
);
const YEAR_BEHIND = new Set(
  'nay nào này sau trước qua ngoái học tới đó ấy gốc mới cũ liền sinh ngân tài mấy'.split(' '),
);

const TOKEN = /[\p{L}\p{M}]+|\d+(?:[./,-]\d+)*/gu;
const ROMAN = /^(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$/;

/** The words of a text, and which of them are numbers: digits, Roman capitals, and Vietnamese numerals up to 99. */
export function listNumberTokens(text: string): readonly NumberToken[] {
  const words = text.match(TOKEN) ?? [];
  const tokens: NumberToken[] = [];
  for (let at = 0; at < words.length; ) {
    const { value, length } = readNumeral(words, at);
    const word = words[at]!;
    tokens.push({
      text: words.slice(at, at + length).join(' '),
      numbers: value !== undefined ? [String(value)] : /^\d/.test(word) ? word.match(/\d+/g)!.map(trimZeros) : [],
    });
    at += length;
  }
  return tokens;
}

const trimZeros = (digits: string): string => String(Number(digits));

function readNumeral(words: readonly string[], at: number): { readonly value?: number; readonly length: number } {
  const word = words[at]!;
  if (ROMAN.test(word)) return { value: fromRoman(word), length: 1 };
  const lower = word.toLowerCase();
  const next = words[at + 1]?.toLowerCase() ?? '';
  const unit = UNITS[lower];
  if (lower === 'mười') {
    const rest = next === 'năm' || next === 'tư' ? undefined : UNITS[next];
    return rest === undefined ? { value: 10, length: 1 } : { value: 10 + rest, length: 2 };
  }
  if (unit !== undefined && next === 'mươi') {
    const last = words[at + 2]?.toLowerCase() ?? '';
    const rest = last === 'năm' ? undefined : UNITS[last];
    return rest === undefined ? { value: unit * 10, length: 2 } : { value: unit * 10 + rest, length: 3 };
  }
  if (unit !== undefined && unit > 1 && (next === 'mốt' || next === 'lăm')) {
    return { value: unit * 10 + UNITS[next]!, length: 2 };
  }
  const before = words[at - 1]?.toLowerCase() ?? '';
  if (ORDINALS[lower] !== undefined) {
    return BEFORE_ORDINALS.has(before) ? { value: ORDINALS[lower], length: 1 } : { length: 1 };
  }
  if (lower === 'năm' && before !== 'thứ' && isYear(before, next)) return { length: 1 };
  return unit === undefined || lower === 'mốt' ? { length: 1 } : { value: unit, length: 1 };
}

const isYear = (before: string, next: string): boolean =>
  /^\d/.test(next) ||
  /^\d/.test(before) ||
  next === '' ||
  YEAR_BEHIND.has(next) ||
  YEAR_BEFORE.has(before) ||
  UNITS[before] !== undefined ||
  before === 'mười' ||
  before === 'mươi';

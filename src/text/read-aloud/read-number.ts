import { fromRoman, toRoman } from '../roman-numerals.js';

/**
 * Numbers as they are said in the north: linh (not lẻ), nghìn (not ngàn), mốt, lăm, and tư behind tens. A number
 * whose zeros in front are part of it (phones, `08-QĐi/TW`) is said figure by figure.
 */
const FIGURES = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const SCALES = ['', 'nghìn', 'triệu'] as const;
/** Beyond this many figures nobody follows a number that is said as one. */
const LONGEST = 18;

/** `1.005`, `3,5`, `105`, as Vietnamese text writes them: a dot between thousands, a comma before what is less than one. */
export function readNumber(written: string): string {
  const isGrouped = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(written);
  const [whole = '', fraction] = (isGrouped ? written.replace(/\./g, '') : written).split(',');
  const parts = whole.split('.').map(readWhole);
  return [parts.join(' chấm '), ...(fraction === undefined ? [] : ['phẩy', readFraction(fraction)])].join(' ');
}

/** A number that is a name: zeros in front are said. */
export function readName(digits: string): string {
  if (digits.length > LONGEST) return readFigures(digits);
  return digits.length > 1 && digits.startsWith('0') ? readFigures(digits) : readWhole(digits);
}

export function readFigures(digits: string): string {
  return Array.from(digits, (figure) => FIGURES[Number(figure)] ?? '').join(' ');
}

/** Behind `thứ`: nhất, hai, ba, tư; `hai` and not `nhì`, as documents count congresses and sessions. */
export function readOrdinal(number: number): string {
  if (number === 1) return 'nhất';
  return number === 4 ? 'tư' : readWhole(String(number));
}

/** The value of a well-formed Roman numeral of official texts; undefined for letters that are none. */
export function parseRoman(letters: string): number | undefined {
  if (!/^[IVXL]+$/.test(letters)) return undefined;
  const value = fromRoman(letters);
  return value > 0 && value < 40 && toRoman(value) === letters ? value : undefined;
}

function readFraction(digits: string): string {
  return digits.length <= 2 && !digits.startsWith('0') ? readWhole(digits) : readFigures(digits);
}

function readWhole(digits: string): string {
  const figures = digits.replace(/^0+(?=\d)/, '');
  if (figures.length > LONGEST) return readFigures(figures);
  return figures === '0' ? FIGURES[0] : readBelow(figures, false).join(' ');
}

/** `isInside`: something stands before it, so that its hundreds are said even where there are none. */
function readBelow(figures: string, isInside: boolean): readonly string[] {
  if (figures.length > 9) {
    return [...readBelow(figures.slice(0, -9), isInside), 'tỷ', ...readBelow(figures.slice(-9), true)];
  }
  const groups = figures.padStart(9, '0').match(/\d{3}/g) ?? [];
  let hasBegun = isInside;
  return groups.flatMap((group, at) => {
    if (group === '000') return [];
    const words = [...readGroup(group, hasBegun), SCALES[2 - at] ?? ''].filter(Boolean);
    hasBegun = true;
    return words;
  });
}

function readGroup(group: string, isInside: boolean): readonly string[] {
  const [hundreds = 0, tens = 0, ones = 0] = Array.from(group, Number);
  const hasHundreds = isInside || hundreds > 0;
  const words = hasHundreds ? [FIGURES[hundreds] as string, 'trăm'] : [];
  if (tens === 0 && ones === 0) return words;
  if (tens === 0) return [...words, ...(hasHundreds ? ['linh'] : []), FIGURES[ones] as string];
  const ten = tens === 1 ? ['mười'] : [FIGURES[tens] as string, 'mươi'];
  return [...words, ...ten, ...(ones === 0 ? [] : [readOne(tens, ones)])];
}

function readOne(tens: number, ones: number): string {
  if (ones === 5) return 'lăm';
  if (tens > 1 && ones === 1) return 'mốt';
  return tens > 1 && ones === 4 ? 'tư' : (FIGURES[ones] as string);
}

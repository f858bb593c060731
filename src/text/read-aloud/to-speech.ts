import { normalizeText } from '../vietnamese-text.js';
import { sayAbbreviations } from './read-abbreviations.js';
import { readDate, readDay, readMonth, readTime } from './read-day.js';
import { sayDocumentNumbers } from './read-document-number.js';
import { parseRoman, readFigures, readName, readNumber, readOrdinal } from './read-number.js';
import type { SpeechTables } from './speech-tables.js';
import { glue, splitForSpeech, unglue } from './split-for-speech.js';

/** Sentences of at most 20 syllables, without a figure, sign or abbreviation that a speaker would have to work out. */
export function toSpeech(text: string, tables: SpeechTables): readonly string[] {
  return say(text, tables).split('\n').flatMap(splitForSpeech);
}

/** The same as one text, its lines and sentences as they were. */
export function sayInWords(text: string, tables: SpeechTables): string {
  return unglue(say(text, tables));
}

function say(text: string, tables: SpeechTables): string {
  const steps: readonly ((text: string) => string)[] = [
    (said) => said.replace(/[*_`#]+|https?:\/\/\S+/g, ''),
    (said) => sayDocumentNumbers(said, tables),
    sayDays,
    sayNumerals,
    (said) => sayAbbreviations(said, tables),
    saySigns,
    tidySigns,
  ];
  return steps
    .reduce((said, step) => step(said), normalizeText(text))
    .split('\n')
    .map((line) => line.trim().replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()))
    .filter((line) => /\p{L}/u.test(line))
    .join('\n');
}

function tidySigns(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '')
    .replace(/[,;:]+(?=[.;:!?])|,+(?=,)/g, '')
    .replace(/([.!?])[.,;:]+/g, '$1')
    .replace(/(^|\n)[.,;: ]+/g, '$1');
}

const DAY = '(0?[1-9]|[12]\\d|3[01])';
const MONTH = '(0?[1-9]|1[0-2])';
const YEAR = '((?:1[0-9]|20)\\d\\d)';
const NOT_INSIDE = '(?<![\\p{L}\\d/.,-])';
const ENDS = '(?![\\d/]|[.,]\\d)';
const DASH = '\\s?[-–—]\\s?';
/** `2/3 số đại biểu`, `trên 1/2` are parts, not days. */
const OF_WHOLE = /^\s+(?:số|tổng|thành viên|diện tích|thời gian|người|đại biểu|ủy viên|đảng viên|đoàn viên|cổ phần)/u;
const AT_LEAST = /(?:hơn|trên|ít nhất|quá|khoảng|chiếm|dưới|tới|đủ|tối thiểu)\s+$/u;

const pattern = (source: string) => new RegExp(NOT_INSIDE + source + ENDS, 'giu');
const TWO_DAYS = pattern(`(ngày\\s+)?${DAY}(?:/${MONTH})?${DASH}${DAY}/${MONTH}(?:/${YEAR})?`);
const FULL_DAY = pattern(`(ngày\\s+)?${DAY}[/.-]${MONTH}[/.-]${YEAR}`);
const MONTH_OF_YEAR = pattern(`(tháng\\s+)?${MONTH}/${YEAR}`);
const SHORT_DAY = pattern(`(ngày\\s+)?${DAY}/${MONTH}`);
const WORDED = new RegExp(`(ngày\\s+)${DAY}(\\s+tháng\\s+)${MONTH}${ENDS}`, 'giu');
const LONE_MONTH = new RegExp(`(?<!\\p{L})(tháng\\s+)${MONTH}${ENDS}`, 'giu');
const TIME =
  /(?<![\p{L}\d/.,-])([01]?\d|2[0-4])(?:\s?(?:h|giờ)\s?([0-5]\d)?(?:\s?phút)?(?![\p{L}\d])|:([0-5]\d)(?![\d:]))/giu;

const spoken = (day: string | undefined, month: string | undefined, year?: string) =>
  glue(readDay(Number(day), Number(month), year === undefined ? undefined : Number(year)));

function sayDays(text: string): string {
  return text
    .replace(TWO_DAYS, (_, before, from, fromMonth, to, month, year) => {
      const first = fromMonth ? spoken(from, fromMonth) : glue(`ngày ${readDate(Number(from))}`);
      return `${capitalAs(before, first)} đến ${spoken(to, month, year)}`;
    })
    .replace(FULL_DAY, (_, before, day, month, year) => capitalAs(before, spoken(day, month, year)))
    .replace(MONTH_OF_YEAR, (_, before, month, year) => capitalAs(before, glue(readMonth(Number(month), Number(year)))))
    .replace(SHORT_DAY, (whole, before, day, month, at: number, all: string) => {
      const isPart = !before && (OF_WHOLE.test(all.slice(at + whole.length)) || AT_LEAST.test(all.slice(0, at)));
      if (isPart) return glue(`${readNumber(day)} phần ${readNumber(month)}`);
      return capitalAs(before, spoken(day, month));
    })
    .replace(
      WORDED,
      (_, before, day, between, month) =>
        `${before}${readDate(Number(day))}${between}${month === '4' || month === '04' ? 'tư' : readNumber(month)}`,
    )
    .replace(LONE_MONTH, (_, before, month) => `${before}${/^0?4$/.test(month) ? 'tư' : readNumber(month)}`)
    .replace(TIME, (_, hours, minutes, behindColon) =>
      glue(readTime(Number(hours), Number(minutes ?? behindColon ?? 0))),
    );
}

/** `Ngày 28/7` at the head of a sentence stays a capital. */
function capitalAs(before: string | undefined, words: string): string {
  return before && /^\p{Lu}/u.test(before) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

const COUNTED = '(?:khóa|khoá|kỳ họp|đại hội|hội nghị|phần|chương|mục|quý|hạng|loại|cấp|nhóm|bậc|thế kỷ)';
const ORDINAL = /(?<!\p{L})(thứ\s+)(\d{1,2}|[IVXL]+)(?![\p{L}\d]|[.,/-]\d)/gu;
const ROMAN_BEHIND = new RegExp(
  `(?<!\\p{L})(${COUNTED}(?:\\s+(?:Đảng|trung ương|toàn quốc|số))?\\s+)([IVXL]+)(?![\\p{L}\\d])`,
  'giu',
);
const ROMAN = /(?<![\p{L}\d/-])([IVXL]{2,})(?![\p{L}\d/])/gu;
const HEAD = /^(\s*)([IVXL]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])(?:[.)]|\s?-)(?=\s)/gmu;
const RANGE = /(?<![\p{L}\d/.,-])(\d+(?:[.,]\d+)*)\s?[-–—]\s?(\d+(?:[.,]\d+)*)(?![\p{L}\d/-])/gu;
const PHONE = /(?<![\p{L}\d/.,])0\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}(?!\d)/gu;
const NUMBER = /\d+(?:[.,]\d+)*/gu;

const inWords = (numeral: string): string => glue(readNumber(String(parseRoman(numeral.toUpperCase()) ?? numeral)));

function sayNumerals(text: string): string {
  const isRoman = (letters: string) => parseRoman(letters) !== undefined;
  return (
    text
      .replace(ORDINAL, (whole, before, numeral: string) => {
        const value = /^\d/.test(numeral) ? Number(numeral) : parseRoman(numeral);
        return value ? `${before}${glue(readOrdinal(value))}` : whole;
      })
      .replace(ROMAN_BEHIND, (whole, before, numeral) => (isRoman(numeral) ? `${before}${inWords(numeral)}` : whole))
      // What an item bears in front is no sentence of its own.
      .replace(HEAD, (_, before, head) => `${before}${isRoman(head) ? inWords(head) : head}:`)
      .replace(ROMAN, (whole, numeral) => (isRoman(numeral) ? inWords(numeral) : whole))
      .replace(PHONE, (phone) => glue(readFigures(phone.replace(/\D/g, ''))))
      .replace(RANGE, (_, from, to) => glue(`${readWritten(from)} đến ${readWritten(to)}`))
      .replace(NUMBER, (number, at: number, all: string) => {
        const isGlued = /\p{L}/u.test(all.charAt(at - 1));
        const isGluedBehind = /\p{L}/u.test(all.charAt(at + number.length));
        return `${isGlued ? ' ' : ''}${glue(readWritten(number))}${isGluedBehind ? ' ' : ''}`;
      })
  );
}

/** Figures joined by dots and commas in a way that numbers are not (`1,2,3`) are said one by one. */
function readWritten(number: string): string {
  if (/^0\d+$/.test(number)) return readName(number);
  return /^\d+(?:\.\d+)*(?:,\d+)?$/.test(number) ? readNumber(number) : number.split(',').map(readWritten).join(', ');
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\s?%/g, ' phần trăm'],
  [/\s?‰/g, ' phần nghìn'],
  [/(?<=\p{L} ?)m[²2](?!\p{L})/gu, 'mét vuông'],
  [/(?<= )km(?!\p{L})/gu, 'ki-lô-mét'],
  [/(?<= )(?:đ|VNĐ)(?!\p{L})/gu, 'đồng'],
  [/\s?(?:≥|>=)\s?/g, ' từ '],
  [/\s?(?:≤|<=)\s?/g, ' không quá '],
  [/\s?&\s?/g, ' và '],
  [/(?<=\s)\+(?=\s)/g, 'cộng'],
  [/đồng\/(?=(?:tháng|năm|người|ngày|giờ|lần))/gu, 'đồng một '],
  [/(?<=\p{L})\/(?=\p{L})/gu, ' '],
  [/\s*[()[\]]\s*/g, ', '],
  [/[“”"'‘’«»{}|<>=~^\\]/g, ' '],
  [/…|\.{2,}/g, '.'],
  [/(?<=^|\n)\s*[-–—•+*]\s+/g, ''],
  // kinh tế - xã hội
  [/(?<=\p{Ll}) [-–—] (?=\p{Ll})/gu, ' '],
  [/\s[-–—]\s/g, ', '],
  [/(?<=\p{L})[–—](?=\p{L})/gu, ' '],
  [/⚠️?|\p{Extended_Pictographic}/gu, ''],
];

function saySigns(text: string): string {
  return SIGNS.reduce((said, [from, to]) => said.replace(from, to), text);
}

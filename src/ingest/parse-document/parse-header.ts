import { toNumberParts } from '../../documents/mentions/document-number.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate } from '../../time.js';
import { cellsOf, isEnded, isUpper, type Line, withoutColumns } from './clean-lines.js';
import { findMarker } from './markers.js';

/** What stands above the body. */
export interface Header {
  readonly number?: string;
  readonly issuedOn?: string;
  readonly kind?: string;
  readonly title?: string;
  /** Names over the number, highest body first, as printed. */
  readonly organisations: readonly string[];
  /** How many lines it takes. */
  readonly lineCount: number;
}

const KINDS = [
  'Nghị quyết liên tịch',
  'Nghị quyết',
  'Quyết định',
  'Quy định',
  'Chỉ thị',
  'Kết luận',
  'Quy chế',
  'Thông tri',
  'Thông tư liên tịch',
  'Thông tư',
  'Hướng dẫn',
  'Thông báo',
  'Thông cáo',
  'Báo cáo',
  'Kế hoạch',
  'Quy hoạch',
  'Chương trình hành động',
  'Chương trình',
  'Đề án',
  'Phương án',
  'Dự án',
  'Tờ trình',
  'Công văn',
  'Công điện',
  'Biên bản',
  'Bộ luật',
  'Luật',
  'Pháp lệnh',
  'Nghị định',
  'Điều lệ',
  'Nội quy',
  'Cương lĩnh',
  'Lời kêu gọi',
  'Thể lệ',
] as const;
const KIND_OF_CODE: Readonly<Record<string, string>> = {
  nq: 'Nghị quyết',
  kl: 'Kết luận',
  ct: 'Chỉ thị',
  qc: 'Quy chế',
  hd: 'Hướng dẫn',
  tb: 'Thông báo',
  bc: 'Báo cáo',
  kh: 'Kế hoạch',
  ctr: 'Chương trình',
  ttr: 'Tờ trình',
  nd: 'Nghị định',
  qdi: 'Quy định',
  qyd: 'Quy định',
};

const NUMBER = '\\d{1,5}(?:\\.\\d{1,3})?\\s?[-/]\\s?[\\p{L}\\d]+(?:\\s?[-/]\\s?[\\p{L}\\d]+)*';
const LABELLED_NUMBER = new RegExp(`(?<!\\p{L})Số\\s*:?\\s*(${NUMBER})`, 'iu');
const BARE_NUMBER = new RegExp(`^(${NUMBER})$`, 'u');
const DATE = /ngày\s*(\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(\d{4})/iu;
const STATE_LINE = /^(?:CỘNG HÒA|CỘNG HOÀ)|^Độc lập\s*-|^ĐẢNG CỘNG SẢN VIỆT NAM$|^QUỐC HỘI$/u;
const SUBJECT = /^(?:V\/v|Về việc)\s*:?\s*(\S.*)$/iu;
/** Cruft of web pages may stand above, but not a whole body. */
const LONGEST_HEADER = 40;
export const BASIS = /^(?:[-+]\s*)?(?:Căn cứ|Xét|Theo đề nghị)\s/u;

export function parseHeader(lines: readonly Line[]): Header {
  const zone = lines.slice(0, LONGEST_HEADER);
  const marked = zone.findIndex((line) => isBody(withoutColumns(line.text)));
  const end = marked < 0 ? zone.length : marked;
  const kindAt = zone.slice(0, end).findIndex((line, index) => toKindLine(line, index) !== undefined);
  const kindLine = kindAt < 0 ? undefined : toKindLine(zone[kindAt]!, kindAt);
  const top = kindAt < 0 ? countHeaderLines(zone.slice(0, end)) : kindAt + 1;
  const cells = zone.slice(0, top).flatMap(cellsOf);

  const subject = cells.map((cell) => SUBJECT.exec(cell)?.[1]).find((found) => found !== undefined);
  const title = readTitle(lines, top, end, kindLine?.rest ?? '', kindLine !== undefined);
  const number = findNumber(cells);
  const issuedOn = findDate([
    ...cells,
    zone
      .slice(0, top)
      .map((line) => cellsOf(line).at(-1))
      .join(' '),
  ]);
  const kind = kindLine?.kind ?? kindOf(number) ?? (subject && number ? 'Công văn' : undefined);
  const name = title.text || subject;
  return {
    ...(number ? { number } : {}),
    ...(issuedOn ? { issuedOn } : {}),
    ...(kind ? { kind } : {}),
    ...(name ? { title: toTitle(name) } : {}),
    organisations: findOrganisations(zone.slice(0, kindLine ? kindAt : top).map((line) => cellsOf(line)[0] ?? '')),
    lineCount: title.end,
  };
}

function isBody(text: string): boolean {
  return BASIS.test(text) || findMarker(text, () => undefined) !== undefined;
}

/** `KẾ HOẠCH` on its own, `QUY ĐỊNH về …`, or `Quy định số 37-QĐ/TW về …` at the very top. */
function toKindLine(line: Line, index: number): { kind: string; rest: string } | undefined {
  const text = withoutColumns(line.text);
  for (const kind of KINDS) {
    if (!foldText(text).startsWith(foldText(kind)) || /^\p{L}/u.test(text.slice(kind.length))) continue;
    const rest = text.slice(kind.length).replace(/^[\s:.-]+/, '');
    const isCapital = isUpper(text.slice(0, kind.length));
    if (isCapital && (rest === '' || !isUpper(rest) || kind === 'Luật' || kind === 'Bộ luật')) return { kind, rest };
    const isTitle = index < 3 && !isEnded(text) && (index === 0 || LABELLED_NUMBER.test(text));
    if (isTitle) return { kind, rest: rest === 'số' ? '' : rest };
    return undefined;
  }
  return undefined;
}

/** Lines at the top that only a letterhead has; without a kind line nothing else may be taken from the body. */
function countHeaderLines(zone: readonly Line[]): number {
  const isHead = (line: Line): boolean =>
    cellsOf(line).every(
      (cell) =>
        STATE_LINE.test(cell) ||
        LABELLED_NUMBER.test(cell) ||
        BARE_NUMBER.test(cell) ||
        SUBJECT.test(cell) ||
        (DATE.test(cell) && cell.length < 60) ||
        (isUpper(cell) && cell.length < 80),
    );
  const isLetterhead = zone
    .slice(0, 8)
    .some((line) => cellsOf(line).some((cell) => STATE_LINE.test(cell) || LABELLED_NUMBER.test(cell)));
  if (!isLetterhead) return 0;
  const first = zone.findIndex((line) => !isHead(line));
  return first < 0 ? zone.length : first;
}

/** The abstract under the kind: what stands together there, at most a long sentence. */
function readTitle(
  lines: readonly Line[],
  start: number,
  end: number,
  sameLine: string,
  hasKind: boolean,
): { text: string; end: number } {
  const withoutNumber = sameLine
    .replace(new RegExp(`^(?:số\\s*:?\\s*)?${NUMBER}[,\\s]*`, 'iu'), '')
    .replace(/^ngày\s+[\d/.-]+[,\s]*/iu, '');
  if (!hasKind) return { text: '', end: start };
  let text = withoutNumber;
  let at = start;
  for (; at < end; at++) {
    const line = lines[at]!;
    const next = withoutColumns(line.text);
    if (isLetterheadLine(next) || /:$/.test(next) || text.length + next.length > 400) break;
    const isFirst = text === '';
    const goesOn = !isEnded(text) && (!line.isApart || /^\p{Ll}/u.test(next) || (isUpper(text) && isUpper(next)));
    if (!isFirst && !goesOn) break;
    if (isEnded(next) && !/["”)]$/u.test(next)) break;
    text = isFirst ? next : `${text} ${next}`;
  }
  return { text, end: at };
}

/** Number or place and date, where they stand below the kind. */
function isLetterheadLine(text: string): boolean {
  return text.length < 60 && (LABELLED_NUMBER.exec(text)?.index === 0 || /,\s*ngày\s*\d/iu.test(text));
}

function findNumber(cells: readonly string[]): string | undefined {
  for (const expression of [LABELLED_NUMBER, BARE_NUMBER]) {
    for (const cell of cells) {
      const found = expression.exec(cell)?.[1];
      if (found && !/^\d+[-/]\d+(?:[-/]\d+)?$/.test(found.replace(/\s/g, ''))) return found.replace(/\s+/g, '');
    }
  }
  return undefined;
}

function findDate(cells: readonly string[]): string | undefined {
  for (const cell of cells) {
    const [, day, month, year] = DATE.exec(cell) ?? [];
    const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
    if (isLocalDate(date)) return date;
  }
  return undefined;
}

function kindOf(number: string | undefined): string | undefined {
  if (!number) return undefined;
  const { code } = toNumberParts(number);
  if (code === 'qd') return /\/QĐ-/iu.test(number) ? 'Quyết định' : 'Quy định';
  return /QH\d+$/u.test(number) ? 'Luật' : KIND_OF_CODE[code ?? ''];
}

/** The left column of the letterhead; a place on a line of its own belongs to the name above it. */
function findOrganisations(cells: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const cell of cells) {
    const isOther = [STATE_LINE, LABELLED_NUMBER, BARE_NUMBER, DATE].some((expression) => expression.test(cell));
    if (isOther || !isUpper(cell) || cell.split(' ').length < 2) continue;
    if (names.length > 0 && /^(?:TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG|VIỆT NAM)(?:$|\s(?!ỦY|UỶ))/u.test(cell)) {
      names.push(`${names.pop()} ${cell}`);
    } else names.push(cell);
  }
  return names;
}

/** Small letters for a title set in capitals (numbers stay as they are), and a capital to begin with. */
function toTitle(text: string): string {
  const lower = (word: string): string => (/[/\d]/.test(word) ? word : word.toLowerCase());
  const readable = isUpper(text) ? text.split(' ').map(lower).join(' ') : text;
  return readable.charAt(0).toUpperCase() + readable.slice(1);
}

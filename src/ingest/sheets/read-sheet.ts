import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { readSheet as readXlsx } from 'read-excel-file/node';
import { AppError } from '../../errors.js';
import { normalizeText } from '../../text/vietnamese-text.js';

/** Null: empty. Texts are trimmed and normalized. */
export type Cell = string | number | boolean | Date | null;

export interface SheetRow {
  /** As an editor or Excel counts it, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

export interface RefusedRow {
  readonly line: number;
  /** For a person; holds nothing of what the row says beyond ids of units. */
  readonly reason: string;
}

export interface Sheet {
  /** Rows that hold something. */
  readonly rows: readonly SheetRow[];
  readonly refused: readonly RefusedRow[];
}

const MOST_BYTES = 20_000_000;
/** A small file may unpack to anything. */
const MOST_UNPACKED_BYTES = 200_000_000;
const DELIMITERS = [',', ';', '\t'];
/** A quoted field may hold line breaks; a quote that is never closed must not swallow the rest of the table. */
const MOST_LINES_OF_ROW = 4;

/** Reads a CSV file or the first sheet of an XLSX file. Throws `invalid-input` for what is neither. */
export async function readSheet(file: string): Promise<Sheet> {
  const bytes = await readBytes(file);
  const sheet = startsWith(bytes, 'PK') ? await readXlsxRows(file, bytes) : readCsvRows(decode(file, bytes));
  const rows = sheet.rows.map(({ line, cells }) => ({ line, cells: cells.map(cleanCell) }));
  return { rows: rows.filter(({ cells }) => cells.some((cell) => cell !== null)), refused: sheet.refused };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > MOST_BYTES) throw refuse(file, 'lớn hơn 20 MB; hãy tách thành nhiều tệp');
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse(file, 'không mở được; hãy kiểm tra tên và quyền đọc', cause);
  }
}

async function readXlsxRows(file: string, bytes: Buffer): Promise<Sheet> {
  if (measureUnpacked(bytes) > MOST_UNPACKED_BYTES) throw refuse(file, 'nở ra quá 200 MB; hãy tách thành nhiều tệp');
  try {
    const rows = (await readXlsx(bytes)) as unknown as readonly (readonly Cell[])[];
    return { rows: rows.map((cells, place) => ({ line: place + 1, cells })), refused: [] };
  } catch (cause) {
    throw refuse(file, 'không phải tệp XLSX đọc được; hãy lưu lại từ Excel thành .xlsx hoặc CSV UTF-8', cause);
  }
}

/** Sum of the sizes that the directory of a ZIP file states. */
function measureUnpacked(bytes: Buffer): number {
  let sum = 0;
  const mark = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = bytes.indexOf(mark); at >= 0 && at + 28 <= bytes.length; at = bytes.indexOf(mark, at + 46)) {
    sum += bytes.readUInt32LE(at + 24);
  }
  return sum;
}

function decode(file: string, bytes: Buffer): string {
  const hints = 'trong Excel chọn Lưu thành › CSV UTF-8, hoặc lưu thành .xlsx';
  if (startsWith(bytes, '\xD0\xCF')) throw refuse(file, `là tệp Excel đời cũ (.xls); ${hints}`);
  const encoding = startsWith(bytes, '\xFF\xFE') ? 'utf-16le' : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refuse(file, `không phải UTF-8; ${hints}`, cause);
  }
  if (text.includes('\0')) throw refuse(file, `không phải bảng CSV; ${hints}`);
  return text;
}

/** Row by row, so that one that is broken costs no other. */
function readCsvRows(text: string): Sheet {
  const lines = text.split(/\r\n|\n|\r/);
  const stated = /^sep=(.)$/.exec(lines[0] ?? '')?.[1];
  const start = stated ? 1 : 0;
  const delimiter = stated ?? chooseDelimiter(lines.slice(0, 10));
  const rows: SheetRow[] = [];
  const refused: RefusedRow[] = [];
  for (let at = start; at < lines.length; at += 1) {
    if (lines[at] === '') continue;
    const row = parseRow(lines, at, delimiter);
    if ('reason' in row) refused.push({ line: at + 1, reason: row.reason });
    else {
      rows.push({ line: at + 1, cells: row.cells });
      at += row.lines - 1;
    }
  }
  return { rows, refused };
}

function chooseDelimiter(lines: readonly string[]): string {
  const count = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length));
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0]!;
}

type ParsedRow = { readonly cells: readonly string[]; readonly lines: number } | { readonly reason: string };

function parseRow(lines: readonly string[], at: number, delimiter: string): ParsedRow {
  for (let amount = 1; amount <= MOST_LINES_OF_ROW && at + amount <= lines.length; amount += 1) {
    try {
      const rows = parse(lines.slice(at, at + amount).join('\n'), { delimiter });
      return { cells: rows[0] ?? [], lines: amount };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') break;
    }
  }
  return { reason: 'dấu ngoặc kép (") không đóng hoặc đặt sai chỗ; trong ô có dấu này thì viết đôi ("")' };
}

function cleanCell(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell ?? null;
  const text = normalizeText(cell).replace(/\s+/gu, ' ').trim();
  return text === '' ? null : text;
}

function startsWith(bytes: Buffer, letters: string): boolean {
  return bytes.subarray(0, letters.length).equals(Buffer.from(letters, 'latin1'));
}

function refuse(file: string, what: string, cause?: unknown): AppError {
  return new AppError('invalid-input', `Tệp ${file} ${what}. Dữ liệu chưa bị thay đổi.`, { cause });
}

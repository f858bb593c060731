import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import writeXlsx from 'write-excel-file/node';
import { AppError } from '../../errors.js';
import { isLocalDate } from '../../time.js';

export interface SheetOut {
  readonly head: readonly string[];
  /** Texts; days as `YYYY-MM-DD` become dates of Excel in XLSX. */
  readonly rows: readonly (readonly string[])[];
  /** Of columns, in letters; 15 where absent. */
  readonly widths?: readonly number[];
}

/** A table as the bytes of a file, by the ending of its name. Throws `invalid-input` for another ending. */
export async function renderSheet(file: string, sheet: SheetOut): Promise<Uint8Array> {
  if (/\.csv$/i.test(file)) return new TextEncoder().encode(renderCsv(sheet));
  if (/\.xlsx$/i.test(file)) return renderXlsx(sheet);
  throw new AppError('invalid-input', `Tệp ${file} cần có đuôi .csv hoặc .xlsx. Chưa ghi gì.`);
}

/** Writes a table by the ending of its file, whole or not at all; only its owner may read it. Throws as `renderSheet`, and `unavailable` where it cannot be written. */
export async function writeSheet(file: string, sheet: SheetOut): Promise<void> {
  const bytes = await renderSheet(file, sheet);
  const draft = `${file}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new AppError('unavailable', `Không ghi được tệp ${file}; hãy kiểm tra thư mục và quyền ghi.`, { cause });
  }
}

/** Excel takes UTF-8 for granted only behind a byte-order mark. */
function renderCsv({ head, rows }: SheetOut): string {
  return stringify([head, ...rows], { bom: true, record_delimiter: 'windows' });
}

function renderXlsx({ head, rows, widths }: SheetOut): Promise<Buffer> {
  const top = head.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) => row.map(toXlsxCell));
  const columns = head.map((_, place) => ({ width: widths?.[place] ?? 15 }));
  return writeXlsx([top, ...body], { columns, stickyRowsCount: 1 }).toBuffer();
}

function toXlsxCell(value: string) {
  if (value === '') return null;
  if (isLocalDate(value)) return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  return { value, type: String };
}

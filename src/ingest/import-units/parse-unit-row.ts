import type { Unit } from '../../people/unit.js';
import { toDay, toKind } from '../sheets/parse-cells.js';
import type { Cell, RefusedRow } from '../sheets/read-sheet.js';
import type { TableRow, UnitColumn } from '../sheets/recognize-table.js';

/** What a row says of a unit; a field is absent where the table has no such column, null where it is left empty. */
export interface UnitRow {
  readonly line: number;
  readonly id: string;
  readonly given: { readonly [Field in Exclude<keyof Unit, 'id'>]?: Exclude<Unit[Field], undefined> | null };
}

const ID = /^[a-z0-9-]{1,60}$/;
const MOST_LETTERS = 200;
const EXPECTED_DAY = 'cần một ngày có thật dạng 1/7/2025 hoặc 2025-07-01';
const EXPECTED_ID = 'cần 1 đến 60 chữ thường không dấu, chữ số hoặc gạch nối, ví dụ cdcs-thuy-dien-mau';

class RowError extends Error {}

/** Checks each cell on its own. */
export function parseUnitRow({ line, cells }: TableRow<UnitColumn>): UnitRow | RefusedRow {
  try {
    const given: Record<string, Cell> = {};
    for (const column of Object.keys(cells) as UnitColumn[]) {
      if (column !== 'id') given[column] = cells[column] == null ? null : PARSERS[column](cells[column]);
    }
    if (cells.id == null) throw new RowError('thiếu id');
    return { line, id: toId('id', cells.id), given: given as UnitRow['given'] };
  } catch (error) {
    if (error instanceof RowError) return { line, reason: error.message };
    throw error;
  }
}

const PARSERS: Readonly<Record<Exclude<UnitColumn, 'id'>, (cell: Cell) => string>> = {
  name: toName,
  parentId: (cell) => toId('cấp trên', cell),
  kind: (cell) =>
    toKind(cell) ?? complain('loại', 'cần liên đoàn, xã, phường, ngành, doanh nghiệp, sự nghiệp, nghiệp đoàn hoặc tổ'),
  validFrom: (cell) => toDay(cell) ?? complain('từ ngày', EXPECTED_DAY),
  validTo: (cell) => toDay(cell) ?? complain('đến ngày', EXPECTED_DAY),
  mergedInto: (cell) => toId('sáp nhập vào', cell),
};

function toId(column: string, cell: Cell): string {
  const id = String(cell).toLowerCase();
  return ID.test(id) ? id : complain(column, EXPECTED_ID);
}

function toName(cell: Cell): string {
  const name = String(cell);
  if (typeof cell !== 'string' || !/\p{L}/u.test(name)) complain('tên', 'cần tên đơn vị bằng chữ');
  if (name.length > MOST_LETTERS) complain('tên', `cần tên ngắn hơn ${MOST_LETTERS} chữ`);
  // What begins so is run as a formula by who opens an export.
  if (/^[=+@-]/.test(name)) complain('tên', 'cần tên không bắt đầu bằng =, +, - hay @');
  if (/\d(?:[\s.-]?\d){8}|\S@\S/.test(name)) complain('tên', 'cần tên đơn vị, không có số điện thoại hay thư điện tử');
  return name;
}

function complain(column: string, expected: string): never {
  throw new RowError(`${column} không dùng được; ${expected}`);
}

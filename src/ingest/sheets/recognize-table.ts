import { AppError } from '../../errors.js';
import { foldText } from '../../text/vietnamese-text.js';
import { describePersonalColumn, holdsNames } from './personal-columns.js';
import type { Cell, RefusedRow, Sheet, SheetRow } from './read-sheet.js';

const UNIT_COLUMNS = {
  id: ['id', 'ma', 'ma don vi', 'unit id', 'unitid'],
  name: ['ten', 'ten don vi', 'name', 'unit name'],
  parentId: ['cap tren', 'ma cap tren', 'don vi cap tren', 'truc thuoc', 'parent', 'parent id', 'parentid'],
  kind: ['loai', 'loai don vi', 'loai hinh', 'kind', 'type'],
  validFrom: ['tu ngay', 'hieu luc tu', 'from', 'valid from', 'validfrom'],
  validTo: ['den ngay', 'het ngay', 'hieu luc den', 'to', 'valid to', 'validto'],
  mergedInto: ['sap nhap vao', 'merged into', 'mergedinto'],
} as const satisfies Columns;

const CODE_COLUMNS = {
  unit: ['don vi', 'ma don vi', 'unit', 'unit id', 'unitid'],
  role: ['vai tro', 'role'],
  code: ['ma tham gia', 'ma', 'join code', 'joincode', 'code'],
  expiresOn: ['han dung', 'het han', 'expires', 'expires on', 'expireson'],
} as const satisfies Columns;

type Columns = Readonly<Record<string, readonly string[]>>;
export type UnitColumn = keyof typeof UNIT_COLUMNS;
export type CodeColumn = keyof typeof CODE_COLUMNS;

export interface TableRow<Column extends string> {
  readonly line: number;
  /** Only columns that the table has; null where the cell is empty. */
  readonly cells: Readonly<Partial<Record<Column, Cell>>>;
}

export type Table = (
  | { readonly type: 'units'; readonly rows: readonly TableRow<UnitColumn>[] }
  | { readonly type: 'codes'; readonly rows: readonly TableRow<CodeColumn>[] }
) & { readonly refused: readonly RefusedRow[] };

/** A title may stand above the head of a table. */
const MOST_ROWS_ABOVE = 10;
const EXPECTED =
  'Bảng đơn vị cần các cột: id, tên, cấp trên, loại, từ ngày, đến ngày, sáp nhập vào. Bảng mã tham gia cần các cột: đơn vị, vai trò, mã tham gia.';

/** Tells units from join codes by their columns. Throws `invalid-input` for another table, or for one with personal data. */
export function recognizeTable({ rows, refused }: Sheet): Table {
  for (const [place, head] of rows.slice(0, MOST_ROWS_ABOVE).entries()) {
    const unit = locate(head, UNIT_COLUMNS);
    const code = locate(head, CODE_COLUMNS);
    const below = rows.slice(place + 1);
    if (isOfCodes(unit, code)) {
      refusePersonal(head, below, code);
      return { type: 'codes', rows: below.map((row) => pick(row, code)), refused };
    }
    if (unit.has('id') && unit.has('name')) {
      refusePersonal(head, below, unit);
      return { type: 'units', rows: below.map((row) => pick(row, unit)), refused };
    }
  }
  const [head, ...below] = rows;
  if (head) refusePersonal(head, below, new Map());
  throw new AppError('invalid-input', `Không nhận ra các cột của bảng. ${EXPECTED} Dữ liệu chưa bị thay đổi.`);
}

function isOfCodes(unit: ReadonlyMap<UnitColumn, number>, code: ReadonlyMap<CodeColumn, number>): boolean {
  const tellsOfUnits = (['parentId', 'kind', 'validFrom'] as const).some((column) => unit.has(column));
  return code.has('unit') && (code.has('code') || code.has('role')) && !tellsOfUnits;
}

function locate<Column extends string>(
  { cells }: SheetRow,
  columns: Readonly<Record<Column, readonly string[]>>,
): ReadonlyMap<Column, number> {
  const heads = cells.map((cell) => toHead(cell));
  const places = (Object.keys(columns) as Column[]).map(
    (column) => [column, heads.findIndex((head) => columns[column].includes(head))] as const,
  );
  return new Map(places.filter(([, place]) => place >= 0));
}

/** `Cấp trên (mã)` → `cap tren` */
function toHead(cell: Cell | undefined): string {
  return foldText(String(cell ?? ''))
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function pick<Column extends string>({ line, cells }: SheetRow, places: ReadonlyMap<Column, number>): TableRow<Column> {
  const picked: Partial<Record<Column, Cell>> = {};
  for (const [column, place] of places) picked[column] = cells[place] ?? null;
  return { line, cells: picked };
}

function refusePersonal(head: SheetRow, below: readonly SheetRow[], known: ReadonlyMap<string, number>): void {
  const byPlace = new Map(Array.from(known, ([column, place]) => [place, column]));
  const width = Math.max(head.cells.length, ...below.slice(0, 100).map(({ cells }) => cells.length));
  for (let place = 0; place < width; place += 1) {
    const column = byPlace.get(place);
    const cells = below.map((row) => row.cells[place] ?? null);
    // Other columns that we know are looked at row by row.
    const ofKnown = column === 'name' && holdsNames(cells) ? 'họ tên' : undefined;
    const what = column === undefined ? describePersonalColumn(toHead(head.cells[place]), cells) : ofKnown;
    if (what === undefined) continue;
    const title =
      column === undefined && toHead(head.cells[place]) ? ` ("${String(head.cells[place]).slice(0, 40)}")` : '';
    throw new AppError(
      'invalid-input',
      `Cột ${place + 1}${title} trông như ${what}, nên cả tệp không được nhận: sổ tay không giữ dữ liệu cá nhân. Hãy xoá cột đó rồi chạy lại. Dữ liệu chưa bị thay đổi.`,
    );
  }
}

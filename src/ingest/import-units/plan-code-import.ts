import type { Role } from '../../people/member.js';
import { normalizeCode } from '../../people/one-time-code.js';
import type { UnitTree } from '../../people/unit-tree.js';
import { foldText } from '../../text/vietnamese-text.js';
import { formatDay, type LocalDate } from '../../time.js';
import { ROLE_NAMES, toDay, toRole } from '../sheets/parse-cells.js';
import type { Cell, RefusedRow } from '../sheets/read-sheet.js';
import type { CodeColumn, TableRow } from '../sheets/recognize-table.js';

/** One code to be handed to one person, whoever that is. */
export interface CodeRow {
  readonly line: number;
  readonly unitId: string;
  readonly role: Exclude<Role, 'admin'>;
  /** As written; absent: to be made. */
  readonly code?: string;
  /** Last day. */
  readonly expiresOn: LocalDate;
}

export interface CodeImportPlan {
  readonly codes: readonly CodeRow[];
  readonly refused: readonly RefusedRow[];
}

export interface CodeImportRules {
  /** As it stands on the day of the import. */
  readonly tree: UnitTree;
  readonly today: LocalDate;
  /** Last day of codes whose row states none. */
  readonly expiresOn: LocalDate;
}

const SHORTEST = 8;
/** Numbers so near to each other are a list that was counted on. */
const NEAR = 1_000;
const COUNTED_DIGITS = 9;
const LEAVE_BLANK = 'hãy để trống ô mã để sổ tay tạo mã khó đoán';
const LONGEST = 40;
/** Phone numbers and identity cards: such a code would tell of a person. */
const PERSONAL = /^(?:0|84)\d{8,10}$|^\d{9}$|^\d{12}$/;

/** Checks rows of join codes. What it says of a row never repeats the code. */
export function planCodeImport(rows: readonly TableRow<CodeColumn>[], rules: CodeImportRules): CodeImportPlan {
  const findUnit = createUnitFinder(rules.tree);
  const lines = new Map<string, number>();
  const codes: CodeRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, cells } of rows) {
    const parsed = parseRow(cells, findUnit, rules);
    if (typeof parsed === 'string') {
      refused.push({ line, reason: parsed });
      continue;
    }
    const key = parsed.code === undefined ? undefined : normalizeCode(parsed.code);
    const twin = key === undefined ? undefined : lines.get(key);
    if (twin !== undefined) {
      refused.push({ line, reason: `mã tham gia trùng với dòng ${twin}` });
      continue;
    }
    if (key !== undefined) lines.set(key, line);
    codes.push({ line, ...parsed });
  }
  const guessed = findGuessable(codes);
  return {
    codes: codes.filter(({ line }) => !guessed.has(line)),
    refused: [...refused, ...[...guessed].map(([line, reason]) => ({ line, reason }))],
  };
}

/** Rows that give a role by a code which who holds another, or counts on, would find. */
function findGuessable(codes: readonly CodeRow[]): ReadonlyMap<number, string> {
  const reasons = new Map<number, string>();
  const series = new Map<string, { readonly row: CodeRow; readonly number: number }[]>();
  for (const row of codes) {
    const code = row.code && normalizeCode(row.code);
    if (!code) continue;
    if (row.role !== 'member' && isCounted(code)) {
      reasons.set(
        row.line,
        `mã cho vai trò ${ROLE_NAMES[row.role][0]} là một dãy đếm, ai cũng đoán được; ${LEAVE_BLANK}`,
      );
    }
    const [, head = '', digits, tail = ''] = /^(.*?)(\d+)(\D*)$/.exec(code) ?? [];
    if (digits === undefined) continue;
    // Of long numbers the end counts: nobody's are a million apart by chance alone.
    const key = `${head}${digits.slice(0, -COUNTED_DIGITS)}#${tail}`;
    series.set(key, [...(series.get(key) ?? []), { row, number: Number(digits.slice(-COUNTED_DIGITS)) }]);
  }
  for (const like of series.values()) {
    const sorted = like.toSorted((a, b) => a.number - b.number);
    for (const [at, { row, number }] of sorted.entries()) {
      if (row.role === 'member' || reasons.has(row.line)) continue;
      const near = [sorted[at - 1], sorted[at + 1]].find((other) => other && Math.abs(other.number - number) <= NEAR);
      if (!near) continue;
      reasons.set(
        row.line,
        `mã cho vai trò ${ROLE_NAMES[row.role][0]} nối tiếp mã ở dòng ${near.row.line} nên người giữ mã kia đoán được; ${LEAVE_BLANK}`,
      );
    }
  }
  return reasons;
}

/** `12345678`, `88888888`, `97531975`: each digit follows from the one before. */
function isCounted(code: string): boolean {
  if (!/^\d+$/.test(code)) return false;
  const steps = new Set([...code].slice(1).map((digit, at) => (10 + Number(digit) - Number(code[at])) % 10));
  return steps.size === 1;
}

type FindUnit = (named: string) => { readonly id: string } | string;

function parseRow(
  cells: TableRow<CodeColumn>['cells'],
  findUnit: FindUnit,
  { today, expiresOn }: CodeImportRules,
): Omit<CodeRow, 'line'> | string {
  if (cells.unit == null) return 'thiếu đơn vị';
  const unit = findUnit(String(cells.unit));
  if (typeof unit === 'string') return unit;
  const role = cells.role == null ? 'member' : toRole(cells.role);
  if (role === undefined) return 'vai trò không dùng được; cần đoàn viên, báo cáo viên hoặc cán bộ đơn vị';
  if (role === 'admin') return 'vai trò quản trị không cấp bằng bảng; quản trị viên cấp cho từng người trong chat';
  const lastDay = cells.expiresOn == null ? expiresOn : toDay(cells.expiresOn);
  if (lastDay === undefined) return 'hạn dùng không dùng được; cần một ngày có thật dạng 1/7/2025 hoặc 2025-07-01';
  if (lastDay < today) return `hạn dùng ${formatDay(lastDay)} đã qua`;
  const code = cells.code == null ? undefined : checkCode(cells.code);
  if (typeof code === 'object') return code.reason;
  return { unitId: unit.id, role, expiresOn: lastDay, ...(code === undefined ? {} : { code }) };
}

function checkCode(cell: Cell): string | { readonly reason: string } {
  const code = normalizeCode(String(cell));
  if (!/^[A-Z0-9]+$/.test(code))
    return { reason: 'mã tham gia chỉ được có chữ không dấu, chữ số, dấu cách và gạch nối' };
  if (code.length < SHORTEST) return { reason: `mã tham gia cần ít nhất ${SHORTEST} ký tự` };
  if (code.length > LONGEST) return { reason: `mã tham gia cần nhiều nhất ${LONGEST} ký tự` };
  if (PERSONAL.test(code))
    return { reason: 'mã tham gia trông như số điện thoại hay số giấy tờ; cần mã không nói về ai' };
  return code;
}

/** By id, or by a whole name that only one unit bears. */
function createUnitFinder(tree: UnitTree): FindUnit {
  const byName = new Map<string, string | null>();
  for (const { id, name } of tree.units) byName.set(foldText(name), byName.has(foldText(name)) ? null : id);
  return (named) => {
    const byId = tree.find(named.toLowerCase());
    if (byId) return byId;
    const id = byName.get(foldText(named));
    if (id) return { id };
    if (id === null) return 'có nhiều đơn vị cùng tên này; cần ghi id';
    const successor = tree.standingFor(named.toLowerCase());
    if (successor) return `đơn vị đã sáp nhập vào ${successor.id} (${successor.name}); hãy ghi id đó`;
    return 'không có đơn vị nào đang hoạt động với id hay tên này';
  };
}

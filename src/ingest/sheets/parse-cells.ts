import { ROLES, type Role } from '../../people/member.js';
import { UNIT_KINDS, type UnitKind } from '../../people/unit.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate, type LocalDate } from '../../time.js';
import type { Cell } from './read-sheet.js';

/** The first name is what an export writes. */
export const KIND_NAMES: Readonly<Record<UnitKind, readonly string[]>> = {
  federation: ['liên đoàn', 'liên đoàn lao động', 'liên đoàn lao động tỉnh', 'LĐLĐ', 'LĐLĐ tỉnh', 'tỉnh'],
  commune: ['xã', 'công đoàn xã', 'CĐ xã'],
  ward: ['phường', 'công đoàn phường', 'CĐ phường'],
  sector: ['ngành', 'công đoàn ngành', 'cấp trên cơ sở', 'công đoàn cấp trên cơ sở'],
  enterprise: ['doanh nghiệp', 'công đoàn doanh nghiệp', 'DN', 'hợp tác xã'],
  'public-service': ['sự nghiệp', 'đơn vị sự nghiệp', 'đơn vị sự nghiệp công lập', 'sự nghiệp công lập'],
  guild: ['nghiệp đoàn', 'nghiệp đoàn cơ sở'],
  group: ['tổ', 'tổ công đoàn', 'công đoàn bộ phận', 'bộ phận'],
};

export const ROLE_NAMES: Readonly<Record<Role, readonly string[]>> = {
  member: ['đoàn viên', 'thành viên'],
  propagandist: ['báo cáo viên', 'tuyên truyền viên'],
  'unit-admin': ['cán bộ đơn vị', 'quản trị đơn vị', 'phụ trách đơn vị'],
  admin: ['quản trị', 'quản trị viên'],
};

const KINDS = index(UNIT_KINDS, KIND_NAMES);
const ROLES_BY_NAME = index(ROLES, ROLE_NAMES);

export const toKind = (cell: Cell): UnitKind | undefined => KINDS.get(foldText(String(cell)));
export const toRole = (cell: Cell): Role | undefined => ROLES_BY_NAME.get(foldText(String(cell)));

function index<Key extends string>(
  keys: readonly Key[],
  names: Readonly<Record<Key, readonly string[]>>,
): ReadonlyMap<string, Key> {
  return new Map(keys.flatMap((key) => [key, ...names[key]].map((name) => [foldText(name), key] as const)));
}

/** Days before 1954 and after 2119 are slips. */
const SERIALS = { first: 20_000, last: 80_000, epoch: Date.UTC(1899, 11, 30), dayMs: 86_400_000 };

/** `1/7/2025`, `2025-07-01`, a date of Excel or its number; undefined for what is no day. */
export function toDay(cell: Cell): LocalDate | undefined {
  const day = toDayText(cell);
  return day !== undefined && isLocalDate(day) ? day : undefined;
}

function toDayText(cell: Cell): string | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString().slice(0, 10);
  if (typeof cell === 'number') {
    if (!Number.isInteger(cell) || cell < SERIALS.first || cell > SERIALS.last) return undefined;
    return new Date(SERIALS.epoch + cell * SERIALS.dayMs).toISOString().slice(0, 10);
  }
  if (typeof cell !== 'string') return undefined;
  const local = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(cell);
  if (local) return `${local[4]}-${local[3]!.padStart(2, '0')}-${local[1]!.padStart(2, '0')}`;
  const iso = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})$/.exec(cell);
  return iso ? `${iso[1]}-${iso[3]!.padStart(2, '0')}-${iso[4]!.padStart(2, '0')}` : undefined;
}

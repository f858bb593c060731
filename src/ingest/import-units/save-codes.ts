import { existsSync } from 'node:fs';
import { AppError } from '../../errors.js';
import { createCode, hashCode } from '../../people/one-time-code.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { OneTimeCode, People } from '../../storage/store.js';
import type { LocalDate } from '../../time.js';
import { ROLE_NAMES, toDay, toRole } from '../sheets/parse-cells.js';
import { readSheet } from '../sheets/read-sheet.js';
import { writeSheet } from '../sheets/write-sheet.js';
import type { CodeImportPlan, CodeRow } from './plan-code-import.js';

/** What a crash can leave undone, and how long other writers wait at most. */
const CHUNK = 1_000;
const HEAD = ['dòng', 'đơn vị', 'tên đơn vị', 'vai trò', 'mã tham gia', 'hạn dùng'];

export interface SavedCodes {
  /** Codes that were not there yet. */
  readonly saved: number;
  /** Codes that were there, and are left as they were. */
  readonly held: number;
  /** Where codes that were made are written down, for handing out. */
  readonly codesFile?: string;
  /** Of these, taken from that file as an earlier run left it. */
  readonly reused: number;
}

export interface CodeDoors {
  readonly people: Pick<People, 'saveCodes'>;
  readonly tree: UnitTree;
  readonly today: LocalDate;
  /** Codes saved so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

type FullRow = CodeRow & { readonly code: string };

/** `danh-sach.xlsx` → `danh-sach.ma-tham-gia.csv` */
export const codesFileOf = (file: string): string => `${file.replace(/\.[^./\\]+$/, '')}.ma-tham-gia.csv`;

/**
 * Saves codes under their hashes. Codes that have to be made are written to a file before any of them is saved, and are
 * taken from there when the same table is imported again: a run that was cut off goes on with the same codes.
 */
export async function saveCodes(file: string, { codes }: CodeImportPlan, doors: CodeDoors): Promise<SavedCodes> {
  const given = codes.filter((row): row is FullRow => row.code !== undefined);
  const blank = codes.filter(({ code }) => code === undefined);
  const codesFile = codesFileOf(file);
  const issued = blank.length > 0 ? await readIssued(codesFile, doors.today) : [];
  const { made, reused, left } = fillIn(blank, issued);
  if (blank.length > 0) {
    const rows = [...made, ...left].map((row) => toCells(row, doors.tree));
    await writeSheet(codesFile, { head: HEAD, rows });
  }
  const all = [...given, ...made];
  let saved = 0;
  for (let start = 0; start < all.length; start += CHUNK) {
    const chunk = all.slice(start, start + CHUNK);
    saved += await doors.people.saveCodes(await Promise.all(chunk.map(toOneTimeCode)));
    doors.onProgress?.(start + chunk.length, all.length);
  }
  return { saved, held: all.length - saved, reused, ...(blank.length > 0 ? { codesFile } : {}) };
}

/** Codes of one unit and role are as good as each other: whose row came first does not matter. */
function fillIn(blank: readonly CodeRow[], issued: readonly FullRow[]) {
  const stock = new Map<string, FullRow[]>();
  for (const row of issued.toReversed()) {
    const same = stock.get(keyOf(row));
    if (same) same.push(row);
    else stock.set(keyOf(row), [row]);
  }
  let reused = 0;
  const made = blank.map((row): FullRow => {
    const earlier = stock.get(keyOf(row))?.pop();
    if (earlier) reused += 1;
    return { ...row, code: earlier?.code ?? createCode(), expiresOn: earlier?.expiresOn ?? row.expiresOn };
  });
  return { made, reused, left: [...stock.values()].flat() };
}

const keyOf = ({ unitId, role }: CodeRow): string => `${unitId} ${role}`;

async function toOneTimeCode({ unitId, role, code, expiresOn }: FullRow): Promise<OneTimeCode> {
  return {
    hash: await hashCode(code),
    purpose: { type: 'join', unitId, ...(role === 'member' ? {} : { role }) },
    usesLeft: 1,
    expiresAt: new Date(`${expiresOn}T23:59:59.999+07:00`),
  };
}

function toCells({ line, unitId, role, code, expiresOn }: FullRow, tree: UnitTree): string[] {
  return [String(line), unitId, tree.find(unitId)?.name ?? '', ROLE_NAMES[role][0]!, code, expiresOn];
}

/** Codes of an earlier run that can still be used. A file that is not ours stops the import before it is overwritten. */
async function readIssued(file: string, today: LocalDate): Promise<readonly FullRow[]> {
  if (!existsSync(file)) return [];
  const { rows, refused } = await readSheet(file);
  const [head, ...below] = rows;
  const issued = below.flatMap(({ cells: [line, unitId, , roleName, code, lastDay] }): FullRow[] => {
    const [role, expiresOn] = [toRole(roleName ?? ''), toDay(lastDay ?? '')];
    if (!role || role === 'admin' || !expiresOn || typeof code !== 'string' || typeof unitId !== 'string') return [];
    return [{ line: Number(line), unitId, role, code, expiresOn }];
  });
  if (HEAD.some((title, place) => head?.cells[place] !== title) || refused.length > 0 || issued.length < below.length) {
    throw new AppError(
      'invalid-input',
      `Tệp ${file} đã có và không còn đúng như sổ tay ghi ra, nên không ghi đè. Hãy đổi tên hoặc chuyển tệp đó đi rồi chạy lại. Dữ liệu chưa bị thay đổi.`,
    );
  }
  return issued.filter(({ expiresOn }) => expiresOn >= today);
}

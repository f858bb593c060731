import { AppError } from '../../errors.js';
import type { Unit } from '../../people/unit.js';
import { nextDay } from '../../people/unit-flaws.js';
import { treeOn } from '../../people/unit-tree.js';
import type { People } from '../../storage/store.js';
import { type Clock, toLocalDate } from '../../time.js';
import { type RefusedRow, readSheet } from '../sheets/read-sheet.js';
import { recognizeTable } from '../sheets/recognize-table.js';
import { parseUnitRow, type UnitRow } from './parse-unit-row.js';
import { type CodeImportPlan, planCodeImport } from './plan-code-import.js';
import { applyUnitImport, planUnitImport, type UnitImportPlan } from './plan-unit-import.js';
import { readUnitTable } from './read-unit-table.js';
import { type SavedCodes, saveCodes } from './save-codes.js';

export interface ImportDoors {
  readonly people: Pick<People, 'listUnits' | 'saveUnits' | 'saveCodes'>;
  readonly clock: Clock;
  readonly onProgress?: (done: number, total: number) => void;
}

export type ImportReport =
  | { readonly type: 'units'; readonly plan: UnitImportPlan }
  /** `result` is absent in a dry run. */
  | { readonly type: 'codes'; readonly plan: CodeImportPlan; readonly result?: SavedCodes };

/** How long a code serves whose row states no end. */
const CODE_LIFE_DAYS = 90;

/**
 * Imports units or join codes from a CSV, XLSX or (units) YAML file. Good rows go in, bad ones are reported. A dry run
 * unless `apply`; may be run again at any time. Throws `invalid-input` where nothing can be read.
 */
export async function importFile(
  file: string,
  { apply }: { readonly apply: boolean },
  { people, clock, onProgress }: ImportDoors,
): Promise<ImportReport> {
  const held = await people.listUnits();
  if (/\.ya?ml$/i.test(file)) return importUnits(await readYamlRows(file), held);
  const table = recognizeTable(await readSheet(file));
  if (table.type === 'units') {
    return importUnits(inOrder([...table.rows.map(parseUnitRow), ...table.refused]), held);
  }
  const today = toLocalDate(clock());
  const tree = treeOn(held, today);
  const checked = planCodeImport(table.rows, { tree, today, expiresOn: nextDay(today, CODE_LIFE_DAYS) });
  const plan = { ...checked, refused: inOrder([...checked.refused, ...table.refused]) };
  if (!apply) return { type: 'codes', plan };
  const progress = onProgress ? { onProgress } : {};
  return { type: 'codes', plan, result: await saveCodes(file, plan, { people, tree, today, ...progress }) };

  async function importUnits(rows: readonly (UnitRow | RefusedRow)[], before: readonly Unit[]): Promise<ImportReport> {
    const plan = planUnitImport(rows, before);
    if (apply) await applyUnitImport(plan, people);
    return { type: 'units', plan };
  }
}

const inOrder = <Row extends { readonly line: number }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => a.line - b.line);

/** Entries count as lines. */
async function readYamlRows(file: string): Promise<readonly UnitRow[]> {
  const units = await readUnitTable(file);
  if (!units) {
    throw new AppError(
      'invalid-input',
      `Tệp ${file} không mở được; hãy kiểm tra tên và quyền đọc. Dữ liệu chưa bị thay đổi.`,
    );
  }
  return units.map(({ id, ...given }, place) => ({
    line: place + 1,
    id,
    given: { parentId: null, validTo: null, mergedInto: null, ...given },
  }));
}

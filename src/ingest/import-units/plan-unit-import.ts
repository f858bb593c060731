import type { Unit } from '../../people/unit.js';
import { groupById, listUnitFlaws, nextDay, type UnitFlaw } from '../../people/unit-flaws.js';
import type { People } from '../../storage/store.js';
import type { LocalDate } from '../../time.js';
import type { RefusedRow } from '../sheets/read-sheet.js';
import type { UnitRow } from './parse-unit-row.js';

export type UnitField = keyof Omit<Unit, 'id' | 'validFrom'>;
const FIELDS: readonly UnitField[] = ['name', 'parentId', 'kind', 'validTo', 'mergedInto'];

/** What a row does to the period that begins on its first day. */
export type UnitChange =
  | { readonly type: 'new' | 'same'; readonly line: number; readonly unit: Unit }
  | {
      readonly type: 'changed';
      readonly line: number;
      readonly unit: Unit;
      readonly before: Unit;
      readonly fields: readonly UnitField[];
    }
  | ({ readonly type: 'refused' } & RefusedRow);

export interface UnitImportPlan {
  /** One per row, in the table's order. */
  readonly changes: readonly UnitChange[];
  /** Periods that are held, are not in the table, and end because a later one of the same unit begins. */
  readonly ended: readonly Unit[];
  /** What the import leaves wrong and was not before; worth a look, no reason to refuse a row. */
  readonly warnings: readonly UnitFlaw[];
  /** All periods of the units that change. */
  readonly save: readonly Unit[];
}

interface Candidate {
  readonly line: number;
  readonly unit: Unit;
}

/**
 * Lays rows over what is held. A row is a period: with a first day that is held it changes that period, with another it
 * begins one, and an open period before it ends the day before. Units that the table does not name stay as they are.
 * A row that would make the tree wrong from its first day on is refused, and then those that hang on it.
 */
export function planUnitImport(rows: readonly (UnitRow | RefusedRow)[], held: readonly Unit[]): UnitImportPlan {
  const refused = new Map<number, string>();
  let candidates = collectCandidates(rows, held, refused);
  const before = new Set(listUnitFlaws(held).map(keyOfFlaw));
  for (;;) {
    const after = layOver(held, candidates);
    const flaws = listUnitFlaws([...after.values()]).filter((flaw) => !before.has(keyOfFlaw(flaw)));
    const blamed = blame(candidates, flaws, held);
    if (blamed.size === 0) return describe({ rows, held, candidates, refused, after, warnings: flaws });
    for (const [line, { message, kind, unitId }] of blamed) {
      const parent = candidates.find((each) => each.line === line)?.unit.parentId;
      const above = kind === 'parent' ? lineOfRefused(rows, refused, parent) : undefined;
      refused.set(line, `${unitId}: ${message}${above === undefined ? '' : ` (dòng ${above} đã bị từ chối)`}`);
    }
    candidates = candidates.filter(({ line }) => !blamed.has(line));
  }
}

/** In one step: all of it or nothing. */
export async function applyUnitImport(plan: UnitImportPlan, people: Pick<People, 'saveUnits'>): Promise<void> {
  if (plan.save.length > 0) await people.saveUnits(plan.save);
}

const keyOf = ({ id, validFrom }: Pick<Unit, 'id' | 'validFrom'>): string => `${id} ${validFrom}`;
const keyOfFlaw = ({ kind, unitId, validFrom, day }: UnitFlaw): string => `${kind} ${unitId} ${validFrom} ${day}`;
const byFirstDay = (a: Unit, b: Unit): number => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0);

function collectCandidates(
  rows: readonly (UnitRow | RefusedRow)[],
  held: readonly Unit[],
  refused: Map<number, string>,
): Candidate[] {
  const heldById = groupById(held.toSorted(byFirstDay));
  const lines = new Map<string, number>();
  const candidates: Candidate[] = [];
  const rowsOf = groupById(rows.filter((row): row is UnitRow => !('reason' in row)));
  for (const row of rows) {
    const unit = 'reason' in row ? row.reason : readPeriod(row);
    if (typeof unit === 'string') {
      refused.set(row.line, unit);
      continue;
    }
    const twin = lines.get(keyOf(unit));
    if (twin !== undefined) refused.set(row.line, `${unit.id}: trùng id và từ ngày với dòng ${twin}`);
    else {
      lines.set(keyOf(unit), row.line);
      candidates.push({ line: row.line, unit });
    }
  }
  return candidates;

  /** A row without a first day means the newest period: with others of its unit beside it, which one would change from run to run. */
  function readPeriod(row: UnitRow): Unit | string {
    const isAlone = (rowsOf.get(row.id) ?? []).length < 2;
    if (row.given.validFrom == null && !isAlone) return `${row.id}: có nhiều dòng, nên dòng nào cũng cần từ ngày`;
    return complete(row, heldById.get(row.id) ?? []);
  }
}

/** The period that a row means, or why there is none. Columns that the table lacks are as they were. */
function complete({ id, given }: UnitRow, held: readonly Unit[]): Unit | string {
  const validFrom = given.validFrom ?? held.at(-1)?.validFrom;
  if (validFrom === undefined) return `${id}: đơn vị mới cần có từ ngày`;
  const same = held.find((unit) => unit.validFrom === validFrom);
  const earlier = held.findLast((unit) => unit.validFrom < validFrom);
  // A new period goes on with the name and place of the one before, not with its end.
  const kept = same ?? (earlier && { name: earlier.name, kind: earlier.kind, parentId: earlier.parentId });
  const { name, kind } = { ...kept, ...dropEmpty({ name: given.name, kind: given.kind }) };
  if (!name || !kind) return `${id}: thiếu ${name ? 'loại' : 'tên'}`;
  const optional = dropEmpty({
    parentId: given.parentId === undefined ? kept?.parentId : given.parentId,
    validTo: given.validTo === undefined ? same?.validTo : given.validTo,
    mergedInto: given.mergedInto === undefined ? same?.mergedInto : given.mergedInto,
  });
  return { id, name, kind, validFrom, ...optional };
}

function dropEmpty<T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as ReturnType<
    typeof dropEmpty<T>
  >;
}

/** All periods with the candidates among them, by key; open ones end where the next of their unit begins. */
function layOver(held: readonly Unit[], candidates: readonly Candidate[]): ReadonlyMap<string, Unit> {
  const all = new Map(held.map((unit) => [keyOf(unit), unit]));
  for (const { unit } of candidates) all.set(keyOf(unit), unit);
  const touched = new Set(candidates.map(({ unit }) => unit.id));
  for (const [id, own] of groupById([...all.values()])) {
    if (!touched.has(id) || own.length < 2) continue;
    for (const [place, unit] of own.toSorted(byFirstDay).entries()) {
      const next = own.toSorted(byFirstDay)[place + 1];
      if (next && unit.validTo === undefined) all.set(keyOf(unit), { ...unit, validTo: nextDay(next.validFrom, -1) });
    }
  }
  return all;
}

/** Rows that change something and that a flaw is due to: those wrong from their own first day on, else all of the unit. */
function blame(
  candidates: readonly Candidate[],
  flaws: readonly UnitFlaw[],
  held: readonly Unit[],
): ReadonlyMap<number, UnitFlaw> {
  const heldByKey = new Map(held.map((unit) => [keyOf(unit), unit]));
  const changing = candidates.filter(({ unit }) => {
    const before = heldByKey.get(keyOf(unit));
    return !before || FIELDS.some((field) => before[field] !== unit[field]);
  });
  const byKey = new Map(changing.map(({ unit, line }) => [keyOf(unit), line]));
  const blamed = new Map<number, UnitFlaw>();
  for (const flaw of flaws) {
    const line = byKey.get(`${flaw.unitId} ${flaw.validFrom}`);
    if (line !== undefined && flaw.day === flaw.validFrom) blamed.set(line, flaw);
  }
  if (blamed.size > 0) return blamed;
  for (const { line, unit } of changing) {
    const flaw = flaws.find(({ unitId, kind }) => unitId === unit.id && kind !== 'parent');
    if (flaw) blamed.set(line, flaw);
  }
  return blamed;
}

function lineOfRefused(
  rows: readonly (UnitRow | RefusedRow)[],
  refused: ReadonlyMap<number, string>,
  id: string | undefined,
): number | undefined {
  return rows.find((row) => 'id' in row && row.id === id && refused.has(row.line))?.line;
}

interface Outcome {
  readonly rows: readonly (UnitRow | RefusedRow)[];
  readonly held: readonly Unit[];
  readonly candidates: readonly Candidate[];
  readonly refused: ReadonlyMap<number, string>;
  readonly after: ReadonlyMap<string, Unit>;
  readonly warnings: readonly UnitFlaw[];
}

function describe({ rows, held, candidates, refused, after, warnings }: Outcome): UnitImportPlan {
  const heldByKey = new Map(held.map((unit) => [keyOf(unit), unit]));
  const byLine = new Map(candidates.map((each) => [each.line, each.unit]));
  const changes = rows.map(({ line }): UnitChange => {
    const candidate = byLine.get(line);
    if (!candidate) return { type: 'refused', line, reason: refused.get(line) ?? '' };
    const unit = after.get(keyOf(candidate))!;
    const before = heldByKey.get(keyOf(candidate));
    if (!before) return { type: 'new', line, unit };
    const fields = FIELDS.filter((field) => before[field] !== unit[field]);
    return fields.length > 0 ? { type: 'changed', line, unit, before, fields } : { type: 'same', line, unit };
  });
  const ownKeys = new Set(candidates.map(({ unit }) => keyOf(unit)));
  const ended = [...after.values()].filter(
    (unit) => !ownKeys.has(keyOf(unit)) && heldByKey.get(keyOf(unit))?.validTo !== unit.validTo,
  );
  const changed = new Set<LocalDate | string>(ended.map(({ id }) => id));
  for (const change of changes) if (change.type === 'new' || change.type === 'changed') changed.add(change.unit.id);
  return { changes, ended, warnings, save: [...after.values()].filter(({ id }) => changed.has(id)) };
}

import { formatDay, type LocalDate } from '../time.js';
import { isStanding, listRings, type Unit } from './unit.js';

export interface UnitFlaw {
  readonly kind: 'dates' | 'overlap' | 'parent' | 'ring' | 'merger';
  /** The period that is wrong. */
  readonly unitId: string;
  readonly validFrom: LocalDate;
  /** The first day on which it is wrong. */
  readonly day: LocalDate;
  /** For a person: what is wrong, and what was expected. */
  readonly message: string;
}

/** What is wrong in a table of periods, by unit and day. Each flaw is told once, on its first day. */
export function listUnitFlaws(periods: readonly Unit[]): readonly UnitFlaw[] {
  const sound = periods.filter(({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo);
  const flaws = [
    ...periods.flatMap(checkDates),
    ...listOverlaps(sound),
    ...listMissingParents(sound),
    ...listParentRings(sound),
    ...listFalseMergers(periods),
  ];
  return flaws.sort((a, b) => compare(a.unitId, b.unitId) || compare(a.day, b.day) || compare(a.kind, b.kind));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function nextDay(day: LocalDate, days = 1): LocalDate {
  const instant = new Date(`${day}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}

function toFlaw({ id, validFrom }: Unit, kind: UnitFlaw['kind'], day: LocalDate, message: string): UnitFlaw {
  return { kind, unitId: id, validFrom, day, message };
}

function checkDates(unit: Unit): UnitFlaw[] {
  const { validFrom, validTo } = unit;
  if (validTo === undefined || validFrom <= validTo) return [];
  const message = `đến ngày ${formatDay(validTo)} sớm hơn từ ngày ${formatDay(validFrom)}`;
  return [toFlaw(unit, 'dates', validFrom, message)];
}

function listOverlaps(periods: readonly Unit[]): UnitFlaw[] {
  return [...groupById(periods).values()].flatMap((own) => {
    const flaws: UnitFlaw[] = [];
    let longest: Unit | undefined;
    for (const unit of own.toSorted((a, b) => compare(a.validFrom, b.validFrom))) {
      if (longest && isStanding(longest, unit.validFrom)) {
        const end = longest.validTo ? `đến ${formatDay(longest.validTo)}` : 'chưa có ngày kết thúc';
        const message = `giai đoạn từ ${formatDay(unit.validFrom)} chồng lên giai đoạn từ ${formatDay(longest.validFrom)} (${end})`;
        flaws.push(toFlaw(unit, 'overlap', unit.validFrom, message));
      }
      if (!longest || compare(endOf(unit), endOf(longest)) > 0) longest = unit;
    }
    return flaws;
  });
}

/** The first day of each period on which its parent does not stand. */
function listMissingParents(periods: readonly Unit[]): UnitFlaw[] {
  const byId = groupById(periods);
  return periods.flatMap((unit) => {
    const { parentId, validFrom } = unit;
    if (parentId === undefined) return [];
    const parents = byId.get(parentId);
    if (!parents) return [toFlaw(unit, 'parent', validFrom, `cấp trên ${parentId} không có trong danh sách đơn vị`)];
    let day = validFrom;
    for (let held = findStanding(parents, day); held; held = findStanding(parents, day)) {
      if (held.validTo === undefined || held.validTo >= endOf(unit)) return [];
      day = nextDay(held.validTo);
    }
    const message = `cấp trên ${parentId} không hoạt động vào ngày ${formatDay(day)}`;
    return [toFlaw(unit, 'parent', day, message)];
  });
}

/** Rings can only close on the first day of some period. */
function listParentRings(periods: readonly Unit[]): UnitFlaw[] {
  // In a sound table nothing is left to look at, day by day.
  const suspects = leaveRingsOnly(periods);
  const days = [...new Set(suspects.map(({ validFrom }) => validFrom))].sort(compare);
  const told = new Map<Unit, UnitFlaw>();
  for (const day of days) {
    const byId = new Map(suspects.filter((unit) => isStanding(unit, day)).map((unit) => [unit.id, unit]));
    for (const id of listRings(byId)) {
      const unit = byId.get(id)!;
      const message =
        unit.parentId === id
          ? `đơn vị ${id} là cấp trên của chính nó`
          : `đơn vị ${id} nằm dưới chính nó qua cấp trên ${unit.parentId} từ ngày ${formatDay(day)}`;
      if (!told.has(unit)) told.set(unit, toFlaw(unit, 'ring', day, message));
    }
  }
  return [...told.values()];
}

/** Periods of units that have, in some period, a parent that may lie in a ring. */
function leaveRingsOnly(periods: readonly Unit[]): readonly Unit[] {
  const open = new Map([...groupById(periods).keys()].map((id) => [id, 0]));
  const below = new Map<string, string[]>();
  for (const { id, parentId } of periods) {
    if (parentId === undefined || !open.has(parentId)) continue;
    open.set(id, open.get(id)! + 1);
    const children = below.get(parentId);
    if (children) children.push(id);
    else below.set(parentId, [id]);
  }
  const free = [...open.keys()].filter((id) => open.get(id) === 0);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    for (const child of below.get(id) ?? []) {
      open.set(child, open.get(child)! - 1);
      if (open.get(child) === 0) free.push(child);
    }
  }
  return periods.filter(({ id }) => open.get(id)! > 0);
}

function listFalseMergers(periods: readonly Unit[]): UnitFlaw[] {
  const byId = groupById(periods);
  const merged = new Map(periods.flatMap(({ id, mergedInto }) => (mergedInto ? [[id, mergedInto] as const] : [])));
  return periods.flatMap((unit) => {
    const { id, mergedInto, validFrom, validTo } = unit;
    if (mergedInto === undefined) return [];
    const tell = (message: string): UnitFlaw[] => [toFlaw(unit, 'merger', validFrom, message)];
    if (validTo === undefined) return tell(`sáp nhập vào ${mergedInto} nhưng chưa có đến ngày`);
    if (!byId.has(mergedInto)) return tell(`nơi sáp nhập vào ${mergedInto} không có trong danh sách đơn vị`);
    if (mergedInto === id) return tell('sáp nhập vào chính nó');
    const seen = new Set<string>();
    for (let at = merged.get(mergedInto); at !== undefined && !seen.has(at); at = merged.get(at)) {
      if (at === id) return tell(`sáp nhập vào ${mergedInto} rồi lại quay về chính nó`);
      seen.add(at);
    }
    const isGone = byId.get(mergedInto)!.every((into) => endOf(into) <= validTo && into.mergedInto === undefined);
    return isGone ? tell(`nơi sáp nhập vào ${mergedInto} không còn sau ngày ${formatDay(validTo)}`) : [];
  });
}

const endOf = ({ validTo }: Unit): LocalDate => validTo ?? '9999-12-31';

const findStanding = (units: readonly Unit[], day: LocalDate): Unit | undefined =>
  units.find((unit) => isStanding(unit, day));

export function groupById<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.id);
    if (group) group.push(item);
    else groups.set(item.id, [item]);
  }
  return groups;
}

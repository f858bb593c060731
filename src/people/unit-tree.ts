import type { LocalDate } from '../time.js';
import { createUnitSearch } from './search-units.js';
import { isStanding, listRings, type Unit } from './unit.js';

/** The tree as it stands on one day. */
export interface UnitTree {
  /** In the order of names within each parent, roots first. */
  readonly units: readonly Unit[];
  readonly roots: readonly Unit[];
  find(id: string): Unit | undefined;
  childrenOf(id: string): readonly Unit[];
  /** From the root down to the unit itself; empty for one that is not there. */
  pathTo(id: string): readonly Unit[];
  /** The unit and everything below it; empty for one that is not there. */
  branchOf(id: string): ReadonlySet<string>;
  /** Whether a unit is `root` or lies below it. False for what is not there. */
  isWithin(id: string, root: string): boolean;
  /** The unit that stands for an id today: itself, or what it was merged into; undefined where that ended too. */
  standingFor(id: string): Unit | undefined;
  /** By name, see `createUnitSearch`; best first. */
  search(words: string, limit: number): readonly Unit[];
}

/** Digits count as numbers: `Tổ 2` stands before `Tổ 10`. */
const NAMES = new Intl.Collator('vi', { numeric: true });

/**
 * A ring or a missing parent makes roots of what hangs on it; `listUnitFlaws` tells of them. Of periods that overlap the
 * later one counts. Orders and words are made when they are first asked for.
 */
export function treeOn(periods: readonly Unit[], day: LocalDate): UnitTree {
  const byId = new Map<string, Unit>();
  for (const unit of periods) {
    if (!isStanding(unit, day)) continue;
    const held = byId.get(unit.id);
    if (!held || held.validFrom <= unit.validFrom) byId.set(unit.id, unit);
  }
  const inRing = listRings(byId);
  const parentOf = (unit: Unit): Unit | undefined =>
    unit.parentId === undefined || inRing.has(unit.id) ? undefined : byId.get(unit.parentId);

  const roots: Unit[] = [];
  const children = new Map<string, Unit[]>();
  for (const unit of byId.values()) {
    const parent = parentOf(unit);
    const siblings = parent ? children.get(parent.id) : roots;
    if (siblings) siblings.push(unit);
    else if (parent) children.set(parent.id, [unit]);
  }
  const inOrder = new Set<Unit[]>();
  const order = (units: Unit[] = []): readonly Unit[] => {
    if (!inOrder.has(units)) inOrder.add(units.sort(byName));
    return units;
  };
  const childrenOf = (id: string): readonly Unit[] => order(children.get(id));
  const branchOf = (id: string): ReadonlySet<string> => {
    // A set shows what is added to it while it is walked.
    const branch = new Set(byId.has(id) ? [id] : []);
    for (const each of branch) for (const child of children.get(each) ?? []) branch.add(child.id);
    return branch;
  };
  const pathTo = (id: string): Unit[] => {
    const path: Unit[] = [];
    for (let at = byId.get(id); at; at = parentOf(at)) path.push(at);
    return path.reverse();
  };
  const units = once(() => listBelow(order(roots), childrenOf));
  const search = once(() => createUnitSearch(units(), parentOf));
  const successors = once(() => listSuccessors(periods, day));
  return {
    get units() {
      return units();
    },
    get roots() {
      return order(roots);
    },
    find: (id) => byId.get(id),
    childrenOf,
    pathTo,
    branchOf,
    isWithin: (id, root) => pathTo(id).some((unit) => unit.id === root),
    standingFor(id) {
      const seen = new Set<string>();
      for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = successors().get(at)) {
        const unit = byId.get(at);
        if (unit) return unit;
        seen.add(at);
      }
      return undefined;
    },
    search: (words, limit) => search()(words, limit),
  };
}

const byName = (a: Unit, b: Unit): number => NAMES.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What units that ended before a day went into, by their last period. */
function listSuccessors(periods: readonly Unit[], day: LocalDate): ReadonlyMap<string, string> {
  const last = new Map<string, Unit>();
  for (const unit of periods) {
    const isOver = unit.validTo !== undefined && unit.validTo < day;
    if (isOver && (last.get(unit.id)?.validTo ?? '') <= (unit.validTo ?? '')) last.set(unit.id, unit);
  }
  return new Map([...last.values()].flatMap(({ id, mergedInto }) => (mergedInto ? [[id, mergedInto] as const] : [])));
}

/** Each unit before what is below it; without recursion, since a hostile table may be deep. */
function listBelow(roots: readonly Unit[], childrenOf: (id: string) => readonly Unit[]): Unit[] {
  const listed: Unit[] = [];
  const open = roots.toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    listed.push(next);
    open.push(...childrenOf(next.id).toReversed());
  }
  return listed;
}

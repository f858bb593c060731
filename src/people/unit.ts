import { foldText } from '../text/vietnamese-text.js';
import type { LocalDate } from '../time.js';

/** federation: of the province. commune, ward: above the grass roots. enterprise, public-service, guild: grass-roots unions by where their members work. group: within one. */
export const UNIT_KINDS = [
  'federation',
  'commune',
  'ward',
  'sector',
  'enterprise',
  'public-service',
  'guild',
  'group',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/**
 * A unit of the union during one period. What changes (name, parent) begins a new period under the same id; a unit that
 * ends says what it went into. Ids never change and are never used again.
 */
export interface Unit {
  /** `a-z0-9-`, at most 60. */
  readonly id: string;
  readonly name: string;
  /** Absent: a root. */
  readonly parentId?: string;
  readonly kind: UnitKind;
  /** First day. */
  readonly validFrom: LocalDate;
  /** Last day; absent: until further notice. */
  readonly validTo?: LocalDate;
  /** The unit that its members belong to after `validTo`. */
  readonly mergedInto?: string;
}

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
  /** By name, marks and case aside, best first: whole name, then its beginning, then its words in any order, then nearly. */
  search(words: string, limit: number): readonly Unit[];
}

/** A ring or a missing parent makes roots of what hangs on it; `listUnitFlaws` tells of them. */
export function treeOn(periods: readonly Unit[], day: LocalDate): UnitTree {
  const byId = new Map<string, Unit>();
  for (const unit of periods) if (isStanding(unit, day)) byId.set(unit.id, unit);
  const parentOf = (unit: Unit): Unit | undefined => {
    const parent = unit.parentId === undefined ? undefined : byId.get(unit.parentId);
    return parent && !reaches(parent, unit.id) ? parent : undefined;
  };
  const reaches = (from: Unit, id: string): boolean => {
    const seen = new Set<string>();
    for (
      let at: Unit | undefined = from;
      at && !seen.has(at.id);
      at = at.parentId ? byId.get(at.parentId) : undefined
    ) {
      if (at.id === id) return true;
      seen.add(at.id);
    }
    return false;
  };
  const children = new Map<string, Unit[]>();
  const roots: Unit[] = [];
  for (const unit of [...byId.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi') || (a.id < b.id ? -1 : 1))) {
    const parent = parentOf(unit);
    if (parent) children.set(parent.id, [...(children.get(parent.id) ?? []), unit]);
    else roots.push(unit);
  }
  const childrenOf = (id: string): readonly Unit[] => children.get(id) ?? [];
  const pathTo = (id: string): Unit[] => {
    const path: Unit[] = [];
    for (let at = byId.get(id); at; at = parentOf(at)) path.unshift(at);
    return path;
  };
  const branchOf = (id: string): ReadonlySet<string> => {
    const branch = new Set<string>();
    const open = byId.has(id) ? [id] : [];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      branch.add(next);
      open.push(...childrenOf(next).map((child) => child.id));
    }
    return branch;
  };
  const merged = new Map(periods.flatMap(({ id, mergedInto }) => (mergedInto ? [[id, mergedInto] as const] : [])));
  return {
    units: roots.flatMap((root) => listBelow(root, childrenOf)),
    roots,
    find: (id) => byId.get(id),
    childrenOf,
    pathTo,
    branchOf,
    isWithin: (id, root) => pathTo(id).some((unit) => unit.id === root),
    standingFor(id) {
      const seen = new Set<string>();
      let at: string | undefined = id;
      while (at !== undefined && !seen.has(at)) {
        const unit = byId.get(at);
        if (unit) return unit;
        seen.add(at);
        at = merged.get(at);
      }
      return undefined;
    },
    search: (words, limit) => searchUnits([...byId.values()], words, limit),
  };
}

const isStanding = ({ validFrom, validTo }: Unit, day: LocalDate): boolean =>
  validFrom <= day && (validTo === undefined || day <= validTo);

function listBelow(unit: Unit, childrenOf: (id: string) => readonly Unit[]): Unit[] {
  return [unit, ...childrenOf(unit.id).flatMap((child) => listBelow(child, childrenOf))];
}

function searchUnits(units: readonly Unit[], words: string, limit: number): Unit[] {
  const wanted = toWords(words);
  if (wanted.length === 0) return [];
  return units
    .map((unit) => ({ unit, score: nearness(toWords(unit.name), wanted) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) => b.score - a.score || a.unit.name.localeCompare(b.unit.name, 'vi') || (a.unit.id < b.unit.id ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ unit }) => unit);
}

const toWords = (text: string): string[] => foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** 0 to 4: whole name 4, its beginning 3, all words 2, else the share of words found or nearly found, where most are. */
function nearness(name: readonly string[], wanted: readonly string[]): number {
  const [whole, asked] = [name.join(' '), wanted.join(' ')];
  if (whole === asked) return 4;
  if (whole.startsWith(`${asked} `)) return 3;
  if (wanted.every((word) => name.includes(word))) return 2 + wanted.length / (name.length + 1);
  const found = wanted.filter((word) => name.some((each) => isNear(each, word))).length;
  return found / wanted.length > 0.6 ? found / wanted.length : 0;
}

/** Equal, or one letter more, less or other in a word of four letters or more. */
function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}

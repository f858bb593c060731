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

export const isStanding = ({ validFrom, validTo }: Unit, day: LocalDate): boolean =>
  validFrom <= day && (validTo === undefined || day <= validTo);

/** Ids of units that are their own ancestors. */
export function listRings(byId: ReadonlyMap<string, Unit>): ReadonlySet<string> {
  const rings = new Set<string>();
  const done = new Set<string>();
  for (const start of byId.keys()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !path.has(at)) {
      path.add(at);
      at = byId.get(at)?.parentId;
    }
    if (at !== undefined && path.has(at)) {
      const walked = [...path];
      for (const id of walked.slice(walked.indexOf(at))) rings.add(id);
    }
    for (const id of path) done.add(id);
  }
  return rings;
}

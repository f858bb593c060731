import type { Audience } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { type Actor, can } from '../../people/permission.js';
import type { MemberTest, Segment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit-tree.js';

/** The service itself reaches everyone. */
export const SYSTEM: Actor = { roles: [{ role: 'admin' }] };

/** Standing units, or all there are and those without one. */
type Reach = ReadonlySet<string> | 'everybody';
type Act = 'send' | 'approve';

/** Whom somebody may address today, prepared for many members. */
export function reachOf(actor: Actor, tree: UnitTree): MemberTest {
  const reach = listUnits(actor, 'send', tree);
  if (reach === 'everybody') return () => true;
  return ({ unitId }) => unitId !== undefined && reach.has(tree.standingFor(unitId)?.id ?? '');
}

/** Whether somebody may address (or approve addressing) whoever the audience may hold, whoever joins or moves today. */
export function mayAddress(actor: Actor, audience: Audience, tree: UnitTree, act: Act = 'send'): boolean {
  const reach = listUnits(actor, act, tree);
  if (reach === 'everybody') return true;
  return audience.type === 'members' && reach.size > 0 && isWithin(audience.segment, reach, tree);
}

/** Whether somebody may address the whole union, those without a unit too. */
export function mayAddressAll(actor: Actor, tree: UnitTree): boolean {
  return can(actor, 'send', { tree });
}

/** Whether somebody may address anybody at all. */
export function mayAddressAny(actor: Actor, tree: UnitTree): boolean {
  const reach = listUnits(actor, 'send', tree);
  return reach === 'everybody' || reach.size > 0;
}

/** Whether everyone whom an audience may hold belongs to one unit or below it. */
export function isWithinUnit(audience: Audience, unitId: Member['unitId'], tree: UnitTree): boolean {
  if (audience.type !== 'members' || unitId === undefined) return false;
  return isWithin(audience.segment, tree.branchOf(tree.standingFor(unitId)?.id ?? ''), tree);
}

function listUnits(actor: Actor, act: Act, tree: UnitTree): Reach {
  if (can(actor, act, { tree })) return 'everybody';
  const branches = actor.roles.flatMap(({ unitId }) =>
    unitId === undefined ? [] : [...tree.branchOf(tree.standingFor(unitId)?.id ?? '')],
  );
  return new Set(branches.filter((id) => can(actor, act, { tree, unitId: id })));
}

/** What can be said of a member of whom only the unit is known. */
type Verdict = 'yes' | 'no' | 'maybe';

/** Whether a segment may hold members of a unit, or of none, as far as that tells. */
export function mayHold(segment: Segment, tree: UnitTree): (unitId: string | undefined) => boolean {
  const judge = compileByUnit(segment, tree);
  return (unitId) => judge(unitId) !== 'no';
}

/** Whether a segment may hold somebody whom a person may address: what it is told concerns that person. */
export function mayConcern(actor: Actor, segment: Segment, tree: UnitTree): boolean {
  const reach = listUnits(actor, 'send', tree);
  return reach === 'everybody' || [...reach].some(mayHold(segment, tree));
}

/** Whether a segment holds nobody outside of these units for sure: who is in another one, or in none, never matches. */
function isWithin(segment: Segment, units: ReadonlySet<string>, tree: UnitTree): boolean {
  const judge = compileByUnit(segment, tree);
  if (judge(undefined) !== 'no') return false;
  return tree.units.every(({ id }) => units.has(id) || judge(id) === 'no');
}

function compileByUnit(segment: Segment, tree: UnitTree): (unitId: string | undefined) => Verdict {
  if ('everybody' in segment) return () => 'yes';
  if ('branch' in segment) {
    const branch = tree.branchOf(tree.standingFor(segment.branch)?.id ?? '');
    return (unitId) => (unitId !== undefined && branch.has(unitId) ? 'yes' : 'no');
  }
  if ('not' in segment) {
    const inner = compileByUnit(segment.not, tree);
    return (unitId) => INVERSE[inner(unitId)];
  }
  if ('and' in segment) return joinParts(segment.and, 'no', 'yes', tree);
  if ('or' in segment) return joinParts(segment.or, 'yes', 'no', tree);
  return () => 'maybe';
}

const INVERSE: Readonly<Record<Verdict, Verdict>> = { yes: 'no', no: 'yes', maybe: 'maybe' };

/** One part that says `deciding` decides; all that say `otherwise` together do too. */
function joinParts(parts: readonly Segment[], deciding: Verdict, otherwise: Verdict, tree: UnitTree) {
  const judges = parts.map((part) => compileByUnit(part, tree));
  return (unitId: string | undefined): Verdict => {
    const verdicts = judges.map((judge) => judge(unitId));
    if (verdicts.includes(deciding)) return deciding;
    return verdicts.includes('maybe') ? 'maybe' : otherwise;
  };
}

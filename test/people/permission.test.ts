import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoleGrant } from '../../src/people/member.js';
import { ACTIONS, type Action, can } from '../../src/people/permission.js';
import type { Unit } from '../../src/people/unit.js';
import { treeOn } from '../../src/people/unit-tree.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';

const TODAY = '2026-11-24';
const tree = treeOn(SAMPLE_UNITS, TODAY);

type Answers = readonly [whole: boolean, inside: boolean, outside: boolean, unknown: boolean];
const NEVER: Answers = [false, false, false, false];
const WHOLE: Answers = [true, false, false, false];
const BRANCH: Answers = [false, true, false, false];
const EVERYWHERE: Answers = [true, true, true, false];

/** What each role may do: of the whole union, inside `tan-phong`, outside it, and on a unit that nobody knows. */
const TABLE: Readonly<
  Record<Action, readonly [member: Answers, propagandist: Answers, unitAdmin: Answers, admin: Answers]>
> = {
  brief: [NEVER, WHOLE, WHOLE, WHOLE],
  send: [NEVER, NEVER, BRANCH, EVERYWHERE],
  approve: [NEVER, NEVER, BRANCH, EVERYWHERE],
  report: [NEVER, NEVER, BRANCH, EVERYWHERE],
  'count-members': [NEVER, NEVER, BRANCH, EVERYWHERE],
  'invite-members': [NEVER, NEVER, BRANCH, EVERYWHERE],
  'grant-propagandist': [NEVER, NEVER, BRANCH, EVERYWHERE],
  'grant-unit-admin': [NEVER, NEVER, NEVER, EVERYWHERE],
  'grant-admin': [NEVER, NEVER, NEVER, WHOLE],
  'revoke-role': [NEVER, NEVER, BRANCH, EVERYWHERE],
  'import-units': [NEVER, NEVER, NEVER, WHOLE],
  'publish-documents': [NEVER, NEVER, NEVER, WHOLE],
  'read-feedback': [NEVER, NEVER, BRANCH, EVERYWHERE],
  'read-requests': [NEVER, NEVER, NEVER, WHOLE],
  'read-audit': [NEVER, NEVER, NEVER, WHOLE],
  'read-status': [NEVER, NEVER, NEVER, WHOLE],
};

const GRANTS: readonly RoleGrant[] = [
  { role: 'member' },
  { role: 'propagandist' },
  { role: 'unit-admin', unitId: 'tan-phong' },
  { role: 'admin' },
];
const ALL = Object.keys(ACTIONS) as Action[];

describe('permission', () => {
  const rows = ALL.flatMap((action) => GRANTS.map((grant, at) => [action, grant.role, at] as const));
  it.each(rows)('%s by a %s', (action, _role, at) => {
    const actor = { roles: [GRANTS[at]!] };
    const answers = [
      can(actor, action, { tree }),
      can(actor, action, { tree, unitId: 'truong' }),
      can(actor, action, { tree, unitId: 'may' }),
      can(actor, action, { tree, unitId: 'không có' }),
    ];
    expect(answers).toEqual(TABLE[action][at]);
  });

  it('lets a unit-admin act on his own unit, and not above it', () => {
    const actor = { roles: [{ role: 'unit-admin', unitId: 'tan-phong' } as const] };
    expect(can(actor, 'send', { tree, unitId: 'tan-phong' })).toBe(true);
    expect(can(actor, 'send', { tree, unitId: 'tinh' })).toBe(false);
  });

  it('gives nobody anything without a role, or with a unit-admin role of no unit or of one that ended', () => {
    const ended = treeOn([...SAMPLE_UNITS, unitOf('cu', 'tinh', { validTo: '2025-12-31' })], TODAY);
    for (const roles of [[], [{ role: 'unit-admin' }], [{ role: 'unit-admin', unitId: 'cu' }]] as RoleGrant[][]) {
      for (const action of ALL.filter((each) => each !== 'brief')) {
        expect(can({ roles }, action, { tree: ended, unitId: 'truong' })).toBe(false);
      }
    }
  });

  it('follows a branch into what it was merged into', () => {
    const merged = [...SAMPLE_UNITS, unitOf('cu', 'tinh', { validTo: '2026-01-01', mergedInto: 'doan-ket' })];
    const actor = { roles: [{ role: 'unit-admin', unitId: 'cu' } as const] };
    const now = treeOn(merged, TODAY);
    expect(can(actor, 'send', { tree: now, unitId: 'may' })).toBe(true);
    expect(can(actor, 'send', { tree: now, unitId: 'truong' })).toBe(false);
  });

  it('keeps a unit-admin within his branch in any tree, by any id', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), fc.constantFrom(...ALL), (units, ofOwn, ofTarget, action) => {
        const now = treeOn(units, TODAY);
        const own = units[ofOwn % units.length]!.id;
        const target = units[ofTarget % units.length]!.id;
        const actor = { roles: [{ role: 'unit-admin', unitId: own } as const] };
        const isAllowed = can(actor, action, { tree: now, unitId: target });
        return !isAllowed || now.branchOf(now.standingFor(own)?.id ?? '').has(target);
      }),
      { numRuns: 2_000 },
    );
  });
});

function unitOf(id: string, parentId: string | undefined, more: Partial<Unit> = {}): Unit {
  return { id, name: id, kind: 'group', validFrom: '2020-01-01', ...(parentId ? { parentId } : {}), ...more };
}

/** Any parents at all, rings and missing ones too, some units ended, some merged. */
const trees = fc
  .array(fc.tuple(fc.nat(14), fc.constantFrom('stands', 'ended', 'merged'), fc.nat(14)), {
    minLength: 1,
    maxLength: 15,
  })
  .map((rows) =>
    rows.map(([parent, fate, into], n): Unit => {
      const ended = fate === 'stands' ? {} : { validTo: '2025-12-31' };
      return unitOf(`u${n}`, parent === n ? undefined : `u${parent}`, {
        ...ended,
        ...(fate === 'merged' ? { mergedInto: `u${into}` } : {}),
      });
    }),
  );

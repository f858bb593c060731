import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { submitBroadcast } from '../../../src/outreach/approving/submit-broadcast.js';
import { createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { isWithinUnit, mayAddress, mayAddressAll, reachOf } from '../../../src/outreach/rights/reach.js';
import type { RoleGrant } from '../../../src/people/member.js';
import { can } from '../../../src/people/permission.js';
import { compileSegment, type Segment } from '../../../src/people/segment.js';
import type { Unit } from '../../../src/people/unit.js';
import { treeOn } from '../../../src/people/unit-tree.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createContent, createMember, createUnitAdmin, TUESDAY } from '../../support/outreach-samples.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const DAY = '2026-11-24';
const TREE = treeOn(SAMPLE_UNITS, DAY);
const to = (segment: Segment) => ({ type: 'members', segment }) as const;
const ward = { roles: [{ role: 'unit-admin', unitId: 'tan-phong' }] } as const;

describe('whom somebody may address', () => {
  it.each<[string, Segment, boolean]>([
    ['the own branch', { branch: 'tan-phong' }, true],
    ['a unit below it', { branch: 'truong' }, true],
    ['two units below it', { or: [{ branch: 'truong' }, { branch: 'thuy-dien' }] }, true],
    ['a role of the own branch', { and: [{ role: 'propagandist' }, { branch: 'tan-phong' }] }, true],
    ['the own branch without one unit', { and: [{ branch: 'tan-phong' }, { not: { branch: 'truong' } }] }, true],
    ['nobody', { or: [] }, true],
    ['everybody', { everybody: true }, false],
    ['everybody by no condition at all', { and: [] }, false],
    ['another branch', { branch: 'doan-ket' }, false],
    ['the branch above', { branch: 'tinh' }, false],
    ['a branch partly outside', { or: [{ branch: 'truong' }, { branch: 'may' }] }, false],
    ['a role wherever it is', { role: 'propagandist' }, false],
    ['all but another branch', { not: { branch: 'doan-ket' } }, false],
  ])('%s', (_, segment, isAllowed) => {
    expect(mayAddress(ward, to(segment), TREE)).toBe(isAllowed);
    expect(mayAddress({ roles: [{ role: 'admin' }] }, to(segment), TREE)).toBe(true);
    expect(mayAddress({ roles: [{ role: 'propagandist' }] }, to(segment), TREE)).toBe(false);
  });

  it('leaves all followers of the OA, and those without a unit, to who answers for the whole union', () => {
    const article = { title: 'a', description: '', author: '', body: ['b'], coverUrl: 'https://a.vn/b.png' };
    expect(mayAddress(ward, { type: 'followers', article }, TREE)).toBe(false);
    expect(mayAddress({ roles: [{ role: 'admin' }] }, { type: 'followers', article }, TREE)).toBe(true);
    expect(mayAddressAll(ward, TREE)).toBe(false);
    expect(reachOf(ward, TREE)(createMember('m'))).toBe(false);
    expect(isWithinUnit(to({ branch: 'truong' }), 'tan-phong', TREE)).toBe(true);
    expect(isWithinUnit(to({ branch: 'truong' }), 'doan-ket', TREE)).toBe(false);
    expect(isWithinUnit(to({ branch: 'truong' }), undefined, TREE)).toBe(false);
  });

  it('follows a branch into what it was merged into', () => {
    const merged: readonly Unit[] = [
      ...SAMPLE_UNITS.filter(({ id }) => id !== 'tan-phong' && id !== 'truong'),
      { ...SAMPLE_UNITS[1]!, validTo: '2026-06-30', mergedInto: 'doan-ket' },
      { ...SAMPLE_UNITS[4]!, parentId: 'doan-ket' },
    ];
    const tree = treeOn(merged, DAY);
    expect(mayAddress(ward, to({ branch: 'may' }), tree)).toBe(true);
    expect(reachOf(ward, tree)(createMember('m', { unitId: 'tan-phong' }))).toBe(true);
    expect(reachOf(ward, tree)(createMember('m', { unitId: 'thuy-dien' }))).toBe(false);
  });
});

const IDS = Array.from({ length: 8 }, (_, at) => `u${at}`);
const unitId = fc.constantFrom(...IDS);
/** Each unit hangs on an earlier one, on none, or has been merged into another. */
const units = fc
  .tuple(...IDS.map((_, at) => fc.tuple(fc.integer({ min: -1, max: at - 1 }), fc.option(unitId, { freq: 4 }))))
  .map((shape) =>
    shape.map(
      ([parent, mergedInto], at): Unit => ({
        id: IDS[at]!,
        name: IDS[at]!,
        kind: 'group',
        validFrom: '2025-01-01',
        ...(parent >= 0 ? { parentId: IDS[parent]! } : {}),
        ...(mergedInto === null ? {} : { validTo: '2026-01-01', mergedInto }),
      }),
    ),
  );
const segments = fc.letrec<{ any: Segment }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    unitId.map((branch): Segment => ({ branch })),
    fc.constantFrom<Segment>({ everybody: true }, { role: 'propagandist' }, { topic: 'sinh-hoat' }, { channel: 'web' }),
    fc.array(tie('any'), { maxLength: 3 }).map((and): Segment => ({ and })),
    fc.array(tie('any'), { maxLength: 3 }).map((or): Segment => ({ or })),
    tie('any').map((not): Segment => ({ not })),
  ),
})).any;
const grants = fc.array(
  fc.oneof(
    unitId.map((id): RoleGrant => ({ role: 'unit-admin', unitId: id })),
    fc.constantFrom<RoleGrant>({ role: 'member' }, { role: 'propagandist' }),
  ),
  { maxLength: 2 },
);

it('lets nobody address, by any segment, who is not of the own branch', () => {
  const everyMember = [undefined, ...IDS, 'gone'].flatMap((id) =>
    (['member', 'propagandist'] as const).map((role) =>
      createMember('m', { roles: [{ role }], ...(id ? { unitId: id } : {}) }),
    ),
  );
  let allowed = 0;
  fc.assert(
    fc.property(units, segments, grants, (periods, segment, roles) => {
      const tree = treeOn(periods, DAY);
      const isReached = reachOf({ roles }, tree);
      for (const member of everyMember) {
        const standing = member.unitId === undefined ? undefined : tree.standingFor(member.unitId);
        expect(isReached(member)).toBe(standing !== undefined && can({ roles }, 'send', { tree, unitId: standing.id }));
      }
      if (!mayAddress({ roles }, to(segment), tree)) return;
      const isMeant = compileSegment(segment, tree);
      const meant = everyMember.filter(isMeant);
      if (meant.length > 0) allowed += 1;
      expect(meant.filter((member) => !isReached(member))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  // Not because nothing is ever allowed.
  expect(allowed).toBeGreaterThan(30);
});

it('plans for nobody outside the branch, whatever becomes of saved segments and of the tree meanwhile', async () => {
  const settings = { APPROVE_BEYOND_UNIT: 'false', SENDING_PER_DAY: '100', SENDING_PER_MONTH: '1000' };
  const { store, doors, join, set } = await openPlanningStage({ settings, units: [] });
  const author = createUnitAdmin('author', 'u0');
  const everyone = [undefined, ...IDS].map((id) => createMember(`of-${id}`, id === undefined ? {} : { unitId: id }));
  await join(author, ...everyone);
  let seconds = 0;
  // The tree is read again after five seconds.
  const rebuild = async (periods: readonly Unit[]) => {
    await store.saveUnits(periods);
    seconds += 6;
    set(new Date(TUESDAY.getTime() + seconds * 1_000));
  };
  const save = (segment: Segment) => store.saveSegment({ name: 'Nhóm', owner: 'author', segment });
  let [planned, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      units,
      units,
      segments,
      segments,
      unitId,
      fc.boolean(),
      async (before, after, of, second, own, isOwn) => {
        // Few of those drawn at random are allowed at all.
        const first: Segment = isOwn ? { and: [{ branch: own }, of] } : of;
        await rebuild(before);
        const writer = { ...author, roles: [{ role: 'unit-admin', unitId: own } as const] };
        await store.changeMember('author', () => writer);
        await save(first);
        const { segment } = (await store.findSegment('Nhóm'))!;
        const made = await createBroadcast(
          { content: createContent({ audience: to(segment) }), origin: 'chat', author: writer },
          doors,
        );
        if (made.status !== 'created') {
          refused += 1;
          return;
        }
        const { id } = made.broadcast;
        await save(second);
        await submitBroadcast(id, writer, doors);
        await rebuild(after);
        await planDeliveries(doors);
        const tree = treeOn(after, DAY);
        for (const { status, unitId: of } of await store.countDeliveries(id)) {
          if (status !== 'queued') continue;
          planned += 1;
          const standing = of === undefined ? undefined : tree.standingFor(of);
          expect(standing !== undefined && can(writer, 'send', { tree, unitId: standing.id })).toBe(true);
          expect(
            [...everyone, writer].filter((member) => member.unitId === of).some(compileSegment(segment, tree)),
          ).toBe(true);
        }
        await store.changeBroadcast(id, (held) => ({ ...held, status: 'cancelled' }));
      },
    ),
    { numRuns: 400 },
  );
  expect(Math.min(planned, refused)).toBeGreaterThan(30);
});

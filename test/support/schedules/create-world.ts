import fc from 'fast-check';
import type { Broadcast } from '../../../src/people/broadcast.js';
import type { Member, QuietHours } from '../../../src/people/member.js';
import {
  addressOn,
  createContent,
  createMember,
  createMessage,
  DAY_MS,
  HOUR_MS,
  local,
  MINUTE_MS,
} from '../outreach-samples.js';

export const BEGIN = local('00:00');
const MEMBERS = 40;
const BROADCASTS = 25;
const PASSES = 180;
const LAST_DUE_MS = 30 * DAY_MS;

/** What staff and members do meanwhile; acts of staff name a broadcast, those of members a member. */
export interface Act {
  readonly at: Date;
  readonly what: 'pause' | 'resume' | 'withdraw' | 'leave' | 'interact';
  readonly id: string;
}

export interface World {
  /** Each is the only member of a unit of the same name, so that the counts of the ledger tell of one row. */
  readonly members: readonly Member[];
  readonly broadcasts: readonly Broadcast[];
  /** In order. */
  readonly acts: readonly Act[];
  /** When the passes run. */
  readonly passes: readonly Date[];
}

const within = (ms: number) => fc.integer({ min: 0, max: ms / MINUTE_MS }).map((minute) => minute * MINUTE_MS);
const after = (ms: number) => within(ms).map((later) => new Date(BEGIN.getTime() + later));
const rarely = fc.nat(9).map((drawn) => drawn === 0);

const quietHours = fc
  .tuple(fc.nat(23), fc.nat(23))
  .filter(([from, to]) => from !== to)
  .map(([from, to]): QuietHours => ({ from, to }));

const members = fc
  .array(
    fc.record({
      quiet: fc.option(quietHours),
      on: fc.subarray(['telegram', 'zalo-oa'] as const, { minLength: 1 }),
      used: fc.integer({ min: -5, max: 5 }),
    }),
    { minLength: MEMBERS, maxLength: MEMBERS },
  )
  .map((all) =>
    all.map(({ quiet, on, used }, at) => {
      const id = `m${String(at).padStart(2, '0')}`;
      const usedAt = new Date(BEGIN.getTime() + used * DAY_MS);
      const addresses = on.map((channel) => addressOn(channel, id, usedAt));
      return createMember(id, { unitId: id, addresses, ...(quiet ? { quietHours: quiet } : {}) });
    }),
  );

const broadcasts = fc
  .array(
    fc.record({
      dueAt: after(LAST_DUE_MS),
      lastsMs: fc.oneof(within(12 * HOUR_MS), within(10 * DAY_MS)),
      isUrgent: rarely,
      corrects: fc.tuple(rarely, fc.nat(BROADCASTS - 1)),
      hasTemplate: fc.boolean(),
    }),
    { minLength: BROADCASTS, maxLength: BROADCASTS },
  )
  .map((all) =>
    all
      .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
      .map(({ dueAt, lastsMs, isUrgent, corrects: [isCorrection, corrected], hasTemplate }, at): Broadcast => {
        const id = nameOf(at);
        return {
          id,
          origin: 'campaign',
          author: 'system',
          content: createContent({
            messages: [createMessage({ text: `Tin ${id}.` })],
            dueAt,
            expiresAt: new Date(dueAt.getTime() + MINUTE_MS + lastsMs),
            isUrgent,
            ...(isCorrection && corrected < at ? { corrects: nameOf(corrected) } : {}),
            ...(hasTemplate ? { template: { id: '1', data: { tin: `Tin ${id}.` } } } : {}),
          }),
          createdAt: BEGIN,
          approvals: [],
          // Who approved it is told elsewhere.
          status: 'planning',
          isPlanned: false,
        };
      }),
  );

const acts = fc
  .tuple(
    fc.array(fc.tuple(after(LAST_DUE_MS), within(3 * DAY_MS), fc.nat(BROADCASTS - 1)), { maxLength: 12 }),
    fc.array(fc.tuple(after(LAST_DUE_MS), fc.nat(MEMBERS - 1), fc.constantFrom('withdraw', 'leave', 'interact')), {
      maxLength: 20,
    }),
  )
  .map(([pauses, others]) =>
    [
      ...pauses.flatMap(([at, lastsMs, which]): Act[] => [
        { at, what: 'pause', id: nameOf(which) },
        { at: new Date(at.getTime() + lastsMs), what: 'resume', id: nameOf(which) },
      ]),
      ...others.map(([at, who, what]): Act => ({ at, what, id: `m${String(who).padStart(2, '0')}` })),
    ].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  );

/** Passes are as far apart as a service that is now and then down. */
const passes = fc.array(within(12 * HOUR_MS), { minLength: PASSES, maxLength: PASSES }).map((steps) => {
  let at = BEGIN.getTime();
  return steps.map((ms) => {
    at += Math.max(ms, MINUTE_MS);
    return new Date(at);
  });
});

/** About forty-five days of one small union. */
export const worlds: fc.Arbitrary<World> = fc.noBias(fc.record({ members, broadcasts, acts, passes }));

function nameOf(at: number): string {
  return `TB${String(at).padStart(2, '0')}`;
}

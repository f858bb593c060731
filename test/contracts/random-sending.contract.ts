import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimedDelivery, DeliveryStatus } from '../../src/storage/ledger.js';
import type { Store } from '../../src/storage/store.js';
import {
  begin,
  claimSome,
  countByStatus,
  HOUR,
  later,
  MINUTE,
  queued,
  startSending,
} from '../support/sample-broadcasts.js';

const MEMBERS = ['m1', 'm2', 'm3', 'm4', 'm5'];

/** What has to be so of a row, told anew from the contract. */
interface Row {
  status: DeliveryStatus;
  dueAt: number;
  leaseUntil: number;
  /** The claim that may still say how it ended. */
  claim?: ClaimedDelivery;
  isResent: boolean;
  /** Messages that may have reached the member. */
  arrived: number;
}

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('claim' as const), most: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('begin' as const), which: fc.nat(9) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(9),
      as: fc.constantFrom(
        'sent' as const,
        'failed' as const,
        'skipped' as const,
        'unknown' as const,
        'put-off' as const,
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, MINUTE - 1, MINUTE, 10 * MINUTE, 3 * HOUR, -MINUTE, -10 * MINUTE, -3 * HOUR),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('settle' as const, 'resend' as const, 'resume' as const) }),
  },
  fc.record({ do: fc.constant('pause' as const) }),
);

/** A model of the ledger, asked beside it about all that may happen to five rows, in any order and by any clock. */
export function describeRandomSending(name: string, open: () => Promise<Store>): void {
  describe(`sending at random (${name})`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('begins a row once, and again only if nothing left or it was asked to send what is unknown', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 100 }), async (acts) => {
          const id = `b${++run}`;
          await startSending(
            store,
            id,
            MEMBERS.map((member) => queued(member)),
          );
          const rows = new Map(MEMBERS.map((member) => [member, newRow()]));
          const claims: ClaimedDelivery[] = [];
          const pick = (which: number) => claims[which % Math.max(1, claims.length)];
          let now = later(0);
          let isPaused = false;
          for (const each of acts) {
            if (each.do === 'pass') now = new Date(now.getTime() + each.ms);
            else if (each.do === 'pause' || each.do === 'resume') {
              isPaused = each.do === 'pause';
              await store.changeBroadcast(id, (held) => ({ ...held, status: isPaused ? 'paused' : 'sending' }));
            } else if (each.do === 'claim') {
              for (const claim of await claimSome(store, each.most, now)) {
                const row = rows.get(claim.memberId)!;
                expect([isPaused, row.status, row.dueAt <= now.getTime()]).toEqual([false, 'queued', true]);
                expect(isFree(row, now, 2 * MINUTE)).toBe(true);
                Object.assign(row, { claim, leaseUntil: now.getTime() + MINUTE });
                claims.push(claim);
              }
            } else if (each.do === 'begin') {
              const claim = pick(each.which);
              if (!claim) continue;
              const row = rows.get(claim.memberId)!;
              const may = !isPaused && row.claim?.token === claim.token && row.status === 'queued';
              expect(await begin(store, claim, now)).toBe(may);
              if (may) begun(row, now);
            } else if (each.do === 'end') {
              const claim = pick(each.which);
              if (!claim) continue;
              await end(store, claim, each.as, now);
              const row = rows.get(claim.memberId)!;
              if (row.claim?.token === claim.token) ended(row, each.as, now);
            } else if (each.do === 'settle') {
              const lost = [...rows.values()].filter((row) => row.status === 'sending' && isFree(row, now, HOUR));
              for (const row of lost) Object.assign(row, { status: 'unknown', leaseUntil: 0 });
              expect(await store.settleLost(now)).toEqual(lost.length > 0 ? { [id]: lost.length } : {});
            } else {
              const unknown = [...rows.values()].filter((row) => row.status === 'unknown' && !row.isResent);
              for (const row of unknown) {
                Object.assign(row, { status: 'queued', isResent: true, dueAt: now.getTime(), leaseUntil: 0 });
              }
              expect(await store.resendUnknown(id, now)).toBe(unknown.length);
            }
            const waiting = [...rows.values()].filter(({ status }) => !isPaused && status === 'queued');
            const dueAt = waiting.length > 0 ? new Date(Math.min(...waiting.map((row) => row.dueAt))) : undefined;
            expect(await store.findDeliveryDueAt('telegram')).toEqual(dueAt);
            const amounts: Record<string, number> = {};
            for (const { status } of rows.values()) amounts[status] = (amounts[status] ?? 0) + 1;
            expect(await countByStatus(store, id)).toEqual(amounts);
          }
          for (const { arrived, isResent } of rows.values()) expect(arrived).toBeLessThanOrEqual(isResent ? 2 : 1);
          await store.changeBroadcast(id, (held) => ({ ...held, status: 'cancelled' }));
          await store.settleLost(later(999 * HOUR));
        }),
        { numRuns: 60 },
      );
    });
  });
}

const newRow = (): Row => ({ status: 'queued', dueAt: later(0).getTime(), leaseUntil: 0, isResent: false, arrived: 0 });

/** Its lease is over, or was given by a clock that stood further ahead than any lease can. */
const isFree = ({ leaseUntil }: Row, now: Date, longestMs: number) =>
  leaseUntil <= now.getTime() || leaseUntil > now.getTime() + longestMs;

function begun(row: Row, now: Date): void {
  Object.assign(row, { status: 'sending', leaseUntil: now.getTime() + MINUTE, arrived: row.arrived + 1 });
}

type End = 'sent' | 'failed' | 'skipped' | 'unknown' | 'put-off';

async function end(store: Store, claim: ClaimedDelivery, as: End, at: Date): Promise<void> {
  if (as === 'put-off') await store.postponeDelivery(claim, { dueAt: at, channel: 'telegram', by: 'message' });
  else if (as === 'sent') await store.finishDelivery(claim, { status: as, messageId: claim.token, at });
  else if (as === 'failed') await store.finishDelivery(claim, { status: as, code: 'recipient-blocked', at });
  else if (as === 'skipped') await store.finishDelivery(claim, { status: as, because: 'no-consent', at });
  else await store.finishDelivery(claim, { status: as, at });
}

function ended(row: Row, as: End, now: Date): void {
  row.leaseUntil = 0;
  if (as !== 'unknown') delete row.claim;
  if (as === 'put-off') {
    // It did not leave, for sure.
    Object.assign(row, { status: 'queued', dueAt: now.getTime(), arrived: Math.max(0, row.arrived - 1) });
  } else row.status = row.isResent && as !== 'sent' ? 'unknown' : as;
}

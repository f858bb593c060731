import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../src/storage/ledger.js';
import type { Store } from '../../src/storage/store.js';
import {
  begin,
  claimSome,
  countByStatus,
  DAY,
  HOUR,
  later,
  MINUTE,
  NOW,
  queued,
  sampleContent,
  startSending,
} from '../support/sample-broadcasts.js';

/** How every ledger has to give out its rows and take back how they ended, whatever it is made of. `open` gives one that holds nothing. */
export function describeSending(name: string, open: () => Promise<Store>): void {
  describe(`sending from the ledger (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    const membersOf = (claims: readonly ClaimedDelivery[]) => claims.map(({ memberId }) => memberId);

    it('claims due rows in order, once, until the lease is over', async () => {
      await startSending(store, 'b1', [queued('m3'), queued('m2', later(1)), queued('m1', later(HOUR))]);
      const [claim, ...none] = await claimSome(store);
      expect(none).toEqual([]);
      expect(claim).toMatchObject({
        broadcastId: 'b1',
        memberId: 'm3',
        channel: 'telegram',
        by: 'message',
        variant: 0,
        attempts: 0,
        partsSent: 0,
        sendAt: NOW,
      });
      expect(membersOf(await claimSome(store, 9, later(1)))).toEqual(['m2']);
      expect(await claimSome(store, 9, later(2))).toEqual([]);
      expect(membersOf(await claimSome(store, 9, later(MINUTE)))).toEqual(['m3']);
      expect(await begin(store, claim!)).toBe(false);
      expect(await store.claimDeliveries({ ...CLAIM, channel: 'zalo-oa', now: later(DAY) })).toEqual([]);
    });

    it('gives each row its place in one stream, and fills it no further than the horizon', async () => {
      await startSending(
        store,
        'b1',
        Array.from({ length: 60 }, (_, n) => queued(`m${n + 10}`)),
      );
      const rate = { perSecond: 10 };
      const times = (claims: readonly ClaimedDelivery[]) =>
        claims.map(({ sendAt }) => sendAt.getTime() - NOW.getTime());
      expect(times(await claimSome(store, 5, NOW, rate))).toEqual([0, 100, 200, 300, 400]);
      expect(times(await claimSome(store, 99, NOW, rate))).toEqual([500, 600, 700, 800, 900, 1000]);
      expect(await claimSome(store, 99, later(50), rate)).toEqual([]);
      expect(times(await claimSome(store, 1, later(5000), rate))).toEqual([5000]);
      await store.pauseStream('telegram', later(8000));
      expect(await claimSome(store, 99, later(6000), rate)).toEqual([]);
      expect(times(await claimSome(store, 2, later(7500), rate))).toEqual([8000, 8100]);
    });

    it('keeps to any rate, whoever asks when and for how many', async () => {
      await startSending(
        store,
        'b1',
        Array.from({ length: 400 }, (_, n) => queued(`m${n}`)),
      );
      const asks = fc.array(fc.record({ passMs: fc.nat(700), most: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 12,
      });
      let now = NOW;
      await fc.assert(
        fc.asyncProperty(asks, fc.constantFrom(0.5, 3, 24), async (list, perSecond) => {
          now = new Date(now.getTime() + HOUR);
          const places: number[] = [];
          for (const { passMs, most } of list) {
            now = new Date(now.getTime() + passMs);
            const claims = await claimSome(store, most, now, { perSecond });
            for (const { sendAt } of claims) {
              expect(sendAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
              expect(sendAt.getTime()).toBeLessThanOrEqual(now.getTime() + 1000);
            }
            places.push(...claims.map(({ sendAt }) => sendAt.getTime()));
          }
          for (let n = 1; n < places.length; n++) {
            expect(places[n]! - places[n - 1]!).toBeGreaterThanOrEqual(1000 / perSecond - 1);
          }
        }),
        { numRuns: 15 },
      );
    });

    it('lets urgent broadcasts go first and the others take turns', async () => {
      const announce = (id: string, amount: number, isUrgent = false) => {
        const rows = Array.from({ length: amount }, (_, n) => queued(`${id}${n}`));
        return startSending(store, id, rows, { content: sampleContent({ isUrgent }) });
      };
      await announce('a', 9);
      await announce('b', 2);
      await announce('c', 9);
      await announce('u', 2, true);
      const order = async (most: number) =>
        (await claimSome(store, most)).map(({ broadcastId }) => broadcastId).join('');
      expect(await order(4)).toBe('uuab');
      expect(await order(1)).toBe('c');
      expect(await order(5)).toBe('abcac');
      expect(await order(2)).toBe('ac');
    });

    it('takes the rows of one member one after the other, whatever their broadcasts and channels', async () => {
      const onZalo = { status: 'queued', channel: 'zalo-oa', by: 'message', dueAt: NOW } as const;
      await startSending(store, 'a', [queued('m1'), queued('m2')]);
      await startSending(store, 'b', [queued('m1'), { ...queued('m2'), plan: onZalo }]);
      const claims = await claimSome(store);
      expect(claims.map(({ broadcastId, memberId }) => `${broadcastId} ${memberId}`)).toEqual(['a m1', 'a m2']);
      const claimOnZalo = () => store.claimDeliveries({ ...CLAIM, channel: 'zalo-oa', now: NOW });
      expect([await claimSome(store), await claimOnZalo()]).toEqual([[], []]);
      for (const claim of claims) await begin(store, claim, later(9));
      const contacts = await store.listContacts({ memberIds: ['m1', 'm2'], since: later(1), except: 'b' });
      expect([...contacts].toSorted()).toEqual(['m1', 'm2'].map((id) => [id, [{ at: later(9), broadcastId: 'a' }]]));
      expect([membersOf(await claimSome(store)), membersOf(await claimOnZalo())]).toEqual([['m1'], ['m2']]);
    });

    it('takes rows and places again that a clock set ahead had taken', async () => {
      await startSending(store, 'b1', [queued('m1'), queued('m2')]);
      const far = later(3 * DAY);
      const [claim] = await claimSome(store, 1, far);
      await begin(store, claim!, far);
      await claimSome(store, 1, far);
      expect(membersOf(await claimSome(store))).toEqual(['m2']);
      expect(await store.settleLost(NOW)).toEqual({ b1: 1 });
    });

    it('does not begin what was paused, lost or begun before', async () => {
      await startSending(store, 'b1', [queued('m1'), queued('m2')]);
      const [one, two] = await claimSome(store);
      expect(await begin(store, one!)).toBe(true);
      expect(await begin(store, one!)).toBe(false);
      await store.changeBroadcast('b1', (held) => ({ ...held, status: 'paused' }));
      expect(await begin(store, two!)).toBe(false);
      expect(await claimSome(store, 9, later(HOUR))).toEqual([]);
      await store.changeBroadcast('b1', (held) => ({ ...held, status: 'sending' }));
      const [again] = await claimSome(store, 9, later(HOUR));
      expect(again).toMatchObject({ memberId: 'm2', attempts: 0 });
      await store.skipQueued('b1', 'cancelled', 9);
      expect(await begin(store, again!, later(HOUR))).toBe(false);
    });

    it('puts off what did not leave, on another channel too, and forgets no part that arrived', async () => {
      await startSending(store, 'b1', [queued('m1')]);
      const [claim] = await claimSome(store);
      await begin(store, claim!);
      await store.recordPart(claim!, { now: NOW, leaseMs: MINUTE });
      await store.postponeDelivery(claim!, { dueAt: later(HOUR), channel: 'zalo-oa', by: 'template' });
      await store.recordPart(claim!, { now: NOW, leaseMs: MINUTE });
      expect(await store.hasOpenDeliveries('b1')).toBe(true);
      const claimAt = (now: Date) => store.claimDeliveries({ ...CLAIM, channel: 'zalo-oa', now });
      expect(await claimAt(later(HOUR - 1))).toEqual([]);
      expect(await claimAt(later(HOUR))).toMatchObject([{ by: 'template', attempts: 1, partsSent: 1 }]);
    });

    it('is in no doubt between two messages of one delivery, which are one attempt', async () => {
      await startSending(store, 'b1', [queued('m1')]);
      const [claim] = await claimSome(store);
      expect(await begin(store, claim!)).toBe(true);
      await store.recordPart(claim!, { now: NOW, leaseMs: MINUTE });
      expect([await store.settleLost(later(HOUR)), await claimSome(store)]).toEqual([{}, []]);
      expect(await begin(store, claim!)).toBe(true);
      expect(await countByStatus(store, 'b1')).toEqual({ sending: 1 });
      await store.recordPart(claim!, { now: NOW, leaseMs: MINUTE });
      expect(await claimSome(store, 9, later(MINUTE))).toMatchObject([{ attempts: 1, partsSent: 2 }]);
      expect(await begin(store, claim!)).toBe(false);
    });

    it('knows neither end of what was begun and not finished, until it is told', async () => {
      await startSending(store, 'b1', [queued('m1'), queued('m2')]);
      const [one, two] = await claimSome(store);
      await begin(store, one!);
      await begin(store, two!);
      await store.finishDelivery(two!, { status: 'unknown', at: NOW });
      expect(await store.settleLost(later(MINUTE - 1))).toEqual({});
      expect(await store.settleLost(later(MINUTE))).toEqual({ b1: 1 });
      expect(await countByStatus(store, 'b1')).toEqual({ unknown: 2 });
      expect(await claimSome(store, 9, later(HOUR))).toEqual([]);
      await store.finishDelivery(one!, { status: 'sent', messageId: '1', at: later(2 * MINUTE) });
      await store.finishDelivery(one!, { status: 'failed', code: 'timeout', at: later(2 * MINUTE) });
      expect(await countByStatus(store, 'b1')).toEqual({ sent: 1, unknown: 1 });
    });

    it('sends once more what is unknown, and no third time', async () => {
      await startSending(store, 'b1', [queued('m1')]);
      for (const resent of [1, 0]) {
        const [claim] = await claimSome(store);
        await begin(store, claim!);
        await store.settleLost(later(HOUR));
        expect(await store.resendUnknown('b1', NOW)).toBe(resent);
      }
      expect(await store.countDeliveries('b1')).toMatchObject([{ status: 'unknown', isResent: true, amount: 1 }]);
    });

    it('knows as little as before of what could not be sent once more', async () => {
      await startSending(store, 'b1', [queued('m1'), queued('m2'), queued('m3')]);
      for (const claim of await claimSome(store)) await begin(store, claim);
      await store.settleLost(later(HOUR));
      expect(await store.resendUnknown('b1', NOW)).toBe(3);
      const [one, two] = await claimSome(store);
      await store.finishDelivery(one!, { status: 'skipped', because: 'no-consent', at: NOW });
      await begin(store, two!);
      await store.finishDelivery(two!, { status: 'failed', code: 'recipient-blocked', at: NOW });
      expect(await store.skipQueued('b1', 'expired', 9)).toBe(1);
      const counts = await store.countDeliveries('b1');
      expect(counts).toMatchObject([{ status: 'unknown', isResent: true, amount: 3 }]);
      expect(counts[0]).not.toHaveProperty('reason');
    });
  });
}

const CLAIM = { leaseMs: MINUTE, perSecond: 1000, horizonMs: 1000, most: 9 };

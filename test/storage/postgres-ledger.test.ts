import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { describeLedger } from '../contracts/ledger.contract.js';
import { describeRandomSending } from '../contracts/random-sending.contract.js';
import { describeSending } from '../contracts/sending.contract.js';
import { DRAIN_PER_SECOND, drainLedger } from '../support/drain-ledger.js';
import { usePostgres } from '../support/open-postgres.js';
import {
  countByStatus,
  HOUR,
  later,
  NOW,
  queued,
  sampleBroadcast,
  sampleMember,
  startSending,
} from '../support/sample-broadcasts.js';

const postgres = usePostgres();
const open = async () => openStore(await postgres.newPlace());
const range = (length: number) => Array.from({ length }, (_, n) => n);

describeLedger('PostgreSQL', open);
describeSending('PostgreSQL', open);
describeRandomSending('PostgreSQL', open);

/** Stores of four workers, over one database. */
async function openWorkers() {
  const place = await postgres.newPlace();
  const stores = await Promise.all(range(4).map(() => openStore(place)));
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
  return stores;
}

describe('four workers on one PostgreSQL', () => {
  it('begin each row once, at one rate together', async () => {
    const stores = await openWorkers();
    for (const id of ['a', 'b', 'c']) {
      await startSending(
        stores[0]!,
        id,
        range(100).map((n) => queued(`m${n}`)),
      );
    }
    const drained = await Promise.all(stores.map((store) => drainLedger(store)));
    const begun = drained.flatMap((each) => each.begun);
    expect([begun.length, new Set(begun).size]).toEqual([300, 300]);
    for (const id of ['a', 'b', 'c']) expect(await countByStatus(stores[0]!, id)).toEqual({ sent: 100 });
    const places = drained.flatMap((each) => each.places).toSorted((a, b) => a - b);
    const gaps = places.slice(1).map((place, at) => place - places[at]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000 / DRAIN_PER_SECOND - 1);
  });

  it('come to an end beside everything else that changes rows, and begin none twice', async () => {
    const stores = await openWorkers();
    const [store] = stores;
    const ids = ['a', 'b', 'c'];
    for (const n of range(60)) await store!.createMember(sampleMember(`m${n}`));
    for (const id of ids) {
      await startSending(
        store!,
        id,
        range(60).map((n) => queued(`m${n}`)),
      );
    }
    await store!.createBroadcast(sampleBroadcast('d'));
    const hinder = async () => {
      for (const n of range(20)) {
        const id = ids[n % 3]!;
        const [one, two] = [stores[n % 4]!, stores[(n + 1) % 4]!];
        await Promise.all([
          one.changeBroadcast(id, (held) => ({ ...held, status: 'paused' })),
          two.eraseMember(`m${n}`, NOW),
          one.joinMembers(`m${20 + 2 * n}`, `m${21 + 2 * n}`),
          two.recordPlan({
            broadcastId: 'd',
            rows: range(60).map((member) => queued(`m${member}`, later(HOUR))),
            isLast: false,
          }),
          one.skipQueued(id, 'cancelled', 2),
          two.resendUnknown(id, NOW),
          one.settleLost(NOW),
          two.recordEvents(
            ids.map((each) => ({
              id: `${each}${n}`,
              from: { channel: 'telegram', chat: 'x' },
              type: 'seen',
              messageId: `${each}-m${n + 30}`,
              receivedAt: NOW,
            })),
            { burstMs: 0, mostWaiting: 9 },
          ),
        ]);
        await two.changeBroadcast(id, (held) => ({ ...held, status: 'sending' }));
      }
    };
    const [, ...drained] = await Promise.all([hinder(), ...stores.map((each) => drainLedger(each))]);
    // What was claimed while it was paused is free again, and what was joined while it was sent is not known.
    await store!.settleLost(later(2 * HOUR));
    drained.push(await drainLedger(store!, later(2 * HOUR)));
    const begun = drained.flatMap((each) => each.begun);
    expect(new Set(begun).size).toBe(begun.length);
    for (const id of ids) expect(await store!.hasOpenDeliveries(id)).toBe(false);
  });
});

import { openStore } from '../../../src/storage/open-store.js';
import { fineStopwatch } from '../../../src/time.js';

/** Milliseconds by verb. */
export type VerbFigures = Readonly<Record<string, number>>;

const CLAIMS = 20;
const LEASE_MS = 60_000;

/** What the other verbs of the ledger take over planned broadcasts: `tsx measure-verbs.ts FILE NOW`. */
const [file = '', now = ''] = process.argv.slice(2);
const store = await openStore(file);
const sums: Record<string, number> = {};
let clock = Date.parse(now);
const [broadcast, other] = await store.listBroadcasts({ limit: 2 });
const [id, otherId] = [broadcast!.id, other!.id];

for (let n = 0; n < CLAIMS; n++) {
  clock += 1_000;
  const at = new Date(clock);
  const claims = await took('claimDeliveries ×20', () =>
    store.claimDeliveries({
      channel: 'telegram',
      now: at,
      leaseMs: LEASE_MS,
      perSecond: 20,
      horizonMs: 1_000,
      most: 20,
    }),
  );
  const [claim] = claims;
  await took('startDelivery', () => store.startDelivery(claim!, { now: at, leaseMs: LEASE_MS }));
  await took('finishDelivery', () => store.finishDelivery(claim!, { status: 'sent', messageId: claim!.memberId, at }));
}
for (const verb of Object.keys(sums)) sums[verb]! /= CLAIMS;
await took('settleLost', () => store.settleLost(new Date(clock)));
await took('resendUnknown', () => store.resendUnknown(id, new Date(clock)));
await took('hasOpenDeliveries', () => store.hasOpenDeliveries(id));
await took('countDeliveries', () => store.countDeliveries(id));
await took('skipQueued 1.000', () => store.skipQueued(id, 'cancelled', 1_000));
await store.changeBroadcast(otherId, (held) => ({ ...held, status: 'cancelled' }));
await took('purgeBroadcasts', () => store.purgeBroadcasts(new Date(clock + 365 * 24 * 3_600_000)));
console.log(JSON.stringify(sums));
await store.close();

async function took<T>(verb: string, act: () => Promise<T>): Promise<T> {
  const tookMs = fineStopwatch();
  const result = await act();
  sums[verb] = (sums[verb] ?? 0) + tookMs();
  return result;
}

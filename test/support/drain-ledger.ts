import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { HOUR, NOW } from './sample-broadcasts.js';

export const DRAIN_PER_SECOND = 50;
/** What others hold, or a paused broadcast, stays open: a worker ends then. */
const MOST_LOOKS = 200;

export interface Drained {
  /** `broadcast member` of each row whose sending was begun. */
  readonly begun: readonly string[];
  /** Their places in the stream. */
  readonly places: readonly number[];
}

/** Sends what is due on Telegram until nothing is open, as a worker with a clock of its own, a tenth of a second from look to look. */
export async function drainLedger(store: Store, from = NOW): Promise<Drained> {
  const begun: string[] = [];
  const places: number[] = [];
  for (let looks = 0; looks < MOST_LOOKS && (await hasOpen(store)); looks++) {
    const now = new Date(from.getTime() + looks * 100);
    const claims = await store.claimDeliveries({
      channel: 'telegram',
      now,
      leaseMs: HOUR,
      perSecond: DRAIN_PER_SECOND,
      horizonMs: 1_000,
      most: 7,
    });
    for (const claim of claims) {
      places.push(claim.sendAt.getTime());
      if (!(await store.startDelivery(claim, { now, leaseMs: HOUR }))) continue;
      begun.push(`${claim.broadcastId} ${claim.memberId}`);
      const messageId = `${claim.broadcastId}-${claim.memberId}`;
      await store.finishDelivery(claim, { status: 'sent', messageId, at: now });
    }
  }
  return { begun, places };
}

async function hasOpen(store: Store): Promise<boolean> {
  const sending = await store.listBroadcasts({ statuses: ['sending', 'paused'], limit: 9 });
  for (const { id } of sending) if (await store.hasOpenDeliveries(id)) return true;
  return false;
}

// As a process of its own: `node --import tsx drain-ledger.ts FILE`.
if (import.meta.filename === process.argv[1]) {
  const store = await openStore(process.argv[2]!);
  process.stdout.write(JSON.stringify(await drainLedger(store)));
  await store.close();
}

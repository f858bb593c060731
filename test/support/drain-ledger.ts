import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { HOUR, NOW } from './sample-broadcasts.js';

export const DRAIN_PER_SECOND = 50;
/** A worker that found nothing so often in a row ends. */
const IDLE_LOOKS = 12;

export interface Drained {
  /** `broadcast member` of each row whose sending was begun. */
  readonly begun: readonly string[];
  /** Their places in the stream. */
  readonly places: readonly number[];
}

/** Sends whatever is due on Telegram, as a worker with a clock of its own, a tenth of a second from look to look. */
export async function drainLedger(store: Store, from = NOW): Promise<Drained> {
  const begun: string[] = [];
  const places: number[] = [];
  for (let [looks, idle] = [0, 0]; idle < IDLE_LOOKS; looks++) {
    const now = new Date(from.getTime() + looks * 100);
    const claims = await store.claimDeliveries({
      channel: 'telegram',
      now,
      leaseMs: HOUR,
      perSecond: DRAIN_PER_SECOND,
      horizonMs: 1_000,
      most: 7,
    });
    idle = claims.length > 0 ? 0 : idle + 1;
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

// As a process of its own: `node --import tsx drain-ledger.ts FILE`.
if (import.meta.filename === process.argv[1]) {
  const store = await openStore(process.argv[2]!);
  process.stdout.write(JSON.stringify(await drainLedger(store)));
  await store.close();
}

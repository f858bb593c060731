import type { BroadcastStatus } from '../people/broadcast.js';
import type { DeliveryStatus, Ledger } from '../storage/ledger.js';

/** An announcement that is under way. */
export interface BroadcastProgress {
  readonly id: string;
  readonly status: BroadcastStatus;
  /** Rows written so far, by what became of them; none is left out. */
  readonly rows: Readonly<Partial<Record<DeliveryStatus, number>>>;
}

const UNDER_WAY: readonly BroadcastStatus[] = ['waiting', 'approved', 'planning', 'sending', 'paused'];
const MOST_SHOWN = 20;

/** Newest first. */
export async function readOutreachStatus(ledger: Ledger): Promise<readonly BroadcastProgress[]> {
  const progress: BroadcastProgress[] = [];
  for (const { id, status } of await ledger.listBroadcasts({ statuses: UNDER_WAY, limit: MOST_SHOWN })) {
    const rows: Partial<Record<DeliveryStatus, number>> = {};
    for (const { status: end, amount } of await ledger.countDeliveries(id)) rows[end] = (rows[end] ?? 0) + amount;
    progress.push({ id, status, rows });
  }
  return progress;
}

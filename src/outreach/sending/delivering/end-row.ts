import type { ClaimedDelivery, DeliveryEnd } from '../../../storage/ledger.js';
import { wait } from '../../../time.js';
import type { OutreachDoors } from '../../outreach-doors.js';

/** What is not recorded of a message that went out becomes `unknown`: it is tried again. */
const AGAIN_AFTER_MS = [200, 1_000, 3_000];

/** How a row ended. */
export function finish(
  claim: ClaimedDelivery,
  end: DeliveryEnd,
  { ledger }: Pick<OutreachDoors, 'ledger'>,
): Promise<void> {
  return recordSurely(() => ledger.finishDelivery(claim, end));
}

/** The row is free for the next worker, at once or from an instant on; where the claim was lost already, nothing happens. */
export function giveBack(
  claim: ClaimedDelivery,
  { ledger, clock }: Pick<OutreachDoors, 'ledger' | 'clock'>,
  dueAt = clock(),
): Promise<void> {
  const { channel, by } = claim;
  return ledger.postponeDelivery(claim, { dueAt, channel, by });
}

export async function recordSurely(record: () => Promise<void>): Promise<void> {
  for (const waitMs of AGAIN_AFTER_MS) {
    try {
      return await record();
    } catch {
      await wait(waitMs);
    }
  }
  return record();
}

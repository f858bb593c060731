import type { BroadcastStatus } from '../people/broadcast.js';
import type { OutreachDoors } from './outreach-doors.js';
import { recordAct } from './record-act.js';
import { tellOfTrouble } from './tell-staff.js';

/** author: who wrote it may not any more. refused: platforms take none of its messages. */
export type StopReason = 'author' | 'refused';

const GOING_OUT: readonly BroadcastStatus[] = ['approved', 'planning', 'sending'];

/** The service pauses a broadcast that it must not go on with, and tells who answers for it, once; staff decide what then. */
export async function stopBroadcast(id: string, reason: StopReason, doors: OutreachDoors): Promise<void> {
  const { ledger, logger, texts } = doors;
  let isOurs = false;
  const stopped = await ledger.changeBroadcast(id, (broadcast) => {
    isOurs = GOING_OUT.includes(broadcast.status);
    return isOurs ? { ...broadcast, status: 'paused' } : broadcast;
  });
  if (!stopped || !isOurs) return;
  logger.warn({ broadcast: id, reason }, 'a broadcast was paused');
  await recordAct('pause-broadcast', id, 'system', doors, { reason });
  await tellOfTrouble(stopped, { text: texts(`sending.stopped.${reason}`, { id }) }, doors);
}

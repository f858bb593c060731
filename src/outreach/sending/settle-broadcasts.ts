import type { Broadcast, SkipReason } from '../../people/broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { renderReport } from '../reporting/render-report.js';
import { reportBroadcast } from '../reporting/report-broadcast.js';
import { tellStaff } from '../tell-staff.js';

/** Rows of one step, which holds up whoever else writes. */
const CHUNK = 2_000;
const MOST_BROADCASTS = 1_000;
/** A platform that gave no answer gets a moment. */
const URGENT_AGAIN_MS = 30_000;

/**
 * The pass that ends what is over: rows whose worker died become unknown (those of an urgent broadcast are sent once
 * more), what was cancelled or came too late is skipped, a broadcast without an open row is done and its author told.
 */
export async function settleBroadcasts(doors: OutreachDoors): Promise<void> {
  const { ledger, clock, logger } = doors;
  const lost = await ledger.settleLost(clock());
  for (const [broadcast, amount] of Object.entries(lost))
    logger.warn({ broadcast, amount }, 'how a sending ended is unknown');
  const open = await ledger.listBroadcasts({ statuses: ['sending', 'paused', 'cancelled'], limit: MOST_BROADCASTS });
  for (const broadcast of open) {
    if (broadcast.status === 'cancelled' && broadcast.toldAt) continue;
    await settle(broadcast, doors);
  }
}

async function settle(broadcast: Broadcast, doors: OutreachDoors): Promise<void> {
  const { ledger, clock } = doors;
  const { id, status, content, isPlanned } = broadcast;
  const isOver = content.expiresAt < clock();
  if (status === 'cancelled') await skipAll(id, 'cancelled', doors);
  else if (isOver) await skipAll(id, 'expired', doors);
  else if (content.isUrgent && status === 'sending')
    await ledger.resendUnknown(id, new Date(clock().getTime() + URGENT_AGAIN_MS));
  if (await ledger.hasOpenDeliveries(id)) return;
  if (status === 'sending' ? isPlanned : status === 'cancelled' || isOver) await end(broadcast, doors);
}

async function skipAll(id: string, because: SkipReason, { ledger }: OutreachDoors): Promise<void> {
  while ((await ledger.skipQueued(id, because, CHUNK)) === CHUNK);
}

/** Told once at most: whoever writes down that the author is told, tells. */
async function end({ id, status }: Broadcast, doors: OutreachDoors): Promise<void> {
  const { ledger, clock, texts } = doors;
  let isOurs = false;
  const ended = await ledger.changeBroadcast(id, (held) => {
    isOurs = held.status === status && held.toldAt === undefined;
    if (held.status !== status) return held;
    const toldAt = held.toldAt ?? clock();
    return { ...held, status: status === 'cancelled' ? 'cancelled' : 'done', toldAt };
  });
  if (!ended || !isOurs) return;
  const report = await reportBroadcast(id, doors);
  if (!report || report.total.recipients === 0) return;
  const text = texts(`sending.ended.${ended.status}`, { id, report: renderReport(report, texts) });
  await tellStaff(ended.author, { text }, doors);
}

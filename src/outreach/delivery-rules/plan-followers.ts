import type { BroadcastContent } from '../../people/broadcast.js';
import type { PlannedDelivery } from '../../storage/ledger.js';
import type { DeliveryRules } from './choose-delivery.js';
import { findSendingTime, laterOf } from './sending-hours.js';

/** The one row that stands for all followers of the OA: of the rules only the hours can hold for them. */
export function planFollowers(
  { dueAt, expiresAt, isUrgent }: BroadcastContent,
  rules: DeliveryRules,
  now: Date,
): PlannedDelivery['plan'] {
  if (!rules.channels.has('zalo-oa')) return { status: 'skipped', because: 'unreachable' };
  const from = laterOf(dueAt, now);
  if (from > expiresAt) return { status: 'skipped', because: 'expired' };
  const at = findSendingTime({ from, until: expiresAt, others: [], isUrgent }, rules);
  return at instanceof Date
    ? { status: 'queued', channel: 'zalo-oa', by: 'message', dueAt: at }
    : { status: 'skipped', because: at };
}

import { randomUUID } from 'node:crypto';
import type { Failure } from '../../../channels/channel.js';
import type { Broadcast } from '../../../people/broadcast.js';
import type { MemberAddress } from '../../../people/member.js';
import { backOffMs, spreadMs } from '../../../time.js';
import { chooseDelivery } from '../../delivery-rules/choose-delivery.js';
import { toDeliveryRules, toDeliveryWish } from '../../delivery-rules/to-rules.js';
import { stopBroadcast } from '../../stop-broadcast.js';
import { tellOfTrouble } from '../../tell-staff.js';
import type { Attempt, SendingDoors } from '../sending-doors.js';
import { finish } from './end-row.js';

export type FailedAttempt = Attempt & {
  /** Messages that arrived before the one that failed. */ readonly partsSent: number;
};

const BACK_OFF = { firstMs: 2_000, longestMs: 300_000 };
const LATEST_MS = 60_000;
const QUOTA_DELAY_MS = 3_600_000;
const STUCK_AGAIN_MS = 86_400_000;

/** What a failure means for the row, for its channel and for the broadcast. */
export async function takeFailure(attempt: FailedAttempt, failure: Failure, doors: SendingDoors): Promise<void> {
  const { claim, broadcast } = attempt.order;
  const { ledger, people, channel, clock, logger, strain } = doors;
  const { code, detail } = failure;
  const now = clock();
  const restMs = strain.failed(failure, now);
  if (restMs > 0) await ledger.pauseStream(channel.name, new Date(now.getTime() + restMs));
  if (code === 'unauthorized') await tellStuck(broadcast, doors);
  logger.warn({ broadcast: broadcast.id, channel: channel.name, code, detail }, 'an announcement did not go through');
  switch (code) {
    case 'rate-limited':
    case 'unavailable':
    case 'unauthorized':
    case 'quota-spent': {
      const dueAt = new Date(now.getTime() + Math.max(restMs, toDelayMs(failure, claim.attempts)));
      return ledger.postponeDelivery(claim, { dueAt, channel: claim.channel, by: claim.by });
    }
    case 'timeout':
      return finish(claim, { status: 'unknown', at: now }, doors);
    case 'window-closed':
    case 'recipient-blocked':
      if (code === 'recipient-blocked') await people.noteAddress(attempt.to, { state: 'blocked' });
      return tryElsewhere(attempt, code, doors);
    default:
      await finish(claim, { status: 'failed', code, at: now }, doors);
      if (strain.noteFit(broadcast.id, false)) await stopBroadcast(broadcast.id, 'refused', doors);
  }
}

/** Only staff can mend it; they are told once a day at most, whichever worker met it. */
async function tellStuck(broadcast: Broadcast, doors: SendingDoors): Promise<void> {
  const { state, channel, clock, texts } = doors;
  const { id } = broadcast;
  const name = `outreach.stuck.${id}.${channel.name}`;
  if (!(await state.claimLock({ name, owner: randomUUID(), now: clock(), leaseMs: STUCK_AGAIN_MS }))) return;
  const text = texts('sending.stuck', { id, channel: texts(`channel.${channel.name}`) });
  await tellOfTrouble(broadcast, { text }, doors);
}

/** Doubling with the attempts, with up to a quarter more so that rows do not return in step; an hour that the platform named is kept to the minute. */
function toDelayMs({ code, retryAfterMs }: Failure, attempts: number): number {
  if (retryAfterMs !== undefined) return Math.min(spreadMs(retryAfterMs), retryAfterMs + LATEST_MS);
  return spreadMs(code === 'quota-spent' ? QUOTA_DELAY_MS : backOffMs(attempts, BACK_OFF));
}

/** Another address, or a template in place of the message; what has begun to arrive is not begun anew. */
async function tryElsewhere(
  { order, member, to, partsSent }: FailedAttempt,
  code: 'window-closed' | 'recipient-blocked',
  doors: SendingDoors,
): Promise<void> {
  const { claim, broadcast, others } = order;
  const now = doors.clock();
  const isThere = ({ address }: MemberAddress) => address.channel === to.channel && address.chat === to.chat;
  const addresses = member.addresses.flatMap((each) => {
    if (!isThere(each)) return [each];
    return code === 'window-closed' && claim.by === 'message' ? [{ ...each, lastInteractionAt: new Date(0) }] : [];
  });
  const wish = toDeliveryWish(broadcast.content);
  const choice = chooseDelivery({ ...member, addresses }, wish, others, toDeliveryRules(doors), now);
  const isOther = choice.status === 'send' && (choice.to.channel !== claim.channel || choice.by !== claim.by);
  if (partsSent === 0 && isOther) {
    const { dueAt, by } = choice;
    return doors.ledger.postponeDelivery(claim, { dueAt, channel: choice.to.channel, by });
  }
  return code === 'window-closed' && partsSent === 0
    ? finish(claim, { status: 'skipped', because: 'window-closed', at: now }, doors)
    : finish(claim, { status: 'failed', code, at: now }, doors);
}

import type { Broadcast, BroadcastContent } from '../../src/people/broadcast.js';
import type { Member } from '../../src/people/member.js';
import type { ClaimedDelivery, DeliveryStatus, PlannedDelivery } from '../../src/storage/ledger.js';
import type { Store } from '../../src/storage/store.js';

export const NOW = new Date('2026-11-24T03:00:00Z');
export const later = (ms: number) => new Date(NOW.getTime() + ms);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const sampleContent = (more: Partial<BroadcastContent> = {}): BroadcastContent => ({
  topic: 'thong-bao',
  audience: { type: 'members', segment: { everybody: true } },
  messages: [{ text: 'Họp **sáng** mai', attachments: [], buttons: [] }],
  isUrgent: false,
  dueAt: NOW,
  expiresAt: later(DAY),
  ...more,
});
export const sampleBroadcast = (id: string, more: Partial<Broadcast> = {}): Broadcast => ({
  id,
  origin: 'chat',
  author: 'author',
  content: sampleContent(),
  createdAt: NOW,
  approvals: [],
  status: 'planning',
  isPlanned: false,
  ...more,
});
/** Agreed to nothing, which the ledger does not ask. */
export const sampleMember = (id: string): Member => ({
  id,
  status: 'joined',
  roles: [],
  addresses: [{ address: { channel: 'telegram', chat: id }, state: 'reachable', lastInteractionAt: NOW }],
  topics: [],
  consents: [],
  joinedOn: '2026-11-24',
});
export const queued = (memberId: string, dueAt = NOW, more: Partial<PlannedDelivery> = {}): PlannedDelivery => ({
  memberId,
  variant: 0,
  plan: { status: 'queued', channel: 'telegram', by: 'message', dueAt },
  ...more,
});
export const skipped = (memberId: string): PlannedDelivery => ({
  memberId,
  variant: 0,
  plan: { status: 'skipped', because: 'no-consent' },
});

/** A broadcast that is being sent, with a row for each. */
export async function startSending(
  store: Store,
  id: string,
  rows: readonly PlannedDelivery[],
  more: Partial<Broadcast> = {},
): Promise<void> {
  await store.createBroadcast(sampleBroadcast(id, more));
  await store.recordPlan({ broadcastId: id, rows, isLast: true });
}
export const claimSome = (store: Store, most = 100, now = NOW, more: { perSecond?: number; leaseMs?: number } = {}) =>
  store.claimDeliveries({ channel: 'telegram', now, leaseMs: MINUTE, perSecond: 1000, horizonMs: 1000, most, ...more });
export const begin = (store: Store, claim: ClaimedDelivery, now = NOW) =>
  store.startDelivery(claim, { now, leaseMs: MINUTE });
/** Claimed, begun and sent, `most` of them. */
export async function sendAll(store: Store, now = NOW, most = 100): Promise<void> {
  for (const claim of await claimSome(store, most, now)) {
    await begin(store, claim, now);
    await store.finishDelivery(claim, { status: 'sent', messageId: `to-${claim.memberId}`, at: now });
  }
}
export async function countByStatus(store: Store, id: string): Promise<Partial<Record<DeliveryStatus, number>>> {
  const amounts: Partial<Record<DeliveryStatus, number>> = {};
  for (const { status, amount } of await store.countDeliveries(id)) amounts[status] = (amounts[status] ?? 0) + amount;
  return amounts;
}

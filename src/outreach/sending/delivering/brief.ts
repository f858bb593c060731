import { type Broadcast, FOLLOWERS } from '../../../people/broadcast.js';
import type { Member } from '../../../people/member.js';
import type { MemberTest } from '../../../people/segment.js';
import type { ClaimedDelivery, Contact } from '../../../storage/ledger.js';
import { findDeclined } from '../../delivery-rules/find-declined.js';
import { contactsSince } from '../../delivery-rules/to-rules.js';
import type { OutreachDoors } from '../../outreach-doors.js';
import { findAuthor, toActor } from '../../rights/find-author.js';
import { mayAddressAny, reachOf } from '../../rights/reach.js';
import { stopBroadcast } from '../../stop-broadcast.js';
import { giveBack } from './end-row.js';

/** A claimed row with all that is the same for its broadcast. */
export interface Order {
  readonly claim: ClaimedDelivery;
  readonly broadcast: Broadcast;
  /** Whom its author may address today. */
  readonly isReached: MemberTest;
  /** Whether a member wants nothing of it any more. */
  readonly isDeclined: (member: Member) => boolean;
  /** When the member was, or is to be, written to besides. */
  readonly others: readonly Contact[];
}

/** Reads what rows claimed together share. Rows whose broadcast may not go on are given back. */
export async function brief(claims: readonly ClaimedDelivery[], doors: OutreachDoors): Promise<readonly Order[]> {
  const orders: Order[] = [];
  for (const id of new Set(claims.map(({ broadcastId }) => broadcastId))) {
    const rows = claims.filter(({ broadcastId }) => broadcastId === id);
    orders.push(...(await briefOf(id, rows, doors)));
  }
  return orders.toSorted((a, b) => a.claim.sendAt.getTime() - b.claim.sendAt.getTime());
}

async function briefOf(id: string, claims: readonly ClaimedDelivery[], doors: OutreachDoors): Promise<Order[]> {
  const { ledger, people, clock } = doors;
  const broadcast = await ledger.findBroadcast(id);
  if (!broadcast) return [];
  const [tree, author] = [await doors.tree(), await findAuthor(broadcast, people)];
  if (!author || !mayAddressAny(toActor(author), tree)) {
    await stopBroadcast(id, 'author', doors);
    for (const claim of claims) await giveBack(claim, doors);
    return [];
  }
  const isReached = reachOf(toActor(author), tree);
  const memberIds = claims.map(({ memberId }) => memberId).filter((each) => each !== FOLLOWERS);
  const since = contactsSince(clock());
  const isDeclined = await findDeclined(broadcast, memberIds, doors);
  const others = await ledger.listContacts({ memberIds, since, except: id });
  return claims.map((claim) => ({ claim, broadcast, isReached, isDeclined, others: others.get(claim.memberId) ?? [] }));
}

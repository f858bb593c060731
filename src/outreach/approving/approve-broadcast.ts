import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { recordAct } from '../record-act.js';
import { approvalsNeeded, isApproved, mayApprove } from '../rights/approval-rules.js';
import { findAuthor } from '../rights/find-author.js';
import { hashContent } from '../rights/hash-content.js';
import { listApprovers } from '../rights/list-approvers.js';

export type ApprovalDoors = Pick<OutreachDoors, 'ledger' | 'people' | 'tree' | 'sending' | 'clock'>;

export type ApprovalOutcome =
  /** It goes out when it is due. */
  | { readonly status: 'approved'; readonly broadcast: Broadcast }
  /** Counted; somebody else has to approve it too. */
  | { readonly status: 'waiting'; readonly broadcast: Broadcast }
  /** What was shown is not what it says now. Nothing is approved. */
  | { readonly status: 'changed'; readonly broadcast: Broadcast }
  | { readonly status: 'own' }
  | { readonly status: 'not-allowed' }
  /** Nobody waits for an approval of it. */
  | { readonly status: 'not-waiting'; readonly broadcast: Broadcast }
  | { readonly status: 'not-found' };

/** One person's yes to just what was shown, which `hashShown` (`hashContent`) stands for. */
export async function approveBroadcast(
  id: string,
  hashShown: string,
  approver: Member,
  doors: ApprovalDoors,
): Promise<ApprovalOutcome> {
  const checked = await checkApprover(id, approver, doors);
  if ('status' in checked) return checked;
  const { ledger, people, sending, clock } = doors;
  const { broadcast } = checked;
  const author = await findAuthor(broadcast, people);
  if (!author) return { status: 'not-waiting', broadcast };
  if (hashContent(broadcast.content) !== hashShown) return { status: 'changed', broadcast };
  // It waits because somebody has to approve it, however many it was found to reach.
  const needed = approvalsNeeded({
    content: broadcast.content,
    recipients: Number.POSITIVE_INFINITY,
    author,
    tree: await doors.tree(),
    rules: sending,
  });
  const holders = new Set((await listApprovers(broadcast, doors)).map((member) => member.id));
  const approval = { by: approver.id, at: clock(), contentHash: hashShown };
  const changed = await ledger.changeBroadcast(id, (held) => {
    if (held.status !== 'waiting' || hashContent(held.content) !== hashShown) return held;
    const approvals = [...held.approvals.filter(({ by }) => by !== approver.id), approval];
    const next: Broadcast = { ...held, approvals };
    return isApproved(next, needed, holders) ? { ...next, status: 'approved' } : next;
  });
  if (!changed) return { status: 'not-found' };
  const isCounted = changed.approvals.some(({ by, contentHash }) => by === approver.id && contentHash === hashShown);
  if (!isCounted) {
    const isChanged = hashContent(changed.content) !== hashShown;
    return { status: isChanged ? 'changed' : 'not-waiting', broadcast: changed };
  }
  await recordAct('approve-broadcast', id, approver.id, doors, { content: hashShown });
  return { status: changed.status === 'waiting' ? 'waiting' : 'approved', broadcast: changed };
}

export type RefusalOutcome =
  | { readonly status: 'returned'; readonly broadcast: Broadcast }
  | Exclude<ApprovalOutcome, { readonly status: 'approved' | 'waiting' | 'changed' }>;

/** Gives it back to its author as a draft; what was approved of it does not count any more. */
export async function refuseBroadcast(id: string, approver: Member, doors: ApprovalDoors): Promise<RefusalOutcome> {
  const checked = await checkApprover(id, approver, doors);
  if ('status' in checked) return checked;
  const changed = await doors.ledger.changeBroadcast(id, (held) =>
    held.status === 'waiting' ? { ...held, approvals: [], status: 'draft' } : held,
  );
  if (!changed) return { status: 'not-found' };
  if (changed.status !== 'draft') return { status: 'not-waiting', broadcast: changed };
  await recordAct('refuse-broadcast', id, approver.id, doors);
  return { status: 'returned', broadcast: changed };
}

type Refused = Exclude<ApprovalOutcome, { readonly status: 'approved' | 'waiting' | 'changed' }>;

async function checkApprover(
  id: string,
  approver: Member,
  { ledger, tree }: ApprovalDoors,
): Promise<Refused | { readonly broadcast: Broadcast }> {
  const broadcast = await ledger.findBroadcast(id);
  if (!broadcast) return { status: 'not-found' };
  if (broadcast.author === approver.id) return { status: 'own' };
  if (!mayApprove(approver, broadcast, await tree())) return { status: 'not-allowed' };
  return broadcast.status === 'waiting' ? { broadcast } : { status: 'not-waiting', broadcast };
}

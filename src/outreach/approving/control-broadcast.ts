import type { Broadcast, BroadcastStatus } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type BroadcastAct, recordAct } from '../record-act.js';
import { mayControl } from '../rights/approval-rules.js';

export type ControlDoors = Pick<OutreachDoors, 'ledger' | 'people' | 'tree' | 'clock'>;

export type ControlOutcome =
  | { readonly status: 'done'; readonly broadcast: Broadcast }
  | { readonly status: 'not-allowed' }
  /** Its state does not fit: what is sent cannot be paused, and so on. Nothing was changed. */
  | { readonly status: 'not-now'; readonly broadcast: Broadcast }
  | { readonly status: 'not-found' };

/** From when this resolves, nothing of it begins to be sent; what is on its way arrives. */
export function pauseBroadcast(id: string, actor: Member, doors: ControlDoors): Promise<ControlOutcome> {
  return change(id, actor, doors, 'pause-broadcast', ['approved', 'planning', 'sending'], () => 'paused');
}

/** Goes on where it stood: nobody who has a row gets another one. */
export function resumeBroadcast(id: string, actor: Member, doors: ControlDoors): Promise<ControlOutcome> {
  return change(id, actor, doors, 'resume-broadcast', ['paused'], ({ isPlanned, plannedThrough }) =>
    isPlanned ? 'sending' : plannedThrough === undefined ? 'approved' : 'planning',
  );
}

/** What was not sent never will be. */
export function cancelBroadcast(id: string, actor: Member, doors: ControlDoors): Promise<ControlOutcome> {
  const open: readonly BroadcastStatus[] = ['draft', 'waiting', 'approved', 'planning', 'sending', 'paused'];
  return change(id, actor, doors, 'cancel-broadcast', open, () => 'cancelled');
}

export type ResendOutcome =
  | { readonly status: 'resent'; readonly amount: number; readonly broadcast: Broadcast }
  /** Its time is over: what was sent once more would be skipped. */
  | { readonly status: 'expired' }
  | Exclude<ControlOutcome, { readonly status: 'done' }>;

/** Sends once more what may have arrived or not: some people may read it twice, so only by a person's word. */
export async function resendUnknown(id: string, actor: Member, doors: ControlDoors): Promise<ResendOutcome> {
  const { ledger, clock } = doors;
  const checked = await checkActor(id, actor, doors);
  if ('status' in checked) return checked;
  const { broadcast } = checked;
  if (broadcast.status !== 'sending' && broadcast.status !== 'done') return { status: 'not-now', broadcast };
  if (broadcast.content.expiresAt <= clock()) return { status: 'expired' };
  const amount = await ledger.resendUnknown(id, clock());
  // Also where an earlier try was cut off between the two steps.
  const isOpen = amount > 0 || (await ledger.hasOpenDeliveries(id));
  const changed = isOpen
    ? await ledger.changeBroadcast(id, (held) => (held.status === 'done' ? { ...held, status: 'sending' } : held))
    : broadcast;
  await recordAct('resend-unknown', id, actor.id, doors, { amount: String(amount) });
  return { status: 'resent', amount, broadcast: changed ?? broadcast };
}

async function change(
  id: string,
  actor: Member,
  doors: ControlDoors,
  act: BroadcastAct,
  from: readonly BroadcastStatus[],
  to: (broadcast: Broadcast) => BroadcastStatus,
): Promise<ControlOutcome> {
  const checked = await checkActor(id, actor, doors);
  if ('status' in checked) return checked;
  let isFit = false;
  const changed = await doors.ledger.changeBroadcast(id, (held) => {
    isFit = from.includes(held.status);
    return isFit ? { ...held, status: to(held) } : held;
  });
  if (!changed) return { status: 'not-found' };
  if (!isFit) return { status: 'not-now', broadcast: changed };
  await recordAct(act, id, actor.id, doors);
  return { status: 'done', broadcast: changed };
}

async function checkActor(
  id: string,
  actor: Member,
  { ledger, tree }: ControlDoors,
): Promise<{ readonly broadcast: Broadcast } | Exclude<ControlOutcome, { readonly status: 'done' }>> {
  const broadcast = await ledger.findBroadcast(id);
  if (!broadcast) return { status: 'not-found' };
  return mayControl(actor, broadcast, await tree()) ? { broadcast } : { status: 'not-allowed' };
}

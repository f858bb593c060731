import type { Member } from '../../people/member.js';
import type { KeptOutline, OutlineStatus } from '../../storage/outlines.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import type { OutlineDeskDoors } from '../briefing-doors.js';
import { verifyOutline } from '../outlining/verify-outline.js';
import { mayApproveOutlines, mayOutline } from './outline-rules.js';

export type OutlineAct = 'submit' | 'approve' | 'return' | 'withdraw';

export type OutlineOutcome =
  | { readonly status: 'done'; readonly kept: KeptOutline }
  /** One's own to approve; not one's to do at all; not in the state for it; a base changed, so a new version comes first; not there. */
  | { readonly status: 'own' | 'not-allowed' | 'not-now' | 'outdated' | 'not-found' };

/** From which state an act leads to which. */
const STEPS: Readonly<Record<OutlineAct, { readonly from: OutlineStatus; readonly to: OutlineStatus }>> = {
  submit: { from: 'draft', to: 'waiting' },
  approve: { from: 'waiting', to: 'approved' },
  return: { from: 'waiting', to: 'draft' },
  withdraw: { from: 'approved', to: 'withdrawn' },
};

export interface OutlineWish {
  readonly id: string;
  readonly act: OutlineAct;
  readonly member: Member;
  /** Of an approval: the last day on which it is offered. */
  readonly expiresOn?: LocalDate;
}

/** Asks for approval, gives or refuses it, takes it back. Who asked never approves; what each did is written down. */
export async function actOnOutline(wish: OutlineWish, doors: OutlineDeskDoors): Promise<OutlineOutcome> {
  const { id, act, member, expiresOn } = wish;
  const { outlines, records, clock } = doors;
  const tree = await doors.tree();
  const may = act === 'submit' ? mayOutline(member, tree) : mayApproveOutlines(member, tree);
  if (!may) return { status: 'not-allowed' };
  const held = await outlines.findOutline(id);
  if (!held) return { status: 'not-found' };
  const { from, to } = STEPS[act];
  if (held.status !== from) return { status: 'not-now' };
  if (act === 'approve' && held.submittedBy === member.id) return { status: 'own' };
  const isFresh = verifyOutline(held.outline, doors).outdated.length === 0;
  if ((act === 'submit' || act === 'approve') && !isFresh) return { status: 'outdated' };
  const at = clock();
  // Whoever is second finds it in another state.
  let isDone = false;
  const kept = await outlines.changeOutline(id, (now) => {
    isDone = now.status === from;
    if (!isDone) return now;
    const { submittedBy, approval: _, expiresOn: __, ...rest } = now;
    const asker = act === 'submit' ? member.id : submittedBy;
    return {
      ...rest,
      status: to,
      ...(asker === undefined || act === 'return' ? {} : { submittedBy: asker }),
      ...(act === 'approve' ? { approval: { by: member.id, at }, expiresOn: expiresOn ?? toLocalDate(at) } : {}),
    };
  });
  if (!kept || !isDone) return { status: 'not-now' };
  await records.recordAudit({ at, actor: member.id, action: `${act}-outline`, details: { outline: id } });
  return { status: 'done', kept };
}

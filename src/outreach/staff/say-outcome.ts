import type { Broadcast } from '../../people/broadcast.js';
import type { Texts } from '../../text/texts.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatInstant } from '../../time.js';
import type { ApprovalOutcome, RefusalOutcome } from '../approving/approve-broadcast.js';
import type { ControlOutcome, ResendOutcome } from '../approving/control-broadcast.js';
import type { Submission } from '../approving/submit-broadcast.js';
import type { ContentFlaw } from '../drafting/check-message.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { tellApprovers } from '../tell-staff.js';
import { approversOf } from './describe-draft.js';

/** One line for each thing that has to be put right. */
export function sayFlaws(flaws: readonly ContentFlaw[], texts: Texts): string {
  return flaws.map(({ key, fields }) => `• ${texts(`broadcast.flaw.${key}`, fields)}`).join('\n');
}

/** What became of a draft that its author sends; those who have to approve it are told. */
export async function saySubmission(id: string, submission: Submission, doors: OutreachDoors): Promise<string> {
  const { texts, clock } = doors;
  switch (submission.status) {
    case 'refused':
      return texts('announce.refused', { id, flaws: sayFlaws(submission.flaws, texts) });
    case 'approved':
      return texts('announce.sent', { id, when: sayWhen(submission.broadcast, clock(), texts) });
    case 'waiting': {
      const { broadcast, needed } = submission;
      const told = await tellApprovers(broadcast, doors);
      return texts('announce.waits', {
        id,
        told: texts(told > 0 ? 'announce.told' : 'announce.told-nobody', { count: String(told) }),
        count: texts(`announce.waits-${approversOf(broadcast.content, needed)}`),
      });
    }
    case 'not-allowed':
      return texts('not-allowed');
    default:
      return texts('announce.gone');
  }
}

/** What became of somebody's yes or no to what another wrote. */
export function sayApproval(
  id: string,
  outcome: ApprovalOutcome | RefusalOutcome,
  { texts, clock }: Pick<OutreachDoors, 'texts' | 'clock'>,
): string {
  switch (outcome.status) {
    case 'approved':
      return texts('approve.approved', { id, when: sayWhen(outcome.broadcast, clock(), texts) });
    case 'waiting':
      return texts('approve.counted', { id });
    case 'returned':
    case 'changed':
    case 'own':
    case 'not-allowed':
      return texts(`approve.${outcome.status}`, { id });
    case 'not-waiting':
      return texts('approve.not-waiting', { id, status: sayStatus(outcome.broadcast, texts) });
    default:
      return texts('announce.unknown', { id });
  }
}

/** What became of a pause, a resumption, a cancellation. */
export function sayControl(
  id: string,
  outcome: ControlOutcome,
  done: 'paused' | 'resumed' | 'cancelled',
  texts: Texts,
): string {
  return outcome.status === 'done' ? texts(`follow.${done}`) : sayUnchanged(id, outcome, texts);
}

/** What became of sending once more what may have arrived. */
export function sayResend(id: string, outcome: ResendOutcome, texts: Texts): string {
  if (outcome.status === 'resent') return texts('follow.resent', { count: formatAmount(outcome.amount) });
  return outcome.status === 'expired' ? texts('follow.expired') : sayUnchanged(id, outcome, texts);
}

export function sayStatus({ status }: Pick<Broadcast, 'status'>, texts: Texts): string {
  return texts(`announce.status.${status}`);
}

function sayUnchanged(id: string, outcome: Exclude<ControlOutcome, { readonly status: 'done' }>, texts: Texts): string {
  switch (outcome.status) {
    case 'not-now':
      return texts('follow.not-now', { status: sayStatus(outcome.broadcast, texts) });
    case 'not-allowed':
      return texts('follow.not-allowed');
    default:
      return texts('announce.unknown', { id });
  }
}

/** When the first of it goes. */
function sayWhen({ content: { dueAt, isUrgent } }: Broadcast, now: Date, texts: Texts): string {
  if (dueAt > now) return texts('announce.sent-later', { at: formatInstant(dueAt) });
  return texts(isUrgent ? 'announce.sent-urgent' : 'announce.sent-now');
}

import { AppError } from '../../errors.js';
import { approveBroadcast, refuseBroadcast } from '../../outreach/approving/approve-broadcast.js';
import {
  cancelBroadcast,
  pauseBroadcast,
  resendUnknown,
  resumeBroadcast,
} from '../../outreach/approving/control-broadcast.js';
import { submitBroadcast } from '../../outreach/approving/submit-broadcast.js';
import { hashContent } from '../../outreach/rights/hash-content.js';
import { sayApproval, sayControl, sayResend, saySubmission } from '../../outreach/staff/say-outcome.js';
import { type Desk, refuse, say, toId } from './desk.js';

const SHORTEST_MARK = 12;

/** `submit ID`: the author's word that it is finished. */
export async function submit(desk: Desk): Promise<void> {
  const { doors, actor } = desk;
  const id = toId(desk.args[0]);
  const submission = await submitBroadcast(id, actor, doors);
  const isDone = submission.status === 'approved' || submission.status === 'waiting';
  tell(desk, isDone, submission.status, await saySubmission(id, submission, doors));
}

/** `approve ID --content MARK`: yes to just the content that `preview` showed under this mark. */
export async function approve(desk: Desk): Promise<void> {
  const { doors, actor, options } = desk;
  const id = toId(desk.args[0]);
  const { content: mark = '' } = options;
  if (mark.length < SHORTEST_MARK) {
    throw new AppError(
      'invalid-input',
      `Đọc tin bằng preview ${id}, rồi duyệt đúng bản đã đọc: approve ${id} --content MÃ-NỘI-DUNG`,
    );
  }
  const held = await doors.ledger.findBroadcast(id);
  const hash = held ? hashContent(held.content) : '';
  const outcome = await approveBroadcast(id, hash.startsWith(mark) ? hash : mark, actor, doors);
  const isDone = outcome.status === 'approved' || outcome.status === 'waiting';
  tell(desk, isDone, outcome.status, sayApproval(id, outcome, doors));
}

/** `return ID`: back to its author. */
export async function giveBack(desk: Desk): Promise<void> {
  const id = toId(desk.args[0]);
  const outcome = await refuseBroadcast(id, desk.actor, desk.doors);
  tell(desk, outcome.status === 'returned', outcome.status, sayApproval(id, outcome, desk.doors));
}

const ACTS = {
  paused: pauseBroadcast,
  resumed: resumeBroadcast,
  cancelled: cancelBroadcast,
} as const;

/** `pause ID`, `resume ID`, `cancel ID` */
export function control(done: keyof typeof ACTS) {
  return async (desk: Desk): Promise<void> => {
    const id = toId(desk.args[0]);
    const outcome = await ACTS[done](id, desk.actor, desk.doors);
    tell(desk, outcome.status === 'done', outcome.status, sayControl(id, outcome, done, desk.doors.texts));
  };
}

/** `resend-unknown ID`: some people may read it twice. */
export async function resend(desk: Desk): Promise<void> {
  const id = toId(desk.args[0]);
  const outcome = await resendUnknown(id, desk.actor, desk.doors);
  tell(desk, outcome.status === 'resent', outcome.status, sayResend(id, outcome, desk.doors.texts));
}

function tell({ args, options }: Desk, isDone: boolean, status: string, text: string): void {
  if (options.json) say(JSON.stringify({ id: toId(args[0]), status }));
  if (!isDone) refuse(text);
  else if (!options.json) say(text);
}

import type { Capabilities } from '../../channels/channel.js';
import {
  type ControlOutcome,
  cancelBroadcast,
  pauseBroadcast,
  type ResendOutcome,
  resendUnknown,
  resumeBroadcast,
} from '../../outreach/approving/control-broadcast.js';
import { renderReport, toReportTable } from '../../outreach/reporting/render-report.js';
import { type BroadcastReport, reportBroadcast } from '../../outreach/reporting/report-broadcast.js';
import { mayControl } from '../../outreach/rights/approval-rules.js';
import { sayControl, sayResend } from '../../outreach/staff/say-outcome.js';
import { describeBroadcast } from '../../outreach/wording/describe-broadcast.js';
import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { attachSheets } from '../attach-sheets.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type DialogueReply, end, isSame, offer } from '../dialogues/dialogue.js';

export interface FollowTurn {
  readonly part: string;
  readonly text: string;
  readonly data: Readonly<Record<string, string>>;
  readonly member: Member;
  readonly capabilities: Capabilities;
}

export type FollowReply =
  | DialogueReply
  /** A new draft that puts this one right is to be written. */
  | { readonly corrects: string }
  /** Its author changes what was submitted: it is to be approved again. */
  | { readonly changes: string };

type Act = 'change' | 'pause' | 'resume' | 'resend' | 'refresh' | 'report' | 'correct' | 'cancel';

/** How far an announcement is, with what can be done about it. */
export async function showProgress(
  broadcast: Broadcast,
  member: Member,
  doors: ReplyDoors,
  said = '',
): Promise<DialogueReply> {
  const { texts, outreach, clock } = doors;
  const { id } = broadcast;
  const report = await reportBroadcast(id, outreach);
  if (!report) return end(doors, 'announce.unknown', { id });
  const described = describeBroadcast(report.broadcast, { tree: await doors.tree(), texts, now: clock() });
  const isPlanned = report.total.recipients > 0;
  const card = texts('follow.card', {
    ...described,
    report: isPlanned ? renderReport(report, texts) : texts('follow.not-planned', { at: described.at }),
  });
  const labels = listActs(report, member).map((act) => labelOf(act, report, doors));
  const next = { name: 'thongbao', step: 'follow', data: { id } };
  return offer([said, card].filter(Boolean).join('\n\n'), labels, next);
}

/** In the order of how often they are wanted. */
function listActs({ broadcast, total }: BroadcastReport, member: Member): readonly Act[] {
  const { status, author, content } = broadcast;
  const isRunning = status === 'planning' || status === 'sending';
  const isOver = status === 'done' || status === 'cancelled';
  const isOwn = author === member.id;
  const acts: readonly (readonly [Act, boolean])[] = [
    ['change', isOwn && (status === 'waiting' || status === 'approved')],
    ['resume', status === 'paused'],
    ['pause', isRunning || status === 'approved'],
    ['refresh', isRunning],
    ['report', total.recipients > 0],
    ['resend', total.unknown > 0 && (status === 'sending' || status === 'done')],
    ['correct', total.sent + total.unknown > 0 && content.audience.type === 'members'],
    ['cancel', !isOver],
  ];
  return acts.flatMap(([act, isOpen]) => (isOpen ? [act] : []));
}

function labelOf(act: Act, { total }: BroadcastReport, { texts }: ReplyDoors): string {
  if (act === 'change') return texts('announce.change');
  return texts(`follow.${act}`, { count: formatAmount(total.unknown) });
}

/** What was pressed below the progress. */
export async function follow(turn: FollowTurn, doors: ReplyDoors): Promise<FollowReply> {
  const { part, text, data, member } = turn;
  const { texts, outreach } = doors;
  const { id = '' } = data;
  const report = await reportBroadcast(id, outreach);
  if (!report) return end(doors, 'announce.unknown', { id });
  // Roles may have changed since the figures were shown.
  if (!mayControl(member, report.broadcast, await doors.tree())) return end(doors, 'follow.not-allowed');
  const stay = () => showProgress(report.broadcast, member, doors);
  if (part === 'cancel') {
    return isSame(text, texts('follow.cancel-yes')) ? control(cancelBroadcast, 'cancelled', turn, doors) : stay();
  }
  if (part === 'resend') return isSame(text, texts('follow.resend-yes')) ? resend(turn, doors) : stay();
  const act = listActs(report, member).find((each) => isSame(text, labelOf(each, report, doors)));
  switch (act) {
    case 'change':
      return { changes: id };
    case 'correct':
      return { corrects: id };
    case 'pause':
      return control(pauseBroadcast, 'paused', turn, doors);
    case 'resume':
      return control(resumeBroadcast, 'resumed', turn, doors);
    case 'report':
      return giveReport(report, turn, doors);
    case 'cancel':
      return confirm('cancel', report, doors);
    case 'resend':
      return confirm('resend', report, doors);
    default:
      return stay();
  }
}

function confirm(
  act: 'cancel' | 'resend',
  { broadcast, total }: BroadcastReport,
  { texts }: ReplyDoors,
): DialogueReply {
  const words = texts(`follow.${act}-sure`, { count: formatAmount(total.unknown) });
  const labels = [texts(`follow.${act}-no`), texts(`follow.${act}-yes`)];
  return offer(words, labels, { name: 'thongbao', step: `follow.${act}`, data: { id: broadcast.id } });
}

async function control(
  act: typeof pauseBroadcast,
  done: 'paused' | 'resumed' | 'cancelled',
  { data, member }: FollowTurn,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const { id = '' } = data;
  const outcome = await act(id, member, doors.outreach);
  return show(outcome, sayControl(id, outcome, done, doors.texts), member, doors);
}

async function resend({ data, member }: FollowTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { id = '' } = data;
  const outcome = await resendUnknown(id, member, doors.outreach);
  return show(outcome, sayResend(id, outcome, doors.texts), member, doors);
}

/** What became of an act, above how far the announcement is. */
async function show(
  outcome: ControlOutcome | ResendOutcome,
  said: string,
  member: Member,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  return 'broadcast' in outcome ? showProgress(outcome.broadcast, member, doors, said) : { speech: { text: said } };
}

/** As files where the channel takes them. */
async function giveReport(report: BroadcastReport, turn: FollowTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  const { id } = report.broadcast;
  const table = toReportTable(report, await doors.tree(), texts);
  const attachments = await attachSheets(texts('follow.file-name', { id }), table, turn.capabilities, doors);
  const said = texts(attachments.length > 0 ? 'follow.reported' : 'follow.reported-by-shell', { id });
  const shown = await showProgress(report.broadcast, turn.member, doors, said);
  return { ...shown, shown: attachments.map((each) => ({ text: '', attachments: [each] })) };
}

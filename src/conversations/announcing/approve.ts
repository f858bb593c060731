import type { Capabilities } from '../../channels/channel.js';
import { renderMessage } from '../../channels/render-message.js';
import {
  type ApprovalOutcome,
  approveBroadcast,
  type RefusalOutcome,
  refuseBroadcast,
} from '../../outreach/approving/approve-broadcast.js';
import { renderForChannel } from '../../outreach/drafting/render-broadcast.js';
import { forecastDeliveries, renderForecast } from '../../outreach/planning/forecast-deliveries.js';
import { mayApprove } from '../../outreach/rights/approval-rules.js';
import { findAuthor } from '../../outreach/rights/find-author.js';
import { hashContent } from '../../outreach/rights/hash-content.js';
import { sayApproval, sayStatus } from '../../outreach/staff/say-outcome.js';
import { describeBroadcast, openingOf } from '../../outreach/wording/describe-broadcast.js';
import { showBroadcast } from '../../outreach/wording/show-broadcast.js';
import type { Broadcast } from '../../people/broadcast.js';
import type { RoleGrant } from '../../people/member.js';
import { can } from '../../people/permission.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Texts } from '../../text/texts.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { describeUnit } from '../dialogues/describe-member.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';
import { toId } from './vote.js';

const MOST_LISTED = 8;
const MOST_READ = 200;

/** `/duyet`, `/duyet <id>`: reads what others want to send, just as it would be read, and says yes or gives it back. */
export const approve: Dialogue = async (turn, doors) => {
  const { at, text, member } = turn;
  const tree = await doors.tree();
  if (member?.status !== 'joined' || !isApprover(member, tree)) return end(doors, 'not-allowed');
  if (at?.step === 'decide') return decide(turn, doors);
  const isNamed = text !== '' && (!at || (await doors.outreach.ledger.findBroadcast(toId(text))) !== undefined);
  if (isNamed) return showOne(toId(text), turn, doors);
  const waiting = await doors.outreach.ledger.listBroadcasts({ statuses: ['waiting'], limit: MOST_READ });
  const open = waiting.filter((broadcast) => mayApprove(member, broadcast, tree)).slice(0, MOST_LISTED);
  if (open.length === 0) return end(doors, 'approve.none');
  const choices = open.map((broadcast) => ({
    label: doors.texts('approve.line', {
      urgent: broadcast.content.isUrgent ? doors.texts('approve.urgent') : '',
      opening: openingOf(broadcast),
    }),
    text: `/duyet ${broadcast.id}`,
  }));
  return {
    speech: { text: doors.texts(at ? 'announce.menu-again' : 'approve.listed'), choices },
    next: { name: 'duyet', step: 'list', data: {} },
  };
};

function isApprover(member: NonNullable<DialogueTurn['member']>, tree: UnitTree): boolean {
  return can(member, 'approve', { tree }) || tree.units.some(({ id }) => can(member, 'approve', { tree, unitId: id }));
}

/** What it says is shown as this chat would show it; the yes that follows counts for just that. */
async function showOne(
  id: string,
  { member, capabilities }: DialogueTurn,
  doors: ReplyDoors,
  said = '',
): Promise<DialogueReply> {
  const { texts, outreach, clock } = doors;
  const broadcast = await outreach.ledger.findBroadcast(id);
  if (!broadcast || !member) return end(doors, 'announce.unknown', { id });
  const tree = await doors.tree();
  if (broadcast.author === member.id) return end(doors, 'approve.own', { id });
  if (!mayApprove(member, broadcast, tree)) return end(doors, 'approve.not-allowed', { id });
  if (broadcast.status !== 'waiting')
    return end(doors, 'approve.not-waiting', { id, status: sayStatus(broadcast, texts) });
  const author = await findAuthor(broadcast, outreach.people);
  const forecast = author && (await forecastDeliveries(broadcast.content, author, outreach));
  const card = texts('approve.card', {
    ...describeBroadcast(broadcast, { tree, texts, now: clock() }),
    author: author === 'system' ? texts('approve.author-system') : sayRoles(author?.roles ?? [], tree, texts),
    forecast: forecast ? renderForecast(forecast, texts) : '',
  });
  const data = { id, hash: hashContent(broadcast.content) };
  const labels = ['yes', 'no', 'later'].map((key) => texts(`approve.${key}`));
  const asked = offer([said, card].filter(Boolean).join('\n\n'), labels, { name: 'duyet', step: 'decide', data });
  return { ...asked, shown: await showHere(broadcast, capabilities, doors) };
}

async function showHere(broadcast: Broadcast, capabilities: Capabilities, { outreach }: ReplyDoors) {
  const { audience, messages } = broadcast.content;
  if (audience.type === 'followers') {
    return (await showBroadcast(broadcast, outreach)).flatMap(({ text }) => renderMessage({ text }, capabilities));
  }
  const shown = [...messages.keys()].map((variant) => renderForChannel(broadcast, variant, capabilities, outreach));
  return (await Promise.all(shown)).flat();
}

/** Roles, not names: names are nowhere. */
function sayRoles(roles: readonly RoleGrant[], tree: UnitTree, texts: Texts): string {
  const held = roles.filter(({ role }) => role !== 'member');
  if (held.length === 0) return texts('approve.author-none');
  return held
    .map(({ role, unitId }) =>
      [texts(`role.${role}`), unitId ? describeUnit(unitId, tree) : ''].filter(Boolean).join(', '),
    )
    .join('; ');
}

async function decide(turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { text, at, member } = turn;
  const { texts, outreach } = doors;
  const { id = '', hash = '' } = at?.data ?? {};
  if (!member) return end(doors, 'not-allowed');
  if (isSame(text, texts('approve.yes'))) return say(await approveBroadcast(id, hash, member, outreach), turn, doors);
  if (isSame(text, texts('approve.no'))) return say(await refuseBroadcast(id, member, outreach), turn, doors);
  if (isSame(text, texts('approve.later'))) return end(doors, 'approve.put-off', { id });
  const labels = ['yes', 'no', 'later'].map((key) => texts(`approve.${key}`));
  return offer(texts('approve.again'), labels, { name: 'duyet', step: 'decide', data: { id, hash } });
}

async function say(
  outcome: ApprovalOutcome | RefusalOutcome,
  turn: DialogueTurn,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const { id = '' } = turn.at?.data ?? {};
  const text = sayApproval(id, outcome, doors.outreach);
  return outcome.status === 'changed' ? showOne(id, turn, doors, text) : { speech: { text } };
}

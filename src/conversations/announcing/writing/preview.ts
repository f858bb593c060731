import type { Capabilities, OutgoingMessage } from '../../../channels/channel.js';
import { renderMessage } from '../../../channels/render-message.js';
import { approvalsNeeded } from '../../../outreach/approving/approval-rules.js';
import { cancelBroadcast } from '../../../outreach/approving/control-broadcast.js';
import { submitBroadcast } from '../../../outreach/approving/submit-broadcast.js';
import type { Broadcast, BroadcastContent } from '../../../outreach/broadcast.js';
import { checkContent } from '../../../outreach/drafting/check-content.js';
import { renderForChannel } from '../../../outreach/drafting/render-broadcast.js';
import { forecastDeliveries, renderForecast } from '../../../outreach/planning/forecast-deliveries.js';
import { tellApprovers } from '../../../outreach/sending/tell-staff.js';
import { describeBroadcast } from '../../../outreach/wording/describe-broadcast.js';
import { showBroadcast } from '../../../outreach/wording/show-broadcast.js';
import { formatInstant } from '../../../time.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { type DialogueReply, end, isSame } from '../../dialogues/dialogue.js';
import { ask, changeDraft, type DraftTurn, type StepName, type StepReply, sayFlaws } from './draft.js';

const CHANGES: readonly StepName[] = ['words', 'topic', 'audience', 'attach', 'when', 'until'];
/** A draft that was to go at once is as fresh as this. */
const STALE_MS = 10 * 60_000;

export type PreviewTurn = DraftTurn & { readonly capabilities: Capabilities };

/** What everyone will see, whom it reaches and who has to approve it; then it is tried, changed, kept or sent. */
export async function preview(turn: PreviewTurn, doors: ReplyDoors): Promise<StepReply> {
  const { part, text, draft } = turn;
  const { texts } = doors;
  if (part === 'change') return pickChange(turn, doors);
  if (part === 'ready') {
    if (isSame(text, texts('announce.change'))) return askChange(turn, doors);
    if (isSame(text, texts('announce.keep'))) return end(doors, 'announce.kept', { id: draft.id });
    if (isSame(text, texts('announce.test'))) return test(turn, doors);
    const isSent = ['send', 'send-for-approval'].some((key) => isSame(text, texts(`announce.${key}`)));
    if (isSent) return submit(turn, doors);
  }
  const fresh = await refresh(turn, doors);
  if (!('done' in fresh)) return fresh;
  return show({ ...turn, draft: fresh.done }, doors);
}

/** What goes at once goes from now on, however long it lay. */
async function refresh(turn: PreviewTurn, doors: ReplyDoors): Promise<{ readonly done: Broadcast } | DialogueReply> {
  const now = doors.clock();
  const { dueAt, expiresAt } = turn.draft.content;
  if (turn.draft.status !== 'draft' || now.getTime() - dueAt.getTime() < STALE_MS) return { done: turn.draft };
  const later = new Date(now.getTime() + expiresAt.getTime() - dueAt.getTime());
  return changeDraft(turn, (content) => ({ ...content, dueAt: now, expiresAt: later }), doors);
}

async function show(turn: PreviewTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { draft, author, data, capabilities } = turn;
  const { texts, outreach } = doors;
  const flaws = await checkContent(draft.content, outreach);
  if (flaws.length > 0) {
    const words = texts('announce.flawed', { id: draft.id, flaws: sayFlaws(flaws, doors) });
    const labels = [texts('announce.change'), texts('announce.keep')];
    return ask('preview.ready', { draft: draft.id }, words, labels);
  }
  const tree = await doors.tree();
  const { content } = draft;
  const forecast = await forecastDeliveries(content, author, outreach);
  const needed = approvalsNeeded({ content, recipients: forecast.recipients, author, tree, rules: outreach.sending });
  const approval = needed === 0 ? 'none' : needed > 1 ? 'two' : isForAdmins(content) ? 'admin' : 'one';
  const card = texts('announce.card', {
    ...describeBroadcast(draft, { tree, texts, now: doors.clock() }),
    forecast: renderForecast(forecast, texts),
    approval: texts(`announce.approval.${approval}`),
  });
  const send = needed > 0 ? 'send-for-approval' : 'send';
  const labels = [send, 'test', 'change', 'keep'].map((key) => texts(`announce.${key}`));
  const words = `${card}\n${texts('announce.ready')}`;
  return {
    ...ask('preview.ready', { draft: draft.id, send }, words, labels),
    // Only what changed is worth another screen.
    shown: data.seen ? [] : await showOnChannels(draft, capabilities, doors),
  };
}

async function showOnChannels(
  draft: Broadcast,
  capabilities: Capabilities,
  doors: ReplyDoors,
): Promise<readonly OutgoingMessage[]> {
  const { texts } = doors;
  const shown = await showBroadcast(draft, doors.outreach);
  const words = shown.map(({ channels, text }) => {
    const names = channels.map((name) => texts(`channel.${name}`)).join(', ');
    return texts('announce.shown', { channels: names, text });
  });
  return (words.length > 0 ? words : [texts('announce.no-channel')]).flatMap((text) =>
    renderMessage({ text }, capabilities),
  );
}

/** Just what a member reads in this very chat. */
async function test(turn: PreviewTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { draft, data, capabilities } = turn;
  const { texts, outreach } = doors;
  const variants = [...draft.content.messages.keys()];
  const shown = await Promise.all(variants.map((variant) => renderForChannel(draft, variant, capabilities, outreach)));
  const labels = [data.send ?? 'send', 'change', 'keep'].map((key) => texts(`announce.${key}`));
  return { ...ask('preview.ready', data, texts('announce.tested'), labels), shown: shown.flat() };
}

function askChange({ data }: PreviewTurn, { texts }: ReplyDoors): DialogueReply {
  const labels = [...CHANGES, 'drop'].map((part) => texts(`announce.part.${part}`));
  return ask('preview.change', data, texts('announce.ask-change'), [...labels, texts('announce.see')]);
}

async function pickChange(turn: PreviewTurn, doors: ReplyDoors): Promise<StepReply> {
  const { text, draft, author } = turn;
  const { texts } = doors;
  const step = CHANGES.find((each) => isSame(text, texts(`announce.part.${each}`)));
  if (step) return { go: step };
  if (isSame(text, texts('announce.see'))) return { go: 'preview' };
  if (!isSame(text, texts('announce.part.drop'))) return askChange(turn, doors);
  const dropped = await cancelBroadcast(draft.id, author, doors.outreach);
  return dropped.status === 'done' ? end(doors, 'announce.dropped', { id: draft.id }) : end(doors, 'announce.gone');
}

async function submit({ draft, author }: PreviewTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach, clock } = doors;
  const { id } = draft;
  const submitted = await submitBroadcast(id, author, outreach);
  switch (submitted.status) {
    case 'refused':
      return end(doors, 'announce.refused', { id, flaws: sayFlaws(submitted.flaws, doors) });
    case 'approved': {
      const { dueAt } = submitted.broadcast.content;
      return end(doors, 'announce.sent', { id, when: sayWhen(dueAt, clock(), doors) });
    }
    case 'waiting': {
      const { content } = submitted.broadcast;
      const who = submitted.needed > 1 ? 'two' : isForAdmins(content) ? 'admin' : 'one';
      const told = await tellApprovers(submitted.broadcast, outreach);
      return end(doors, 'announce.waits', {
        id,
        told: texts(told > 0 ? 'announce.told' : 'announce.told-nobody', { count: String(told) }),
        count: texts(`announce.waits-${who}`),
      });
    }
    case 'not-allowed':
      return end(doors, 'not-allowed');
    default:
      return end(doors, 'announce.gone');
  }
}

const isForAdmins = ({ isUrgent, audience }: BroadcastContent): boolean => isUrgent || audience.type === 'followers';

/** When the first of it goes. */
export function sayWhen(dueAt: Date, now: Date, { texts }: ReplyDoors): string {
  return dueAt <= now ? texts('announce.sent-now') : texts('announce.sent-later', { at: formatInstant(dueAt) });
}

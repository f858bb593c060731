import type { Capabilities, OutgoingMessage } from '../../../channels/channel.js';
import { renderMessage } from '../../../channels/render-message.js';
import { cancelBroadcast } from '../../../outreach/approving/control-broadcast.js';
import { submitBroadcast } from '../../../outreach/approving/submit-broadcast.js';
import { checkContent } from '../../../outreach/drafting/check-content.js';
import { renderForChannel } from '../../../outreach/drafting/render-broadcast.js';
import { describeDraft } from '../../../outreach/staff/describe-draft.js';
import { sayFlaws, saySubmission } from '../../../outreach/staff/say-outcome.js';
import { showBroadcast } from '../../../outreach/wording/show-broadcast.js';
import type { Broadcast } from '../../../people/broadcast.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { type DialogueReply, end, isSame } from '../../dialogues/dialogue.js';
import { ask, changeDraft, type DraftTurn, type StepName, type StepReply } from './draft.js';

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
    const words = texts('announce.flawed', { id: draft.id, flaws: sayFlaws(flaws, texts) });
    const labels = [texts('announce.change'), texts('announce.keep')];
    return ask('preview.ready', { draft: draft.id }, words, labels);
  }
  const card = await describeDraft(draft, author, outreach);
  const send = card.needed > 0 ? 'send-for-approval' : 'send';
  // Nobody is a follower alone: an article cannot be tried.
  const isMessage = draft.content.audience.type === 'members';
  const labels = [send, ...(isMessage ? ['test'] : []), 'change', 'keep'].map((key) => texts(`announce.${key}`));
  const words = `${card.text}\n${texts('announce.ready')}`;
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

function askChange({ data, draft }: PreviewTurn, { texts }: ReplyDoors): DialogueReply {
  const labels = [...listChanges(draft), 'drop'].map((part) => texts(`announce.part.${part}`));
  return ask('preview.change', data, texts('announce.ask-change'), [...labels, texts('announce.see')]);
}

/** What an article says, and that it is for all followers, is changed in its file. */
function listChanges({ content: { audience } }: Broadcast): readonly StepName[] {
  return audience.type === 'members' ? CHANGES : ['when', 'until'];
}

async function pickChange(turn: PreviewTurn, doors: ReplyDoors): Promise<StepReply> {
  const { text, draft, author } = turn;
  const { texts } = doors;
  const step = listChanges(draft).find((each) => isSame(text, texts(`announce.part.${each}`)));
  if (step) return { go: step };
  if (isSame(text, texts('announce.see'))) return { go: 'preview' };
  if (!isSame(text, texts('announce.part.drop'))) return askChange(turn, doors);
  const dropped = await cancelBroadcast(draft.id, author, doors.outreach);
  return dropped.status === 'done' ? end(doors, 'announce.dropped', { id: draft.id }) : end(doors, 'announce.gone');
}

async function submit({ draft, author }: PreviewTurn, { outreach }: ReplyDoors): Promise<DialogueReply> {
  const submission = await submitBroadcast(draft.id, author, outreach);
  return { speech: { text: await saySubmission(draft.id, submission, outreach) } };
}

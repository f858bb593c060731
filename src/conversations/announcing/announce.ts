import { mayApprove, mayControl } from '../../outreach/rights/approval-rules.js';
import { mayAddressAny } from '../../outreach/rights/reach.js';
import { openingOf } from '../../outreach/wording/describe-broadcast.js';
import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame } from '../dialogues/dialogue.js';
import { follow, showProgress } from './follow.js';
import { toId } from './vote.js';
import { attach } from './writing/attach.js';
import { chooseAudience, chooseTopic } from './writing/choose-audience.js';
import { chooseExpiry, chooseTime } from './writing/choose-time.js';
import type { Data, DraftStep, StepName, StepReply } from './writing/draft.js';
import { preview } from './writing/preview.js';
import { writeWords } from './writing/write-words.js';

const NEXT: Readonly<Record<StepName, StepName>> = {
  words: 'topic',
  topic: 'audience',
  audience: 'attach',
  attach: 'when',
  when: 'preview',
  until: 'preview',
  preview: 'preview',
};
const CHOICES: Readonly<Record<Exclude<StepName, 'words' | 'preview'>, DraftStep>> = {
  topic: chooseTopic,
  audience: chooseAudience,
  attach,
  when: chooseTime,
  until: chooseExpiry,
};
const MOST_DRAFTS = 3;
const MOST_LISTED = 8;
/** Of all broadcasts: older ones are found by their id. */
const MOST_READ = 200;

/** `/thongbao`: write an announcement step by step, or follow one. What was typed lies in the draft, and survives the dialogue. */
export const announce: Dialogue = async (turn, doors) => {
  const { at, text, member } = turn;
  if (member?.status !== 'joined' || !mayAddressAny(member, await doors.tree())) return end(doors, 'not-allowed');
  if (!at) return text === '' ? showMenu(member, doors) : open(toId(text), turn, member, doors);
  const [step = '', ...parts] = at.step.split('.');
  if (step === 'menu') return pickFromMenu(turn, member, doors);
  const { data } = at;
  if (step === 'follow') {
    const reply = await follow({ part: parts.join('.'), text, data, member, capabilities: turn.capabilities }, doors);
    if ('corrects' in reply) return write('words', '', '', { corrects: reply.corrects }, turn, member, doors);
    return 'changes' in reply
      ? write('preview', 'ready', doors.texts('announce.change'), { draft: reply.changes }, turn, member, doors)
      : reply;
  }
  return write(step as StepName, parts.join('.'), text, data, turn, member, doors);
};

/** Runs a step, and where it is done the beginning of the next. */
async function write(
  step: StepName,
  part: string,
  text: string,
  data: Data,
  turn: DialogueTurn,
  author: Member,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const draft = data.draft ? await doors.outreach.ledger.findBroadcast(data.draft) : undefined;
  // Sent, approved or dropped on another phone meanwhile; `words` alone begins without a draft.
  if ((!draft && (data.draft || step !== 'words')) || (draft && !isOpen(draft, author)))
    return end(doors, 'announce.gone');
  const reply: StepReply = await (async () => {
    if (!draft) return writeWords({ author, part, text, data }, doors);
    const asked = { author, draft, part, text, data };
    if (step === 'words') return writeWords(asked, doors);
    return step === 'preview'
      ? preview({ ...asked, capabilities: turn.capabilities }, doors)
      : CHOICES[step](asked, doors);
  })();
  if ('done' in reply) {
    const { id, content } = reply.done;
    // Whom a correction is for, and about what, is what it corrects.
    const follows = content.corrects !== undefined && step === 'words' ? 'attach' : NEXT[step];
    const isSeen = data.back && step !== 'words' && step !== 'attach';
    return write(
      data.back ? 'preview' : follows,
      '',
      '',
      { draft: id, ...(isSeen ? { seen: 'yes' } : {}) },
      turn,
      author,
      doors,
    );
  }
  if ('go' in reply && draft) return write(reply.go, '', '', { draft: draft.id, back: 'preview' }, turn, author, doors);
  return 'go' in reply ? end(doors, 'announce.gone') : reply;
}

const isOpen = ({ author, status }: Broadcast, { id }: Member): boolean =>
  author === id && ['draft', 'waiting', 'approved'].includes(status);

async function showMenu(member: Member, doors: ReplyDoors, asked = 'announce.menu'): Promise<DialogueReply> {
  const { texts } = doors;
  const { drafts, listed, waiting } = await listOwn(member, doors);
  const choices = [
    { label: texts('announce.new'), text: texts('announce.new') },
    ...drafts.slice(0, MOST_DRAFTS).map((draft) => ({
      label: texts('announce.go-on', { opening: openingOf(draft) || draft.id }),
      text: `/thongbao ${draft.id}`,
    })),
    ...(listed.length > 0 ? [{ label: texts('announce.list'), text: texts('announce.list') }] : []),
    ...(waiting > 0 ? [{ label: texts('announce.to-approve', { count: String(waiting) }), text: '/duyet' }] : []),
  ];
  return { speech: { text: texts(asked), choices }, next: { name: 'thongbao', step: 'menu', data: {} } };
}

async function pickFromMenu(turn: DialogueTurn, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  if (isSame(turn.text, texts('announce.new'))) return write('words', '', '', {}, turn, member, doors);
  if (!isSame(turn.text, texts('announce.list'))) {
    const named = await doors.outreach.ledger.findBroadcast(toId(turn.text));
    return named ? open(named.id, turn, member, doors) : showMenu(member, doors, 'announce.menu-again');
  }
  const { listed } = await listOwn(member, doors);
  if (listed.length === 0) return end(doors, 'announce.none');
  const choices = listed.slice(0, MOST_LISTED).map((broadcast) => ({
    label: texts('announce.line', {
      status: texts(`announce.status.${broadcast.status}`),
      opening: openingOf(broadcast) || broadcast.id,
    }),
    text: `/thongbao ${broadcast.id}`,
  }));
  return { speech: { text: texts('announce.listed'), choices }, next: { name: 'thongbao', step: 'menu', data: {} } };
}

/** Newest first: his drafts, what else he may look after, and how many wait for him. */
async function listOwn(member: Member, doors: ReplyDoors) {
  const tree = await doors.tree();
  const all = await doors.outreach.ledger.listBroadcasts({ limit: MOST_READ });
  const isDraft = ({ status }: Broadcast) => status === 'draft';
  return {
    drafts: all.filter((each) => isDraft(each) && each.author === member.id),
    // Reminders are many, and looked after in `/kehoach`.
    listed: all.filter((each) => !isDraft(each) && each.origin !== 'campaign' && mayControl(member, each, tree)),
    waiting: all.filter((each) => each.status === 'waiting' && mayApprove(member, each, tree)).length,
  };
}

/** A draft is gone on with where it stopped; anything else is shown as it goes. */
async function open(id: string, turn: DialogueTurn, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const broadcast = await doors.outreach.ledger.findBroadcast(id);
  if (!broadcast || !mayControl(member, broadcast, await doors.tree())) return end(doors, 'announce.unknown', { id });
  if (broadcast.status !== 'draft') return showProgress(broadcast, member, doors);
  if (broadcast.author !== member.id) return end(doors, 'announce.unknown', { id });
  const isHalfFilled = /\{[a-z0-9-]+\}/.test(broadcast.content.messages[0]?.text ?? '');
  return write(isHalfFilled ? 'words' : 'preview', '', '', { draft: id }, turn, member, doors);
}

import { findCitation } from '../../../outreach/drafting/find-citation.js';
import { listEndings, readFileAddress, readLink, readPoll } from '../../../outreach/wording/read-parts.js';
import type { BroadcastMessage } from '../../../people/broadcast.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { isSame } from '../../dialogues/dialogue.js';
import { ask, changeDraft, type DraftStep, type DraftTurn, type StepReply } from './draft.js';

const KINDS = ['citation', 'link', 'poll', 'image', 'file'] as const;
type Kind = (typeof KINDS)[number];

/** What goes with the words, one thing after another, until nothing more. */
export const attach: DraftStep = async (turn, doors) => {
  const { part, text, data } = turn;
  const { texts } = doors;
  const kind = KINDS.find((each) => part === `write.${each}`);
  if (kind) return isSame(text, texts('announce.skip')) ? askMenu(turn, doors) : READ[kind](turn, doors);
  if (isSame(text, texts('announce.attach-nothing'))) return { done: turn.draft };
  if (isSame(text, texts('announce.attach-clear'))) {
    return goOn(turn, ({ text: words }) => ({ text: words, attachments: [], buttons: [] }), doors);
  }
  const chosen = KINDS.find((each) => isSame(text, texts(`announce.attach-${each}`)));
  return chosen ? ask(`attach.write.${chosen}`, data, texts(`announce.ask-${chosen}`)) : askMenu(turn, doors);
};

function askMenu({ draft, data }: DraftTurn, doors: ReplyDoors, said = ''): StepReply {
  const { texts } = doors;
  const held = listHeld(draft.content.messages[0], doors);
  const labels = ['nothing', ...KINDS, ...(held.length > 0 ? ['clear'] : [])].map((each) =>
    texts(`announce.attach-${each}`),
  );
  const question = texts('announce.attach', { held: held.join('; ') });
  return ask('attach', data, [said, question].filter(Boolean).join('\n'), labels);
}

function listHeld(message: BroadcastMessage | undefined, { texts, outreach }: ReplyDoors): readonly string[] {
  if (!message) return [];
  const { citation, buttons, poll, attachments } = message;
  const id = citation?.documentId;
  const document = id === undefined ? undefined : outreach.library.findById(id);
  return [
    ...(citation ? [texts('announce.held.citation', { label: document?.number ?? document?.title ?? id ?? '' })] : []),
    ...buttons.map(({ label }) => texts('announce.held.link', { label })),
    ...(poll ? [texts('announce.held.poll', { question: poll.question })] : []),
    ...attachments.map(({ kind, name }) => texts(`announce.held.${kind}`, { name })),
  ];
}

/** Changes the message and asks what else. */
async function goOn(
  turn: DraftTurn,
  change: (message: BroadcastMessage) => BroadcastMessage,
  doors: ReplyDoors,
  said = '',
): Promise<StepReply> {
  const changed = await changeDraft(turn, (content) => ({ ...content, messages: content.messages.map(change) }), doors);
  return 'done' in changed ? askMenu({ ...turn, draft: changed.done }, doors, said) : changed;
}

const again = ({ data, part }: DraftTurn, text: string): StepReply => ask(`attach.${part}`, data, text);

const READ: Readonly<Record<Kind, DraftStep>> = {
  async citation(turn, doors) {
    const { texts } = doors;
    const found = findCitation(turn.text, doors.outreach);
    if (found.status === 'none') return again(turn, texts('announce.citation-none'));
    if (found.status === 'several') {
      const labels = found.labels.map((label) => `• ${label}`).join('\n');
      return again(turn, texts('announce.citation-several', { labels }));
    }
    const { citation, label, validity } = found;
    const said = [
      texts('announce.citation-found', { label }),
      validity.inForce === false ? texts('announce.citation-old') : '',
    ];
    return goOn(turn, (message) => ({ ...message, citation }), doors, said.filter(Boolean).join(' '));
  },
  async link(turn, doors) {
    const button = readLink(turn.text);
    if (!button) return again(turn, doors.texts('announce.link-wrong'));
    return goOn(turn, (message) => ({ ...message, buttons: [...message.buttons, button] }), doors);
  },
  async poll(turn, doors) {
    const poll = readPoll(turn.text);
    if (!poll) return again(turn, doors.texts('announce.poll-wrong'));
    return goOn(turn, (message) => ({ ...message, poll }), doors);
  },
  image: (turn, doors) => addFile('image', turn, doors),
  file: (turn, doors) => addFile('file', turn, doors),
};

async function addFile(kind: 'image' | 'file', turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  const file = readFileAddress(kind, turn.text);
  if (!file) return again(turn, doors.texts('announce.url-wrong', { endings: listEndings(kind) }));
  return goOn(turn, (message) => ({ ...message, attachments: [...message.attachments, file] }), doors);
}

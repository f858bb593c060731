import { draftOutline } from '../../briefing/approving/draft-outline.js';
import { listApproved } from '../../briefing/approving/list-approved.js';
import { type OpenedOutline, openOutline } from '../../briefing/approving/open-outline.js';
import { mayApproveOutlines, mayOutline } from '../../briefing/approving/outline-rules.js';
import type { OutlineFrame } from '../../briefing/briefing-doors.js';
import { findFrames } from '../../briefing/outlining/find-frames.js';
import { OUTLINE_MINUTES, type OutlineMinutes } from '../../documents/outline.js';
import { formatDay } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end } from '../dialogues/dialogue.js';
import { answerInstead } from './answer-instead.js';
import { actOnCard, showCard } from './show-outline.js';

const ID = /^[A-HJKMNP-Z2-9]{8}$/i;
const WITH_LENGTH = /^(5|15|30) phút:\s*(.+)$/iu;
const MOST_LISTED = 20;

/** `/decuong`, `/decuong <subject or day>`, `/decuong 15 phút: <subject>`, `/decuong <id>`: makes, shows, has approved and hands out outlines. */
export const makeOutline: Dialogue = async (turn, doors) => {
  const { at, text, member } = turn;
  const tree = await doors.tree();
  if (member?.status !== 'joined') return end(doors, 'outline.chat.not-joined');
  if (!mayOutline(member, tree)) return end(doors, 'outline.chat.not-allowed');
  if (at?.step === 'card' || at?.step === 'until') return actOnCard({ ...turn, member, at }, doors, renew);
  const asked = text.trim();
  if (asked === '') return showMenu(member, doors);
  if (asked === 'chờ duyệt') return listWaiting(doors);
  if (asked === 'đã duyệt') return listReady('offered', doors);
  if (asked === 'cần bản mới') return listReady('due', doors);
  if (ID.test(asked)) return openById(asked.toUpperCase(), turn, doors);
  const [, minutes, subject = asked] = WITH_LENGTH.exec(asked) ?? [];
  return findSubject(subject, toMinutes(minutes), turn, doors);
};

const toMinutes = (said: string | undefined): OutlineMinutes | undefined =>
  OUTLINE_MINUTES.find((each) => String(each) === said);

const LISTING = { name: 'decuong', step: 'list', data: {} };

async function showMenu(member: NonNullable<DialogueTurn['member']>, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, briefing } = doors;
  const isApprover = mayApproveOutlines(member, await doors.tree());
  const waiting = isApprover ? await briefing.outlines.listOutlines({ statuses: ['waiting'], limit: MOST_LISTED }) : [];
  const { offered, due } = await listApproved({}, briefing);
  const lists = (
    [
      ['waiting', waiting.length, 'chờ duyệt'],
      ['due', due.length, 'cần bản mới'],
      ['offered', offered.length, 'đã duyệt'],
    ] as const
  ).flatMap(([key, count, word]) =>
    count > 0 ? [{ label: texts(`outline.chat.${key}`, { count: String(count) }), text: `/decuong ${word}` }] : [],
  );
  const choices = [...lists, ...briefing.frames.map(toChoice)];
  return { speech: { text: texts('outline.chat.ask'), choices }, next: LISTING };
}

const toChoice = ({ id, title }: OutlineFrame) => ({ label: title, text: `/decuong ${id}` });

async function listWaiting(doors: ReplyDoors): Promise<DialogueReply> {
  const { briefing } = doors;
  const waiting = await briefing.outlines.listOutlines({ statuses: ['waiting'], limit: MOST_LISTED });
  if (waiting.length === 0) return end(doors, 'outline.chat.none-waiting');
  return listOutlines(
    waiting.map((kept) => openOutline(kept, briefing)),
    doors,
  );
}

async function listReady(which: 'offered' | 'due', doors: ReplyDoors): Promise<DialogueReply> {
  const listed = (await listApproved({}, doors.briefing))[which];
  return listed.length === 0 ? end(doors, `outline.chat.none-${which}`) : listOutlines(listed, doors);
}

function listOutlines(opened: readonly OpenedOutline[], { texts }: ReplyDoors): DialogueReply {
  const choices = opened.map(({ kept: { id, expiresOn }, outline: { title, minutes } }) => ({
    label: texts('outline.chat.line', {
      title,
      minutes: String(minutes),
      until: expiresOn ? formatDay(expiresOn) : '',
    }),
    text: `/decuong ${id}`,
  }));
  return { speech: { text: texts('outline.chat.listed'), choices }, next: LISTING };
}

async function openById(id: string, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const kept = await doors.briefing.outlines.findOutline(id);
  if (!kept) return end(doors, 'outline.chat.gone', { id });
  return showCard(openOutline(kept, doors.briefing), turn, doors);
}

async function findSubject(
  asked: string,
  minutes: OutlineMinutes | undefined,
  turn: DialogueTurn,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const { texts, briefing } = doors;
  const [frame, ...others] = findFrames(asked, briefing.frames);
  if (!frame) {
    const choices = briefing.frames.map(toChoice);
    const unknown = { speech: { text: texts('outline.chat.unknown', { asked }), choices }, next: LISTING };
    return turn.at ? answerInstead(asked, () => unknown, doors) : unknown;
  }
  if (others.length > 0) {
    const choices = [frame, ...others].map(toChoice);
    return { speech: { text: texts('outline.chat.which'), choices }, next: LISTING };
  }
  return minutes === undefined ? askHowLong(frame, doors) : draftHere(frame, minutes, turn, doors);
}

/** What is approved and stands is offered before anything is made anew. */
async function askHowLong(frame: OutlineFrame, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, briefing } = doors;
  const { id, title } = frame;
  const ready = (await listApproved({ frameId: id }, briefing)).offered.map(({ kept, outline: { minutes } }) => ({
    label: texts('outline.chat.ready', { minutes: String(minutes) }),
    text: `/decuong ${kept.id}`,
  }));
  const lengths = OUTLINE_MINUTES.map((minutes) => ({
    label: texts('outline.chat.length', { minutes: String(minutes) }),
    text: `/decuong ${minutes} phút: ${id}`,
  }));
  return {
    speech: { text: texts('outline.chat.how-long', { title }), choices: [...ready, ...lengths] },
    next: LISTING,
  };
}

async function draftHere(
  frame: OutlineFrame,
  minutes: OutlineMinutes,
  turn: Pick<DialogueTurn, 'member' | 'capabilities'>,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const opened = await draftOutline(frame, minutes, doors.briefing);
  if (opened.outline.parts.length === 0) return end(doors, 'outline.chat.empty', { title: frame.title });
  return showCard(opened, turn, doors);
}

/** A new version of an outline whose bases changed, or whose time is over. */
async function renew({ outline }: OpenedOutline, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { frameId, minutes, title } = outline;
  const frame = doors.briefing.frames.find(({ id }) => id === frameId);
  if (!frame) return end(doors, 'outline.chat.unknown', { asked: title });
  return draftHere(frame, minutes, turn, doors);
}

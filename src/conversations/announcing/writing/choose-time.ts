import { EXPIRES_AFTER_MS } from '../../../outreach/staff/to-content.js';
import { readInstant } from '../../../outreach/wording/read-instant.js';
import { formatInstant } from '../../../time.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { isSame } from '../../dialogues/dialogue.js';
import { ask, changeDraft, type DraftStep, type DraftTurn, type StepReply } from './draft.js';

/** When it goes: now, at an hour, or at once even at night. What expires before that moves along. */
export const chooseTime: DraftStep = async (turn, doors) => {
  const { text, data } = turn;
  const { texts, clock, outreach } = doors;
  const now = clock();
  const labels = ['now', 'morning', 'urgent'].map((when) => texts(`announce.when-${when}`));
  const asks = (words: string) => ask('when', data, words, labels);
  if (text === '') return asks(texts('announce.when', { hours: sayHours(outreach.sending.hours) }));
  if (isSame(text, labels[0]!)) return keep(now, false, turn, doors);
  if (isSame(text, labels[2]!)) return keep(now, true, turn, doors);
  const dueAt = isSame(text, labels[1]!) ? readInstant('8h mai', now) : readInstant(text, now);
  if (!dueAt) return asks(texts('announce.when-wrong'));
  if (dueAt < now) return asks(texts('announce.when-past', { at: formatInstant(dueAt) }));
  return keep(dueAt, false, turn, doors);
};

function keep(dueAt: Date, isUrgent: boolean, turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  return changeDraft(
    turn,
    (content) => {
      const span = content.expiresAt.getTime() - content.dueAt.getTime();
      const expiresAt = new Date(dueAt.getTime() + (span > 0 ? span : EXPIRES_AFTER_MS));
      return { ...content, dueAt, isUrgent, expiresAt };
    },
    doors,
  );
}

/** Until when it is worth sending. */
export const chooseExpiry: DraftStep = async (turn, doors) => {
  const { text, data, draft } = turn;
  const { texts, clock } = doors;
  const { dueAt, expiresAt } = draft.content;
  if (text === '') return ask('until', data, texts('announce.until', { at: formatInstant(expiresAt) }));
  const until = readInstant(text, clock());
  if (!until) return ask('until', data, texts('announce.when-wrong'));
  if (until <= dueAt || until <= clock()) {
    return ask('until', data, texts('announce.until-early', { at: formatInstant(dueAt) }));
  }
  return changeDraft(turn, (content) => ({ ...content, expiresAt: until }), doors);
};

function sayHours(hours: ReplyDoors['outreach']['sending']['hours']): string {
  const say = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return hours.map(({ from, to }) => `${say(from)}–${say(to)}`).join(', ');
}

import { randomUUID } from 'node:crypto';
import { holdsPersonalData, LEAST_SHOWN } from '../../people/personal-data.js';
import { toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, end, isSame, offer } from './dialogue.js';

const FEEDBACK_TOPICS = ['noi-dung', 'van-ban', 'hoat-dong', 'khac'] as const;
const LONGEST = 1_000;

/** `/gopy`: topic, then words; nothing links what is kept to who wrote it. */
export const giveFeedback: Dialogue = async ({ at, text, member }, doors) => {
  const { texts, people, clock } = doors;
  const labels = FEEDBACK_TOPICS.map((topic) => texts(`feedback.topics.${topic}`));
  const ask = () => offer(texts('feedback.ask'), labels, { name: 'gopy', step: 'topic', data: {} });
  if (!at) return ask();
  const next = (topic: string) => ({ name: 'gopy', step: 'write', data: { topic } });
  if (at.step === 'topic') {
    const topic = FEEDBACK_TOPICS.find((_, place) => isSame(text, labels[place] ?? ''));
    return topic ? { speech: { text: texts('feedback.write') }, next: next(topic) } : ask();
  }
  const topic = at.data.topic ?? 'khac';
  if (text.length > LONGEST) return { speech: { text: texts('feedback.long') }, next: next(topic) };
  if (holdsPersonalData(text)) return { speech: { text: texts('feedback.personal') }, next: next(topic) };
  const unitId = member?.unitId === undefined ? undefined : await mergeUpward(member.unitId, doors);
  await people.saveFeedback({
    id: randomUUID(),
    day: toLocalDate(clock()),
    topic,
    text: text.trim(),
    ...(unitId === undefined ? {} : { unitId }),
  });
  return end(doors, 'feedback.done');
};

/** The nearest unit upward whose branch has members enough that nobody can be guessed; undefined: the whole union. */
async function mergeUpward(unitId: string, { tree, people }: ReplyDoors): Promise<string | undefined> {
  const units = await tree();
  for (const unit of units.pathTo(units.standingFor(unitId)?.id ?? '').toReversed()) {
    if ((await people.countMembers(units.branchOf(unit.id))) >= LEAST_SHOWN) return unit.id;
  }
  return undefined;
}

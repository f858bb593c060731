import { toContent } from '../../outreach/campaigns/to-content.js';
import { changeOccurrence, type OccurrenceChange } from '../../outreach/foreseeing/change-occurrence.js';
import { type ForeseenReminder, foreseeReminders } from '../../outreach/foreseeing/foresee-reminders.js';
import { renderForeseen, sayChange } from '../../outreach/foreseeing/render-plan.js';
import { mayAddressAny } from '../../outreach/rights/reach.js';
import { readInstant } from '../../outreach/wording/read-instant.js';
import type { Member } from '../../people/member.js';
import { formatDay, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';

const NAME = 'ke_hoach';
const DAYS_AHEAD = 14;
/** What was missed is shown that long. */
const DAYS_BACK = 3;
const DAY_MS = 86_400_000;
const MOST_LISTED = 8;

/** `/kehoach`: what campaigns will say in the next two weeks, to how many, and one occurrence cancelled or moved. */
export const showPlan: Dialogue = async (turn, doors) => {
  const { member, at } = turn;
  if (member?.status !== 'joined' || !mayAddressAny(member, await doors.tree())) return end(doors, 'not-allowed');
  if (!at) return showList(member, doors);
  const { id = '' } = at.data;
  switch (at.step) {
    case 'list':
      return showOne(turn.text, member, doors);
    case 'one':
      return act(turn, id, member, doors);
    case 'write.at':
      return move(turn, id, member, doors);
    default:
      return isSame(turn.text, doors.texts('plan.cancel-yes'))
        ? change(id, { to: 'cancel' }, member, doors)
        : showOne(id, member, doors);
  }
};

/** With the people counted whom this member may write to; of one reminder, where its id is given. */
function foresee(
  countFor: Member,
  { outreach, clock }: ReplyDoors,
  only?: string,
): Promise<readonly ForeseenReminder[]> {
  const now = clock().getTime();
  const span = { from: new Date(now - DAYS_BACK * DAY_MS), to: new Date(now + DAYS_AHEAD * DAY_MS) };
  return foreseeReminders({ ...span, countFor, ...(only === undefined ? {} : { only }) }, outreach);
}

async function showList(member: Member, doors: ReplyDoors, said = ''): Promise<DialogueReply> {
  const { texts } = doors;
  // What was made already is followed in `/thongbao`.
  const foreseen = (await foresee(member, doors)).filter(({ status }) => status !== 'created');
  const listed = foreseen.slice(0, MOST_LISTED);
  if (listed.length === 0) return { speech: { text: [said, texts('plan.none')].filter(Boolean).join('\n\n') } };
  const lines = listed.map((each) => `• ${renderForeseen(each, texts)}`);
  const left = foreseen.length - listed.length;
  const more = left > 0 ? texts('plan.more', { count: String(left) }) : '';
  const choices = listed
    .filter(({ status }) => status !== 'missed')
    .map(({ id, dueAt, campaign }) => ({
      label: texts('agenda.label', { day: formatDay(toLocalDate(dueAt)), title: campaign.title }),
      text: id,
    }));
  const text = [said, [texts('plan.head'), ...lines, more].filter(Boolean).join('\n')].filter(Boolean).join('\n\n');
  return { speech: { text, choices }, next: { name: NAME, step: 'list', data: {} } };
}

async function showOne(id: string, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  const [reminder] = await foresee(member, doors, id);
  if (!reminder) return showList(member, doors);
  const { status, dueAt } = reminder;
  const acts = ['planned', 'moved'].includes(status) ? ['cancel', 'move'] : [];
  const labels = [...acts, ...(status === 'planned' ? [] : ['restore']), 'back'].map((key) => texts(`plan.${key}`));
  // As members will read it on its day.
  const message = toContent([reminder], dueAt, doors.outreach).messages[0]?.text ?? '';
  const text = texts('plan.one', { line: renderForeseen(reminder, texts), message });
  return offer(text, labels, { name: NAME, step: 'one', data: { id } });
}

async function act({ text }: DialogueTurn, id: string, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  if (isSame(text, texts('plan.restore'))) return change(id, { to: 'restore' }, member, doors);
  if (isSame(text, texts('plan.move'))) {
    return { speech: { text: texts('plan.move-when') }, next: { name: NAME, step: 'write.at', data: { id } } };
  }
  if (!isSame(text, texts('plan.cancel'))) return showList(member, doors);
  const labels = [texts('plan.cancel-yes'), texts('plan.cancel-no')];
  return offer(texts('plan.cancel-sure'), labels, { name: NAME, step: 'cancel', data: { id } });
}

async function move({ text }: DialogueTurn, id: string, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const dueAt = readInstant(text, doors.clock());
  if (dueAt) return change(id, { to: 'move', dueAt }, member, doors);
  return { speech: { text: doors.texts('plan.move-wrong') }, next: { name: NAME, step: 'write.at', data: { id } } };
}

async function change(id: string, wish: OccurrenceChange, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const outcome = await changeOccurrence(id, wish, member, doors.outreach);
  return showList(member, doors, sayChange(outcome, doors.texts));
}

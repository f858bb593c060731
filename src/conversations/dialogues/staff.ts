import { type Action, can } from '../../people/permission.js';
import { LEAST_SHOWN } from '../../people/personal-data.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatDay, formatInstant } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { describeUnit } from './describe-member.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end } from './dialogue.js';
import { pickUnit } from './pick-unit.js';

const MOST_LINES = 20;

/** `/so_quyen`: the newest entries of the audit. */
export const readAudit: Dialogue = async (turn, doors) => {
  if (!(await may('read-audit', turn, doors))) return end(doors, 'not-allowed');
  const { texts, people } = doors;
  const entries = await people.listAudit(MOST_LINES);
  return list('staff.audit', entries, doors, ({ at, action, actor, subject, details }) =>
    texts('staff.audit-line', {
      at: formatInstant(at),
      action,
      actor: actor.slice(0, 8),
      subject: subject?.slice(0, 8) ?? '',
      details: Object.values(details).join(', '),
    }),
  );
};

/** `/yeu_cau`: requests of data subjects with their deadlines. */
export const readRequests: Dialogue = async (turn, doors) => {
  if (!(await may('read-requests', turn, doors))) return end(doors, 'not-allowed');
  const { texts, people } = doors;
  return list('staff.requests', (await people.listRequests()).slice(0, MOST_LINES), doors, (request) =>
    texts('staff.request-line', {
      kind: texts(`staff.request-kind.${request.kind}`),
      made: formatInstant(request.madeAt),
      deadline: formatDay(request.deadline),
      done: request.doneAt ? formatInstant(request.doneAt) : '',
    }),
  );
};

/** `/xem_gopy`: feedback of what the asker may see: of his branch, or all. */
export const readFeedback: Dialogue = async (turn, doors) => {
  const { texts, people } = doors;
  const tree = await doors.tree();
  const isAdmin = await may('read-status', turn, doors);
  if (!isAdmin && !tree.units.some(({ id }) => mayIn('read-feedback', id, turn, tree)))
    return end(doors, 'not-allowed');
  const open = (await people.listFeedback(500)).filter(
    ({ unitId }) => isAdmin || (unitId !== undefined && mayIn('read-feedback', unitId, turn, tree)),
  );
  return list('staff.feedback', open.slice(0, MOST_LINES), doors, ({ day, topic, text, unitId }) =>
    texts('staff.feedback-line', {
      day: formatDay(day),
      topic: texts(`feedback.topics.${topic}`),
      unit: unitId ? describeUnit(unitId, tree) : '',
      text,
    }),
  );
};

/** `/dem`: how many joined in a unit and below; few are not told exactly. */
export const countPeople: Dialogue = async (turn, doors) => {
  const { texts, people } = doors;
  const { at, text } = turn;
  const tree = await doors.tree();
  const within = new Set(tree.units.flatMap(({ id }) => (mayIn('count-members', id, turn, tree) ? [id] : [])));
  if (within.size === 0) return end(doors, 'not-allowed');
  const next = { name: 'dem', step: 'unit' };
  const pick = pickUnit({ tree, text: at ? text : '', data: at?.data ?? {}, next, within }, doors);
  if (pick.status === 'asks') return pick.reply;
  if (!within.has(pick.unitId)) return end(doors, 'not-allowed');
  const amount = await people.countMembers(tree.branchOf(pick.unitId));
  const count = amount < LEAST_SHOWN ? texts('staff.few') : formatAmount(amount);
  return end(doors, 'staff.count', { unit: describeUnit(pick.unitId, tree), count });
};

function list<T>(key: string, items: readonly T[], doors: ReplyDoors, toLine: (item: T) => string): DialogueReply {
  if (items.length === 0) return end(doors, 'staff.nothing');
  return end(doors, key, { count: String(items.length), lines: items.map(toLine).join('\n') });
}

async function may(action: Action, { member }: DialogueTurn, doors: ReplyDoors): Promise<boolean> {
  return member?.status === 'joined' && can(member, action, { tree: await doors.tree() });
}

function mayIn(
  action: Action,
  unitId: string,
  { member }: DialogueTurn,
  tree: Awaited<ReturnType<ReplyDoors['tree']>>,
): boolean {
  return member?.status === 'joined' && can(member, action, { tree, unitId });
}

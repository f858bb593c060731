import { mayAddress, mayAddressAll } from '../../../outreach/rights/reach.js';
import { ROLES, TOPICS } from '../../../people/member.js';
import { can } from '../../../people/permission.js';
import type { Segment } from '../../../people/segment.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { end, isSame } from '../../dialogues/dialogue.js';
import { pickUnit } from '../../dialogues/pick-unit.js';
import { ask, changeDraft, type DraftStep, type DraftTurn, type StepReply } from './draft.js';

const MOST_SAVED = 12;

/** What it is about: only who chose that topic gets it. */
export const chooseTopic: DraftStep = async (turn, doors) => {
  const { texts } = doors;
  const labels = TOPICS.map((topic) => texts(`topic.${topic}`));
  const topic = TOPICS.find((_, place) => isSame(turn.text, labels[place] ?? ''));
  if (!topic) return ask('topic', turn.data, texts('announce.topic'), labels);
  return changeDraft(turn, (content) => ({ ...content, topic }), doors);
};

/** Whom it is for: everyone, a branch within the author's reach, or a saved segment; then who of them. */
export const chooseAudience: DraftStep = async (turn, doors) => {
  const { part, text, data } = turn;
  const { texts } = doors;
  if (part === 'unit') return askUnit(turn, doors);
  if (part === 'saved') return askSaved(turn, doors);
  if (part === 'within') return askWithin(turn, doors);
  const isAll = mayAddressAll(turn.author, await doors.tree());
  const saved = await listSaved(turn, doors);
  const labels = [
    ...(isAll ? [texts('announce.everybody')] : []),
    texts('announce.pick-unit'),
    ...(saved.length > 0 ? [texts('announce.pick-saved')] : []),
  ];
  if (isAll && isSame(text, texts('announce.everybody'))) return startWithin('', turn, doors);
  if (labels.length === 1 || isSame(text, texts('announce.pick-unit'))) return askUnit({ ...turn, text: '' }, doors);
  if (saved.length > 0 && isSame(text, texts('announce.pick-saved'))) return askSaved({ ...turn, text: '' }, doors);
  return ask('audience', data, texts('announce.audience'), labels);
};

async function askUnit(turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  const { text, data, author } = turn;
  const tree = await doors.tree();
  const within = new Set(tree.units.flatMap(({ id }) => (can(author, 'send', { tree, unitId: id }) ? [id] : [])));
  if (within.size === 0) return end(doors, 'not-allowed');
  const next = { name: 'thongbao', step: 'audience.unit' };
  const asks = { first: 'announce.unit-first', below: 'announce.unit-below', this: 'announce.unit-this' };
  const pick = pickUnit({ tree, text, data, next, within, asks }, doors);
  return pick.status === 'asks' ? pick.reply : startWithin(pick.unitId, turn, doors);
}

/** Segments that somebody saved, as far as this author may address them. */
async function listSaved({ author }: DraftTurn, { outreach, tree }: ReplyDoors) {
  const units = await tree();
  const saved = await outreach.ledger.listSegments();
  return saved.filter(({ segment }) => mayAddress(author, { type: 'members', segment }, units)).slice(0, MOST_SAVED);
}

async function askSaved(turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  const saved = await listSaved(turn, doors);
  const chosen = saved.find(({ name }) => isSame(turn.text, name));
  if (chosen) return keep(chosen.segment, turn, doors);
  const labels = saved.map(({ name }) => name);
  return ask('audience.saved', turn.data, doors.texts('announce.saved'), labels);
}

/** `unit`: empty for everyone. */
function startWithin(unit: string, turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  const { labels: _, ids: __, ...data } = turn.data;
  return askWithin({ ...turn, text: '', data: { ...data, unit } }, doors);
}

async function askWithin(turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  const { text, data } = turn;
  const { texts, outreach } = doors;
  const { unit = '' } = data;
  const tree = await doors.tree();
  const whole: Segment = unit ? { branch: unit } : { everybody: true };
  const parts: readonly (readonly [string, Segment])[] = [
    [texts('announce.within-all'), whole],
    ...ROLES.filter((role) => role === 'propagandist' || role === 'unit-admin').map(
      (role) => [texts('announce.within-role', { role: texts(`role.${role}`) }), { and: [whole, { role }] }] as const,
    ),
    ...[...outreach.channels.values()]
      .filter(({ capabilities }) => capabilities.proactive)
      .map(({ name }) => {
        const label = texts('announce.within-channel', { channel: texts(`channel.${name}`) });
        return [label, { and: [whole, { channel: name }] }] as const;
      }),
  ];
  const chosen = parts.find(([label]) => isSame(text, label));
  if (chosen) return keep(chosen[1], turn, doors);
  const name = tree.find(unit)?.name ?? texts('segment.everybody');
  return ask(
    'audience.within',
    data,
    texts('announce.within', { unit: name }),
    parts.map(([label]) => label),
  );
}

function keep(segment: Segment, turn: DraftTurn, doors: ReplyDoors): Promise<StepReply> {
  return changeDraft(turn, (content) => ({ ...content, audience: { type: 'members', segment } }), doors);
}

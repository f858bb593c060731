import { createHash, randomUUID } from 'node:crypto';
import { giveConsent, withdrawConsent } from '../../people/consent.js';
import { type Member, type QuietHours, TOPICS, type Topic } from '../../people/member.js';
import { looksLikeCode } from '../../people/one-time-code.js';
import { toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { describeQuiet, describeTopics, describeUnit } from './describe-member.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from './dialogue.js';
import { pickUnit } from './pick-unit.js';
import { tryCode } from './try-code.js';

type Data = Readonly<Record<string, string>>;

/** `/tham_gia`: unit, topics, quiet hours, then the question for consent. Nothing is kept of a person before a yes. */
export const join: Dialogue = async (turn, doors) => {
  const { at, member, text } = turn;
  const tree = await doors.tree();
  if (!at) {
    if (member?.status === 'joined') {
      return end(doors, 'join.already', {
        unit: describeUnit(member.unitId, tree),
        topics: describeTopics(member.topics, doors.texts),
      });
    }
    return askUnit('', {}, turn, doors);
  }
  switch (at.step) {
    case 'unit':
      return askUnit(text, at.data, turn, doors);
    case 'topics':
      return askTopics(text, at.data, turn, doors);
    case 'quiet':
      return askQuiet(text, at.data, turn, doors);
    default:
      return decide(text, at.data, turn, doors);
  }
};

/** `/chu_de`: the topics of a member; what is added needs a yes, what is dropped goes at once. */
export const changeTopics: Dialogue = async (turn, doors) => {
  const { member, at, text } = turn;
  if (member?.status !== 'joined') return end(doors, 'not-joined');
  const held = {
    mode: 'topics',
    topics: member.topics.join(' '),
    quiet: writeQuiet(member.quietHours),
    unit: member.unitId ?? '',
  };
  if (!at) return showTopics(held, doors, 'topics.state');
  return at.step === 'topics' ? askTopics(text, at.data, turn, doors) : decide(text, at.data, turn, doors);
};

/** `/gio_yen_lang`. */
export const changeQuietHours: Dialogue = async (turn, doors) => {
  const { member, at, text } = turn;
  if (member?.status !== 'joined') return end(doors, 'not-joined');
  if (!at) return showQuiet({ mode: 'quiet' }, doors, 'quiet.ask');
  const quiet = readQuiet(text, doors);
  if (quiet === undefined) return showQuiet(at.data, doors, 'quiet.wrong');
  return save(member.id, (held) => withQuiet(held, quiet), doors);
};

/** `/doi_don_vi`. */
export const changeUnit: Dialogue = async (turn, doors) => {
  const { member, at, text } = turn;
  if (member?.status !== 'joined') return end(doors, 'not-joined');
  const tree = await doors.tree();
  const next = { name: 'doi_don_vi', step: 'unit' };
  const pick = pickUnit({ tree, text: at ? text : '', data: at?.data ?? {}, next }, doors);
  if (pick.status === 'asks') return pick.reply;
  return save(member.id, (held) => ({ ...held, unitId: pick.unitId }), doors);
};

/** The command that the steps belong to. */
function nameOf({ mode }: Data): string {
  if (mode === 'topics') return 'chu_de';
  return mode === 'quiet' ? 'gio_yen_lang' : 'tham_gia';
}

async function askUnit(text: string, data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const tree = await doors.tree();
  if (text !== '') {
    const isMeant = () => looksLikeCode(text) && tree.search(text, 1).length === 0;
    const code = await tryCode(text, 'join', turn.address, doors, isMeant);
    if (code.status === 'closed')
      return { ...end(doors, 'code.closed'), next: { name: 'tham_gia', step: 'unit', data } };
    if (code.status === 'right' && tree.standingFor(code.purpose.unitId)) {
      return showTopics({ code: code.hash, unit: code.purpose.unitId, topics: '' }, doors, 'topics.ask');
    }
  }
  const pick = pickUnit({ tree, text, data, next: { name: 'tham_gia', step: 'unit' } }, doors);
  return pick.status === 'asks' ? pick.reply : showTopics({ unit: pick.unitId, topics: '' }, doors, 'topics.ask');
}

function showTopics(data: Data, doors: ReplyDoors, key: string): DialogueReply {
  const { texts } = doors;
  const labels = [...TOPICS.map((topic) => texts(`topic.${topic}`)), texts('done')];
  const state = describeTopics(readTopics(data), texts);
  return offer(texts(key, { topics: state }), labels, { name: nameOf(data), step: 'topics', data });
}

function askTopics(
  text: string,
  data: Data,
  turn: DialogueTurn,
  doors: ReplyDoors,
): DialogueReply | Promise<DialogueReply> {
  const { texts } = doors;
  const chosen = new Set(readTopics(data));
  if (isSame(text, texts('done'))) {
    if (data.mode !== 'topics') return showQuiet(data, doors, 'quiet.ask');
    const held = turn.member?.topics ?? [];
    const isMore = [...chosen].some((topic) => !held.includes(topic));
    return isMore ? showConsent(data, turn, doors) : applyTopics(data, turn, doors);
  }
  for (const topic of listMeant(text, doors)) chosen.has(topic) ? chosen.delete(topic) : chosen.add(topic);
  const topics = TOPICS.filter((topic) => chosen.has(topic)).join(' ');
  return showTopics({ ...data, topics }, doors, 'topics.state');
}

/** Topics by their names, or by numbers such as `1 3`. */
function listMeant(text: string, { texts }: ReplyDoors): Topic[] {
  const named = TOPICS.filter((topic) => isSame(text, texts(`topic.${topic}`)));
  if (named.length > 0) return named;
  if (!/^[\d\s,;.và]+$/u.test(text)) return [];
  return (text.match(/\d+/g) ?? []).flatMap((number) => TOPICS[Number(number) - 1] ?? []);
}

function showQuiet(data: Data, { texts }: ReplyDoors, key: string): DialogueReply {
  const labels = [texts('quiet.late'), texts('quiet.night'), texts('quiet.never')];
  return offer(texts(key), labels, { name: nameOf(data), step: 'quiet', data });
}

function askQuiet(
  text: string,
  data: Data,
  turn: DialogueTurn,
  doors: ReplyDoors,
): DialogueReply | Promise<DialogueReply> {
  const quiet = readQuiet(text, doors);
  if (quiet === undefined) return showQuiet(data, doors, 'quiet.wrong');
  return showConsent({ ...data, quiet: writeQuiet(quiet ?? undefined) }, turn, doors);
}

async function showConsent(data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  const next = { name: nameOf(data), step: 'consent', data };
  return offer(await writeConsent(data, turn, doors), [texts('yes'), texts('no')], next);
}

async function writeConsent(data: Data, { address }: DialogueTurn, doors: ReplyDoors): Promise<string> {
  const { texts } = doors;
  return texts('consent', {
    channel: texts(`channel.${address.channel}`),
    unit: describeUnit(data.unit, await doors.tree()),
    topics: describeTopics(readTopics(data), texts),
    quiet: describeQuiet(readWritten(data.quiet), texts),
  });
}

/** Only a plain yes is one; anything else keeps nothing. */
async function decide(text: string, data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  if (isSame(text, texts('no'))) return end(doors, 'join.declined');
  if (!isSame(text, texts('yes'))) return showConsent(data, turn, doors);
  return data.mode === 'topics' ? applyTopics(data, turn, doors) : saveMember(data, turn, doors);
}

async function saveMember(data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  const { people, clock } = doors;
  const now = clock();
  const code = data.code ? await people.takeCode(data.code, now) : undefined;
  if (data.code && code?.purpose.type !== 'join') return end(doors, 'join.code-gone');
  const version = await keepConsentText(data, turn, doors);
  const role = code?.purpose.type === 'join' ? (code.purpose.role ?? 'member') : 'member';
  const fresh: Member = {
    id: randomUUID(),
    status: 'joined',
    roles: [],
    addresses: [{ address: turn.address, state: 'reachable', lastInteractionAt: now }],
    topics: [],
    consents: [],
    joinedOn: toLocalDate(now),
  };
  const join = (held: Member): Member => {
    let agreed: Member = { ...held, status: 'joined', ...(data.unit ? { unitId: data.unit } : {}) };
    for (const purpose of ['join', ...readTopics(data)] as const) agreed = giveConsent(agreed, purpose, version, now);
    const grant = { role, ...(role === 'unit-admin' && data.unit ? { unitId: data.unit } : {}) };
    const roles = agreed.roles.some((each) => each.role === role) ? agreed.roles : [...agreed.roles, grant];
    return withQuiet({ ...agreed, roles }, readWritten(data.quiet) ?? null);
  };
  const member = turn.member ? await people.changeMember(turn.member.id, join) : join(fresh);
  if (!turn.member && member) await people.createMember(member);
  if (role !== 'member' && member) {
    await people.recordAudit({
      at: now,
      actor: 'system',
      action: 'grant-role',
      subject: member.id,
      details: { role, by: 'join-code' },
    });
  }
  return summarize(member, doors, 'join.done');
}

async function applyTopics(data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<DialogueReply> {
  if (!turn.member) return end(doors, 'not-joined');
  const now = doors.clock();
  const wanted = readTopics(data);
  const version = await keepConsentText(data, turn, doors);
  return save(
    turn.member.id,
    (held) => {
      const kept = held.topics
        .filter((topic) => !wanted.includes(topic))
        .reduce((member, topic) => withdrawConsent(member, topic, now), held);
      return wanted.reduce((member, topic) => giveConsent(member, topic, version, now), kept);
    },
    doors,
  );
}

async function keepConsentText(data: Data, turn: DialogueTurn, doors: ReplyDoors): Promise<string> {
  const words = await writeConsent(data, turn, doors);
  const version = createHash('sha256').update(words).digest('hex').slice(0, 12);
  await doors.people.saveConsentText(version, words);
  return version;
}

async function save(id: string, change: (member: Member) => Member, doors: ReplyDoors): Promise<DialogueReply> {
  return summarize(await doors.people.changeMember(id, change), doors, 'saved');
}

async function summarize(member: Member | undefined, doors: ReplyDoors, key: string): Promise<DialogueReply> {
  if (!member) return end(doors, 'not-joined');
  const { texts } = doors;
  return end(doors, key, {
    unit: describeUnit(member.unitId, await doors.tree()),
    topics: describeTopics(member.topics, texts),
    quiet: describeQuiet(member.quietHours, texts),
  });
}

function withQuiet(member: Member, quiet: QuietHours | null): Member {
  const { quietHours: _, ...rest } = member;
  return quiet ? { ...rest, quietHours: quiet } : rest;
}

/** Null: none wanted. Undefined: not understood. */
function readQuiet(text: string, { texts }: ReplyDoors): QuietHours | null | undefined {
  if (isSame(text, texts('quiet.never'))) return null;
  const [from, to] = (text.match(/\d{1,2}/g) ?? []).map(Number);
  if (from === undefined || to === undefined || from > 23 || to > 23 || from === to) return undefined;
  return { from, to };
}

const writeQuiet = (quiet: QuietHours | undefined): string => (quiet ? `${quiet.from}-${quiet.to}` : '');

function readWritten(quiet: string | undefined): QuietHours | undefined {
  const [from, to] = (quiet ?? '').split('-').map(Number);
  return from === undefined || to === undefined || Number.isNaN(from) ? undefined : { from, to };
}

const readTopics = ({ topics = '' }: Data): Topic[] => TOPICS.filter((topic) => topics.split(' ').includes(topic));

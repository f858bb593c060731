import { addDays } from '../../outreach/calendar/days.js';
import { listOccasions } from '../../outreach/calendar/schedule.js';
import { changeCampaign, mayLookAfter } from '../../outreach/campaigns/change-campaign.js';
import { type CampaignDraft, createCampaign, findMessageFlaw } from '../../outreach/campaigns/create-campaign.js';
import { renderLunarDay, renderMilestone } from '../../outreach/campaigns/render-milestone.js';
import { mayAddressAll, mayAddressAny } from '../../outreach/rights/reach.js';
import { describeSchedule } from '../../outreach/wording/describe-schedule.js';
import { describeSegment } from '../../outreach/wording/describe-segment.js';
import { parseSchedule } from '../../outreach/wording/parse-schedule.js';
import { type Member, TOPICS, type Topic } from '../../people/member.js';
import { can } from '../../people/permission.js';
import { formatDay, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';
import { pickUnit } from '../dialogues/pick-unit.js';

const NAME = 'chien_dich';
const LONGEST_TITLE = 120;
const DAYS_SHOWN = 800;
const MOST_SHOWN = 3;
const MOST_LISTED = 8;
const OFFSETS = [-7, -1, 0] as const;
const AT = 8 * 60;
type Data = Readonly<Record<string, string>>;

interface Making extends DialogueTurn {
  readonly author: Member;
  readonly data: Data;
}

/** `/chiendich`: a campaign made step by step, nothing of it kept before the last yes; or one switched on, paused, ended. */
export const makeCampaign: Dialogue = async (turn, doors) => {
  const { member, at } = turn;
  if (member?.status !== 'joined' || !mayAddressAny(member, await doors.tree())) return end(doors, 'not-allowed');
  const making: Making = { ...turn, author: member, data: at?.data ?? {} };
  switch (at?.step) {
    case 'menu':
      return pickFromMenu(making, doors);
    case 'one':
      return act(making, doors);
    case 'write.title':
      return takeTitle(making, doors);
    case 'topic':
      return takeTopic(making, doors);
    case 'audience':
    case 'unit':
      return takeAudience(making, doors);
    case 'write.schedule':
      return takeSchedule(making, doors);
    case 'milestones':
      return takeMilestones(making, doors);
    case 'write.message':
      return takeMessage(making, doors);
    case 'confirm':
      return confirm(making, doors);
    default:
      return showMenu(making, doors);
  }
};

async function showMenu({ author }: Making, doors: ReplyDoors, said = ''): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const tree = await doors.tree();
  const own = (await outreach.campaigns.listCampaigns()).filter((each) => mayLookAfter(author, each, tree));
  const choices = [
    { label: texts('campaign.new'), text: texts('campaign.new') },
    ...own
      .filter(({ status }) => status !== 'ended')
      .slice(0, MOST_LISTED)
      .map(({ id, title, status }) => ({
        label: texts('campaign.listed', { title, status: texts(`campaign.status.${status}`) }),
        text: id,
      })),
  ];
  const text = [said, texts('campaign.menu')].filter(Boolean).join('\n\n');
  return { speech: { text, choices }, next: { name: NAME, step: 'menu', data: {} } };
}

async function pickFromMenu(making: Making, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  if (isSame(making.text, texts('campaign.new'))) return write('title', {}, texts('campaign.ask-title'));
  const campaign = (await outreach.campaigns.listCampaigns()).find(({ id }) => id === making.text);
  if (!campaign || !mayLookAfter(making.author, campaign, await doors.tree())) return showMenu(making, doors);
  const { id, title, status, schedule, segment, topic } = campaign;
  const labels = {
    draft: ['activate', 'end'],
    active: ['pause', 'end'],
    paused: ['activate', 'end'],
    ended: [],
  }[status].map((each) => texts(`campaign.${each}`));
  const text = texts('campaign.card', {
    title,
    status: texts(`campaign.status.${status}`),
    schedule: describeSchedule(schedule, texts),
    audience: describeSegment(segment, await doors.tree(), texts),
    topic: texts(`topic.${topic}`),
    messages: campaign.milestones.map((each) => sayMilestone(each, texts)).join('\n'),
  });
  return offer(text, [...labels, texts('campaign.back')], { name: NAME, step: 'one', data: { id } });
}

async function act(making: Making, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const { text, author, data } = making;
  const acts = { activate: 'active', pause: 'paused', end: 'ended' } as const;
  const [, to] = Object.entries(acts).find(([key]) => isSame(text, texts(`campaign.${key}`))) ?? [];
  if (!to) return showMenu(making, doors);
  const outcome = await changeCampaign(data.id ?? '', to, author, outreach);
  const key = outcome.status === 'changed' ? to : outcome.status;
  return showMenu(making, doors, texts(`campaign.changed.${key}`));
}

/** Free words follow. */
function write(step: 'title' | 'schedule' | 'message', data: Data, text: string): DialogueReply {
  return { speech: { text }, next: { name: NAME, step: `write.${step}`, data } };
}

function takeTitle({ text, data }: Making, { texts }: ReplyDoors): DialogueReply {
  const title = text.trim();
  if (title.length < 1 || title.length > LONGEST_TITLE) return write('title', data, texts('campaign.flaw.title'));
  return askTopic({ ...data, title }, texts);
}

function askTopic(data: Data, texts: ReplyDoors['texts']): DialogueReply {
  const labels = TOPICS.map((topic) => texts(`topic.${topic}`));
  return offer(texts('campaign.ask-topic'), labels, { name: NAME, step: 'topic', data });
}

function takeTopic({ text, author, data }: Making, doors: ReplyDoors): Promise<DialogueReply> | DialogueReply {
  const topic = TOPICS.find((each) => isSame(text, doors.texts(`topic.${each}`)));
  return topic ? askAudience(author, { ...data, topic }, doors) : askTopic(data, doors.texts);
}

async function askAudience(author: Member, data: Data, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts } = doors;
  if (!mayAddressAll(author, await doors.tree())) return askUnit('', author, data, doors);
  const labels = [texts('announce.everybody'), texts('announce.pick-unit')];
  return offer(texts('campaign.ask-audience'), labels, { name: NAME, step: 'audience', data });
}

function takeAudience(making: Making, doors: ReplyDoors): Promise<DialogueReply> | DialogueReply {
  const { text, author, data, at } = making;
  if (at?.step === 'unit') return askUnit(text, author, data, doors);
  if (isSame(text, doors.texts('announce.everybody'))) return askSchedule({ ...data, unit: '' }, doors.texts);
  if (isSame(text, doors.texts('announce.pick-unit'))) return askUnit('', author, data, doors);
  return askAudience(author, data, doors);
}

async function askUnit(text: string, author: Member, data: Data, doors: ReplyDoors): Promise<DialogueReply> {
  const tree = await doors.tree();
  const within = new Set(tree.units.flatMap(({ id }) => (can(author, 'send', { tree, unitId: id }) ? [id] : [])));
  const asks = { first: 'announce.unit-first', below: 'announce.unit-below', this: 'announce.unit-this' };
  const pick = pickUnit({ tree, text, data, next: { name: NAME, step: 'unit' }, within, asks }, doors);
  if (pick.status === 'asks') return pick.reply;
  const { labels: _, ids: __, ...kept } = data;
  return askSchedule({ ...kept, unit: pick.unitId }, doors.texts);
}

const askSchedule = (data: Data, texts: ReplyDoors['texts']): DialogueReply =>
  write('schedule', data, texts('campaign.ask-schedule'));

function takeSchedule({ text, data }: Making, { texts, clock }: ReplyDoors): DialogueReply {
  const schedule = parseSchedule(text);
  if (!schedule) return write('schedule', data, texts('campaign.wrong-schedule'));
  const today = toLocalDate(clock());
  const days = listOccasions(schedule, today, addDays(today, DAYS_SHOWN)).slice(0, MOST_SHOWN);
  if (days.length === 0) return write('schedule', data, texts('campaign.flaw.no-occasion'));
  const dates = days.map((day) => texts('campaign.date', { day: formatDay(day), lunar: renderLunarDay(day) }));
  const said = texts('campaign.dates', { schedule: describeSchedule(schedule, texts), dates: dates.join('; ') });
  return askMilestones({ ...data, schedule: text, offsets: '' }, texts, said);
}

function askMilestones(data: Data, texts: ReplyDoors['texts'], said = ''): DialogueReply {
  const chosen = offsetsOf(data);
  const labels = [...OFFSETS.map((offset) => texts(`campaign.offset.${offset}`)), texts('done')];
  const state = chosen.map((offset) => texts(`campaign.offset.${offset}`)).join(', ');
  const text = [said, texts('campaign.ask-milestones', { state })].filter(Boolean).join('\n\n');
  return offer(text, labels, { name: NAME, step: 'milestones', data });
}

const offsetsOf = ({ offsets = '' }: Data): readonly number[] =>
  OFFSETS.filter((offset) => offsets.split(' ').includes(String(offset)));

function takeMilestones({ text, data }: Making, { texts }: ReplyDoors): DialogueReply {
  const chosen = new Set(offsetsOf(data));
  if (isSame(text, texts('done'))) {
    return chosen.size > 0 ? askMessage(data, texts) : askMilestones(data, texts, texts('campaign.flaw.milestones'));
  }
  const offset = OFFSETS.find((each) => isSame(text, texts(`campaign.offset.${each}`)));
  if (offset !== undefined) chosen.has(offset) ? chosen.delete(offset) : chosen.add(offset);
  return askMilestones({ ...data, offsets: [...chosen].join(' ') }, texts);
}

const messagesOf = ({ messages = '[]' }: Data): readonly string[] => JSON.parse(messages) as string[];

/** Of the next milestone that has none yet. */
function askMessage(data: Data, texts: ReplyDoors['texts'], said = ''): DialogueReply {
  const offset = offsetsOf(data)[messagesOf(data).length] ?? 0;
  const key = offset === 0 ? 'campaign.ask-message-on-day' : 'campaign.ask-message';
  const fields = { con_lai: 'con_lai', ngay: 'ngay', ngay_am: 'ngay_am' };
  const text = texts(key, { milestone: texts(`campaign.offset.${offset}`).toLowerCase(), ...fields });
  return write('message', data, [said, text].filter(Boolean).join('\n\n'));
}

function takeMessage(making: Making, doors: ReplyDoors): Promise<DialogueReply> | DialogueReply {
  const { text, data } = making;
  const { texts } = doors;
  const [offsets, messages] = [offsetsOf(data), messagesOf(data)];
  const flaw = findMessageFlaw({ offsetDays: offsets[messages.length] ?? 0, message: text });
  if (flaw) return askMessage(data, texts, texts(`campaign.flaw.${flaw}`));
  const kept = { ...data, messages: JSON.stringify([...messages, text.trim()]) };
  return messages.length + 1 < offsets.length ? askMessage(kept, texts) : showDraft({ ...making, data: kept }, doors);
}

function toDraft(data: Data): CampaignDraft | undefined {
  const schedule = parseSchedule(data.schedule ?? '');
  if (!schedule) return undefined;
  const messages = messagesOf(data);
  return {
    title: data.title ?? '',
    topic: data.topic as Topic,
    segment: data.unit ? { branch: data.unit } : { everybody: true },
    schedule,
    at: AT,
    milestones: offsetsOf(data).map((offsetDays, place) => ({ offsetDays, message: messages[place] ?? '' })),
  };
}

/** Everything once more, each message as it will read. */
async function showDraft({ data }: Making, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, clock } = doors;
  const draft = toDraft(data);
  if (!draft) return end(doors, 'announce.gone');
  const today = toLocalDate(clock());
  const [occasion = today] = listOccasions(draft.schedule, today, addDays(today, DAYS_SHOWN));
  const messages = draft.milestones.map(({ offsetDays, message }) =>
    sayMilestone(
      {
        offsetDays,
        message: renderMilestone({}, { message }, { occasion, day: addDays(occasion, offsetDays), link: '' }),
      },
      texts,
    ),
  );
  const text = texts('campaign.card', {
    title: draft.title,
    status: '',
    schedule: describeSchedule(draft.schedule, texts),
    audience: describeSegment(draft.segment, await doors.tree(), texts),
    topic: texts(`topic.${draft.topic}`),
    messages: messages.join('\n'),
  });
  return offer(text, [texts('campaign.save'), texts('cancel')], { name: NAME, step: 'confirm', data });
}

function sayMilestone(
  { offsetDays, message }: { readonly offsetDays: number; readonly message: string },
  texts: ReplyDoors['texts'],
): string {
  const days = String(Math.abs(offsetDays));
  const key = offsetDays === 0 ? 'on-day' : offsetDays < 0 ? 'before' : 'after';
  return `• ${texts(`campaign.milestone.${key}`, { days })}: ${message}`;
}

async function confirm(making: Making, doors: ReplyDoors): Promise<DialogueReply> {
  const { text, author, data } = making;
  const { texts } = doors;
  if (!isSame(text, texts('campaign.save'))) return showDraft(making, doors);
  const draft = toDraft(data);
  if (!draft) return end(doors, 'announce.gone');
  const outcome = await createCampaign(draft, author, doors.outreach);
  if (outcome.status === 'flawed') return end(doors, `campaign.flaw.${outcome.flaw}`);
  if (outcome.status === 'not-allowed') return end(doors, 'not-allowed');
  return showMenu(making, doors, texts(`campaign.created.${outcome.status}`, { title: outcome.campaign.title }));
}

import { weekdayOf } from '../../outreach/calendar/days.js';
import { renderLunarDay } from '../../outreach/campaigns/render-milestone.js';
import { completeOccasion } from '../../outreach/campaigns/wishes/complete-occasion.js';
import { stopCampaign } from '../../outreach/campaigns/wishes/stop-campaign.js';
import { createOwnFeed } from '../../outreach/feeds/own-feed.js';
import type { Member } from '../../people/member.js';
import type { Choice } from '../../text/texts.js';
import { formatDay, type LocalDate, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';
import { askSnooze } from './answer-reminder.js';
import { type AgendaItem, keyOf, listAgenda } from './list-agenda.js';

const NAME = 'lich';
const MOST_LISTED = 8;
type Data = Readonly<Record<string, string>>;

/** `/lich`: what a member is reminded of in the next 30 days, what to do about each, and the link for a phone's calendar. */
export const showAgenda: Dialogue = async (turn, doors) => {
  const { member, at } = turn;
  if (member?.status !== 'joined') return end(doors, 'agenda.not-joined');
  switch (at?.step) {
    case 'list':
      return pickFromList(turn, member, doors);
    case 'one':
      return act(turn, member, at.data, doors);
    case 'stopped':
      return resume(turn, member, doors);
    case 'feed':
      return changeFeed(turn, member, doors);
    default:
      return showList(member, doors);
  }
};

async function showList(member: Member, doors: ReplyDoors, said = ''): Promise<DialogueReply> {
  const { texts } = doors;
  const { items, stopped } = await listAgenda(member, doors);
  const lines = items.slice(0, MOST_LISTED).map((item) => texts('agenda.line', describe(item, doors)));
  const left = items.length - lines.length;
  const head = items.length > 0 ? texts('agenda.head') : texts('agenda.empty');
  const more = left > 0 ? texts('agenda.more', { count: String(left) }) : '';
  const choices: Choice[] = [
    ...items.slice(0, MOST_LISTED).map((item) => ({
      label: texts('agenda.label', { day: shortDay(item.occasion), title: item.campaign.title }),
      text: keyOf(item),
    })),
    ...(doors.outreach.publicUrl === null ? [] : [same(texts('agenda.feed'))]),
    ...(stopped.length > 0 ? [same(texts('agenda.stopped', { count: String(stopped.length) }))] : []),
  ];
  const text = [said, [head, ...lines, more].filter(Boolean).join('\n')].filter(Boolean).join('\n\n');
  return { speech: { text, choices }, ...(choices.length > 0 ? { next: { name: NAME, step: 'list', data: {} } } : {}) };
}

const same = (label: string): Choice => ({ label, text: label });
/** `28/7`. */
const shortDay = (day: LocalDate): string => formatDay(day).split('/').slice(0, 2).join('/');

function describe({ campaign, occasion, ahead }: AgendaItem, { texts }: ReplyDoors) {
  return {
    title: campaign.title,
    weekday: texts(`weekday.${weekdayOf(occasion)}`),
    day: formatDay(occasion),
    lunar: renderLunarDay(occasion),
    ahead: ahead.map(({ dueAt }) => shortDay(toLocalDate(dueAt))).join(', '),
  };
}

async function pickFromList(turn: DialogueTurn, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const { items, stopped } = await listAgenda(member, doors);
  if (outreach.publicUrl !== null && isSame(turn.text, texts('agenda.feed'))) return showFeed(member, doors);
  if (stopped.length > 0 && isSame(turn.text, texts('agenda.stopped', { count: String(stopped.length) }))) {
    const choices = stopped.slice(0, MOST_LISTED).map(({ id, title }) => ({ label: title, text: id }));
    return { speech: { text: texts('agenda.resume'), choices }, next: { name: NAME, step: 'stopped', data: {} } };
  }
  const item = items.find((each) => keyOf(each) === turn.text);
  return item ? showOne(item, doors) : showList(member, doors);
}

function showOne(item: AgendaItem, doors: ReplyDoors): DialogueReply {
  const { texts } = doors;
  const labels = ['done', ...(item.latest ? ['later'] : []), 'stop', 'back'].map((key) => texts(`agenda.${key}`));
  return offer(texts('agenda.one', describe(item, doors)), labels, {
    name: NAME,
    step: 'one',
    data: { key: keyOf(item) },
  });
}

async function act(turn: DialogueTurn, member: Member, { key = '' }: Data, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const item = (await listAgenda(member, doors)).items.find((each) => keyOf(each) === key);
  if (!item || isSame(turn.text, texts('agenda.back'))) return showList(member, doors);
  const { campaign, occasion, latest } = item;
  if (isSame(turn.text, texts('agenda.done'))) {
    await completeOccasion(member, { campaignId: campaign.id, occasion }, outreach);
    return showList(member, doors, texts('reminder.done', { title: campaign.title }));
  }
  if (isSame(turn.text, texts('agenda.stop'))) {
    await stopCampaign(member, campaign.id, outreach);
    return showList(member, doors, texts('reminder.stopped', { title: campaign.title }));
  }
  if (latest && isSame(turn.text, texts('agenda.later'))) return askSnooze(latest.id, campaign.title, doors);
  return showOne(item, doors);
}

async function resume({ text }: DialogueTurn, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { stopped } = await listAgenda(member, doors);
  const campaign = stopped.find(({ id, title }) => id === text || isSame(text, title));
  if (!campaign) return showList(member, doors);
  await doors.outreach.campaigns.removeCampaignChoice({ memberId: member.id, campaignId: campaign.id });
  return showList(member, doors, doors.texts('agenda.resumed', { title: campaign.title }));
}

/** A link is shown once; who asks again gets another, and is told so first. */
async function showFeed(member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  if (!(await outreach.campaigns.findFeedOf(member.id))) return giveFeed(member, doors);
  const labels = ['new-feed', 'drop-feed', 'back'].map((key) => texts(`agenda.${key}`));
  return offer(texts('agenda.has-feed'), labels, { name: NAME, step: 'feed', data: {} });
}

async function changeFeed({ text }: DialogueTurn, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  if (isSame(text, texts('agenda.new-feed'))) return giveFeed(member, doors);
  if (!isSame(text, texts('agenda.drop-feed'))) return showList(member, doors);
  await outreach.campaigns.removeFeed(member.id);
  return showList(member, doors, texts('agenda.feed-dropped'));
}

async function giveFeed(member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { outreach } = doors;
  if (outreach.publicUrl === null) return showList(member, doors);
  const path = await createOwnFeed(member, outreach);
  return end(doors, 'agenda.feed-link', { link: `${outreach.publicUrl}${path}` });
}

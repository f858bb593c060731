import { documentPath } from '../../documents/page-path.js';
import type { Campaign } from '../../people/campaign.js';
import type { Topic } from '../../people/member.js';
import { toLocalDate } from '../../time.js';
import { addDays } from '../calendar/days.js';
import { listOwnCampaigns } from '../campaigns/list-own-campaigns.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { mayHold } from '../rights/reach.js';
import { type FeedEvent, listFeedEvents } from './list-feed-events.js';
import { findFeedMember } from './own-feed.js';
import { renderFeed } from './render-feed.js';

export type FeedDoors = Pick<
  OutreachDoors,
  'campaigns' | 'writtenCampaigns' | 'tree' | 'people' | 'library' | 'publicUrl' | 'texts' | 'clock'
>;

const DAYS_SHOWN = 92;
const DAYS_BACK = 31;
/** Lunar occasions are written out as far as that; phones fetch again long before. */
const DAYS_AHEAD = 550;

/** What the coming months bring to everybody, by day. */
export async function listPublicDays(doors: FeedDoors): Promise<readonly FeedEvent[]> {
  const open = await listPublic(doors);
  const today = toLocalDate(doors.clock());
  return listFeedEvents(open, { from: today, to: addDays(today, DAYS_SHOWN), linkOf: createLinkOf(doors) });
}

/** What is meant for one branch concerns nobody else. */
async function listPublic(doors: FeedDoors): Promise<readonly Campaign[]> {
  const tree = await doors.tree();
  return (await listCampaigns(doors)).filter(({ segment }) => mayHold(segment, tree)(undefined));
}

/** The calendar of a topic, for everybody. */
export async function giveTopicFeed(topic: Topic, doors: FeedDoors): Promise<string> {
  const open = (await listPublic(doors)).filter((each) => each.topic === topic);
  return give(doors.texts('feed.name', { topic: doors.texts(`topic.${topic}`) }), open, doors);
}

/** The calendar that a member's own link leads to; undefined where it leads nowhere. */
export async function giveOwnFeed(token: string, doors: FeedDoors): Promise<string | undefined> {
  const member = await findFeedMember(token, doors);
  if (!member) return undefined;
  const { campaigns } = await listOwnCampaigns(member, doors);
  return give(doors.texts('feed.own-name'), campaigns, doors);
}

function give(name: string, campaigns: readonly Campaign[], doors: FeedDoors): string {
  const today = toLocalDate(doors.clock());
  const span = { from: addDays(today, -DAYS_BACK), to: addDays(today, DAYS_AHEAD), linkOf: createLinkOf(doors) };
  return renderFeed({ name, events: listFeedEvents(campaigns, span), today }, doors.texts);
}

function createLinkOf({ library, publicUrl }: FeedDoors) {
  return ({ link }: Campaign): string => {
    if (!link) return '';
    if ('url' in link) return link.url;
    return publicUrl !== null && library.findById(link.documentId)
      ? `${publicUrl}${documentPath(link.documentId)}`
      : '';
  };
}

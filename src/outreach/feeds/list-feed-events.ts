import { type Campaign, occasionKey } from '../../people/campaign.js';
import type { LocalDate } from '../../time.js';
import { listOccasions } from '../calendar/schedule.js';
import { renderLunarDay, renderMilestone } from '../campaigns/render-milestone.js';

/** An occasion as a calendar shows it: one whole day. */
export interface FeedEvent {
  /** `campaign@date` of the occasion: the same however often the feed is fetched. */
  readonly id: string;
  readonly day: LocalDate;
  readonly title: string;
  /** What is said on the day, as plain words; empty where nothing is. */
  readonly message: string;
  /** `mồng 10 tháng 3 âm lịch`; empty where the lunar calendar does not reach. */
  readonly lunarDay: string;
  readonly topic: Campaign['topic'];
  /** Where to read on; empty where there is nothing. */
  readonly link: string;
}

export interface FeedSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The address of what a campaign links to; empty: none. */
  readonly linkOf: (campaign: Campaign) => string;
}

/** Every occasion of the active ones among these campaigns, lunar ones as the plain days that they fall on; by day. */
export function listFeedEvents(campaigns: readonly Campaign[], { from, to, linkOf }: FeedSpan): readonly FeedEvent[] {
  return campaigns
    .filter(({ status }) => status === 'active')
    .flatMap((campaign) => {
      const link = linkOf(campaign);
      const onTheDay = campaign.milestones.find(({ offsetDays }) => offsetDays === 0);
      return listOccasions(campaign.schedule, from, to).map((day) => ({
        id: occasionKey(campaign.id, day),
        day,
        title: campaign.title,
        message: onTheDay ? toPlain(renderMilestone(campaign, onTheDay, { occasion: day, day, link })) : '',
        lunarDay: renderLunarDay(day),
        topic: campaign.topic,
        link,
      }));
    })
    .toSorted((a, b) => (a.day === b.day ? a.title.localeCompare(b.title, 'vi') : a.day < b.day ? -1 : 1));
}

/** Calendars show no Markdown. */
function toPlain(text: string): string {
  return text.replaceAll(/\*\*|__/g, '').replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, '$1: $2');
}

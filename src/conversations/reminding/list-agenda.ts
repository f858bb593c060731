import { addDays, instantOf } from '../../outreach/calendar/days.js';
import { findReminders } from '../../outreach/campaigns/find-reminders.js';
import { listOwnCampaigns } from '../../outreach/campaigns/list-own-campaigns.js';
import type { Reminder } from '../../outreach/campaigns/list-reminders.js';
import { type Campaign, LONGEST_OFFSET_DAYS, occasionKey } from '../../people/campaign.js';
import type { Member } from '../../people/member.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';

/** An occasion that a member is reminded of. */
export interface AgendaItem {
  readonly campaign: Campaign;
  readonly occasion: LocalDate;
  /** Still to come, by hour. */
  readonly ahead: readonly Reminder[];
  /** The one that was said last; absent: none was. */
  readonly latest?: Reminder;
}

export interface Agenda {
  readonly items: readonly AgendaItem[];
  /** What the member said "thôi nhắc" to. */
  readonly stopped: readonly Campaign[];
}

export const AGENDA_DAYS = 30;
/** The occasions of the next 30 days, by day; without those that the member is done with. */
export async function listAgenda(member: Member, { outreach, clock }: ReplyDoors): Promise<Agenda> {
  const { campaigns, stopped, isDone } = await listOwnCampaigns(member, outreach);
  const now = clock();
  const today = toLocalDate(now);
  const last = addDays(today, AGENDA_DAYS);
  const from = instantOf(addDays(today, -LONGEST_OFFSET_DAYS), 0);
  const to = instantOf(addDays(last, LONGEST_OFFSET_DAYS), 0);
  const items = new Map<string, AgendaItem>();
  for (const reminder of await findReminders(campaigns, { from, to }, outreach)) {
    const { campaign, occasion, status, dueAt } = reminder;
    if (occasion < today || occasion > last || status === 'cancelled' || isDone(campaign.id, occasion)) continue;
    const key = keyOf(reminder);
    const item = items.get(key) ?? { campaign, occasion, ahead: [] };
    if (status === 'created') items.set(key, { ...item, latest: reminder });
    else if (status === 'missed') items.set(key, item);
    else items.set(key, dueAt > now ? { ...item, ahead: [...item.ahead, reminder] } : item);
  }
  return { items: [...items.values()].toSorted((a, b) => (a.occasion < b.occasion ? -1 : 1)), stopped };
}

/** `campaign@date`. */
export const keyOf = ({ campaign, occasion }: Pick<AgendaItem, 'campaign' | 'occasion'>): string =>
  occasionKey(campaign.id, occasion);

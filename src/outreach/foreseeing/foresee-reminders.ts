import type { Topic } from '../../people/member.js';
import { toLocalDate } from '../../time.js';
import { findReminders } from '../campaigns/find-reminders.js';
import { audienceKeyOf, type Reminder } from '../campaigns/list-reminders.js';
import { toContent } from '../campaigns/to-content.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type Forecast, forecastDeliveries } from '../planning/forecast-deliveries.js';
import { type Author, toActor } from '../rights/find-author.js';
import { mayConcern } from '../rights/reach.js';

/**
 * together: goes as one message with others of its hour. same-day: another goes out that day, so whoever has had his one
 * message gets it on the next. rest-day: nothing is sent that day but what is urgent. month-cap: who gets them all
 * has had his messages of 30 days by then.
 */
export type Conflict = 'together' | 'same-day' | 'rest-day' | 'month-cap';

export interface ForeseenReminder extends Reminder {
  readonly conflicts: readonly Conflict[];
  /** Who would get it if it were planned now; absent for what is over, or where nobody counted. */
  readonly forecast?: Forecast;
}

export interface ForeseeWish {
  readonly from: Date;
  readonly to: Date;
  /** Whose people are counted, and who sees only what may be for some of them; absent: all, and nobody is counted, which reads every member. */
  readonly countFor?: Author;
  /** Of all of them just this one: nobody else's people are counted for it. */
  readonly only?: string;
}

const MONTH_MS = 30 * 86_400_000;

/** What will be said from one instant through another, and what was: nothing is written. */
export async function foreseeReminders(
  { from, to, countFor, only }: ForeseeWish,
  doors: OutreachDoors,
): Promise<readonly ForeseenReminder[]> {
  const { isRestDay, sending } = doors;
  const all = await findReminders(await listCampaigns(doors), { from: new Date(from.getTime() - MONTH_MS), to }, doors);
  const [tree, reader] = [await doors.tree(), toActor(countFor ?? 'system')];
  const shown = all.filter(
    ({ id, dueAt, campaign }) =>
      dueAt >= from && (only === undefined || id === only) && mayConcern(reader, campaign.segment, tree),
  );
  const count = createCounter(countFor, doors);
  const foreseen: ForeseenReminder[] = [];
  for (const reminder of shown) {
    const isAhead = reminder.status === 'planned' || reminder.status === 'moved';
    const conflicts = isAhead ? listConflicts(reminder, all, { isRestDay, mostPerMonth: sending.mostPerMonth }) : [];
    const forecast = isAhead ? await count(reminder) : undefined;
    foreseen.push({ ...reminder, conflicts, ...(forecast ? { forecast } : {}) });
  }
  return foreseen;
}

function listConflicts(
  reminder: Reminder,
  all: readonly Reminder[],
  { isRestDay, mostPerMonth }: { readonly isRestDay: OutreachDoors['isRestDay']; readonly mostPerMonth: number },
): readonly Conflict[] {
  const day = toLocalDate(reminder.dueAt);
  const said = all.filter(({ id, status }) => id !== reminder.id && status !== 'cancelled' && status !== 'missed');
  const sameDay = said.filter(({ dueAt }) => toLocalDate(dueAt) === day);
  const together = sameDay.filter((each) => audienceKeyOf(each) === audienceKeyOf(reminder));
  // A campaign counts once within 30 days, however often it reminds; what goes together counts as its first.
  const since = reminder.dueAt.getTime() - MONTH_MS;
  const lately = said.filter(({ dueAt }) => dueAt.getTime() > since && dueAt <= reminder.dueAt);
  const firsts = new Map<string, string>();
  for (const each of [reminder, ...lately].toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!firsts.has(audienceKeyOf(each))) firsts.set(audienceKeyOf(each), each.campaign.id);
  }
  const campaigns = new Set(firsts.values());
  return [
    ...(together.length > 0 ? (['together'] as const) : []),
    ...(sameDay.length > together.length ? (['same-day'] as const) : []),
    ...(isRestDay(day) ? (['rest-day'] as const) : []),
    ...(campaigns.size > mostPerMonth ? (['month-cap'] as const) : []),
  ];
}

/** Counts each kind of people once: reminders of the same topic and segment go to the same. */
function createCounter(countFor: Author | undefined, doors: OutreachDoors) {
  const counted = new Map<string, Forecast>();
  return async (reminder: Reminder): Promise<Forecast | undefined> => {
    if (countFor === undefined) return undefined;
    const { topic, segment }: { topic: Topic; segment: unknown } = reminder.campaign;
    const key = JSON.stringify([topic, segment]);
    const held = counted.get(key);
    if (held) return held;
    const content = toContent([reminder], reminder.dueAt, doors);
    const forecast = await forecastDeliveries(content, countFor, { ...doors, clock: () => reminder.dueAt });
    counted.set(key, forecast);
    return forecast;
  };
}

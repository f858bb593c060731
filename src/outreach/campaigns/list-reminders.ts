import type { Campaign } from '../../people/campaign.js';
import type { Occurrence, OccurrenceStatus } from '../../storage/campaigns.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import { type DatedMilestone, listMilestones } from './list-milestones.js';

/** What is, was or will be said about an occasion; at its own hour, or the one that staff moved it to. */
export interface Reminder extends Omit<DatedMilestone, 'day'> {
  /** `planned` where nothing is written of it yet. */
  readonly status: OccurrenceStatus;
  /** Of what was created. */
  readonly broadcastId?: string;
}

/** Of reminders with the same key one message is made: they are said at the same instant, to the same people. */
export function audienceKeyOf({ dueAt, campaign: { topic, segment } }: Pick<Reminder, 'dueAt' | 'campaign'>): string {
  return JSON.stringify([dueAt.getTime(), topic, segment]);
}

export interface ReminderSpan {
  /** The first and the last instant of `dueAt` that counts. */
  readonly from: Date;
  readonly to: Date;
  readonly isRestDay: (day: LocalDate) => boolean;
}

/**
 * The milestones of active campaigns within a span, by hour: as the calendar has them, and as staff moved or cancelled
 * them. `written`: every row that was moved or cancelled, and those due within the span.
 */
export function listReminders(
  campaigns: readonly Campaign[],
  written: readonly Occurrence[],
  { from, to, isRestDay }: ReminderSpan,
): readonly Reminder[] {
  const rows = new Map(written.map((row) => [row.id, row]));
  const expected = listMilestones(campaigns, toLocalDate(from), toLocalDate(to), isRestDay);
  const known = new Set(expected.map(({ id }) => id));
  // Moved here from another day.
  const moved = [...rows.values()].filter(({ id, status }) => status === 'moved' && !known.has(id));
  return [
    ...expected.map((each) => withRow(each, rows.get(each.id))),
    ...moved.flatMap((row) => findReminder(row, campaigns) ?? []),
  ]
    .filter(({ dueAt }) => from <= dueAt && dueAt <= to)
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

function withRow({ day: _, ...milestone }: DatedMilestone, row: Occurrence | undefined): Reminder {
  if (!row) return { ...milestone, status: 'planned' };
  const { dueAt, status, broadcastId } = row;
  return { ...milestone, dueAt, status, ...(broadcastId === undefined ? {} : { broadcastId }) };
}

/** What a row stands for, among these campaigns; undefined where its campaign or milestone is there no more. */
export function findReminder(row: Occurrence, campaigns: readonly Campaign[]): Reminder | undefined {
  const { campaignId, offsetDays, ...rest } = row;
  const campaign = campaigns.find(({ id }) => id === campaignId);
  const milestone = campaign?.milestones.find((each) => each.offsetDays === offsetDays);
  return campaign && milestone && { ...rest, campaign, milestone };
}

import type { Occurrence, OccurrenceStatus } from '../../storage/campaigns.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import { listMilestonesWithin } from '../calendar/milestones.js';
import { type Campaign, type Milestone, occurrenceId } from './campaign.js';

/** What is, was or will be said about an occasion. */
export interface Reminder {
  /** `campaign@date-milestone`. */
  readonly id: string;
  readonly campaign: Campaign;
  readonly milestone: Milestone;
  /** The occasion's own day. */
  readonly occasion: LocalDate;
  readonly dueAt: Date;
  /** `planned` where nothing is written of it yet. */
  readonly status: OccurrenceStatus;
  /** Of what was created. */
  readonly broadcastId?: string;
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
  span: ReminderSpan,
): readonly Reminder[] {
  const rows = new Map(written.map((row) => [row.id, row]));
  const expected = campaigns.filter(({ status }) => status === 'active').flatMap((each) => listOf(each, span));
  const known = new Set(expected.map(({ id }) => id));
  // Moved here from another day.
  const moved = written.filter(({ id, status }) => status === 'moved' && !known.has(id));
  const [byId, { from, to }] = [new Map(campaigns.map((each) => [each.id, each])), span];
  return [...expected.map((each) => withRow(each, rows.get(each.id))), ...moved.flatMap((row) => fromRow(row, byId))]
    .filter(({ dueAt }) => from <= dueAt && dueAt <= to)
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

function listOf(campaign: Campaign, { from, to, isRestDay }: ReminderSpan): readonly Reminder[] {
  const { schedule, milestones, shift: rule, at } = campaign;
  const offsets = milestones.map(({ offsetDays }) => offsetDays);
  const days = listMilestonesWithin(
    { schedule, offsets, shift: { rule, isRestDay } },
    toLocalDate(from),
    toLocalDate(to),
  );
  return days.map(({ occasion, offsetDays, day }) => ({
    id: occurrenceId(campaign.id, occasion, offsetDays),
    campaign,
    milestone: milestones.find((each) => each.offsetDays === offsetDays)!,
    occasion,
    dueAt: toDueAt(day, at),
    status: 'planned',
  }));
}

function withRow(reminder: Reminder, row: Occurrence | undefined): Reminder {
  if (!row) return reminder;
  const { dueAt, status, broadcastId } = row;
  return { ...reminder, dueAt, status, ...(broadcastId === undefined ? {} : { broadcastId }) };
}

function fromRow(row: Occurrence, campaigns: ReadonlyMap<string, Campaign>): readonly Reminder[] {
  const campaign = campaigns.get(row.campaignId);
  const milestone = campaign?.milestones.find(({ offsetDays }) => offsetDays === row.offsetDays);
  if (!campaign || !milestone) return [];
  const { id, occasion, dueAt, status } = row;
  return [{ id, campaign, milestone, occasion, dueAt, status }];
}

/** `at` minutes after midnight in Asia/Ho_Chi_Minh. */
export function toDueAt(day: LocalDate, at: number): Date {
  return new Date(Date.parse(`${day}T00:00:00+07:00`) + at * 60_000);
}

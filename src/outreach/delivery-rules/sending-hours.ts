import { campaignOf } from '../../people/broadcast.js';
import type { QuietHours } from '../../people/member.js';
import type { Contact } from '../../storage/ledger.js';
import { type LocalDate, toLocalDate } from '../../time.js';

/** A stretch of every day, in minutes after midnight, Asia/Ho_Chi_Minh; `to` is not part of it. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

export interface SendingRules {
  /** Stretches in which we write first (docs/domain.md#sending: 7:30–11:30 and 13:30–20:30). In order, not overlapping. */
  readonly hours: readonly Hours[];
  /** Days on which nothing is sent (Sundays, holidays). */
  readonly isRestDay: (day: LocalDate) => boolean;
  /** Messages that nobody asked for, to one person. */
  readonly mostPerDay: number;
  /** Within any 30 days. */
  readonly mostPerMonth: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const OFFSET_MS = 7 * 3_600_000;

export interface SendingWish {
  /** Not sooner. */
  readonly from: Date;
  /** Not later. */
  readonly until: Date;
  readonly quietHours?: QuietHours;
  /** When this person was, or is to be, written to besides. */
  readonly others: readonly Contact[];
  /** Passes hours, rest days, quiet hours and caps. */
  readonly isUrgent: boolean;
}

/** The first instant at which a person may be written to; otherwise what stood in the way last. */
export function findSendingTime(wish: SendingWish, rules: SendingRules): Date | 'hours' | 'quiet-hours' | 'cap' {
  const { from, until, isUrgent, quietHours, others } = wish;
  if (isUrgent) return from <= until ? from : 'hours';
  let hindrance: 'hours' | 'quiet-hours' | 'cap' = 'hours';
  for (let day = toLocalDate(from); startOf(day) <= until.getTime(); day = nextDay(day)) {
    if (rules.isRestDay(day)) continue;
    for (const open of openStretches(rules.hours, quietHours)) {
      const at = Math.max(startOf(day) + open.from * MINUTE_MS, from.getTime());
      if (at >= startOf(day) + open.to * MINUTE_MS || at > until.getTime()) continue;
      if (isWithinCaps(at, others, rules)) return new Date(at);
      hindrance = 'cap';
    }
    if (hindrance === 'hours' && quietHours && openStretches(rules.hours, quietHours).length === 0)
      hindrance = 'quiet-hours';
  }
  return hindrance;
}

/** The first instant, not before this one, in a stretch of every day. */
export function firstWithin(at: Date, { from, to }: Hours): Date {
  const day = toLocalDate(at);
  const minutes = (at.getTime() - startOf(day)) / MINUTE_MS;
  if (minutes >= from && minutes < to) return at;
  return new Date(startOf(minutes < from ? day : nextDay(day)) + from * MINUTE_MS);
}

/** What is left of the hours once those of a person's quiet are taken out. */
function openStretches(hours: readonly Hours[], quiet: QuietHours | undefined): readonly Hours[] {
  if (!quiet) return hours;
  const [from, to] = [quiet.from * 60, quiet.to * 60];
  const closed =
    from < to
      ? [{ from, to }]
      : [
          { from: 0, to },
          { from, to: 24 * 60 },
        ];
  return closed.reduce<readonly Hours[]>(
    (open, shut) =>
      open.flatMap((each) =>
        [
          { from: each.from, to: Math.min(each.to, shut.from) },
          { from: Math.max(each.from, shut.to), to: each.to },
        ].filter((part) => part.from < part.to),
      ),
    hours,
  );
}

/** Counted both ways: what is planned for later must still fit. All messages of one campaign count once. */
function isWithinCaps(at: number, others: readonly Contact[], { mostPerDay, mostPerMonth }: SendingRules): boolean {
  const day = toLocalDate(new Date(at));
  const sameDay = others.filter((other) => toLocalDate(other.at) === day);
  if (countSources(sameDay) >= mostPerDay) return false;
  const all = [...others, { at: new Date(at), broadcastId: '' }];
  return all.every(({ at: first }) => {
    const end = first.getTime() + MONTH_MS;
    return countSources(all.filter((each) => each.at >= first && each.at.getTime() < end)) <= mostPerMonth;
  });
}

const countSources = (contacts: readonly Contact[]): number =>
  new Set(contacts.map(({ broadcastId }) => campaignOf(broadcastId) ?? broadcastId)).size;

const startOf = (day: LocalDate): number => Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;
const nextDay = (day: LocalDate): LocalDate => toLocalDate(new Date(startOf(day) + DAY_MS));

/** The later of two instants. */
export function laterOf(a: Date, b: Date): Date {
  return new Date(Math.max(a.getTime(), b.getTime()));
}

import type { Schedule, ShiftRule } from '../../people/schedule.js';
import type { LocalDate } from '../../time.js';
import { addDays } from './days.js';
import { listOccasions } from './schedule.js';
import { shiftToWorkingDay } from './working-days.js';

/** A day on which something is to be said about an occasion. */
export interface MilestoneDay {
  /** The occasion's own day, never shifted: what was planned for it is known by it. */
  readonly occasion: LocalDate;
  /** Days after the occasion, negative before it. */
  readonly offsetDays: number;
  /** When it is to be said, after shifting. */
  readonly day: LocalDate;
}

export interface ShiftWish {
  readonly rule: ShiftRule;
  readonly isRestDay: (day: LocalDate) => boolean;
}

/** The milestones of one occasion, by offset. */
export function listMilestones(
  occasion: LocalDate,
  offsets: readonly number[],
  { rule, isRestDay }: ShiftWish,
): readonly MilestoneDay[] {
  return offsets
    .toSorted((a, b) => a - b)
    .map((offsetDays) => ({
      occasion,
      offsetDays,
      day: shiftToWorkingDay(addDays(occasion, offsetDays), rule, isRestDay),
    }));
}

/** Every milestone whose day, after shifting, falls from one day through another; by day, then by occasion. */
export function listMilestonesWithin(
  {
    schedule,
    offsets,
    shift,
  }: { readonly schedule: Schedule; readonly offsets: readonly number[]; readonly shift: ShiftWish },
  from: LocalDate,
  to: LocalDate,
): readonly MilestoneDay[] {
  if (offsets.length === 0) return [];
  const first = addDays(from, -Math.max(...offsets) - LONGEST_SHIFT);
  const last = addDays(to, -Math.min(...offsets) + LONGEST_SHIFT);
  return listOccasions(schedule, first, last)
    .flatMap((occasion) => listMilestones(occasion, offsets, shift))
    .filter(({ day }) => from <= day && day <= to)
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.occasion, b.occasion));
}

/** Days: longer than any run of days of rest in the table, Tết with its weekends. */
const LONGEST_SHIFT = 31;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

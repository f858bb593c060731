import type { Recurrence, Schedule, Weekday } from '../../people/schedule.js';
import type { LocalDate } from '../../time.js';
import { addDays, dayOfMonth, fromDayNumber, toDayNumber, weekdayOf } from './days.js';
import {
  daysInLunarMonth,
  FIRST_LUNAR_YEAR,
  hasLunarDate,
  LAST_LUNAR_YEAR,
  toLunar,
  toSolar,
} from './lunar-calendar.js';

/**
 * The occasions of a schedule from one day through another, in order. Lunar ones are listed as far as the calendar
 * reaches, to the end of the lunar year 2199.
 */
export function listOccasions(schedule: Schedule, from: LocalDate, to: LocalDate): readonly LocalDate[] {
  const first = schedule.from && schedule.from > from ? schedule.from : from;
  const last = schedule.to && schedule.to < to ? schedule.to : to;
  if (first > last) return [];
  return listAround(schedule, first, last).filter((day) => first <= day && day <= last);
}

/** In order, at least the days within the range. */
function listAround(schedule: Recurrence, first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const months = () => listMonths(first, last);
  const years = () => listYears(first, last);
  switch (schedule.type) {
    case 'once':
      return [schedule.on];
    case 'year':
      return years().map((year) => dayOfMonth(year, schedule.month, schedule.day));
    case 'month':
      return months().map(({ year, month }) => dayOfMonth(year, month, schedule.day));
    case 'month-weekday':
      return months().map((month) => findNthWeekday(month, schedule));
    case 'week':
      return listWeekdays(first, last, schedule.weekday);
    case 'lunar-year':
      return listLunarMonths(first, last)
        .filter(({ month, isLeap }) => month === schedule.month && !isLeap)
        .map((month) => dayOfLunarMonth(month, schedule.day));
    case 'lunar-month':
      return listLunarMonths(first, last).map((month) => dayOfLunarMonth(month, schedule.day));
  }
}

interface Month {
  readonly year: number;
  readonly month: number;
}

interface LunarMonth extends Month {
  readonly isLeap: boolean;
}

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));

function listYears(first: LocalDate, last: LocalDate): readonly number[] {
  return Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, index) => yearOf(first) + index);
}

function listMonths(first: LocalDate, last: LocalDate): readonly Month[] {
  return listYears(first, last).flatMap((year) =>
    Array.from({ length: 12 }, (_, index) => ({ year, month: index + 1 })),
  );
}

/** The months of all lunar years that touch the range. */
function listLunarMonths(first: LocalDate, last: LocalDate): readonly LunarMonth[] {
  const from = Math.max(hasLunarDate(first) ? toLunar(first).year : yearOf(first), FIRST_LUNAR_YEAR);
  const to = Math.min(yearOf(last), LAST_LUNAR_YEAR);
  const months: LunarMonth[] = [];
  for (let year = from; year <= to; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      months.push({ year, month, isLeap: false });
      if (daysInLunarMonth(year, month, true)) months.push({ year, month, isLeap: true });
    }
  }
  return months;
}

function dayOfLunarMonth(month: LunarMonth, day: number): LocalDate {
  return toSolar({ ...month, day: Math.min(day, daysInLunarMonth(month.year, month.month, month.isLeap)!) })!;
}

function findNthWeekday(
  { year, month }: Month,
  { nth, weekday }: { readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: Weekday },
): LocalDate {
  if (nth === 'last') {
    const last = dayOfMonth(year, month, 31);
    return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
  }
  const first = dayOfMonth(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7);
}

function listWeekdays(first: LocalDate, last: LocalDate, weekday: Weekday): readonly LocalDate[] {
  const days: LocalDate[] = [];
  const start = toDayNumber(first) + ((weekday - weekdayOf(first) + 7) % 7);
  for (let number = start; number <= toDayNumber(last); number += 7) days.push(fromDayNumber(number));
  return days;
}

import type { ShiftRule } from '../../people/schedule.js';
import type { LocalDate } from '../../time.js';
import { addDays, weekdayOf } from './days.js';

/** A working day stays where it is. So does a day without a working day in the year around it. */
export function shiftToWorkingDay(day: LocalDate, rule: ShiftRule, isRestDay: (day: LocalDate) => boolean): LocalDate {
  if (rule === 'none' || !isRestDay(day)) return day;
  const step = rule === 'previous' ? -1 : 1;
  for (let days = 1; days <= MOST_DAYS; days += 1) {
    const other = addDays(day, step * days);
    if (rule === 'monday' && days < 8 - weekdayOf(day)) continue;
    if (!isRestDay(other)) return other;
  }
  return day;
}

const MOST_DAYS = 366;

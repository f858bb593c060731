import type { Weekday } from '../../people/schedule.js';
import type { LocalDate } from '../../time.js';

const DAY_MS = 86_400_000;

/** Days since 1/1/1970; what two days are apart is the difference. */
export const toDayNumber = (day: LocalDate): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export const fromDayNumber = (number: number): LocalDate => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const addDays = (day: LocalDate, days: number): LocalDate => fromDayNumber(toDayNumber(day) + days);

/** The instant so many minutes after midnight, Asia/Ho_Chi_Minh. */
export const instantOf = (day: LocalDate, minutes: number): Date =>
  new Date(Date.parse(`${day}T00:00:00+07:00`) + minutes * 60_000);

export const weekdayOf = (day: LocalDate): Weekday =>
  (((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1) as Weekday;

/** `month` from 1 to 12. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The day itself, or the last one of a month that has no such day. */
export function dayOfMonth(year: number, month: number, day: number): LocalDate {
  return fromDayNumber(Date.UTC(year, month - 1, Math.min(day, daysInMonth(year, month))) / DAY_MS);
}

import type { Weekday } from '../../people/schedule.js';
import { RecentMap } from '../../recent-map.js';
import type { LocalDate } from '../../time.js';
import { addDays, weekdayOf } from './days.js';
import { hasLunarDate, toLunar } from './lunar-calendar.js';

/** On which days nobody is at work, as `knowledge/holidays.yaml` says. */
export interface HolidayTable {
  /** Days of rest in every week. */
  readonly weeklyRest: readonly Weekday[];
  readonly yearly: readonly YearlyHoliday[];
  /** What the state announced for one year: days off in compensation or in exchange, days chosen. */
  readonly announced: readonly AnnouncedHoliday[];
  /** Days of weekly rest that were exchanged: people work on them. */
  readonly workingDays: readonly LocalDate[];
}

export interface YearlyHoliday {
  /** As people read it, `Giỗ Tổ Hùng Vương`. */
  readonly name: string;
  readonly calendar: 'solar' | 'lunar';
  /** 1 to 12; in the lunar calendar never the leap month. */
  readonly month: number;
  /** 1 to 31, in the lunar calendar to 30. */
  readonly day: number;
  /** How many days before it are free as well. */
  readonly daysBefore: number;
  /** How many days after it are free as well. */
  readonly daysAfter: number;
}

export interface AnnouncedHoliday {
  readonly name: string;
  readonly from: LocalDate;
  /** The last day, included. */
  readonly to: LocalDate;
}

export interface Holidays {
  /** Public holidays and days off in their place; not the days of weekly rest. */
  readonly isHoliday: (day: LocalDate) => boolean;
  /** The holiday's name; undefined on a day that is none. */
  readonly nameOf: (day: LocalDate) => string | undefined;
  /** A holiday or a day of weekly rest, unless people work on it in exchange. */
  readonly isRestDay: (day: LocalDate) => boolean;
}

/** Ten years: whoever asks further ahead asks seldom. */
const MOST_DAYS = 3_660;

export function createHolidays({ weeklyRest, yearly, announced, workingDays }: HolidayTable): Holidays {
  const known = new RecentMap<LocalDate, { readonly name: string | undefined }>(MOST_DAYS);
  const findName = (day: LocalDate): string | undefined =>
    yearly.find((each) => holds(each, day))?.name ?? announced.find(({ from, to }) => from <= day && day <= to)?.name;
  const nameOf = (day: LocalDate): string | undefined => {
    const { name } = known.get(day) ?? { name: findName(day) };
    known.set(day, { name });
    return name;
  };
  const isHoliday = (day: LocalDate): boolean => nameOf(day) !== undefined;
  const isRestDay = (day: LocalDate): boolean =>
    !workingDays.includes(day) && (weeklyRest.includes(weekdayOf(day)) || isHoliday(day));
  return { isHoliday, nameOf, isRestDay };
}

function holds(holiday: YearlyHoliday, asked: LocalDate): boolean {
  for (let offset = -holiday.daysBefore; offset <= holiday.daysAfter; offset += 1) {
    if (isOn(addDays(asked, -offset), holiday)) return true;
  }
  return false;
}

function isOn(asked: LocalDate, { calendar, month, day }: YearlyHoliday): boolean {
  if (calendar === 'solar') return asked.endsWith(`-${twoDigits(month)}-${twoDigits(day)}`);
  // Beyond the years of the lunar calendar its holidays are unknown, which is no reason to stop.
  if (!hasLunarDate(asked)) return false;
  const lunar = toLunar(asked);
  return !lunar.isLeap && lunar.month === month && lunar.day === day;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

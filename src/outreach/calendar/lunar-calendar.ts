import type { LocalDate } from '../../time.js';
import { findNewMoon, guessNewMoon, sunLongitude } from './astronomy.js';
import { fromDayNumber, toDayNumber } from './days.js';

/**
 * The Vietnamese lunar calendar: a month begins on the day of the new moon, month 11 holds the winter solstice, and of
 * thirteen months from one month 11 to the next the first without a major solar term repeats the number of the one
 * before it. Days are those of UTC+7 in every year: what was printed in Vietnam before 1968 by other meridians may
 * differ.
 *
 * It holds the lunar years 1899 to 2199 and thereby every day of 1900–2199. Where a new moon falls within a minute of
 * midnight (15/11/2077, 26/5/2150, 22/1/2175 and few others), the turning of the earth will decide, not this file.
 */
export const FIRST_LUNAR_YEAR = 1899;
export const LAST_LUNAR_YEAR = 2199;

export interface LunarDate {
  /** Named after the solar year in which it begins. */
  readonly year: number;
  /** 1 to 12; a leap month bears the number of the month before it. */
  readonly month: number;
  /** 1 to 30. */
  readonly day: number;
  readonly isLeap: boolean;
}

interface LunarMonth {
  readonly month: number;
  readonly isLeap: boolean;
  /** Day number. */
  readonly start: number;
  readonly length: number;
}

/** Whether a day lies within the calendar. */
export const hasLunarDate = (day: LocalDate): boolean => findLunar(day) !== undefined;

/** Throws `RangeError` for a day outside the calendar. */
export function toLunar(day: LocalDate): LunarDate {
  const found = findLunar(day);
  if (found) return found;
  throw new RangeError(`${day} lies outside the lunar years ${FIRST_LUNAR_YEAR}–${LAST_LUNAR_YEAR}`);
}

function findLunar(day: LocalDate): LunarDate | undefined {
  const number = toDayNumber(day);
  const solarYear = Number(day.slice(0, 4));
  for (const year of [solarYear, solarYear - 1]) {
    if (year < FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR) continue;
    const found = monthsOf(year).findLast(({ start }) => start <= number);
    if (found && number < found.start + found.length) {
      return { year, month: found.month, day: number - found.start + 1, isLeap: found.isLeap };
    }
  }
  return undefined;
}

/** Undefined where that month or that day does not exist. Throws `RangeError` for a year outside the calendar. */
export function toSolar({ year, month, day, isLeap }: LunarDate): LocalDate | undefined {
  const found = findMonth(year, month, isLeap);
  if (!found || !Number.isInteger(day) || day < 1 || day > found.length) return undefined;
  return fromDayNumber(found.start + day - 1);
}

/** 29 or 30; undefined where the year has no such month. Throws `RangeError` for a year outside the calendar. */
export function daysInLunarMonth(year: number, month: number, isLeap = false): number | undefined {
  return findMonth(year, month, isLeap)?.length;
}

/** The number that the leap month of a year bears; undefined where it has none. Throws `RangeError` as above. */
export function leapMonthOf(year: number): number | undefined {
  return monthsOf(year).find(({ isLeap }) => isLeap)?.month;
}

function findMonth(year: number, month: number, isLeap: boolean): LunarMonth | undefined {
  return monthsOf(year).find((each) => each.month === month && each.isLeap === isLeap);
}

const known = new Map<number, readonly LunarMonth[]>();

/** The months of a lunar year in order. Computed once per year; the heavens do not change. */
function monthsOf(year: number): readonly LunarMonth[] {
  if (!Number.isInteger(year) || year < FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR) {
    throw new RangeError(`Lunar year ${year} lies outside ${FIRST_LUNAR_YEAR}–${LAST_LUNAR_YEAR}`);
  }
  const months = known.get(year) ?? [
    ...nameMonths(year).filter(({ month }) => month < 11),
    ...nameMonths(year + 1).filter(({ month }) => month >= 11),
  ];
  known.set(year, months);
  return months;
}

/** The months from the one with the winter solstice of the year before up to that of the year, which is left out. */
function nameMonths(year: number): readonly LunarMonth[] {
  const [first, next] = [findSolsticeMoon(year - 1), findSolsticeMoon(year)];
  const moons = Array.from({ length: next - first + 1 }, (_, index) => startOfMonth(first + index));
  const leapAt =
    next - first === 13 ? moons.findIndex((_, index) => termOf(moons[index]!) === termOf(moons[index + 1]!)) : -1;
  return moons.slice(0, -1).map((start, index) => ({
    start,
    length: moons[index + 1]! - start,
    isLeap: index === leapAt,
    month: ((10 + index - (leapAt >= 0 && index >= leapAt ? 1 : 0)) % 12) + 1,
  }));
}

/** The new moon that begins the month of the winter solstice. */
function findSolsticeMoon(year: number): number {
  let k = guessNewMoon(toJulianDay(Date.UTC(year, 11, 25) / 86_400_000)) + 1;
  while (termOf(startOfMonth(k)) >= WINTER_SOLSTICE) k -= 1;
  return k;
}

const WINTER_SOLSTICE = 9;

/** How many major terms the sun has passed since the spring equinox when a day begins: 0 to 11. */
const termOf = (dayNumber: number): number => Math.floor(sunLongitude(toJulianDay(dayNumber)) / 30);

/** The day, in UTC+7, on which new moon `k` falls. */
const startOfMonth = (k: number): number =>
  Math.floor(findNewMoon(k) - JULIAN_DAY_OF_1970) + (k === NEW_MOON_OF_JULY_1967 ? 1 : 0);

/** By the whole of VSOP87 and ELP/MPP02 it came 3 seconds after midnight; the shorter series say 2 seconds before. */
const NEW_MOON_OF_JULY_1967 = -402;

/** When a day begins in UTC+7. */
const toJulianDay = (dayNumber: number): number => dayNumber + JULIAN_DAY_OF_1970;

/** Midnight of 1/1/1970 in UTC+7. */
const JULIAN_DAY_OF_1970 = 2_440_587.5 - 7 / 24;

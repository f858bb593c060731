import type { Campaign } from '../../../src/people/campaign.js';

/**
 * What campaigns should say, found by asking of every single day whether it is an occasion: nothing here is shared with
 * the service but the campaigns themselves. Lunar months are those of docs/domain.md#lunar-calendar, computed there by
 * astronomy-engine.
 */
export interface Expected {
  readonly id: string;
  readonly dueAt: number;
  readonly campaign: Campaign;
  readonly occasion: string;
  readonly offsetDays: number;
}

/** First days of the lunar months from 12/2025 on; `N`: leap. */
const MONTHS = `
12=2026-01-19
1=2026-02-17 2=2026-03-19 3=2026-04-17 4=2026-05-17 5=2026-06-15 6=2026-07-14 7=2026-08-13 8=2026-09-11 9=2026-10-10 10=2026-11-09 11=2026-12-09 12=2027-01-08
1=2027-02-06 2=2027-03-08 3=2027-04-07 4=2027-05-06 5=2027-06-05 6=2027-07-04 7=2027-08-02 8=2027-09-01 9=2027-09-30 10=2027-10-29 11=2027-11-28 12=2027-12-28
1=2028-01-26 2=2028-02-25 3=2028-03-26 4=2028-04-25 5=2028-05-24 5N=2028-06-23 6=2028-07-22 7=2028-08-20 8=2028-09-19 9=2028-10-18 10=2028-11-16 11=2028-12-16 12=2029-01-15
1=2029-02-13 2=2029-03-15 3=2029-04-14 4=2029-05-13 5=2029-06-12 6=2029-07-11 7=2029-08-10 8=2029-09-08 9=2029-10-08 10=2029-11-06 11=2029-12-05 12=2030-01-04
1=2030-02-02 2=2030-03-04 3=2030-04-03 4=2030-05-02`
  .trim()
  .split(/\s+/)
  .map((each) => {
    const [, month, leap, start] = /^(\d+)(N?)=(.+)$/.exec(each)!;
    return { month: Number(month), isLeap: leap === 'N', start: start! };
  });

const DAY_MS = 86_400_000;
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const shiftDay = (day: string, by: number): string => toDay(Date.parse(day) + by * DAY_MS);

export function listExpected(
  campaigns: readonly Campaign[],
  from: string,
  to: string,
  isRestDay: (day: string) => boolean,
): readonly Expected[] {
  const expected: Expected[] = [];
  for (let occasion = shiftDay(from, -90); occasion <= shiftDay(to, 90); occasion = shiftDay(occasion, 1)) {
    for (const campaign of campaigns) {
      if (!isOccasion(campaign.schedule, occasion)) continue;
      for (const { offsetDays } of campaign.milestones) {
        const day = toWorkingDay(shiftDay(occasion, offsetDays), campaign.shift, isRestDay);
        if (day < from || day > to) continue;
        const sign = offsetDays < 0 ? '' : '+';
        expected.push({
          id: `${campaign.id}@${occasion}-d${sign}${offsetDays}`,
          // Midnight in Vietnam is 17:00 of the day before in UTC.
          dueAt: Date.parse(day) - 7 * 3_600_000 + campaign.at * 60_000,
          campaign,
          occasion,
          offsetDays,
        });
      }
    }
  }
  return expected;
}

function isOccasion(schedule: Campaign['schedule'], day: string): boolean {
  if ((schedule.from && day < schedule.from) || (schedule.to && day > schedule.to)) return false;
  const date = new Date(day);
  const [month, monthDay, weekday] = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay() || 7];
  const isLastOf = new Date(date.getTime() + DAY_MS).getUTCDate() === 1;
  const isThe = (wanted: number) => monthDay === wanted || (isLastOf && wanted > monthDay);
  const lunar = toLunar(day);
  const isTheLunar = (wanted: number) => lunar.day === wanted || (lunar.isLastOf && wanted > lunar.day);
  switch (schedule.type) {
    case 'once':
      return day === schedule.on;
    case 'year':
      return month === schedule.month && isThe(schedule.day);
    case 'month':
      return isThe(schedule.day);
    case 'week':
      return weekday === schedule.weekday;
    case 'month-weekday': {
      if (weekday !== schedule.weekday) return false;
      if (schedule.nth === 'last') return new Date(date.getTime() + 7 * DAY_MS).getUTCMonth() + 1 !== month;
      return Math.ceil(monthDay / 7) === schedule.nth;
    }
    case 'lunar-year':
      return lunar.month === schedule.month && !lunar.isLeap && isTheLunar(schedule.day);
    case 'lunar-month':
      return isTheLunar(schedule.day);
  }
}

function toLunar(day: string) {
  const at = MONTHS.findLastIndex(({ start }) => start <= day);
  const { month, isLeap, start } = MONTHS[at]!;
  const number = Math.round((Date.parse(day) - Date.parse(start)) / DAY_MS) + 1;
  return { month, isLeap, day: number, isLastOf: MONTHS[at + 1]?.start === shiftDay(day, 1) };
}

function toWorkingDay(day: string, rule: Campaign['shift'], isRestDay: (day: string) => boolean): string {
  if (rule === 'none' || !isRestDay(day)) return day;
  if (rule === 'previous') {
    let other = day;
    while (isRestDay(other)) other = shiftDay(other, -1);
    return other;
  }
  let other = day;
  if (rule === 'monday')
    do other = shiftDay(other, 1);
    while (new Date(other).getUTCDay() !== 1);
  while (isRestDay(other)) other = shiftDay(other, 1);
  return other;
}

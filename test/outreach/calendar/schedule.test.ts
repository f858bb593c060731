import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInMonth, weekdayOf } from '../../../src/outreach/calendar/days.js';
import { daysInLunarMonth, toLunar } from '../../../src/outreach/calendar/lunar-calendar.js';
import { listMilestones, listMilestonesWithin } from '../../../src/outreach/calendar/milestones.js';
import { listOccasions } from '../../../src/outreach/calendar/schedule.js';
import type { Schedule, Weekday } from '../../../src/people/schedule.js';

const inYear = (schedule: Schedule, year: number) => listOccasions(schedule, `${year}-01-01`, `${year}-12-31`);

describe('occasions', () => {
  it.each<[string, Schedule, number, readonly string[]]>([
    ['once', { type: 'once', on: '2027-02-03' }, 2027, ['2027-02-03']],
    ['once, in another year', { type: 'once', on: '2027-02-03' }, 2026, []],
    ['a day of the year', { type: 'year', month: 7, day: 28 }, 2027, ['2027-07-28']],
    ['29/2 in a leap year', { type: 'year', month: 2, day: 29 }, 2028, ['2028-02-29']],
    ['29/2 in another', { type: 'year', month: 2, day: 29 }, 2027, ['2027-02-28']],
    ['Giỗ Tổ', { type: 'lunar-year', month: 3, day: 10 }, 2027, ['2027-04-16']],
    ['Giỗ Tổ beside a leap month 3', { type: 'lunar-year', month: 3, day: 10 }, 2031, ['2031-04-01']],
    ['the last day of a short month Chạp', { type: 'lunar-year', month: 12, day: 30 }, 2025, ['2025-01-28']],
    ['Ông Táo, twice in a solar year', { type: 'lunar-year', month: 12, day: 1 }, 2024, ['2024-01-11', '2024-12-31']],
    ['Ông Táo, never in a solar year', { type: 'lunar-year', month: 12, day: 1 }, 2025, []],
    ['the first Monday of March', { ...nth(1, 1), from: '2027-03-01', to: '2027-03-31' }, 2027, ['2027-03-01']],
    ['the last Friday of May', { ...nth('last', 5), from: '2027-05-01', to: '2027-05-31' }, 2027, ['2027-05-28']],
    ['the third Sunday of June', { ...nth(3, 7), from: '2027-06-01', to: '2027-06-30' }, 2027, ['2027-06-20']],
    [
      'every 31st',
      { type: 'month', day: 31, from: '2027-01-15', to: '2027-04-30' },
      2027,
      ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30'],
    ],
    [
      'every full moon, in a leap month too',
      { type: 'lunar-month', day: 15, from: '2031-04-01', to: '2031-06-30' },
      2031,
      ['2031-04-06', '2031-05-05', '2031-06-04'],
    ],
    [
      'every lunar 30th',
      { type: 'lunar-month', day: 30, to: '2027-03-31' },
      2027,
      ['2027-01-07', '2027-02-05', '2027-03-07'],
    ],
    [
      'every Wednesday',
      { type: 'week', weekday: 3, from: '2027-01-06', to: '2027-01-20' },
      2027,
      ['2027-01-06', '2027-01-13', '2027-01-20'],
    ],
  ])('%s', (_, schedule, year, days) => {
    expect(inYear(schedule, year)).toEqual(days);
  });

  it('end with the lunar calendar, not with an error', () => {
    expect(listOccasions({ type: 'lunar-month', day: 1 }, '2199-12-01', '2300-01-01').length).toBeGreaterThan(0);
    expect(listOccasions({ type: 'lunar-year', month: 1, day: 1 }, '1800-01-01', '1900-12-31')).toEqual([
      '1899-02-10',
      '1900-01-31',
    ]);
    expect(listOccasions({ type: 'lunar-year', month: 1, day: 1 }, '2300-01-01', '2310-01-01')).toEqual([]);
  });

  it('are those that looking at every single day finds', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((number) => addDays('1950-01-01', number));
    const number = (max: number) => fc.integer({ min: 1, max });
    const weekday = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7);
    const recurrence = fc.oneof(
      fc.record({ type: fc.constant('once' as const), on: day }),
      fc.record({ type: fc.constant('year' as const), month: number(12), day: number(31) }),
      fc.record({ type: fc.constant('lunar-year' as const), month: number(12), day: number(30) }),
      fc.record({ type: fc.constant('month' as const), day: number(31) }),
      fc.record({ type: fc.constant('lunar-month' as const), day: number(30) }),
      fc.record({
        type: fc.constant('month-weekday' as const),
        nth: fc.constantFrom(1, 2, 3, 4, 'last' as const),
        weekday,
      }),
      fc.record({ type: fc.constant('week' as const), weekday }),
    );
    const bounds = fc.record({ from: day, to: day }, { requiredKeys: [] });
    fc.assert(
      fc.property(recurrence, bounds, day, fc.integer({ min: 0, max: 900 }), (rule, limits, from, days) => {
        const expected = [];
        for (let each = from; each <= addDays(from, days); each = addDays(each, 1)) {
          if (limits.from && each < limits.from) continue;
          if (limits.to && each > limits.to) continue;
          if (takesPlaceOn(rule as Schedule, each)) expected.push(each);
        }
        expect(listOccasions({ ...rule, ...limits } as Schedule, from, addDays(from, days))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

function nth(which: 1 | 2 | 3 | 4 | 'last', weekday: Weekday): Schedule {
  return { type: 'month-weekday', nth: which, weekday };
}

/** Asked of one day, so that it shares nothing with how days are listed. */
function takesPlaceOn(schedule: Schedule, day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const falls = (wanted: number, at: number, length: number) => at === Math.min(wanted, length);
  switch (schedule.type) {
    case 'once':
      return schedule.on === day;
    case 'year':
      return month === schedule.month && falls(schedule.day, date, daysInMonth(year, month));
    case 'month':
      return falls(schedule.day, date, daysInMonth(year, month));
    case 'week':
      return weekdayOf(day) === schedule.weekday;
    case 'month-weekday':
      if (weekdayOf(day) !== schedule.weekday) return false;
      return schedule.nth === 'last' ? date + 7 > daysInMonth(year, month) : Math.ceil(date / 7) === schedule.nth;
    default: {
      const lunar = toLunar(day);
      if (schedule.type === 'lunar-year' && (lunar.month !== schedule.month || lunar.isLeap)) return false;
      return falls(schedule.day, lunar.day, daysInLunarMonth(lunar.year, lunar.month, lunar.isLeap)!);
    }
  }
}

describe('milestones', () => {
  const isSunday = (day: string) => weekdayOf(day) === 7;

  it('move to a working day, and their occasion does not', () => {
    // 28/3/2027 is a Sunday.
    expect(listMilestones('2027-03-28', [0, -7, 3], { rule: 'next', isRestDay: isSunday })).toEqual([
      { occasion: '2027-03-28', offsetDays: -7, day: '2027-03-22' },
      { occasion: '2027-03-28', offsetDays: 0, day: '2027-03-29' },
      { occasion: '2027-03-28', offsetDays: 3, day: '2027-03-31' },
    ]);
  });

  it('are found in a range by their own day, whether their occasion lies in it or not', () => {
    const campaign = {
      schedule: { type: 'year', month: 2, day: 3 } as const,
      offsets: [-30, 0, 3],
      shift: { rule: 'none', isRestDay: () => false } as const,
    };
    expect(listMilestonesWithin(campaign, '2027-01-01', '2027-01-31').map(({ day }) => day)).toEqual(['2027-01-04']);
    expect(listMilestonesWithin(campaign, '2027-02-04', '2028-02-03').map(({ day }) => day)).toEqual([
      '2027-02-06',
      '2028-01-04',
      '2028-02-03',
    ]);
    expect(listMilestonesWithin({ ...campaign, offsets: [] }, '2027-01-01', '2027-12-31')).toEqual([]);
  });

  it('fall into one range each, however time is cut', () => {
    const day = fc.integer({ min: 0, max: 3_000 }).map((number) => addDays('2024-01-01', number));
    const campaign = {
      schedule: { type: 'lunar-month', day: 15 } as const,
      offsets: [-7, -1, 0],
      shift: { rule: 'monday', isRestDay: isSunday } as const,
    };
    fc.assert(
      fc.property(day, fc.nat(200), fc.nat(200), (from, first, second) => {
        const [middle, end] = [addDays(from, first), addDays(from, first + 1 + second)];
        const parts = [
          ...listMilestonesWithin(campaign, from, middle),
          ...listMilestonesWithin(campaign, addDays(middle, 1), end),
        ];
        expect(parts).toEqual(listMilestonesWithin(campaign, from, end));
      }),
    );
  });
});

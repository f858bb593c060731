import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHolidays } from '../../../src/ingest/read-campaigns/read-holidays.js';
import { addDays, weekdayOf } from '../../../src/outreach/calendar/days.js';
import { createHolidays } from '../../../src/outreach/calendar/holidays.js';
import { shiftToWorkingDay } from '../../../src/outreach/calendar/working-days.js';
import { SHIFT_RULES } from '../../../src/people/schedule.js';
import { ROOT } from '../../support/read-sources.js';

const shipped = createHolidays(await readHolidays(join(ROOT, 'knowledge')));
const listRange = (from: string, to: string) => {
  const days = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};

describe('the days of rest that are shipped', () => {
  it('are in 2027 those of the law', () => {
    const free = listRange('2027-01-01', '2027-12-31').filter(shipped.isHoliday);
    expect(free.map((day) => `${day} ${shipped.nameOf(day)}`)).toEqual([
      '2027-01-01 Tết Dương lịch',
      '2027-02-05 Tết Nguyên đán',
      '2027-02-06 Tết Nguyên đán',
      '2027-02-07 Tết Nguyên đán',
      '2027-02-08 Tết Nguyên đán',
      '2027-02-09 Tết Nguyên đán',
      '2027-04-16 Giỗ Tổ Hùng Vương',
      '2027-04-30 Ngày Chiến thắng 30/4',
      '2027-05-01 Ngày Quốc tế Lao động',
      '2027-09-02 Quốc khánh',
    ]);
  });

  it('hold what was announced for one year', () => {
    expect(shipped.nameOf('2026-02-14')).toBe('Nghỉ Tết Nguyên đán Bính Ngọ');
    expect(shipped.isRestDay('2026-01-02')).toBe(true);
    expect(shipped.isRestDay('2027-01-02')).toBe(false);
  });

  it('hold every Sunday, which is no holiday', () => {
    expect(shipped.isRestDay('2026-11-29')).toBe(true);
    expect(shipped.isHoliday('2026-11-29')).toBe(false);
    expect(shipped.isRestDay('2026-11-28')).toBe(false);
  });

  it('leave 24/11 a working day until the law is changed', () => {
    expect(shipped.isRestDay('2026-11-24')).toBe(false);
  });

  it('go on beyond the lunar calendar', () => {
    expect(shipped.isHoliday('2300-04-30')).toBe(true);
    expect(shipped.isHoliday('2300-02-01')).toBe(false);
  });
});

const table = {
  weeklyRest: [6, 7] as const,
  yearly: [{ name: 'Giỗ Tổ', calendar: 'lunar', month: 3, day: 10, daysBefore: 0, daysAfter: 0 }] as const,
  announced: [{ name: 'Nghỉ bù', from: '2023-05-02', to: '2023-05-03' }],
  workingDays: ['2023-05-06'],
};
const own = createHolidays(table);

describe('holidays', () => {
  it('fall in the plain month where there is a leap one', () => {
    // 2004 has a leap month 2, 2031 a leap month 3.
    expect(listRange('2031-01-01', '2031-12-31').filter(own.isHoliday)).toEqual(['2031-04-01']);
  });

  it('let people work on a day of rest that was exchanged', () => {
    expect(['2023-05-05', '2023-05-06', '2023-05-07'].map(own.isRestDay)).toEqual([false, false, true]);
    expect(own.nameOf('2023-05-03')).toBe('Nghỉ bù');
  });
});

describe('a shift to a working day', () => {
  it.each([
    // A Saturday; the holiday of 29/4/2023 is one too; Tuesday and Wednesday after it are off.
    ['2023-04-29', 'none', '2023-04-29'],
    ['2023-04-29', 'next', '2023-05-01'],
    ['2023-04-29', 'previous', '2023-04-28'],
    ['2023-04-29', 'monday', '2023-05-01'],
    ['2023-05-02', 'next', '2023-05-04'],
    ['2023-05-02', 'previous', '2023-05-01'],
    ['2023-05-02', 'monday', '2023-05-08'],
    ['2023-05-04', 'monday', '2023-05-04'],
  ] as const)('moves %s by "%s" to %s', (day, rule, expected) => {
    expect(shiftToWorkingDay(day, rule, own.isRestDay)).toBe(expected);
  });

  it('goes on where the Monday is a day of rest', () => {
    const holidays = createHolidays({ ...table, announced: [{ name: 'Nghỉ', from: '2023-05-08', to: '2023-05-08' }] });
    expect(shiftToWorkingDay('2023-05-07', 'monday', holidays.isRestDay)).toBe('2023-05-09');
  });

  it('ends on a working day, and the nearest one, on whatever day it begins', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((number) => addDays('2000-01-01', number));
    fc.assert(
      fc.property(days, fc.constantFrom(...SHIFT_RULES), (day, rule) => {
        const moved = shiftToWorkingDay(day, rule, own.isRestDay);
        if (rule === 'none' || !own.isRestDay(day)) return moved === day;
        if (own.isRestDay(moved)) return false;
        if (rule === 'monday') return moved > day && (weekdayOf(moved) === 1 || own.isRestDay(addDays(moved, -1)));
        const between =
          rule === 'next'
            ? listRange(addDays(day, 1), addDays(moved, -1))
            : listRange(addDays(moved, 1), addDays(day, -1));
        return (rule === 'next') === moved > day && between.every(own.isRestDay);
      }),
    );
  });

  it('leaves a day alone where there is nothing but rest', () => {
    expect(shiftToWorkingDay('2026-01-01', 'next', () => true)).toBe('2026-01-01');
  });
});

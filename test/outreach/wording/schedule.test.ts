import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/outreach/calendar/days.js';
import { describeSchedule } from '../../../src/outreach/wording/describe-schedule.js';
import { parseSchedule } from '../../../src/outreach/wording/parse-schedule.js';
import type { Recurrence, Schedule } from '../../../src/people/schedule.js';
import { loadPrompts } from '../../../src/prompts.js';
import { foldText } from '../../../src/text/vietnamese-text.js';

const { texts } = loadPrompts('prompts');
const upTo = (most: number) => fc.integer({ min: 1, max: most });
const weekday = fc.constantFrom(1, 2, 3, 4, 5, 6, 7);
const day = fc.integer({ min: 0, max: 9_000 }).map((days) => addDays('2020-01-01', days));
const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ type: fc.constant('once' as const), on: day }),
  fc.record({ type: fc.constant('year' as const), month: upTo(12), day: upTo(28) }),
  fc.record({ type: fc.constant('lunar-year' as const), month: upTo(12), day: upTo(30) }),
  fc.record({ type: fc.constant('month' as const), day: upTo(31) }),
  fc.record({ type: fc.constant('lunar-month' as const), day: upTo(30) }),
  fc.record({ type: fc.constant('month-weekday' as const), nth: fc.constantFrom(1, 2, 3, 4, 'last'), weekday }),
  fc.record({ type: fc.constant('week' as const), weekday }),
) as fc.Arbitrary<Recurrence>;
const schedule: fc.Arbitrary<Schedule> = fc.tuple(recurrence, fc.option(day), fc.option(day)).map(([each, a, b]) => {
  const [from, to] = a && b && a > b ? [b, a] : [a, b];
  return { ...each, ...(from ? { from } : {}), ...(to ? { to } : {}) };
});

describe('a schedule in words', () => {
  it('is read back as it was, with marks and without', () => {
    fc.assert(
      fc.property(schedule, (each) => {
        const words = describeSchedule(each, texts);
        expect(parseSchedule(words)).toEqual(each);
        expect(parseSchedule(foldText(words))).toEqual(each);
      }),
    );
  });

  it.each<[string, Schedule]>([
    ['28/7', { type: 'year', month: 7, day: 28 }],
    ['hằng năm vào ngày 28/7', { type: 'year', month: 7, day: 28 }],
    ['ngày 3 tháng 2 hằng năm', { type: 'year', month: 2, day: 3 }],
    ['29/2 hang nam', { type: 'year', month: 2, day: 29 }],
    ['mồng 10 tháng 3 âm', { type: 'lunar-year', month: 3, day: 10 }],
    ['10/3 âm lịch', { type: 'lunar-year', month: 3, day: 10 }],
    ['23 tháng Chạp âm lịch', { type: 'lunar-year', month: 12, day: 23 }],
    ['rằm tháng Giêng âm lịch', { type: 'lunar-year', month: 1, day: 15 }],
    ['rằm hằng tháng âm lịch', { type: 'lunar-month', day: 15 }],
    ['mùng một hằng tháng âm lịch', { type: 'lunar-month', day: 1 }],
    ['Thứ Hai đầu tháng', { type: 'month-weekday', nth: 1, weekday: 1 }],
    ['thứ 6 cuối tháng', { type: 'month-weekday', nth: 'last', weekday: 5 }],
    ['thứ hai thứ hai của tháng', { type: 'month-weekday', nth: 2, weekday: 1 }],
    ['ngày 25 hàng tháng', { type: 'month', day: 25 }],
    ['mỗi tháng ngày 5', { type: 'month', day: 5 }],
    ['thứ Sáu hằng tuần', { type: 'week', weekday: 5 }],
    ['mỗi thứ sáu hằng tuần', { type: 'week', weekday: 5 }],
    [
      'chủ nhật hằng tuần từ 1/1/2027 đến hết 31/3/2027',
      { type: 'week', weekday: 7, from: '2027-01-01', to: '2027-03-31' },
    ],
    ['ngày 27/11/2026', { type: 'once', on: '2026-11-27' }],
  ])('reads %s', (words, meant) => {
    expect(parseSchedule(words)).toEqual(meant);
  });

  it.each([
    '',
    'khi nào tiện',
    '31/2',
    '30/13',
    '45 hằng tháng',
    '31 tháng 3 âm lịch',
    '28/7 từ 1/1/2028 đến 1/1/2027',
    '0/0/2027',
  ])('does not guess at “%s”', (words) => {
    expect(parseSchedule(words)).toBeUndefined();
  });
});

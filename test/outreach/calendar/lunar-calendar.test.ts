import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, fromDayNumber, toDayNumber } from '../../../src/outreach/calendar/days.js';
import {
  daysInLunarMonth,
  type LunarDate,
  leapMonthOf,
  toLunar,
  toSolar,
} from '../../../src/outreach/calendar/lunar-calendar.js';
import { ROOT } from '../../support/read-sources.js';

const solar = (year: number, month: number, day: number, isLeap = false) => toSolar({ year, month, day, isLeap });

/** `22/1` of that year, or `2/2/2024`. */
function toDay(written: string, year: number): string {
  const [date, month, other = year] = written.split('/').map(Number);
  return `${other}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** docs/domain.md#lunar-calendar, first table: Tết, Rằm tháng Giêng, Giỗ Tổ, Phật Đản, Trung thu, Ông Táo. */
const FEASTS: readonly [number, ...string[]][] = [
  [2023, '22/1', '5/2', '29/4', '2/6', '29/9', '2/2/2024'],
  [2024, '10/2', '24/2', '18/4', '22/5', '17/9', '22/1/2025'],
  [2025, '29/1', '12/2', '7/4', '12/5', '6/10', '10/2/2026'],
  [2026, '17/2', '3/3', '26/4', '31/5', '25/9', '30/1/2027'],
  [2027, '6/2', '20/2', '16/4', '20/5', '15/9', '19/1/2028'],
  [2028, '26/1', '9/2', '4/4', '9/5', '3/10', '6/2/2029'],
  [2029, '13/2', '27/2', '23/4', '27/5', '22/9', '26/1/2030'],
  [2030, '2/2', '16/2', '12/4', '16/5', '12/9', '16/1/2031'],
  [2031, '23/1', '6/2', '1/4', '4/6', '1/10'],
];

/** docs/domain.md#lunar-calendar, second table: on which day each lunar month begins; N is a leap month. */
const MONTHS: readonly [number, string][] = [
  [
    2023,
    '1=22/01 2=20/02 2N=22/03 3=20/04 4=19/05 5=18/06 6=18/07 7=16/08 8=15/09 9=15/10 10=13/11 11=13/12 12=11/01/2024',
  ],
  [2024, '1=10/02 2=10/03 3=09/04 4=08/05 5=06/06 6=06/07 7=04/08 8=03/09 9=03/10 10=01/11 11=01/12 12=31/12'],
  [
    2025,
    '1=29/01 2=28/02 3=29/03 4=28/04 5=27/05 6=25/06 6N=25/07 7=23/08 8=22/09 9=21/10 10=20/11 11=20/12 12=19/01/2026',
  ],
  [2026, '1=17/02 2=19/03 3=17/04 4=17/05 5=15/06 6=14/07 7=13/08 8=11/09 9=10/10 10=09/11 11=09/12 12=08/01/2027'],
  [2027, '1=06/02 2=08/03 3=07/04 4=06/05 5=05/06 6=04/07 7=02/08 8=01/09 9=30/09 10=29/10 11=28/11 12=28/12'],
  [
    2028,
    '1=26/01 2=25/02 3=26/03 4=25/04 5=24/05 5N=23/06 6=22/07 7=20/08 8=19/09 9=18/10 10=16/11 11=16/12 12=15/01/2029',
  ],
  [2029, '1=13/02 2=15/03 3=14/04 4=13/05 5=12/06 6=11/07 7=10/08 8=08/09 9=08/10 10=06/11 11=05/12 12=04/01/2030'],
  [2030, '1=02/02 2=04/03 3=03/04 4=02/05 5=01/06 6=01/07 7=30/07 8=29/08 9=27/09 10=27/10 11=25/11 12=25/12'],
  [2031, '1=23/01 2=21/02 3=23/03 3N=21/04 4=21/05 5=20/06 6=19/07 7=18/08 8=17/09 9=16/10 10=15/11'],
];
const DATES: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 15],
  [3, 10],
  [4, 15],
  [8, 15],
  [12, 23],
];

describe('the Vietnamese lunar calendar', () => {
  it.each(FEASTS)('knows the feasts of %i', (year, ...days) => {
    expect(days.map((_, index) => solar(year, ...DATES[index]!))).toEqual(days.map((day) => toDay(day, year)));
  });

  it.each(MONTHS)('begins the months of %i on the right days', (year, line) => {
    for (const entry of line.split(' ')) {
      const [name = '', start = ''] = entry.split('=');
      const [month, isLeap] = [Number.parseInt(name, 10), name.endsWith('N')];
      expect(solar(year, month, 1, isLeap), entry).toBe(toDay(start, year));
      expect(toLunar(toDay(start, year)), entry).toEqual({ year, month, day: 1, isLeap });
    }
  });

  // Where Vietnam and China part (1985 by a month, 2007 and 2030 by a day), and the days around a short leap month.
  it.each<[string, string]>([
    ['1985-01-21', '1/1/1985'],
    ['2007-02-17', '1/1/2007'],
    ['2030-02-02', '1/1/2030'],
    ['2030-02-01', '29/12/2029'],
    ['2031-04-20', '29/3/2031'],
    ['2031-04-21', '1/3/2031 nhuận'],
    ['2031-05-20', '30/3/2031 nhuận'],
    ['2031-05-21', '1/4/2031'],
    ['2026-11-24', '16/10/2026'],
    ['1938-09-24', '1/8/1938 nhuận'],
    ['1967-07-07', '30/5/1967'],
    ['1900-01-01', '1/12/1899'],
    ['2199-12-31', '14/11/2199'],
  ])('reads %s as %s', (day, written) => {
    expect(write(toLunar(day))).toBe(written);
  });

  it('has leap months where the astronomers have them', () => {
    const years = Array.from({ length: 22 }, (_, index) => 2012 + index).flatMap((year) => {
      const month = leapMonthOf(year);
      return month ? [`${year}:${month}`] : [];
    });
    expect(years).toEqual(['2012:4', '2014:9', '2017:6', '2020:4', '2023:2', '2025:6', '2028:5', '2031:3', '2033:11']);
  });

  it('knows no day that does not exist', () => {
    expect(daysInLunarMonth(2024, 12)).toBe(29);
    expect(solar(2024, 12, 30)).toBeUndefined();
    expect(solar(2023, 12, 30)).toBe('2024-02-09');
    expect(solar(2026, 2, 1, true)).toBeUndefined();
    expect(daysInLunarMonth(2026, 2, true)).toBeUndefined();
    for (const [month, day] of [
      [0, 1],
      [13, 1],
      [1, 0],
      [1, 31],
      [1, 1.5],
    ] as const) {
      expect(solar(2026, month, day)).toBeUndefined();
    }
  });

  it.each(['1899-01-01', '2200-12-31', '0001-01-01', '9999-12-31'])('refuses %s', (day) => {
    expect(() => toLunar(day)).toThrow(RangeError);
    expect(() => solar(Number(day.slice(0, 4)) === 1899 ? 1898 : 2200, 1, 1)).toThrow(RangeError);
  });

  it('finds back every day of 1900–2199, in months of 29 or 30 days that follow one another', () => {
    const [first, last] = [toDayNumber('1900-01-01'), toDayNumber('2199-12-31')];
    let before = toLunar('1899-12-31');
    const flaws: string[] = [];
    for (let number = first; number <= last; number += 1) {
      const day = fromDayNumber(number);
      const lunar = toLunar(day);
      if (toSolar(lunar) !== day || !follows(before, lunar)) flaws.push(day);
      before = lunar;
    }
    expect(last - first + 1).toBe(109_573);
    expect(flaws).toEqual([]);
  });

  it('counts the days of a month as many as it has', () => {
    const months = fc.record({
      year: fc.integer({ min: 1900, max: 2199 }),
      month: fc.integer({ min: 1, max: 12 }),
      isLeap: fc.boolean(),
    });
    fc.assert(
      fc.property(months, ({ year, month, isLeap }) => {
        const length = daysInLunarMonth(year, month, isLeap);
        if (!length) return !toSolar({ year, month, day: 1, isLeap });
        const start = solar(year, month, 1, isLeap)!;
        return (
          toSolar({ year, month, day: length, isLeap }) === addDays(start, length - 1) &&
          toSolar({ year, month, day: length + 1, isLeap }) === undefined
        );
      }),
    );
  });

  it('is the same wherever the host stands', async () => {
    const program = `
      import { toLunar, toSolar } from './src/outreach/calendar/lunar-calendar.ts';
      const days = [];
      for (let year = 2023; year <= 2031; year += 1) {
        for (let month = 1; month <= 12; month += 1) {
          for (const isLeap of [false, true]) days.push(toSolar({ year, month, day: 1, isLeap }) ?? '');
        }
        days.push(JSON.stringify(toLunar(year + '-01-01')), JSON.stringify(toLunar(year + '-12-31')));
      }
      console.log(new Date('2026-01-01').getTimezoneOffset() + '|' + days.join());`;
    const zones = ['Pacific/Pago_Pago', 'Asia/Tokyo', 'Pacific/Kiritimati'];
    const outputs = await Promise.all(
      zones.map(async (TZ) => {
        const args = ['--import', 'tsx', '--input-type=module', '-e', program];
        const { stdout } = await promisify(execFile)(process.execPath, args, {
          cwd: ROOT,
          env: { ...process.env, TZ },
        });
        return stdout.trim().split('|');
      }),
    );
    const here: string[] = [];
    for (let year = 2023; year <= 2031; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (const isLeap of [false, true]) here.push(solar(year, month, 1, isLeap) ?? '');
      }
      here.push(...[`${year}-01-01`, `${year}-12-31`].map((day) => JSON.stringify(toLunar(day))));
    }
    expect(outputs.map(([offset]) => offset)).toEqual(['660', '-540', '-840']);
    expect(outputs.map(([, days]) => days)).toEqual(zones.map(() => here.join()));
  });
});

const write = ({ year, month, day, isLeap }: LunarDate): string => `${day}/${month}/${year}${isLeap ? ' nhuận' : ''}`;

function follows(before: LunarDate, { year, month, day, isLeap }: LunarDate): boolean {
  if (day === before.day + 1) return day <= 30 && month === before.month && isLeap === before.isLeap;
  if (day !== 1 || before.day < 29) return false;
  if (isLeap) return month === before.month && !before.isLeap && year === before.year;
  return month === (before.month % 12) + 1 && year === before.year + (month === 1 ? 1 : 0);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, isLocalDate, systemClock, toLocalDate } from '../src/time.js';

describe('toLocalDate', () => {
  it.each([
    ['2026-11-23T16:59:59.999Z', '2026-11-23'],
    ['2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['2026-12-31T16:59:59.999Z', '2026-12-31'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01'],
    ['2028-02-28T17:00:00.000Z', '2028-02-29'],
  ])('%s is %s in Vietnam', (instant, day) => expect(toLocalDate(new Date(instant))).toBe(day));

  it('changes at 17:00 UTC, wherever the machine stands', () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const inVietnam = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
    fc.assert(fc.property(instant, (at) => toLocalDate(at) === inVietnam.format(at)));
  });

  it('reads the clock of the machine', () => {
    expect(isLocalDate(toLocalDate(systemClock()))).toBe(true);
  });
});

describe('isLocalDate', () => {
  it.each(['2026-11-24', '2028-02-29', '1963-04-16'])('%s is a day', (day) => expect(isLocalDate(day)).toBe(true));
  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2027-02-29',
    '2026-1-1',
    '24/11/2026',
    '2026',
    '',
    '2026-11-24T00:00',
    ' 2026-11-24',
  ])('“%s” is none', (text) => expect(isLocalDate(text)).toBe(false));
});

describe('formatDay', () => {
  it.each([
    ['2012-06-07', '07/6/2012'],
    ['2022-02-28', '28/02/2022'],
    ['2023-07-10', '10/7/2023'],
    ['2021-10-25', '25/10/2021'],
    ['2026-01-09', '09/01/2026'],
    ['2026-12-01', '01/12/2026'],
  ])('%s reads %s', (day, written) => expect(formatDay(day)).toBe(written));

  it('leaves a bare year as it is', () => {
    expect(formatDay('2011')).toBe('2011');
  });
});

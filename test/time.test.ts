import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  backOffMs,
  createBell,
  formatDay,
  isLocalDate,
  spreadMs,
  systemClock,
  toLocalDate,
  wait,
} from '../src/time.js';

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

describe('backOffMs', () => {
  it('doubles from the first pause to the longest and stays there, whatever the count', () => {
    const growth = { firstMs: 250, longestMs: 30_000 };
    expect([-1, 0, 1, 2, 6, 7, 10_000].map((failures) => backOffMs(failures, growth))).toEqual([
      250, 250, 500, 1_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('is spread by up to a quarter more', () => {
    expect([0, 0.5, 1].map((chance) => spreadMs(1_000, () => chance))).toEqual([1_000, 1_125, 1_250]);
  });
});

describe('waits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const isOver = async (waiting: Promise<void>) => {
    let over = false;
    void waiting.then(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    return over;
  };

  it('end after their time, or with the signal, and at once where it came before', async () => {
    const stop = new AbortController();
    const [timed, stopped] = [wait(100), wait(100_000, stop.signal)];
    await vi.advanceTimersByTimeAsync(99);
    expect([await isOver(timed), await isOver(stopped)]).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1);
    stop.abort();
    expect([await isOver(timed), await isOver(stopped), await isOver(wait(1, stop.signal))]).toEqual([
      true,
      true,
      true,
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are cut short by a bell, all of them; one that rings while nobody waits cuts the next one', async () => {
    const bell = createBell();
    const both = [bell.wait(60_000), bell.wait(60_000)];
    bell.ring();
    expect(await Promise.all(both.map(isOver))).toEqual([true, true]);
    bell.ring();
    bell.ring();
    expect([await isOver(bell.wait(60_000)), await isOver(bell.wait(60_000))]).toEqual([true, false]);
  });

  it('of a bell end with its signal', async () => {
    const stop = new AbortController();
    const bell = createBell(stop.signal);
    const waiting = bell.wait(60_000);
    stop.abort();
    expect([await isOver(waiting), await isOver(bell.wait(60_000))]).toEqual([true, true]);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readInstant } from '../../../src/outreach/wording/read-instant.js';
import { formatInstant } from '../../../src/time.js';
import { local, TUESDAY } from '../../support/outreach-samples.js';

it.each([
  ['8h', local('08:00', '2026-11-25')],
  ['10h', local('10:00')],
  ['8h 25/11', local('08:00', '2026-11-25')],
  ['8 giờ 30 ngày mai', local('08:30', '2026-11-25')],
  ['14h30 hôm nay', local('14:30')],
  ['2 giờ chiều mai', local('14:00', '2026-11-25')],
  ['7 giờ rưỡi tối', local('19:30')],
  ['thứ hai 8h', local('08:00', '2026-11-30')],
  ['thu 3, 9h', local('09:00', '2026-12-01')],
  ['chủ nhật', local('08:00', '2026-11-29')],
  ['1/1', local('08:00', '2027-01-01')],
  ['gửi lúc 17h ngày 27/11/2026', local('17:00', '2026-11-27')],
  ['2026-11-25 08:00', local('08:00', '2026-11-25')],
  ['2026-11-25', local('08:00', '2026-11-25')],
])('reads “%s”', (words, meant) => {
  expect(readInstant(words, TUESDAY)).toEqual(meant);
});

it.each(['', 'giờ Tý', '25h', '8h 30/2', '8h 31/11/2026', 'mai mốt', '8h hoặc 9h', '2026-13-01', 'càng sớm càng tốt'])(
  'does not guess what “%s” means',
  (words) => {
    expect(readInstant(words, TUESDAY)).toBeUndefined();
  },
);

it('reads back every instant as it is shown, whenever that is read', () => {
  const minutes = fc.integer({ min: 0, max: 5 * 366 * 1_440 }).map((at) => new Date(TUESDAY.getTime() + at * 60_000));
  fc.assert(
    fc.property(minutes, minutes, (meant, now) => {
      expect(readInstant(formatInstant(meant), now)).toEqual(meant);
    }),
  );
});

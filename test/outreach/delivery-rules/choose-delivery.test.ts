import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities, ChannelName } from '../../../src/channels/channel.js';
import { weekdayOf } from '../../../src/outreach/calendar/days.js';
import {
  chooseDelivery,
  type DeliveryRules,
  type DeliveryWish,
} from '../../../src/outreach/delivery-rules/choose-delivery.js';
import { findSendingTime, type SendingRules } from '../../../src/outreach/delivery-rules/sending-hours.js';
import type { Member, MemberAddress, QuietHours } from '../../../src/people/member.js';
import { PLAIN } from '../../support/scripted-channel.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Tuesday 24/11/2026 in Asia/Ho_Chi_Minh. */
const local = (time: string, day = '2026-11-24') => new Date(`${day}T${time}:00+07:00`);
const SENDING: SendingRules = {
  hours: [
    { from: 7 * 60 + 30, to: 11 * 60 + 30 },
    { from: 13 * 60 + 30, to: 20 * 60 + 30 },
  ],
  isRestDay: (day) => weekdayOf(day) === 7,
  mostPerDay: 1,
  mostPerMonth: 4,
};
const open = (proactive: Capabilities['proactive']): Capabilities => ({ ...PLAIN, proactive });
const RULES: DeliveryRules = {
  ...SENDING,
  channels: new Map<ChannelName, Capabilities>([
    ['zalo-oa', open({ windowMs: 7 * DAY_MS, templates: true, perSecond: 60 })],
    ['telegram', open({ templates: false, perSecond: 25 })],
    ['web', open(null)],
  ]),
};
const addressOn = (channel: ChannelName, lastInteractionAt: Date, state: MemberAddress['state'] = 'reachable') => ({
  address: { channel, chat: channel },
  state,
  lastInteractionAt,
});
const NOW = local('09:00');
const member = (more: Partial<Member> = {}): Member => ({
  id: 'm1',
  status: 'joined',
  roles: [],
  addresses: [addressOn('zalo-oa', local('08:00'))],
  topics: ['thong-bao'],
  consents: [
    { purpose: 'join', textVersion: 'v', givenAt: NOW },
    { purpose: 'thong-bao', textVersion: 'v', givenAt: NOW },
  ],
  joinedOn: '2026-01-01',
  ...more,
});
const wish = (more: Partial<DeliveryWish> = {}): DeliveryWish => ({
  topic: 'thong-bao',
  isUrgent: false,
  dueAt: NOW,
  expiresAt: new Date(NOW.getTime() + 3 * DAY_MS),
  hasTemplate: false,
  ...more,
});
/** As many announcements. */
const toContacts = (others: readonly Date[]) => others.map((at, n) => ({ at, broadcastId: `TB${n}` }));
const choose = (of: Member, what = wish(), others: readonly Date[] = []) =>
  chooseDelivery(of, what, toContacts(others), RULES, NOW);

describe('choosing a delivery', () => {
  it('sends at once where everything allows it', () => {
    expect(choose(member())).toEqual({
      status: 'send',
      to: { channel: 'zalo-oa', chat: 'zalo-oa' },
      dueAt: NOW,
      by: 'message',
    });
  });

  it('writes to nobody without a yes to just this', () => {
    expect(choose(member({ consents: [] }))).toEqual({ status: 'skip', because: 'no-consent' });
    expect(choose(member({ status: 'left' }))).toEqual({ status: 'skip', because: 'no-consent' });
    expect(choose(member(), wish({ topic: 'sinh-hoat', isUrgent: true }))).toEqual({
      status: 'skip',
      because: 'no-consent',
    });
  });

  it('picks one of two channels: the one used last that is open', () => {
    const both = [addressOn('zalo-oa', local('08:00')), addressOn('telegram', local('07:00'))];
    expect(choose(member({ addresses: both }))).toMatchObject({ to: { channel: 'zalo-oa' } });
    const stale = [addressOn('zalo-oa', new Date(NOW.getTime() - 8 * DAY_MS)), addressOn('telegram', new Date(0))];
    expect(choose(member({ addresses: stale }))).toMatchObject({ to: { channel: 'telegram' }, by: 'message' });
    const blocked = [addressOn('zalo-oa', local('08:00'), 'blocked'), addressOn('telegram', new Date(0))];
    expect(choose(member({ addresses: blocked }))).toMatchObject({ to: { channel: 'telegram' } });
  });

  it('needs a template where the window is closed', () => {
    const stale = member({ addresses: [addressOn('zalo-oa', new Date(NOW.getTime() - 8 * DAY_MS))] });
    expect(choose(stale)).toEqual({ status: 'skip', because: 'window-closed' });
    expect(choose(stale, wish({ hasTemplate: true }))).toMatchObject({ status: 'send', by: 'template' });
    // Open now, closed by the hour at which it may be sent.
    const closing = member({
      addresses: [addressOn('zalo-oa', new Date(NOW.getTime() - 7 * DAY_MS + HOUR_MS))],
      quietHours: { from: 8, to: 15 },
    });
    expect(choose(closing)).toEqual({ status: 'skip', because: 'window-closed' });
  });

  it('says why nobody can be reached', () => {
    expect(choose(member({ addresses: [] }))).toEqual({ status: 'skip', because: 'unreachable' });
    expect(choose(member({ addresses: [addressOn('web', NOW)] }))).toEqual({ status: 'skip', because: 'unreachable' });
    expect(choose(member({ addresses: [addressOn('zalo-bot', NOW)] }))).toEqual({
      status: 'skip',
      because: 'unreachable',
    });
  });

  it('waits for the hours, for the end of quiet, for the next day of the cap, and past Sunday', () => {
    expect(choose(member(), wish({ dueAt: local('12:00') }))).toMatchObject({ dueAt: local('13:30') });
    expect(choose(member(), wish({ dueAt: local('20:30') }))).toMatchObject({ dueAt: local('07:30', '2026-11-25') });
    expect(choose(member({ quietHours: { from: 6, to: 15 } }))).toMatchObject({ dueAt: local('15:00') });
    expect(choose(member(), wish(), [local('07:45')])).toMatchObject({ dueAt: local('07:30', '2026-11-25') });
    const saturday = local('20:31', '2026-11-28');
    const over = wish({ dueAt: saturday, expiresAt: new Date(saturday.getTime() + 3 * DAY_MS) });
    expect(choose(member(), over)).toMatchObject({ dueAt: local('07:30', '2026-11-30') });
  });

  it('skips with the reason where waiting would take too long', () => {
    const short = (more: Partial<DeliveryWish> = {}) => wish({ expiresAt: local('20:00'), ...more });
    expect(choose(member(), short({ dueAt: local('11:30'), expiresAt: local('13:00') }))).toEqual({
      status: 'skip',
      because: 'hours',
    });
    expect(choose(member({ quietHours: { from: 7, to: 21 } }), short())).toEqual({
      status: 'skip',
      because: 'quiet-hours',
    });
    expect(choose(member(), short(), [local('07:45')])).toEqual({ status: 'skip', because: 'cap' });
    const month = [1, 8, 15, 22].map((day) => local('09:00', `2026-11-${String(day).padStart(2, '0')}`));
    expect(choose(member(), wish(), month)).toEqual({ status: 'skip', because: 'cap' });
  });

  it('lets what is urgent pass hours, quiet and caps, never consent', () => {
    const asleep = member({ quietHours: { from: 0, to: 23 } });
    expect(choose(asleep, wish({ isUrgent: true, dueAt: local('23:30') }), [NOW])).toMatchObject({
      dueAt: local('23:30'),
    });
  });

  it('counts all messages of a campaign once, a day and a month alike', () => {
    const days = [-8, -6, -4, -2].map((day) => new Date(NOW.getTime() + day * DAY_MS));
    const of = (ids: readonly string[]) => days.map((at, n) => ({ at, broadcastId: ids[n]! }));
    const ask = (ids: readonly string[]) => chooseDelivery(member(), wish(), of(ids), RULES, NOW).status;
    expect(ask(['TB1', 'TB2', 'TB3', 'TB4'])).toBe('skip');
    expect(ask(['a@2026-12-01-d-8', 'a@2026-12-01-d-6', 'TB3', 'TB4'])).toBe('send');
    expect(ask(['a@2026-12-01-d-8', 'b@2026-12-01-d-6', 'TB3', 'TB4'])).toBe('skip');
    const today = [{ at: local('08:00'), broadcastId: 'a@2026-12-01-d-7' }];
    expect(chooseDelivery(member(), wish(), today, RULES, NOW)).toMatchObject({ dueAt: local('07:30', '2026-11-25') });
  });

  it('never breaks a rule in ten thousand schedules', () => {
    const instant = fc
      .integer({ min: 0, max: 60 * 24 * 90 })
      .map((minute) => new Date(NOW.getTime() + minute * 60_000));
    const quiet = fc.option(
      fc
        .tuple(fc.nat(23), fc.nat(23))
        .filter(([from, to]) => from !== to)
        .map(([from, to]): QuietHours => ({ from, to })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        instant,
        fc.nat(60 * 24 * 20),
        quiet,
        fc.array(instant, { maxLength: 6 }),
        (from, length, quietHours, others) => {
          const until = new Date(from.getTime() + length * 60_000);
          const asked = {
            from,
            until,
            others: toContacts(others),
            isUrgent: false,
            ...(quietHours ? { quietHours } : {}),
          };
          const at = findSendingTime(asked, SENDING);
          if (!(at instanceof Date)) return;
          expect(at >= from && at <= until).toBe(true);
          const clock = new Date(at.getTime() + 7 * HOUR_MS);
          const minute = clock.getUTCHours() * 60 + clock.getUTCMinutes();
          expect(SENDING.hours.some((each) => minute >= each.from && minute < each.to)).toBe(true);
          expect(clock.getUTCDay()).not.toBe(0);
          if (quietHours) expect(isQuiet(clock.getUTCHours(), quietHours)).toBe(false);
          const day = clock.toISOString().slice(0, 10);
          const dayOf = (other: Date) => new Date(other.getTime() + 7 * HOUR_MS).toISOString().slice(0, 10);
          expect(others.filter((other) => dayOf(other) === day)).toEqual([]);
          const before = others.filter((other) => other <= at && other.getTime() > at.getTime() - 30 * DAY_MS);
          expect(before.length).toBeLessThan(4);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

function isQuiet(hour: number, { from, to }: QuietHours): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

describe('a template', () => {
  const channels = new Map<ChannelName, Capabilities>([
    [
      'zalo-oa',
      open({ windowMs: 2 * DAY_MS, templates: true, templateHours: { from: 6 * 60, to: 22 * 60 }, perSecond: 60 }),
    ],
  ]);
  const away = member({ addresses: [addressOn('zalo-oa', local('08:00', '2026-11-01'))] });
  const near = member({ addresses: [addressOn('zalo-oa', local('08:00'))] });
  const urgentAt = (now: Date, who: Member, more: Partial<DeliveryWish> = {}) =>
    chooseDelivery(
      who,
      wish({ dueAt: now, isUrgent: true, hasTemplate: true, ...more }),
      [],
      { ...RULES, channels },
      now,
    );

  it.each([
    ['21:59', local('21:59')],
    ['22:00', local('06:00', '2026-11-25')],
    ['23:30', local('06:00', '2026-11-25')],
    ['05:59', local('06:00')],
    ['06:00', local('06:00')],
  ])('that is urgent at %s goes when the platform takes it', (time, dueAt) => {
    expect(urgentAt(local(time), away)).toMatchObject({ status: 'send', by: 'template', dueAt });
    expect(urgentAt(local(time), near)).toMatchObject({ status: 'send', by: 'message', dueAt: local(time) });
  });

  it('is not waited for longer than the announcement is worth sending', () => {
    expect(urgentAt(local('23:00'), away, { expiresAt: local('05:00', '2026-11-25') })).toEqual({
      status: 'skip',
      because: 'hours',
    });
  });
});

import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/outreach/calendar/days.js';
import { type FeedEvent, listFeedEvents } from '../../../src/outreach/feeds/list-feed-events.js';
import { renderFeed } from '../../../src/outreach/feeds/render-feed.js';
import type { Campaign } from '../../../src/people/campaign.js';
import { loadPrompts } from '../../../src/prompts.js';

const { texts } = loadPrompts('prompts');

const CAMPAIGN: Campaign = {
  id: 'gio-to',
  title: 'Giỗ Tổ Hùng Vương',
  purpose: 'Nhắc ngày nghỉ lễ',
  topic: 'nhac-chien-dich',
  segment: { everybody: true },
  schedule: { type: 'lunar-year', month: 3, day: 10 },
  at: 480,
  shift: 'none',
  milestones: [
    { offsetDays: -7, message: 'Còn {con_lai} ngày.', asksReport: false },
    { offsetDays: 0, message: 'Hôm nay, **{ngay}**, là Giỗ Tổ ({ngay_am}). {lien_ket}', asksReport: false },
  ],
  graceMs: 86_400_000,
  owner: 'Ban Tuyên giáo',
  status: 'active',
  sources: [],
};
const SPAN = { from: '2027-01-01', to: '2028-12-31', linkOf: () => 'https://congdoan.example/gio-to' };

/** As a phone reads it. */
function read(file: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(file));
}

const eventsOf = (file: string) =>
  read(file)
    .getAllSubcomponents('vevent')
    .map((each) => new ICAL.Event(each));

describe('a feed', () => {
  it('shows lunar occasions on the plain days that they fall on', () => {
    const events = listFeedEvents([CAMPAIGN], SPAN);
    expect(events.map(({ id, lunarDay }) => [id, lunarDay])).toEqual([
      ['gio-to@2027-04-16', 'mồng 10 tháng 3 âm lịch'],
      ['gio-to@2028-04-04', 'mồng 10 tháng 3 âm lịch'],
    ]);
    expect(events[0]?.message).toBe(
      'Hôm nay, 16/4/2027, là Giỗ Tổ (mồng 10 tháng 3 âm lịch). https://congdoan.example/gio-to',
    );
  });

  it('holds nothing of what is not active', () => {
    const others = (['draft', 'paused', 'ended'] as const).map((status) => ({ ...CAMPAIGN, id: status, status }));
    expect(listFeedEvents(others, SPAN)).toEqual([]);
  });

  it('is read by a calendar as whole days that make nobody busy', () => {
    const file = renderFeed({ name: 'Lịch', events: listFeedEvents([CAMPAIGN], SPAN), today: '2026-11-27' }, texts);
    const [first] = eventsOf(file);
    expect(first?.summary).toBe('Giỗ Tổ Hùng Vương');
    expect(first?.startDate.isDate).toBe(true);
    expect(first?.startDate.toString()).toBe('2027-04-16');
    expect(first?.duration.toSeconds()).toBe(86_400);
    expect(first?.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(first?.component.getFirstPropertyValue('url')).toBe('https://congdoan.example/gio-to');
    expect(first?.description).toContain('mồng 10 tháng 3 âm lịch');
    expect(first?.description).toContain('trợ lý tự động');
    expect(read(file).getFirstPropertyValue('version')).toBe('2.0');
    expect(read(file).getFirstPropertyValue('refresh-interval')?.toString()).toBe('PT12H');
    expect(read(file).getFirstPropertyValue('x-wr-calname')).toBe('Lịch');
  });

  it('gives an occasion the same id whenever it is fetched', () => {
    const idsOn = (today: string, from: string) =>
      eventsOf(renderFeed({ name: 'Lịch', events: listFeedEvents([CAMPAIGN], { ...SPAN, from }), today }, texts)).map(
        ({ uid }) => uid,
      );
    expect(idsOn('2026-11-27', '2027-01-01').at(-1)).toBe(idsOn('2028-01-02', '2028-01-01').at(-1));
    expect(new Set(idsOn('2026-11-27', '2027-01-01')).size).toBe(2);
  });

  it('reads back as it was written, in lines of at most 75 octets ended by CR LF', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((text) => text.trim() || 'x');
    const event = fc.record({
      day: fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days)),
      title: words.map((text) => text.replaceAll(/\s+/g, ' ')),
      message: words,
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), (given) => {
        const events = given.map(
          (each, at): FeedEvent => ({ ...each, id: `e${at}`, lunarDay: '', topic: 'sinh-hoat', link: '' }),
        );
        const file = renderFeed({ name: 'Lịch', events, today: '2026-11-27' }, texts);
        expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
        expect(/[^\r]\n/.test(file)).toBe(false);
        const back = eventsOf(file);
        expect(back.map(({ startDate }) => startDate.toString())).toEqual(given.map(({ day }) => day));
        expect(back.map(({ summary }) => summary)).toEqual(given.map(({ title }) => title));
        expect(back.every(({ description }, at) => description.startsWith(given[at]!.message.split('\n')[0]!))).toBe(
          true,
        );
      }),
    );
  });
});

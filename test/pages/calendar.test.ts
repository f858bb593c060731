import { describe, expect, it } from 'vitest';
import { createSamplePages } from './sample-pages.js';

const TOKEN = 'a'.repeat(32);
const pages = createSamplePages({
  feeds: {
    giveTopicFeed: async (topic) => `BEGIN:VCALENDAR\r\n${topic}`,
    giveOwnFeed: async (token) => (token === TOKEN ? 'BEGIN:VCALENDAR\r\nrieng' : undefined),
    listCalendarDays: async () => [
      {
        id: 'gio-to@2027-04-16',
        day: '2027-04-16',
        title: 'Giỗ Tổ <Hùng Vương>',
        message: 'Nghỉ lễ.',
        lunarDay: 'mồng 10 tháng 3 âm lịch',
        link: '',
      },
    ],
    listFeedTopics: () => [{ topic: 'sinh-hoat', name: 'Nhắc sinh hoạt công đoàn' }],
  },
});

describe('the calendar page', () => {
  it('shows the coming days in both calendars, and what to subscribe to', async () => {
    const page = await (await pages.request('/lich')).text();
    expect(page).toContain('<time datetime="2027-04-16">Thứ Sáu, 16/4/2027</time> (mồng 10 tháng 3 âm lịch)');
    expect(page).toContain('Giỗ Tổ &lt;Hùng Vương&gt;');
    expect(page).toContain('Tháng 4 năm 2027');
    expect(page).toContain('<a href="/lich/sinh-hoat.ics">Nhắc sinh hoạt công đoàn</a>');
  });
});

describe('calendars to subscribe to', () => {
  it('are given as calendars, and not again while nothing changed', async () => {
    const response = await pages.request('/lich/sinh-hoat.ics');
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(await response.text()).toBe('BEGIN:VCALENDAR\r\nsinh-hoat');
    const tag = response.headers.get('ETag') ?? expect.unreachable('no tag');
    const again = await pages.request('/lich/sinh-hoat.ics', { headers: { 'If-None-Match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('keep the own one from caches that others share', async () => {
    const response = await pages.request(`/lich/rieng/${TOKEN}.ics`);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'private, no-cache']);
  });

  it.each([
    '/lich/khong-co.ics',
    '/lich/sinh-hoat',
    `/lich/rieng/${'b'.repeat(32)}.ics`,
    '/lich/rieng/x.ics',
    `/lich/rieng/${TOKEN}.txt`,
  ])('tell the same of every link that leads nowhere: %s', async (path) => {
    const response = await pages.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Lịch này không có ở đây');
  });
});

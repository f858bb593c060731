import { beforeEach, describe, expect, it } from 'vitest';
import { giveOwnFeed } from '../../../src/outreach/feeds/give-feed.js';
import { TOPICS } from '../../../src/people/member.js';
import { FACES } from '../../support/faces.js';
import { openChat } from '../../support/open-chat.js';
import { createMember } from '../../support/outreach-samples.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import { createPerson } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const DAY_MS = 86_400_000;
const SENT = 'bao-cao-thang@2026-11-25-d-1';
const chat = useStage((app) =>
  openChat(app, new Date('2026-11-24T03:00:00Z'), {
    campaigns: [],
    settings: { PUBLIC_URL: 'https://so-tay.example' },
  }),
);
beforeEach(async () => {
  await chat.store.saveCampaign(SAMPLE_CAMPAIGN);
  await chat.store.saveCampaign({
    ...SAMPLE_CAMPAIGN,
    id: 'ram-thang-11',
    title: 'Rằm tháng Mười Một',
    schedule: { type: 'lunar-year', month: 11, day: 15 },
    segment: { branch: 'doan-ket' },
  });
  await chat.store.recordOccurrences([
    {
      id: SENT,
      campaignId: 'bao-cao-thang',
      occasion: '2026-11-25',
      offsetDays: -1,
      dueAt: new Date('2026-11-24T01:00:00Z'),
      status: 'created',
      broadcastId: SENT,
    },
  ]);
});

describe.each(FACES)('the agenda, on a face with %s', (_, channel, capabilities) => {
  const meet = (unitId = 'truong', id = 'c1') => {
    const consents = ['join' as const, ...TOPICS].map((purpose) => ({
      purpose,
      textVersion: '1',
      givenAt: chat.now(),
    }));
    return chat.join(createMember(id, { unitId, topics: TOPICS, consents }), channel, capabilities);
  };

  it('shows the occasions of thirty days in both calendars, and when each is said', async () => {
    const person = await meet();
    const said = await person.says('lịch');
    expect(said).toContain('• 25/11/2026 (thứ Tư, 17 tháng 10 âm lịch): Báo cáo tuyên truyền tháng. Nhắc ngày 28/11');
    expect(said).not.toContain('25/12/2026');
    expect(said).not.toContain('Rằm');
    const other = await meet('may', 'c2');
    expect(await other.says('/lich')).toContain('23/12/2026 (thứ Tư, 15 tháng 11 âm lịch): Rằm tháng Mười Một');
  });

  it('shows what staff moved or cancelled as it stands now', async () => {
    await chat.store.recordOccurrences([
      {
        id: 'bao-cao-thang@2026-11-25-d+3',
        campaignId: 'bao-cao-thang',
        occasion: '2026-11-25',
        offsetDays: 3,
        dueAt: new Date('2026-11-30T01:00:00Z'),
        status: 'moved',
      },
    ]);
    const person = await meet();
    expect(await person.says('lịch')).toContain('Nhắc ngày 30/11');
  });

  it('ends one occasion, or all of them, as the person wishes, and takes it back', async () => {
    const person = await meet();
    await person.says('lịch');
    await person.picks('Báo cáo tuyên truyền tháng');
    const done = await person.picks('Đã xong lần này');
    expect(done).toMatch(/Đã ghi nhận[\s\S]*chưa có việc nào/);
    chat.set(new Date(chat.now().getTime() + 5 * DAY_MS));
    await person.says('lịch');
    await person.picks('25/12');
    expect(await person.picks('Thôi nhắc việc này')).toMatch(/Đã thôi nhắc: Báo cáo/);
    expect(await person.says('lịch')).toMatch(/chưa có việc nào/);
    await person.picks('Việc đã thôi nhắc (1)');
    expect(await person.picks('Báo cáo tuyên truyền tháng')).toMatch(/lại nhắc: Báo cáo[\s\S]*25\/12\/2026/);
  });

  it('answers a reminder: later, done, no more', async () => {
    const person = await meet();
    expect(await person.says(`/nhac ${SENT} lai`)).toMatch(/Nhắc lại “Báo cáo tuyên truyền tháng” lúc nào/);
    expect(await person.picks('Tối nay')).toMatch(/nhắc lại lúc 19:30 24\/11\/2026/);
    expect(await chat.store.listSnoozesOf('c1')).toEqual([
      { memberId: 'c1', occurrenceId: SENT, dueAt: new Date('2026-11-24T12:30:00Z') },
    ]);
    expect(await person.says(`/nhac ${SENT} xong`)).toMatch(/Đã ghi nhận/);
    expect(await chat.store.listSnoozesOf('c1')).toEqual([]);
    expect(await person.says(`/nhac ${SENT} thoi`)).toMatch(/Đã thôi nhắc/);
    expect(await person.says('/nhac khong-co@2026-11-25-d-1 xong')).toMatch(/không còn nữa/);
    expect(await person.says('/nhac')).toMatch(/không còn nữa/);
  });

  it('gives a link for the phone, once, and another that ends the first', async () => {
    const person = await meet();
    await person.says('lịch');
    const first = tokenIn(await person.picks('Đưa lịch vào điện thoại'));
    expect(await giveOwnFeed(first, chat.doors.outreach)).toContain('UID:bao-cao-thang@2026-12-25@so-tay-doan-vien');
    await person.says('lịch');
    expect(await person.picks('Đưa lịch vào điện thoại')).toMatch(/chỉ hiện một lần/);
    const second = tokenIn(await person.picks('Tạo đường dẫn mới'));
    expect(await giveOwnFeed(first, chat.doors.outreach)).toBeUndefined();
    expect(await giveOwnFeed(second, chat.doors.outreach)).toContain('BEGIN:VEVENT');
    await person.says('lịch');
    await person.picks('Đưa lịch vào điện thoại');
    expect(await person.picks('Bỏ đường dẫn')).toMatch(/Đã bỏ đường dẫn/);
    expect(await giveOwnFeed(second, chat.doors.outreach)).toBeUndefined();
  });

  it('shows all that is kept of it, and erases it with the person', async () => {
    const person = await meet();
    await person.says(`/nhac ${SENT} lai`);
    await person.picks('Tối nay');
    await person.says('lịch');
    await person.picks('Đưa lịch vào điện thoại');
    await chat.store.saveCampaignChoice({ memberId: 'c1', campaignId: 'ram-thang-11' });
    await chat.store.saveCampaignChoice({ memberId: 'c1', campaignId: 'bao-cao-thang', occasion: '2026-10-25' });
    const data = await person.says('/dulieu');
    expect(data).toContain('Đã thôi nhận nhắc: Rằm tháng Mười Một');
    expect(data).toContain('Đã báo xong: Báo cáo tuyên truyền tháng (25/10/2026)');
    expect(data).toContain('Hẹn nhắc lại: Báo cáo tuyên truyền tháng lúc 19:30 24/11/2026');
    expect(data).toContain('Đang có đường dẫn lịch riêng');
    const [code] = /\d{6}/.exec(await person.says('/xoa')) ?? [];
    await person.says(`XÓA ${code}`);
    const left = await chat.store.listCampaignChoices({ memberIds: ['c1'] });
    expect([left, await chat.store.listSnoozesOf('c1'), await chat.store.findFeedOf('c1')]).toEqual([
      [],
      [],
      undefined,
    ]);
  });

  it('is of those who joined only', async () => {
    const stranger = createPerson({ channel, chat: 'la' }, capabilities, chat.doors);
    expect(await stranger.says('lịch')).toMatch(/đã tham gia/);
    expect(await stranger.says(`/nhac ${SENT} xong`)).toMatch(/đã tham gia/);
  });
});

const tokenIn = (said: string): string =>
  /https:\/\/so-tay\.example\/lich\/rieng\/([\w-]{32})\.ics/.exec(said)?.[1] ?? expect.unreachable(said);

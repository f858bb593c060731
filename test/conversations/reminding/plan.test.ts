import { beforeEach, describe, expect, it } from 'vitest';
import type { RoleGrant } from '../../../src/people/member.js';
import { FACES } from '../../support/faces.js';
import { openChat } from '../../support/open-chat.js';
import { createMember } from '../../support/outreach-samples.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import { useStage } from '../../support/use-stage.js';

const chat = useStage((app) => openChat(app, new Date('2026-11-16T03:00:00Z'), { campaigns: [] }));
beforeEach(() => chat.store.saveCampaign(SAMPLE_CAMPAIGN));

describe.each(FACES)('the plan in chat, on a face with %s', (_, channel, capabilities) => {
  const meet = (...roles: RoleGrant[]) =>
    chat.join(createMember('c1', { unitId: 'tinh', roles }), channel, capabilities);

  it('shows two weeks, and changes one occurrence', async () => {
    const admin = await meet({ role: 'admin' });
    const listed = await admin.says('kế hoạch');
    expect(listed).toContain('• 08:00 18/11/2026 (thứ Tư');
    expect(listed).not.toContain('12/2026 (');
    expect(await admin.picks('18/11/2026')).toMatch(/Lời nhắc:\nCòn 7 ngày đến hạn 25\/11\/2026/);
    await admin.picks('Dời sang giờ khác');
    expect(await admin.says('khi nào rảnh')).toMatch(/chưa đọc được giờ/);
    expect(await admin.says('9h 20/11')).toMatch(/Đã dời lần nhắc[\s\S]*09:00 20\/11\/2026[\s\S]*Đã dời giờ/);
    await admin.picks('20/11/2026');
    expect(await admin.picks('Trả về đúng lịch')).toMatch(/lại theo lịch, lúc 08:00 18\/11\/2026/);
    await admin.picks('18/11/2026');
    await admin.picks('Hủy lần này');
    expect(await admin.picks('Không hủy')).toContain('Lời nhắc');
    await admin.picks('Hủy lần này');
    expect(await admin.picks('Hủy lần nhắc này')).toMatch(/Đã hủy lần nhắc[\s\S]*Đã hủy lần này/);
  });

  it('lets a unit-admin look, and change only what is for his own', async () => {
    const head = await meet({ role: 'unit-admin', unitId: 'truong' });
    await head.says('/kehoach');
    await head.picks('18/11/2026');
    await head.picks('Hủy lần này');
    expect(await head.picks('Hủy lần nhắc này')).toMatch(/ngoài phạm vi anh\/chị phụ trách/);
    expect((await chat.store.listOccurrences({ statuses: ['cancelled'] })).length).toBe(0);
  });

  it('is not for everybody', async () => {
    const member = await meet({ role: 'member' });
    expect(await member.says('/kehoach')).toBe(chat.doors.texts('not-allowed'));
  });
});

import { describe, expect, it } from 'vitest';
import type { RoleGrant } from '../../../src/people/member.js';
import { FACES } from '../../support/faces.js';
import { openChat } from '../../support/open-chat.js';
import { createMember } from '../../support/outreach-samples.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import type { Person } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const chat = useStage((app) => openChat(app, new Date('2026-11-16T03:00:00Z'), { campaigns: [SAMPLE_CAMPAIGN] }));

describe.each(FACES)('a campaign made in chat, on a face with %s', (_, channel, capabilities) => {
  const meet = (id: string, unitId: string, ...roles: RoleGrant[]) =>
    chat.join(createMember(id, { unitId, roles }), channel, capabilities);
  const makes = async (person: Person) => {
    await person.says('chiến dịch');
    await person.picks('Tạo chiến dịch mới');
    await person.says('Quỹ Mái ấm công đoàn');
    await person.picks('sinh hoạt');
  };

  it('is made step by step, by one of whom nobody else has to look at it', async () => {
    const head = await meet('head', 'tan-phong', { role: 'unit-admin', unitId: 'tan-phong' });
    await makes(head);
    await head.picks('Tân Phong');
    expect(await head.says('hôm nào đẹp trời')).toMatch(/chưa đọc được lịch/);
    expect(await head.says('rằm hằng tháng âm lịch')).toMatch(
      /15 hằng tháng âm lịch\. Sắp tới: 23\/11\/2026 \(15 tháng 10 âm lịch\); 23\/12\/2026/,
    );
    await head.picks('Trước 7 ngày');
    await head.picks('Đúng ngày');
    expect(await head.picks('Xong')).toMatch(/trước 7 ngày là gì\? Có thể chèn \{con_lai\} .*\{ngay\} /);
    expect(await head.says('Còn {bao_nhieu} ngày')).toMatch(/chỉ dùng được con_lai/);
    await head.says('Còn {con_lai} ngày tới {ngay} ({ngay_am}).');
    expect(await head.says('Còn {con_lai} ngày')).toMatch(/không còn ngày nào để đếm/);
    const card = await head.says('Mời anh/chị ủng hộ quỹ.');
    expect(card).toContain('• Trước 7 ngày: Còn 7 ngày tới 23/11/2026 (15 tháng 10 âm lịch).');
    expect(card).toContain('• Đúng ngày: Mời anh/chị ủng hộ quỹ.');
    expect(await chat.store.listCampaigns()).toEqual([]);
    expect(await head.picks('Lưu chiến dịch')).toMatch(/“Quỹ Mái ấm công đoàn” đã chạy/);
    const [made] = await chat.store.listCampaigns();
    expect(made).toMatchObject({
      title: 'Quỹ Mái ấm công đoàn',
      topic: 'sinh-hoat',
      segment: { branch: 'tan-phong' },
      schedule: { type: 'lunar-month', day: 15 },
      status: 'active',
      milestones: [{ offsetDays: -7 }, { offsetDays: 0 }],
    });
    expect(made?.id).toMatch(/^quy-mai-am-cong-doan-[a-hjkmnp-z2-9]{6}$/);
    await head.says('/chiendich');
    await head.picks('Quỹ Mái ấm');
    expect(await head.picks('Tạm dừng')).toMatch(/Đã tạm dừng/);
    await head.picks('Quỹ Mái ấm');
    await head.picks('Bật chiến dịch');
    await head.picks('Quỹ Mái ấm');
    expect(await head.picks('Kết thúc hẳn')).toMatch(/Đã kết thúc/);
    expect((await chat.store.listCampaigns())[0]?.status).toBe('ended');
  });

  it('that goes beyond the own unit waits for somebody else', async () => {
    const admin = await meet('admin', 'tan-phong', { role: 'admin' });
    await makes(admin);
    await admin.picks('Toàn bộ đoàn viên');
    await admin.says('28/7');
    await admin.picks('Đúng ngày');
    await admin.picks('Xong');
    await admin.says('Chúc mừng.');
    expect(await admin.picks('Lưu chiến dịch')).toMatch(/chưa chạy: cần người thứ hai/);
    await admin.picks('Quỹ Mái ấm');
    expect(await admin.picks('Bật chiến dịch')).toMatch(/do anh\/chị tạo, nên cần người khác bật/);
    const head = await meet('head', 'tan-phong', { role: 'unit-admin', unitId: 'tan-phong' });
    expect(await head.says('/chiendich')).not.toContain('Quỹ Mái ấm');
    const other = await meet('other', 'doan-ket', { role: 'admin' });
    await other.says('/chiendich');
    await other.picks('Quỹ Mái ấm');
    expect(await other.picks('Bật chiến dịch')).toMatch(/Đã bật/);
    expect((await chat.store.listCampaigns())[0]?.status).toBe('active');
  });

  it('is shown to nobody who looks after another branch, by whatever name they ask', async () => {
    const theirs = { ...SAMPLE_CAMPAIGN, id: 'hop-may', title: 'Họp tổ may', segment: { branch: 'may' } };
    await chat.store.saveCampaign(theirs);
    const head = await meet('head', 'tan-phong', { role: 'unit-admin', unitId: 'tan-phong' });
    expect(await head.says('/chiendich')).not.toContain('Họp tổ may');
    expect(await head.says('hop-may')).not.toContain('Họp tổ may');
  });

  it('is left by a word, and nothing stays of it', async () => {
    const admin = await meet('admin', 'tinh', { role: 'admin' });
    await makes(admin);
    await admin.says('thôi');
    expect(await chat.store.listCampaigns()).toEqual([]);
    expect(await admin.says('28/7')).not.toMatch(/Nhắc vào lúc nào/);
    const member = await meet('member', 'may', { role: 'member' });
    expect(await member.says('/chiendich')).toBe(chat.doors.texts('not-allowed'));
  });
});

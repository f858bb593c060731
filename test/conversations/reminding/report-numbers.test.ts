import { beforeEach, describe, expect, it } from 'vitest';
import type { RoleGrant } from '../../../src/people/member.js';
import { FACES } from '../../support/faces.js';
import { openChat } from '../../support/open-chat.js';
import { createMember } from '../../support/outreach-samples.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import { useStage } from '../../support/use-stage.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const chat = useStage((app) => openChat(app, NOW));
beforeEach(() => chat.store.saveCampaign({ ...SAMPLE_CAMPAIGN, schedule: { type: 'once', on: '2026-11-25' } }));

const reports = () => chat.store.listUnitReports({ campaignId: SAMPLE_CAMPAIGN.id, occasion: '2026-11-25' });

describe.each(FACES)('numbers of a unit, on a face with %s', (_, channel, capabilities) => {
  const meet = (...roles: RoleGrant[]) => chat.join(createMember('c1', { roles }), channel, capabilities);

  it('are told step by step by who looks after one unit', async () => {
    const head = await meet({ role: 'unit-admin', unitId: 'truong' });
    expect(await head.says('báo cáo')).toMatch(/hạn 25\/11\/2026\nCông đoàn cơ sở Trường mẫu[\s\S]*mấy buổi/);
    expect(await head.says('hai')).toMatch(/Chưa đọc được con số/);
    expect(await head.says('2 buổi')).toMatch(/bao nhiêu lượt người dự/);
    expect(await head.says('1.045')).toMatch(/ghi chú/);
    expect(await head.picks('Không ghi chú')).toMatch(/Số buổi: 2\nLượt người dự: 1\.045\n\nAnh\/chị gửi/);
    expect(await reports()).toEqual([]);
    expect(await head.picks('Gửi báo cáo')).toMatch(/Đã ghi báo cáo[\s\S]*1\/1 công đoàn cơ sở đã báo cáo/);
    expect(await reports()).toMatchObject([{ unitId: 'truong', sessions: 2, attending: 1_045, note: '' }]);
  });

  it('can be put right, and tell of nobody', async () => {
    const head = await meet({ role: 'unit-admin', unitId: 'truong' });
    await head.says('/baocao');
    await head.says('2');
    await head.says('40');
    await head.says('Anh Nguyễn Văn A trình bày');
    expect(await head.picks('Gửi báo cáo')).toMatch(/nêu tên hoặc số của một người/);
    expect(await reports()).toEqual([]);
    await head.says('Có hai chuyên đề');
    await head.picks('Gửi báo cáo');
    expect(await head.says('/baocao')).toMatch(/Đã ghi: 2 buổi, 40 lượt người dự; lần này sẽ thay số cũ/);
    await head.says('3');
    await head.says('60');
    await head.picks('Không ghi chú');
    await head.picks('Sửa lại');
    await head.says('4');
    await head.says('61');
    await head.picks('Không ghi chú');
    await head.picks('Gửi báo cáo');
    expect(await reports()).toMatchObject([{ sessions: 4, attending: 61, note: '' }]);
  });

  it('come as a table to who looks after a branch, and as a file where the chat takes one', async () => {
    await chat.store.saveUnitReport({
      campaignId: SAMPLE_CAMPAIGN.id,
      occasion: '2026-11-25',
      unitId: 'may',
      sessions: 1,
      attending: 9,
      note: '',
      at: NOW,
    });
    const head = await meet({ role: 'unit-admin', unitId: 'tan-phong' });
    const table = await head.says('bao cao');
    expect(table).toMatch(/0\/2 công đoàn cơ sở đã báo cáo/);
    expect(table).not.toMatch(/May mẫu/);
    await head.picks('Ghi báo cáo');
    expect(await head.picks('Thủy điện mẫu')).toMatch(/Thủy điện mẫu[\s\S]*mấy buổi/);
    await head.says('1');
    await head.says('30');
    await head.picks('Không ghi chú');
    expect(await head.picks('Gửi báo cáo')).toMatch(
      /1\/2 công đoàn cơ sở đã báo cáo[\s\S]*Chưa báo cáo: Công đoàn cơ sở Trường mẫu/,
    );
    const sheet = await head.picks('Tải bảng');
    const files = head.read().flatMap(({ attachments = [] }) => attachments.map(({ name }) => name));
    if (capabilities.files) expect(files).toEqual(['bao-cao-2026-11-25.csv', 'bao-cao-2026-11-25.xlsx']);
    else expect(sheet).toMatch(/Kênh này không gửi được tệp/);
  });

  it('are asked of nobody else, and not when nothing is due', async () => {
    const member = await meet({ role: 'member' });
    expect(await member.says('/baocao')).toMatch(/dành cho người phụ trách đơn vị/);
    await chat.store.saveCampaign({ ...SAMPLE_CAMPAIGN, status: 'ended' });
    await chat.store.changeMember('c1', (held) => ({ ...held, roles: [{ role: 'admin' }] }));
    expect(await member.says('/baocao')).toMatch(/không có báo cáo nào đến hạn/);
  });
});

import { describe, expect, it } from 'vitest';
import { createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import { FACES, openAnnouncingStage, STAFF, walk } from '../../support/open-announcing-stage.js';
import { createContent, local } from '../../support/outreach-samples.js';
import { type Person, screenOf } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const stage = useStage(openAnnouncingStage);

const WORDS = ['>thông báo', 'Soạn', 'Viết tự do', '>Mời dự họp.', 'Thông báo của'] as const;
const TO_ALL = ['Toàn bộ', 'Tất cả', 'Không kèm'] as const;

/** Written for everybody, and given to who has to approve it. */
async function submit(author: Person, when = 'Ngay bây giờ'): Promise<string> {
  await walk(author, ...WORDS, ...TO_ALL, when, 'Gửi duyệt');
  return (await stage.last()).id;
}

describe.each(FACES)('an approver on %s', (face) => {
  it('is told, reads just what will be read, and says yes: it goes', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    const other = await stage.join(STAFF.other, face);
    await stage.join(STAFF.an, face);
    const id = await submit(admin);
    expect(stage.broughtTo('other', face)).toEqual([expect.stringMatching(new RegExp(`gõ “duyệt ${id}”.*gửi\\.$`))]);
    await stage.send();
    expect(stage.broughtTo('an', face)).toEqual([]);

    await walk(other, '>duyệt', 'Mời dự họp');
    const [shown, card] = other.read().map(({ text }) => text);
    expect(card).toContain('Người soạn: quản trị chung');
    expect(card).toContain('3 gửi được');
    expect(await walk(other, 'Đồng ý')).toContain('Đã duyệt');
    await stage.send();
    expect(stage.broughtTo('an', face)).toEqual([shown]);
    expect(await other.says('duyệt')).toContain('Không có thông báo nào chờ');
  });

  it('gives it back, or waits; nobody gets anything', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    const other = await stage.join(STAFF.other, face);
    const id = await submit(admin);
    expect(await walk(other, `>duyệt ${id.toLowerCase()}`, 'Để sau')).toContain(`duyệt ${id}`);
    expect((await stage.last()).status).toBe('waiting');
    await walk(other, `>/duyet ${id}`, '>hình như được');
    expect(screenOf(other)).toContain('Trả lại');
    expect(await walk(other, 'Trả lại')).toContain('Chưa ai nhận được gì');
    expect((await stage.last()).status).toBe('draft');
    expect(await walk(other, `>duyệt ${id}`)).toContain('bản nháp');
    await stage.send();
    expect(stage.broughtTo('other', face)).toHaveLength(1);
    await admin.says('thông báo');
    expect(screenOf(admin)).toContain('Làm tiếp: Mời dự họp.');
  });

  it('is shown again what changed between reading and the yes, and the yes does not count', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    const other = await stage.join(STAFF.other, face);
    const id = await submit(admin);
    await walk(other, `>duyệt ${id}`);
    await walk(admin, `>thông báo ${id}`, 'Sửa', 'Nội dung', 'Viết tự do', '>Họp dời sang 28/11.', 'Gửi duyệt');
    expect(await walk(other, 'Đồng ý')).toMatch(/dời sang 28\/11[\s\S]*vừa được sửa/);
    expect(await stage.last()).toMatchObject({ status: 'waiting', approvals: [] });
    await walk(other, 'Đồng ý');
    expect(await stage.last()).toMatchObject({ status: 'approved', approvals: [{ by: 'other' }] });
  });

  it('of what is urgent is an admin, and with the author or another one there are two', async () => {
    const admin = await stage.join(STAFF.admin, face);
    const other = await stage.join(STAFF.other, face);
    const third = await stage.join(STAFF.third, face);
    const ward = await stage.join(STAFF.ward, face);
    await stage.join(STAFF.an, face);
    stage.set(local('23:30'));
    await walk(ward, ...WORDS, 'Cả Công đoàn', 'Tất cả', 'Không kèm', 'Khẩn');
    expect(await walk(ward, 'Gửi duyệt')).toContain('hai quản trị chung');
    const { id } = await stage.last();
    await walk(other, `>duyệt ${id}`);
    expect(await walk(other, 'Đồng ý')).toContain('Còn cần một quản trị chung nữa');
    await walk(other, `>duyệt ${id}`, 'Đồng ý');
    expect((await stage.last()).status).toBe('waiting');
    await walk(third, `>duyệt ${id}`, 'Đồng ý');
    expect((await stage.last()).status).toBe('approved');
    await stage.send();
    // At half past eleven at night.
    expect(stage.broughtTo('an', face)).toEqual([expect.stringContaining('KHẨN')]);

    stage.set(local('23:40'));
    const own = await submit(admin, 'Khẩn');
    expect(await ward.says(`duyệt ${own}`)).toContain('ngoài phạm vi');
    expect(await admin.says(`duyệt ${own}`)).toContain('cần người khác duyệt');
    expect((await stage.store.findBroadcast(own))?.approvals).toEqual([]);
    await walk(other, `>duyệt ${own}`, 'Đồng ý');
    expect((await stage.store.findBroadcast(own))?.status).toBe('approved');
  });
});

describe.each(FACES)('an approver of an article on %s', (face) => {
  const stage = useStage((app) => openAnnouncingStage(app, { withOa: true }));

  it('reads an article whole, with what nobody promises of it', async () => {
    const admin = await stage.join(STAFF.admin, face);
    const other = await stage.join(STAFF.other, face);
    const article = {
      title: 'Tháng Năm',
      description: '',
      author: '',
      body: ['Một.', 'Hai.'],
      coverUrl: 'https://a.vn/b.png',
    };
    const content = createContent({ audience: { type: 'followers', article }, messages: [] });
    await createBroadcast(
      { content, origin: 'shell', author: STAFF.admin, id: 'ABCDEFGH', status: 'draft' },
      stage.doors.outreach,
    );
    expect(await admin.says('thông báo ABCDEFGH')).toContain('không bảo đảm mỗi người chỉ thấy một lần');
    expect(screenOf(admin)).not.toContain('Gửi thử');
    await walk(admin, 'Gửi duyệt');
    expect((await stage.last()).status).toBe('waiting');
    expect(await other.says('duyệt ABCDEFGH')).toMatch(/Tháng Năm[\s\S]*Một\.\s+Hai\.[\s\S]*không chọn được đơn vị/);
  });
});

describe('who approves', () => {
  it('is nobody from another branch, nobody who lost the role, and never the author', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    const ward = await stage.join(STAFF.ward, 'telegram');
    const id = await submit(admin);
    expect(await ward.says(`duyệt ${id}`)).toContain('ngoài phạm vi');
    expect(await ward.says('duyệt')).toContain('Không có thông báo nào chờ');
    const other = await stage.join(STAFF.other, 'telegram');
    await walk(other, `>duyệt ${id}`);
    await stage.store.changeMember('other', (member) => ({ ...member, roles: [] }));
    expect(await other.picks('Đồng ý')).toContain('ngoài quyền');
    expect(await stage.last()).toMatchObject({ status: 'waiting', approvals: [] });
  });
});

describe('who approves, with a limit of recipients', () => {
  const stage = useStage((app) => openAnnouncingStage(app, { settings: { APPROVE_ABOVE: '2' } }));

  it('is one person more from as many recipients on as is set', async () => {
    const ward = await stage.join(STAFF.ward, 'telegram');
    await stage.join(STAFF.an, 'telegram');
    const card = await walk(ward, ...WORDS, 'Cả Công đoàn', 'Tất cả', 'Không kèm', 'Ngay bây giờ');
    expect(card).toContain('Không cần người duyệt.');
    await stage.join({ ...STAFF.an, id: 'an-2' }, 'telegram');
    expect(await walk(ward, 'Sửa', 'Xem lại')).toContain('Cần một người khác duyệt');
  });
});

import { describe, expect, it } from 'vitest';
import { hashContent } from '../../../src/outreach/rights/hash-content.js';
import { FACES, openAnnouncingStage, STAFF, walk } from '../../support/open-announcing-stage.js';
import { local } from '../../support/outreach-samples.js';
import { type Person, screenOf } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const stage = useStage(openAnnouncingStage);

const FREE = ['>thông báo', 'Soạn', 'Viết tự do', '>Mời **anh/chị** dự họp.', 'Thông báo của'] as const;
const WARD = ['Cả Công đoàn phường Tân Phong', 'Tất cả'] as const;
const SEND_NOW = ['Không kèm', 'Ngay bây giờ'] as const;
const isTalking = (person: Person): boolean => person.state()?.context?.dialogue !== undefined;
/** What can be picked, by a button or its number. */
function offersOf(person: Person): readonly string[] {
  const last = person.read().at(-1);
  const buttons = last?.buttons?.map(({ label }) => label) ?? [];
  const numbered = Array.from(last?.text.matchAll(/^\d+\) (.*)$/gm) ?? [], ([, label = '']) => label);
  return buttons.length > 0 ? buttons : numbered;
}
const textOf = async () => (await stage.last()).content.messages[0]?.text;

describe.each(FACES)('an announcement written on %s', (face) => {
  it('says in five lines what, when, where, who and whom to ask; a line left out is not there', async () => {
    const ward = await stage.join(STAFF.ward, face);
    await stage.join(STAFF.an, face);
    await walk(ward, '>thông báo', 'Soạn', 'Năm dòng');
    const asked = [screenOf(ward)];
    for (const answer of ['Hội nghị năm 2026', '8 giờ, 27/11', 'bo qua', 'Toàn thể, ai đi được?', 'Văn phòng']) {
      await ward.says(answer);
      asked.push(screenOf(ward));
    }
    for (const [at, word] of ['Việc gì', 'Khi nào', 'Ở đâu', 'Ai cần', 'Liên hệ', 'việc nào'].entries()) {
      expect(asked[at]).toContain(word);
    }
    const card = await walk(ward, 'Thông báo của', ...WARD, ...SEND_NOW);
    const lines = [
      'Việc: Hội nghị năm 2026',
      'Khi nào: 8 giờ, 27/11',
      'Ai: Toàn thể, ai đi được?',
      'Liên hệ: Văn phòng',
    ];
    expect(card.replaceAll('**', '')).toContain(lines.join('\n'));
    expect(card).toContain('Gửi tới: Công đoàn phường Tân Phong và cấp dưới');
    expect(card).toContain('Không cần người duyệt.');
    expect(await walk(ward, 'Gửi')).toContain('Xem tiến độ hoặc tạm dừng');
    await stage.send();
    expect(stage.broughtTo('an', face)).toEqual([expect.stringContaining('Hội nghị năm 2026')]);
    expect(stage.broughtTo('an', face)[0]).not.toMatch(/Ở đâu|\{/);
  });

  it('can be left at any step, and gone on with', async () => {
    const steps = [
      '>thông báo',
      'Soạn',
      'Năm dòng',
      '>Hội nghị',
      '>8 giờ',
      '>bỏ qua',
      '>bỏ qua',
      '>bỏ qua',
      'Thông báo của',
      ...WARD,
      'Trích',
      '>bỏ qua',
      ...SEND_NOW,
      'Sửa',
      'Hạn gửi',
    ];
    const ward = await stage.join(STAFF.ward, face);
    for (let count = 1; count <= steps.length; count += 1) {
      await walk(ward, ...steps.slice(0, count));
      expect(isTalking(ward)).toBe(true);
      expect(await ward.says('thoát')).toMatch(/^(Đã thôi|Đã lưu bản nháp [A-Z2-9]{8})/);
      expect(isTalking(ward)).toBe(false);
    }
    const drafts = await stage.store.listBroadcasts({ statuses: ['draft'], limit: 50 });
    expect(drafts).toHaveLength(steps.length - 2);

    stage.set(local('10:00'));
    await walk(ward, '>thông báo', 'Soạn', 'Năm dòng', '>Họp tổ', '>thôi', '>thông báo', 'Làm tiếp: Việc: Họp tổ');
    expect(screenOf(ward)).toContain('Khi nào');
    await walk(ward, '>9 giờ', '>bỏ qua', '>bỏ qua', '>bỏ qua');
    expect(await textOf()).toBe('**Việc:** Họp tổ\n**Khi nào:** 9 giờ');
  });

  it('never stops at what it does not understand', async () => {
    const ward = await stage.join(STAFF.ward, face);
    const steps = [
      '>thông báo',
      'Soạn',
      'Viết tự do',
      '>Mời họp.',
      'Thông báo của',
      'Cả Công đoàn',
      'Tất cả',
      'Nút',
      '>bỏ qua',
      'Hỏi',
      '>bỏ qua',
      'Ảnh',
      '>bỏ qua',
      'Tệp',
      '>bỏ qua',
      ...SEND_NOW,
      'Sửa',
      'Hạn gửi',
    ];
    const offered = new Set<number>();
    for (const [at, step] of steps.entries()) {
      await walk(ward, step);
      if (steps[at + 1]?.startsWith('>Mời')) continue;
      const before = offersOf(ward);
      await ward.says('lung tung xyz');
      expect(isTalking(ward)).toBe(true);
      expect(offersOf(ward)).toEqual(before);
      offered.add(before.length);
    }
    expect(await textOf()).toBe('Mời họp.');
    // Some steps offer choices, from two to eight, others wait for words.
    expect(Math.max(...offered)).toBe(8);
    expect(offered).toContain(0);
  });

  it('cites only what the library holds, and says where it holds no more', async () => {
    const ward = await stage.join(STAFF.ward, face);
    await walk(ward, ...FREE, ...WARD, 'Trích');
    expect(await ward.says('999-QĐ/TW')).toContain('Kho chưa có');
    expect(await ward.says('Điều 99 Quy định 37-QĐ/TW')).toContain('Kho chưa có');
    expect((await stage.last()).content.messages[0]).not.toHaveProperty('citation');
    expect(await ward.says('Điều 5 Quy định 37-QĐ/TW')).toContain('không còn hiệu lực');
    expect((await stage.last()).content.messages[0]?.citation).toEqual({
      documentId: '37-QĐ/TW@2021-10-25',
      provisionId: '37-QĐ/TW@2021-10-25#Đ5',
    });
    expect(await walk(ward, ...SEND_NOW)).toContain('Căn cứ: Quy định 37-QĐ/TW (25/10/2021), Điều 5; đã được thay bởi');
  });

  it('takes a link, a question, a picture and a file, and shows on each channel what it can', async () => {
    const ward = await stage.join(STAFF.ward, face);
    await walk(ward, ...FREE, ...WARD, 'Nút');
    expect(await ward.says('Đăng ký')).toContain('https://');
    await walk(ward, '>Đăng ký | https://congdoan.example/x', 'Hỏi');
    expect(await ward.says('Đi không? | Đi')).toContain('2 đến 8');
    await walk(ward, '>Buổi nào? | Sáng | Chiều', 'Ảnh', '>https://congdoan.example/a.jpg', 'Tệp');
    expect(await ward.says('https://congdoan.example/a.exe')).toContain('pdf');
    await walk(ward, '>https://congdoan.example/giay-moi.pdf');
    expect(screenOf(ward)).toContain('nút “Đăng ký”; câu hỏi “Buổi nào?”; ảnh a.jpg; tệp giay-moi.pdf');
    const shown = await walk(ward, ...SEND_NOW);
    expect(shown).toMatch(/Trên Telegram[\s\S]*\[Nút\] Sáng\n\[Nút\] Chiều\n\[Nút\] Đăng ký/);
    expect(shown).toMatch(/Trên Zalo Bot[\s\S]*1\) Sáng\n2\) Chiều[\s\S]*\/phieu [A-Z2-9]{8} 1[\s\S]*Đăng ký: https:/);
    await walk(ward, 'Sửa', 'Phần kèm', 'Bỏ hết', 'Không kèm');
    expect((await stage.last()).content.messages).toEqual([
      { text: 'Mời **anh/chị** dự họp.', attachments: [], buttons: [] },
    ]);
  });

  it('is tried by its author alone, just as others will read it', async () => {
    const ward = await stage.join(STAFF.ward, face);
    await stage.join(STAFF.an, face);
    await walk(ward, ...FREE, ...WARD, ...SEND_NOW, 'Gửi thử');
    const tried = ward.read()[0]?.text;
    expect(tried).toContain('DỪNG');
    expect(await stage.store.countDeliveries((await stage.last()).id)).toEqual([]);
    expect(stage.broughtTo('an', face)).toEqual([]);
    await walk(ward, 'Gửi');
    await stage.send();
    expect(stage.broughtTo('an', face)).toEqual([tried]);
  });

  it('goes at the hour that was typed, until the one that was typed, and says what it did not understand', async () => {
    const ward = await stage.join(STAFF.ward, face);
    await walk(ward, ...FREE, ...WARD, 'Không kèm');
    expect(await ward.says('giờ Tý')).toContain('chưa hiểu');
    expect(await ward.says('2026-11-20 08:00')).toContain('đã qua');
    expect(await ward.says('14h30 ngày mai')).toContain('14:30 25/11/2026');
    await walk(ward, 'Sửa', 'Hạn gửi');
    expect(await ward.says('8h 25/11')).toContain('phải sau giờ gửi');
    await walk(ward, '>17h 26/11', 'Gửi');
    expect((await stage.last()).content).toMatchObject({
      dueAt: local('14:30', '2026-11-25'),
      expiresAt: local('17:00', '2026-11-26'),
    });
  });
});

describe('whom staff may write to', () => {
  it('leaves members out, in words and in the menu', async () => {
    const an = await stage.join(STAFF.an, 'telegram');
    expect(await an.says('thông báo')).toContain('ngoài quyền');
    expect(await an.says('/duyet')).toContain('ngoài quyền');
    expect(await an.says('menu')).not.toContain('thông báo');
    expect(await stage.store.listBroadcasts({ limit: 5 })).toEqual([]);
  });

  it.each(FACES)('offers a unit-admin the own branch alone (%s)', async (face) => {
    const ward = await stage.join(STAFF.ward, face);
    await stage.store.saveSegment({ name: 'Cả tỉnh', owner: 'admin', segment: { everybody: true } });
    await stage.store.saveSegment({ name: 'May', owner: 'admin', segment: { branch: 'may' } });
    await walk(ward, ...FREE);
    expect(screenOf(ward)).not.toMatch(/Toàn bộ|Đoàn Kết|May|Nhóm đã lưu|Liên đoàn/);
    await ward.says('Công đoàn phường Đoàn Kết');
    expect(screenOf(ward)).not.toContain('Đoàn Kết');
    await walk(ward, 'Tân Phong', 'Trường mẫu', 'Tất cả', ...SEND_NOW, 'Gửi');
    expect((await stage.last()).content.audience).toEqual({ type: 'members', segment: { branch: 'truong' } });
  });

  it('stops who lost the role in the middle', async () => {
    const ward = await stage.join(STAFF.ward, 'telegram');
    await walk(ward, ...FREE, ...WARD, ...SEND_NOW);
    await stage.store.changeMember('ward', (member) => ({ ...member, roles: [] }));
    expect(await walk(ward, 'Gửi')).toContain('ngoài quyền');
    expect((await stage.last()).status).toBe('draft');
  });

  it('copies a saved segment: what its name means later changes nothing', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    await stage.join(STAFF.an, 'telegram');
    await stage.join(STAFF.binh, 'telegram');
    await stage.store.saveSegment({ name: 'Trường', owner: 'admin', segment: { branch: 'truong' } });
    await walk(admin, ...FREE, 'Nhóm đã lưu', 'Trường', ...SEND_NOW, 'Gửi');
    await stage.store.saveSegment({ name: 'Trường', owner: 'admin', segment: { everybody: true } });
    await stage.send();
    expect([stage.broughtTo('an', 'telegram').length, stage.broughtTo('binh', 'telegram').length]).toEqual([1, 0]);
  });

  it('narrows a branch to a role or to who is on one channel', async () => {
    const admin = await stage.join(STAFF.admin, 'telegram');
    await walk(admin, ...FREE, 'Toàn bộ', 'báo cáo viên');
    expect((await stage.last()).content.audience).toMatchObject({
      segment: { and: [{ everybody: true }, { role: 'propagandist' }] },
    });
    await walk(admin, '>thoát', ...FREE, 'Một đơn vị', 'Tân Phong', 'Cả Công đoàn', 'người dùng Zalo Bot');
    const drafts = await stage.store.listBroadcasts({ limit: 5 });
    expect(drafts.map(({ content }) => content.audience)).toContainEqual({
      type: 'members',
      segment: { and: [{ branch: 'tan-phong' }, { channel: 'zalo-bot' }] },
    });
  });
});

describe.each(FACES)('what was approved on %s', (face) => {
  it('is approved no more once a word changes', async () => {
    const admin = await stage.join(STAFF.admin, face);
    const other = await stage.join(STAFF.other, face);
    await walk(admin, ...FREE, 'Toàn bộ', 'Tất cả', ...SEND_NOW, 'Gửi duyệt');
    const { id } = await stage.last();
    await walk(other, '>duyệt', 'Mời anh/chị', 'Đồng ý');
    const approved = await stage.last();
    expect([approved.status, approved.approvals.map(({ by }) => by)]).toEqual(['approved', ['other']]);

    await walk(admin, `>thông báo ${id}`, 'Sửa', 'Nội dung', 'Viết tự do', '>Mời anh/chị dự họp lúc 9 giờ.');
    const changed = await stage.last();
    expect([changed.status, changed.approvals]).toEqual(['draft', []]);
    expect(hashContent(changed.content)).not.toBe(hashContent(approved.content));
    await stage.send();
    expect(stage.broughtTo('other', face).filter((text) => text.includes('dự họp'))).toEqual([]);
    expect(screenOf(admin)).toContain('Gửi duyệt');
  });
});

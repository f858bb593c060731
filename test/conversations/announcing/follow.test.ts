import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/channels/channel.js';
import { FACES, type Face, openAnnouncingStage, STAFF, walk } from '../../support/open-announcing-stage.js';
import { local } from '../../support/outreach-samples.js';
import { type Person, screenOf } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const stage = useStage(openAnnouncingStage);

const WORDS = ['>thông báo', 'Soạn', 'Viết tự do', '>Mời dự họp.', 'Thông báo của', 'Cả Công đoàn'] as const;

/** Submitted by the ward for its branch. */
async function submit(face: Face, when = 'Ngay bây giờ'): Promise<{ readonly ward: Person; readonly id: string }> {
  const ward = await stage.join(STAFF.ward, face);
  await walk(ward, ...WORDS, 'Tất cả', 'Không kèm', when, 'Gửi');
  return { ward, id: (await stage.last()).id };
}

const failWith = (face: Face, code: Failure['code'], times = 1): void => {
  for (let at = 0; at < times; at += 1) {
    stage.channels[face].receipts.push({ status: 'failed', failure: { code } });
  }
};
const toldTo = (id: string, face: Face) => stage.broughtTo(id, face).filter((text) => text.startsWith('Mời dự họp.'));

describe.each(FACES)('who follows an announcement on %s', (face) => {
  it('pauses it, goes on with it, and cancels it only when sure', async () => {
    await stage.join(STAFF.an, face);
    const { ward, id } = await submit(face, '8 giờ sáng mai');
    await walk(ward, '>thông báo', 'đang có', 'Mời dự họp');
    expect(screenOf(ward)).toContain('Chưa bắt đầu gửi. Giờ gửi: 08:00 25/11/2026.');
    await walk(ward, 'Tạm dừng');
    stage.set(local('09:00', '2026-11-25'));
    await stage.send();
    expect(toldTo('an', face)).toEqual([]);
    expect(await walk(ward, `>thông báo ${id}`, 'Gửi tiếp')).toContain('không nhận lại');
    await stage.send();
    expect(toldTo('an', face)).toHaveLength(1);
    await stage.send();
    expect(toldTo('an', face)).toHaveLength(1);

    const { ward: again, id: second } = { ward, id: await writeSecond(ward) };
    expect(await walk(again, `>thông báo ${second}`, 'Hủy hẳn', 'Không hủy')).toContain('đã duyệt, chờ đến giờ');
    expect((await stage.store.findBroadcast(second))?.status).toBe('approved');
    await walk(again, 'Hủy hẳn', 'Đúng, hủy');
    expect((await stage.store.findBroadcast(second))?.status).toBe('cancelled');
    stage.set(local('09:00', '2026-11-26'));
    await stage.send();
    expect(toldTo('an', face)).toHaveLength(1);
    expect(screenOf(again)).not.toContain('Gửi tiếp');
  });

  it('reads how many got it, who did not and why, and takes the figures along where the channel carries files', async () => {
    await stage.join(STAFF.an, face);
    await stage.join({ ...STAFF.an, id: 'an-2' }, face);
    await stage.join({ ...STAFF.an, id: 'no', topics: [], consents: [] }, face);
    const { ward, id } = await submit(face);
    failWith(face, 'recipient-blocked');
    await stage.send();
    const told = await ward.says(`thông báo ${id}`);
    expect(told).toContain('Đã gửi 2/4 người.');
    expect(told).toContain('Không gửi 1: 1 chưa đồng ý nhận việc này hoặc đã dừng.');
    expect(told).toContain('Gửi không được 1: 1 người nhận đã chặn.');
    expect(told).not.toMatch(/an-2|\bno\b/);
    // Whoever was blocked is not written to again before coming back.
    const states = await Promise.all(['an', 'an-2', 'ward'].map((each) => stage.store.findMember(each)));
    expect(states.flatMap((member) => member?.addresses.map(({ state }) => state)).sort()).toEqual([
      'blocked',
      'reachable',
      'reachable',
    ]);

    await walk(ward, 'Tải báo cáo');
    const files = ward.read().flatMap(({ attachments = [] }) => attachments);
    if (face === 'zalo-bot') {
      expect(files).toEqual([]);
      expect(screenOf(ward)).toContain(`announce -- report ${id} --out bao-cao.xlsx`);
      return;
    }
    expect(files.map(({ name }) => name)).toEqual([`bao-cao-${id}.csv`, `bao-cao-${id}.xlsx`]);
    const [csv, xlsx] = files.map(({ content }) => ('bytes' in content ? content.bytes : new Uint8Array()));
    const sheet = new TextDecoder().decode(csv);
    expect(sheet).toContain(`Tất cả,${id},4,2,0,`);
    expect(sheet).toMatch(/Không gửi vì,chưa đồng ý[^,]*,1/);
    expect(sheet).not.toMatch(/an-2/);
    expect([...xlsx!.slice(0, 2)]).toEqual([...new TextEncoder().encode('PK')]);
  });

  it('sends again what may not have arrived only when told to, once', async () => {
    const { ward, id } = await submit(face);
    failWith(face, 'timeout');
    await stage.send();
    await stage.send();
    expect(toldTo('ward', face)).toHaveLength(1);
    expect(await ward.says(`thông báo ${id}`)).toContain('Chưa rõ tới hay chưa: 1.');
    await walk(ward, 'Gửi lại 1 tin chưa rõ');
    expect(screenOf(ward)).toContain('đọc hai lần');
    await walk(ward, 'Không gửi lại');
    await stage.send();
    expect(toldTo('ward', face)).toHaveLength(1);
    failWith(face, 'timeout');
    await walk(ward, 'Gửi lại 1 tin chưa rõ', 'Đúng, gửi lại');
    await stage.send();
    expect(toldTo('ward', face)).toHaveLength(2);
    expect(await walk(ward, `>thông báo ${id}`, 'Gửi lại 1 tin chưa rõ', 'Đúng, gửi lại')).toContain('gửi lại 0 tin');
    await stage.send();
    expect(toldTo('ward', face)).toHaveLength(2);
  });

  it('puts right what was sent, for those alone who received it', async () => {
    await stage.join(STAFF.an, face);
    const { ward, id } = await submit(face);
    await stage.send();
    await stage.join({ ...STAFF.an, id: 'later' }, face);
    await walk(ward, `>thông báo ${id}`, 'Đính chính', '>Họp lúc 9 giờ.', 'Không kèm');
    const card = await walk(ward, 'Ngay bây giờ');
    expect(card).toContain(`người đã nhận thông báo ${id}`);
    await walk(ward, 'Gửi');
    await stage.send();
    const correction = (name: string) => stage.broughtTo(name, face).filter((text) => text.includes('Họp lúc 9 giờ.'));
    expect(correction('an')).toEqual([expect.stringContaining('ĐÍNH CHÍNH')]);
    expect(correction('later')).toEqual([]);
  });
});

describe('whom it concerns', () => {
  it('is who wrote it or answers for the branch: nobody else can follow or stop it', async () => {
    const { id } = await submit('telegram', '8 giờ sáng mai');
    const admin = await stage.join(STAFF.admin, 'telegram');
    const elsewhere = await stage.join(
      { ...STAFF.ward, id: 'elsewhere', unitId: 'doan-ket', roles: [{ role: 'unit-admin', unitId: 'doan-ket' }] },
      'telegram',
    );
    expect(await elsewhere.says(`thông báo ${id}`)).toContain('không tìm thấy thông báo');
    await elsewhere.says('thông báo');
    expect(screenOf(elsewhere)).not.toContain('đang có');
    await walk(admin, '>thông báo', 'đang có', 'Mời dự họp');
    expect(screenOf(admin)).not.toContain('Sửa');
    await walk(admin, 'Tạm dừng');
    expect((await stage.store.findBroadcast(id))?.status).toBe('paused');
  });

  it('is no longer who looks after another branch now, though the figures still stand on the phone', async () => {
    const { id } = await submit('telegram');
    await stage.send();
    const second = await stage.join({ ...STAFF.ward, id: 'second' }, 'telegram');
    expect(await second.says(`thông báo ${id}`)).toContain('Đã gửi 1/1 người.');
    await stage.store.changeMember('second', (held) => ({
      ...held,
      roles: [{ role: 'unit-admin', unitId: 'doan-ket' }],
    }));
    for (const act of ['Tải báo cáo', 'gì cũng được']) {
      const said = await second.says(act);
      expect(said).not.toContain('Đã gửi');
      expect(second.read().flatMap(({ attachments = [] }) => attachments)).toEqual([]);
    }
  });

  it('hears in a few lines how it went, once', async () => {
    await stage.join(STAFF.an, 'telegram');
    const { id } = await submit('telegram');
    for (let pass = 0; pass < 3; pass += 1) await stage.send();
    const told = stage.broughtTo('ward', 'telegram').filter((text) => text.includes('đã gửi xong'));
    expect(told).toEqual([expect.stringContaining(`Thông báo ${id} đã gửi xong.\nĐã gửi 2/2 người.`)]);
  });
});

/** Another one, for tomorrow morning. */
async function writeSecond(ward: Person): Promise<string> {
  await walk(ward, ...WORDS, 'Tất cả', 'Không kèm', '8 giờ sáng mai', 'Gửi');
  return (await stage.last()).id;
}

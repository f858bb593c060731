import { describe, expect, it } from 'vitest';
import { openAnnouncingStage, STAFF, walk } from '../support/open-announcing-stage.js';
import { useStage } from '../support/use-stage.js';

const stage = useStage(openAnnouncingStage);

describe('what is kept of somebody', () => {
  it('tells of announcements too, and nothing of them is left where the person is erased', async () => {
    const an = await stage.join(STAFF.an, 'telegram');
    const ward = await stage.join(STAFF.ward, 'telegram');
    expect(await an.says('dữ liệu của tôi')).not.toContain('Sổ gửi thông báo');
    await walk(ward, '>thông báo', 'Soạn', 'Viết tự do', '>Mời dự họp.', 'Thông báo của', 'Cả Công đoàn', 'Tất cả');
    await walk(ward, 'Không kèm', 'Ngay bây giờ', 'Gửi');
    await stage.send();
    expect(await an.says('dữ liệu của tôi')).toContain('Sổ gửi thông báo: 1 dòng về anh/chị');
    await stage.store.eraseMember('an', stage.now());
    expect(await stage.store.countBroadcastsTo('an')).toBe(0);
  });
});

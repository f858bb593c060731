import { afterEach, describe, expect, it } from 'vitest';
import { locateKnowledge } from '../../src/app/locate-knowledge.js';
import { openStore } from '../../src/storage/open-store.js';
import type { FakePlatform } from '../support/fakes/fake-platform.js';
import { openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../support/fakes/fake-zalo-bot.js';
import { followPerson, type Phone } from '../support/follow-person.js';
import { type OpenedService, openService } from '../support/open-service.js';
import { SAMPLE_CAMPAIGN } from '../support/sample-campaign.js';

/** A Tuesday, within the hours of sending. */
const DAY_MS = 86_400_000;
const START = new Date('2026-11-24T02:00:00Z').getTime();

describe('the service speaks first', () => {
  let platforms: FakePlatform[] = [];
  let service: OpenedService | undefined;
  afterEach(async () => {
    await service?.stop();
    for (const platform of platforms) await platform.close();
  });

  it('announces what two people agreed on, once to each, and reminds until somebody is done', async () => {
    const telegram = await openFakeTelegram();
    const zalo: FakePlatform = await openFakeZaloBot();
    platforms = [telegram, zalo];
    let jump = 0;
    const startedAt = Date.now();
    const clock = () => new Date(START + jump + Date.now() - startedAt);
    service = await openService(platforms, { clock });
    const chi = followPerson(telegram, 'Chi');
    const dung = followPerson(zalo, 'Dung');
    const an = followPerson(telegram, 'An');
    for (const person of [chi, dung, an]) await joins(person);
    const store = await openStore(locateKnowledge(service.config).store);
    const anId = (await store.findMemberAt({ channel: 'telegram', chat: telegram.chatOf('An') }))?.id;
    for (const { id } of await store.listMembers({ limit: 9 })) {
      if (id !== anId) await store.changeMember(id, (held) => ({ ...held, roles: [{ role: 'admin' }] }));
    }

    await chi.says('thông báo');
    await chi.picks('Soạn');
    await chi.picks('Viết tự do');
    await chi.says('Mời anh/chị dự **hội nghị** ngày 27/11.');
    await chi.picks('Thông báo của');
    await chi.picks('Toàn bộ đoàn viên');
    await chi.picks('Tất cả');
    await chi.picks('Không kèm');
    await chi.picks('Ngay bây giờ');
    expect((await chi.reads(/Anh\/chị gửi chứ/)).text).toMatch(/3 gửi được/);
    await chi.picks('Gửi duyệt');
    await dung.reads(/đang chờ người thứ hai duyệt/);
    await dung.says('duyệt');
    await dung.picks('Mời anh/chị');
    await dung.reads(/Đồng ý gửi/);
    await dung.picks('Đồng ý gửi');
    await an.reads(/Mời anh\/chị dự hội nghị ngày 27\/11\.[\s\S]*DỪNG/i);

    expect((await chi.reads(/đã gửi xong/)).text).toMatch(/Đã gửi 3\/3 người/);

    await store.saveCampaign({
      ...SAMPLE_CAMPAIGN,
      schedule: { type: 'once', on: '2026-11-27' },
      at: 9 * 60 + 30,
      milestones: [
        { offsetDays: -1, message: 'Mai họp công đoàn, anh/chị chuẩn bị giúp.', asksReport: false },
        { offsetDays: 0, message: 'Hôm nay họp công đoàn.', asksReport: false },
      ],
    });
    jump += 2 * DAY_MS + 35 * 60_000;
    const reminder = await an.reads(/^Mai họp công đoàn/);
    expect(reminder.buttons).toEqual(['Đã xong', 'Nhắc lại sau', 'Thôi nhắc việc này']);
    expect((await an.picks('Đã xong')).text).toMatch(/không nhắc nữa/);
    await chi.reads(/^Mai họp/);
    jump += DAY_MS;
    await chi.reads(/^Hôm nay họp/);
    const countOf = (person: string) =>
      [/^Mời anh/, /^Mai họp/, /^Hôm nay họp/].map(
        (words) => telegram.shown(person).filter(({ text }) => words.test(text)).length,
      );
    expect({ An: countOf('An'), Chi: countOf('Chi') }).toEqual({ An: [1, 1, 0], Chi: [1, 1, 1] });
    await store.close();
  });
});

async function joins(person: Phone): Promise<void> {
  await person.says('tham gia');
  await person.says('tan phong');
  await person.picks('Tân Phong');
  if (person.last().text.includes('Dưới')) await person.picks('Chính');
  await person.says('1 2 3');
  await person.picks('Xong');
  await person.picks('Giờ nào cũng được');
  await person.picks('Đồng ý');
}

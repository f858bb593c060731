import { afterEach, describe, expect, it } from 'vitest';
import { openPeople } from '../../src/app.js';
import type { FakePlatform } from '../support/fakes/fake-platform.js';
import { openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { openFakeZaloOa } from '../support/fakes/fake-zalo-oa.js';
import { followPerson } from '../support/follow-person.js';
import { usePostgres } from '../support/open-postgres.js';
import { type OpenedService, openService } from '../support/open-service.js';

const postgres = usePostgres();
const STORES: readonly (readonly [string, () => Promise<Record<string, string>>])[] = [
  ['SQLite', async () => ({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await postgres.newUrl() })],
];

describe.each(STORES)('membership over two channels, on %s', (_name, settings) => {
  let platforms: FakePlatform[] = [];
  let service: OpenedService | undefined;
  afterEach(async () => {
    await service?.stop();
    for (const platform of platforms) await platform.close();
  });

  it('joins on Zalo, links Telegram, shows, stops, gives feedback, erases', async () => {
    const zalo: FakePlatform = await openFakeZaloOa();
    const telegram: FakePlatform = await openFakeTelegram();
    platforms = [zalo, telegram];
    service = await openService(platforms, { settings: await settings() });
    const onZalo = followPerson(zalo, 'An');
    const onTelegram = followPerson(telegram, 'An');

    await onZalo.says('quy định 22 còn hiệu lực không');
    await onZalo.says('tham gia');
    await onZalo.says('tan phong');
    await onZalo.picks('Tân Phong');
    let shown = onZalo.last();
    if (shown.text.includes('Dưới')) shown = await onZalo.picks('Chính');
    await onZalo.says('1 4');
    await onZalo.picks('Xong');
    expect((await onZalo.picks('22 giờ')).text).toMatch(/có đồng ý không/);
    expect((await onZalo.picks('Đồng ý')).text).toMatch(/đã ghi nhận/);

    const code = /liên kết (\S+)/.exec((await onZalo.says('liên kết')).text)?.[1];
    await onTelegram.says('xin chào');
    expect((await onTelegram.says(`liên kết ${code}`)).text).toMatch(/Đã liên kết/);
    const data = await onTelegram.says('dữ liệu');
    const all = [data, ...telegram.shown('An')].map(({ text }) => text).join('\n');
    expect(all).toMatch(/Zalo OA: \d{19}[\s\S]*Telegram: \d+|Telegram: \d+[\s\S]*Zalo OA: \d{19}/);
    expect(telegram.shown('An').flatMap(({ attachments }) => attachments)).toMatchObject([{ kind: 'file' }]);

    await onTelegram.says('góp ý');
    await onTelegram.picks('Việc khác');
    expect((await onTelegram.says('Chữ to hơn chút')).text).toMatch(/đã được lưu/);
    expect((await onTelegram.says('dừng')).text).toMatch(/không gửi tin nào/);

    const confirm = /XÓA \d{6}/.exec((await onZalo.says('xóa')).text)?.[0] ?? '';
    expect((await onZalo.says(confirm)).text).toMatch(/Đã xóa hết/);
    expect((await onTelegram.says('dữ liệu')).text).toMatch(/không giữ địa chỉ/);
    const people = await openPeople(service.config);
    expect((await people.listRequests()).map(({ kind }) => kind).toSorted()).toEqual([
      'erase',
      'see',
      'see',
      'withdraw',
    ]);
    expect(await people.listFeedback(9)).toMatchObject([{ text: 'Chữ to hơn chút', topic: 'khac' }]);
    await people.close();
    expect(zalo.counts.refusals).toEqual({});
    expect(telegram.counts.refusals).toEqual({});
  });
});

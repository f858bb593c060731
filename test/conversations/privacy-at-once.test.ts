import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { foldText } from '../../src/text/vietnamese-text.js';
import type { FakePlatform } from '../support/fakes/fake-platform.js';
import { openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../support/fakes/fake-zalo-oa.js';
import { followPerson } from '../support/follow-person.js';
import { type OpenedService, openService } from '../support/open-service.js';
import { addressOn, createMember } from '../support/outreach-samples.js';

/** As promised: of the reply, whoever else is at the data. */
const GONE_WITHIN_MS = 2_000;
const QUESTION = 'nghị quyết kể chuyện hươu sừng lệch ở bãi Thạch Sùng nói về gì';
const WORDS = 'hươu sừng lệch ở bãi Thạch Sùng';

let folder: string;
let platform: FakePlatform | undefined;
let service: OpenedService;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xoa-ngay-'));
});
afterEach(async () => {
  await service.stop();
  await platform?.close();
  platform = undefined;
  rmSync(folder, { recursive: true });
});

/** Which of these stand in a file of DATA_DIR, free pages and the database's log included. */
function findOnDisk(...texts: readonly string[]): string[] {
  const sought = texts
    .flatMap((text) => [text, foldText(text), text.normalize('NFD')])
    .map((text) => Buffer.from(text));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.flatMap((file) => {
    const bytes = readFileSync(join(file.parentPath, file.name));
    return sought.filter((text) => bytes.includes(text)).map((text) => `${file.name}: ${text}`);
  });
}

const expectGone = (...texts: readonly string[]) =>
  expect.poll(() => findOnDisk(...texts), { timeout: GONE_WITHIN_MS, interval: 50 }).toEqual([]);

/** With what the platform calls An, once it knows her. */
type Opened = readonly [fake: FakePlatform, chatOfAn: () => string];
const PLATFORMS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['Telegram', () => openFakeTelegram().then((fake) => [fake, () => fake.chatOf('An')] as const)],
  ['Zalo OA', () => openFakeZaloOa().then((fake) => [fake, () => fake.idOf('An')] as const)],
  ['Zalo Bot', () => openFakeZaloBot({ webhook: true }).then((fake) => [fake, () => fake.idOf('An')] as const)],
];

describe.each(PLATFORMS)('on %s', (_name, open) => {
  it('words and address of a question leave the disk within two seconds of the reply', async () => {
    const [fake, chatOfAn] = await open();
    platform = fake;
    service = await openService([fake], { dataDir: folder });
    const found: string[][] = [];
    fake.onShown(() => found.push(findOnDisk(WORDS), findOnDisk(chatOfAn())));
    await followPerson(fake, 'An').says(QUESTION);
    for (const each of found) expect(each).not.toEqual([]);
    expect(found.length).toBeGreaterThan(0);
    await expectGone(WORDS, chatOfAn());
  });

  it('nothing of a member is on the disk when “Đã xóa hết” is said', async () => {
    const [fake, chatOfAn] = await open();
    platform = fake;
    service = await openService([fake], { dataDir: folder });
    const an = followPerson(fake, 'An');
    await an.says(QUESTION);
    const chat = chatOfAn();
    const store = await openStore(join(folder, 'so-tay.sqlite'));
    await store.createMember(createMember('an', { addresses: [addressOn(fake.channel, chat, new Date())] }));
    await store.close();
    const confirm = /XÓA \d{6}/.exec((await an.says('xóa')).text)?.[0] ?? '';
    expect(findOnDisk(chat)).not.toEqual([]);

    let left: readonly string[] | undefined;
    fake.onShown((_person, { text }) => {
      if (/Đã xóa hết/.test(text)) left = findOnDisk(chat, WORDS);
    });
    await an.says(confirm);
    expect(left).toEqual([]);
  });
});

describe('on the web', () => {
  it('words of a question leave the disk within two seconds, from the page and from the API', async () => {
    service = await openService([], { dataDir: folder });
    const ask = async (text: string) => {
      const form = new URLSearchParams({ text });
      return (await service.request('/tro-chuyen', { method: 'POST', body: form })).text();
    };
    await expect.poll(() => ask('xin chào')).not.toContain('đang khởi động');
    expect(await ask(QUESTION)).not.toContain('đang khởi động');
    await expectGone(WORDS);
    const headers = { 'Content-Type': 'application/json' };
    const asked = { method: 'POST', headers, body: JSON.stringify({ text: QUESTION }) };
    expect((await service.request('/api/ask', asked)).status).toBe(200);
    await expectGone(WORDS);
  });
});

import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { toLink } from '../../src/briefing/exporting/brief-links.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { systemClock } from '../../src/time.js';
import { startBrowser } from './browser.js';
import { openPlayground } from './playground/open-playground.js';
import { ROOT } from './read-sources.js';

const FOLDER = join(ROOT, 'docs/images');
const MOST_BYTES = 120 * 1024;
const PHONE = { viewport: { width: 480, height: 780 } };
const DESK = { viewport: { width: 860, height: 560 } };
/** The upper half of A4 at 96 dots an inch, made smaller. */
const PAPER = { viewport: { width: 794, height: 700 }, deviceScaleFactor: 0.8 };
/** The card of a draft with its buttons, and no more of the conversation. */
const STAFF = { viewport: { width: 1280, height: 740 } };
const SLOWEST_MS = 20_000;

/** `npm run -s screenshots`: the pictures of docs/van-hanh.md, from the real service over the fakes, in a folder of its own. */
await mkdir(FOLDER, { recursive: true });
const dataDir = await mkdtemp(join(tmpdir(), 'so-tay-anh-'));
const playground = await openPlayground({ settings: { DATA_DIR: dataDir } });
const store = await openStore(join(dataDir, 'so-tay.sqlite'));
const browser = await startBrowser();
try {
  const staff = await open(playground.address, STAFF);
  const webChat = (await staff.locator('header a').first().getAttribute('href'))!;
  await takeChat(webChat);
  await take(await open(new URL('/lich', webChat).href, DESK), 'lich');
  const telegram = staff.getByRole('region', { name: 'Telegram', exact: true });
  await joinAsAdmin(telegram, store);
  await writeAnnouncement(telegram);
  await take(staff, 'thong-bao', telegram.locator('.device'));
  await takeOutline(telegram, webChat, store);
} finally {
  await browser.close();
  await store.close();
  await playground.close();
  await rm(dataDir, { recursive: true });
}

async function open(address: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(SLOWEST_MS);
  await page.goto(address);
  return page;
}

async function take(page: Page, name: string, part?: Locator): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await (part ?? page).screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  console.log(`${relative(ROOT, path)}: ${Math.ceil(size / 1024)} KB`);
  if (size > MOST_BYTES) process.exitCode = 1;
}

/** A question and its answer, then the page of the document that it quotes. */
async function takeChat(address: string): Promise<void> {
  const page = await open(address, PHONE);
  await page.getByLabel('Câu hỏi của anh/chị').fill('đảng viên có được nhận quà không');
  await page.keyboard.press('Enter');
  const answer = page.getByRole('article', { name: 'Trả lời' });
  await answer.waitFor();
  await take(page, 'hoi-dap');
  const cited = new URL((await answer.locator('a[href*="/van-ban/"]').first().getAttribute('href'))!, address);
  const document = await open(cited.href, DESK);
  await document.locator('mark').waitFor();
  await take(document, 'van-ban');
}

/** Somebody joins as a member would, and is made an admin as the code of the first start would. */
async function joinAsAdmin(phone: Locator, { listMembers, changeMember }: Store): Promise<void> {
  await say(phone, 'tham gia', 'ở đơn vị nào');
  await say(phone, 'tan phong', /đơn vị/);
  await press(phone, 'Tân Phong', /Dưới|nhận tin về việc gì/);
  const below = phone.getByRole('log').getByRole('button', { name: 'Chính', exact: false });
  if ((await below.count()) > 0) await press(phone, 'Chính', 'nhận tin về việc gì');
  await say(phone, '1 2', 'Đang chọn');
  await press(phone, 'Xong', 'không muốn nhận tin');
  await press(phone, 'Giờ nào cũng được', 'có đồng ý không');
  await press(phone, 'Đồng ý', 'đã ghi nhận');
  for (const { id } of await listMembers({ limit: 1 })) {
    await changeMember(id, (held) => ({ ...held, roles: [{ role: 'admin' }] }));
  }
}

/** Up to the preview: nothing is sent, so the hour of the day does not matter. */
async function writeAnnouncement(phone: Locator): Promise<void> {
  await say(phone, 'thông báo', 'muốn làm gì');
  await press(phone, 'Soạn thông báo mới', 'theo mẫu nào');
  await press(phone, 'Viết tự do', 'trong một tin nhắn');
  await say(
    phone,
    'Mời anh/chị dự **hội nghị người lao động**, 8 giờ sáng thứ Sáu, hội trường tầng 2.',
    'thuộc việc nào',
  );
  await press(phone, 'Thông báo của', 'gửi cho ai');
  await press(phone, 'Toàn bộ đoàn viên', 'gửi cho ai');
  await press(phone, 'Tất cả', 'kèm thêm gì');
  await press(phone, 'Không kèm', 'gửi lúc nào');
  await press(phone, '8 giờ sáng mai', 'Anh/chị gửi chứ');
}

async function takeOutline(phone: Locator, address: string, outlines: Store): Promise<void> {
  await say(phone, 'thoát', 'nháp');
  await say(phone, 'đề cương nêu gương', 'nói trong bao lâu');
  await press(phone, /^5 phút/, 'Đề cương');
  const [kept] = await outlines.listOutlines({ limit: 1 });
  const page = await open(new URL(toLink(kept!.id, systemClock(), outlines), address).href, PAPER);
  await page.emulateMedia({ media: 'print' });
  // A browser prints no backgrounds, and the margins of the paper are not on the page.
  await page.evaluate("Object.assign(document.body.style, { background: '#fff', padding: '15mm' })");
  await take(page, 'de-cuong');
}

async function say(phone: Locator, text: string, heard: string | RegExp): Promise<void> {
  const before = await bubbles(phone).count();
  await phone.getByLabel('Tin nhắn').fill(text);
  await phone.getByLabel('Tin nhắn').press('Enter');
  await hear(phone, before, heard);
}

async function press(phone: Locator, label: string | RegExp, heard: string | RegExp): Promise<void> {
  const before = await bubbles(phone).count();
  await phone.getByRole('log').getByRole('button', { name: label }).last().click();
  await hear(phone, before, heard);
}

function bubbles(phone: Locator): Locator {
  return phone.getByRole('log').locator('.bubble:not(.mine):not(.typing)');
}

/** Waits for an answer that was not there before. */
async function hear(phone: Locator, before: number, words: string | RegExp): Promise<void> {
  await bubbles(phone).nth(before).waitFor();
  await bubbles(phone).filter({ hasText: words }).last().waitFor();
}

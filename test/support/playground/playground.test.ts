import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE_MS, startBrowser } from '../browser.js';
import { FIND_FLAWS } from '../find-flaws.js';
import { openPlayground, type Playground } from './open-playground.js';

const QUESTION = 'dang vien co duoc nhan qua khong';
const ANSWER = /207-QĐ\/TW[\s\S]*Trợ lý tự động/;
const PHONES = ['Telegram', 'Zalo OA', 'Zalo Bot'] as const;

let playground: Playground;
let browser: Browser;
const problems: string[] = [];

beforeAll(async () => {
  playground = await openPlayground();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await playground?.close();
});
afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});

async function openPage(width: number, height: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(playground.address);
  return page;
}

const phoneOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const bubbles = (phone: Locator) => phone.getByRole('log').locator('.bubble:not(.typing)');
const answers = (phone: Locator) => phone.getByRole('log').locator('.bubble:not(.mine):not(.typing)');

async function say(phone: Locator, text: string): Promise<void> {
  await phone.getByLabel('Tin nhắn').fill(text);
  await phone.getByLabel('Tin nhắn').press('Enter');
}

describe('the playground, in a real browser', () => {
  it.each(PHONES)('%s answers a question, and a choice', async (name) => {
    const page = await openPage(1280, 900);
    const phone = phoneOf(page, name);
    await say(phone, QUESTION);
    await bubbles(phone).filter({ hasText: QUESTION }).waitFor();
    await answers(phone).filter({ hasText: ANSWER }).waitFor();

    await say(phone, 'nghị quyết 21 nói về gì');
    const asksBack = answers(phone).filter({ hasText: /Có \d văn bản khớp/ });
    await asksBack.waitFor();
    const before = await answers(phone).count();
    if (name === 'Zalo Bot') await say(phone, '1');
    else await phone.getByRole('log').getByRole('button', { name: '21-NQ/TW' }).first().click();
    await expect.poll(() => answers(phone).count()).toBeGreaterThan(before);
    expect(await answers(phone).last().textContent()).toContain('21-NQ/TW');
    expect(await answers(phone).last().textContent()).not.toMatch(/Có \d văn bản khớp/);
    await page.context().close();
  });

  it('people talk apart from each other, and what was said is there after a reload', async () => {
    const page = await openPage(1280, 900);
    const phone = phoneOf(page, 'Telegram');
    await phone.getByLabel('Máy của').selectOption('Bình');
    expect(await bubbles(phone).count()).toBe(0);
    await phone.getByRole('button', { name: 'Gửi tệp' }).click();
    await answers(phone).filter({ hasText: 'không tải tệp' }).waitFor();
    await page.reload();
    await bubbles(phone).filter({ hasText: QUESTION }).waitFor();
    await phone.getByLabel('Máy của').selectOption('Bình');
    await bubbles(phone).filter({ hasText: 'don-de-nghi.pdf' }).waitFor();
    await page.context().close();
  });

  it('a platform that is down is seen, and what was asked meanwhile is answered once it is back', async () => {
    const page = await openPage(1280, 900);
    const phone = phoneOf(page, 'Zalo Bot');
    await bubbles(phone).filter({ hasText: QUESTION }).first().waitFor();
    const before = await answers(phone).count();
    await phone.getByRole('button', { name: 'Sập' }).click();
    await phone.getByText('không gọi được nền tảng').waitFor();
    await say(phone, QUESTION);
    await phone.getByRole('button', { name: 'Sập' }).click();
    await expect.poll(() => answers(phone).count()).toBe(before + 1);
    await phone.getByText('bình thường').waitFor();
    await page.context().close();
  });

  it('an update that is delivered five times is answered once, and counted', async () => {
    const page = await openPage(1280, 900);
    const phone = phoneOf(page, 'Zalo OA');
    await bubbles(phone).filter({ hasText: QUESTION }).first().waitFor();
    const before = await answers(phone).count();
    await phone.getByRole('button', { name: 'Giao lặp ×5' }).click();
    await say(phone, QUESTION);
    await expect.poll(() => answers(phone).count()).toBe(before + 1);
    await page.getByText(/tin lặp đã bỏ: [1-9]/).waitFor();
    await phone.getByRole('button', { name: 'Giao lặp ×5' }).click();
    expect(await answers(phone).count()).toBe(before + 1);
    await page.context().close();
  });

  it('an OA that lost its grant is connected again by the pages that its admin walks', async () => {
    const page = await openPage(1280, 900);
    const phone = phoneOf(page, 'Zalo OA');
    await bubbles(phone).filter({ hasText: QUESTION }).first().waitFor();
    const before = await answers(phone).count();
    await phone.getByRole('button', { name: 'Rút quyền OA' }).click();
    await say(phone, QUESTION);
    const opened = page.waitForEvent('popup');
    await phone.getByRole('link', { name: 'Kết nối lại OA' }).click();
    const admin = await opened;
    await admin.getByRole('button', { name: 'Bắt đầu' }).click();
    await admin.getByRole('link', { name: 'Mở trang cho phép của Zalo' }).click();
    await admin.getByRole('heading', { name: 'Đã kết nối Zalo OA' }).waitFor();
    await expect.poll(() => answers(phone).count()).toBe(before + 1);
    await phone.getByText('bình thường').waitFor();
    await page.context().close();
  });

  it.each([
    [1280, 900],
    [390, 844],
  ])('fits %i px, is labelled and readable', async (width, height) => {
    const page = await openPage(width, height);
    for (const name of PHONES) await bubbles(phoneOf(page, name)).first().waitFor();
    await page.getByText('lượt gọi').first().waitFor();
    expect(await page.evaluate(FIND_FLAWS)).toEqual([]);
    await page.screenshot({ path: join(tmpdir(), `playground-${width}.png`), fullPage: true });
    await page.context().close();
  });
});

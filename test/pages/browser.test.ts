import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE_MS, startBrowser } from '../support/browser.js';
import { FIND_FLAWS } from '../support/find-flaws.js';
import { createSamplePages, QUOTE } from './sample-pages.js';

let browser: Browser;
let server: ServerType;
let address: string;
let problems: string[] = [];

beforeAll(async () => {
  server = await new Promise((resolve) => {
    const listening = serve({ fetch: createSamplePages().fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(listening),
    );
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(address + path);
  return page;
}

/** Whether the first mark lies wholly within the window. */
const IS_MARK_IN_SIGHT = `(() => {
  const { top, bottom } = document.querySelector('mark').getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
})()`;

describe('in a real browser', () => {
  it('a question typed on the keyboard is answered, and its citation opens the marked passage', async () => {
    const page = await open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Đến nội dung chính');
    await page.getByLabel('Câu hỏi của anh/chị').focus();
    await page.keyboard.type('Có được nhận quà không?');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('article', { name: 'Trả lời' });
    await answer.waitFor();
    expect(await answer.locator('blockquote').textContent()).toBe(QUOTE);
    expect(await page.getByRole('log').textContent()).toMatch(/^Có được nhận quà không\?/);
    expect(await page.evaluate('document.activeElement.id')).toBe('cau-hoi');
    expect(await page.getByText('Trợ lý tự động, trả lời bằng cách trích văn bản').isVisible()).toBe(true);

    const citation = answer.getByRole('link', { name: 'Quy định 37-QĐ/TW, Điều 14' });
    await citation.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/van-ban\/37-qd-tw-2021-10-25\?trich=/);
    expect(await page.locator('mark').textContent()).toBe(QUOTE);
    await page.waitForFunction('document.activeElement.id === "Đ14.1"');
    expect(await page.evaluate(IS_MARK_IN_SIGHT)).toBe(true);

    await page.goBack();
    await page.getByRole('article', { name: 'Trả lời' }).waitFor();
    expect(await page.getByRole('log').textContent()).toMatch(/^Có được nhận quà không\?/);
    await page.context().close();
  });

  it('suggestions and choices are tapped, and each question carries the earlier ones', async () => {
    const page = await open('/', { hasTouch: true });
    await page.getByRole('button', { name: 'Quy định 22 còn hiệu lực không?' }).tap();
    await page.getByText('Chưa có văn bản về: Quy định 22 còn hiệu lực không? []').waitFor();
    await page.getByLabel('Câu hỏi của anh/chị').fill('số 21');
    await page.getByRole('button', { name: 'Gửi' }).tap();
    await page.getByRole('button', { name: 'Nghị quyết 21-NQ/TW' }).tap();
    await page.getByText('Chưa có văn bản về: Nghị quyết 21-NQ/TW [Quy định 22 còn hiệu lực không? | số 21]').waitFor();
    expect(await page.evaluate('document.activeElement.className')).toContain('not-found');
    await page.getByRole('link', { name: 'Cuộc trò chuyện mới' }).tap();
    await page.getByRole('button', { name: 'Quy định 22 còn hiệu lực không?' }).waitFor();
    expect(await page.getByRole('log').textContent()).toBe('');
    await page.context().close();
  });

  it('Shift+Enter breaks the line, Enter sends', async () => {
    const page = await open('/');
    const field = page.getByLabel('Câu hỏi của anh/chị');
    await field.focus();
    await page.keyboard.type('một');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('hai');
    expect(await field.inputValue()).toBe('một\nhai');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Trả lời' }).waitFor();
    expect(await page.locator('.question').textContent()).toBe('một\nhai');
    expect(await field.inputValue()).toBe('');
    await page.context().close();
  });

  it('a question that cannot be sent comes back into the field', async () => {
    const page = await open('/');
    await page.context().setOffline(true);
    const field = page.getByLabel('Câu hỏi của anh/chị');
    await field.fill('nhận quà?');
    await field.press('Enter');
    await page.getByText('Chưa kết nối được với trợ lý').waitFor();
    expect(await field.inputValue()).toBe('nhận quà?');
    await page.context().setOffline(false);
    await field.press('Enter');
    await page.getByRole('article', { name: 'Trả lời' }).waitFor();
    expect(problems.splice(0)).toEqual([expect.stringContaining('ERR_INTERNET_DISCONNECTED')]);
    await page.context().close();
  });

  it('what a person types is never run', async () => {
    const page = await open('/');
    const field = page.getByLabel('Câu hỏi của anh/chị');
    await field.fill('<img src=x onerror="document.title=1"><script>document.title=1</script>');
    await field.press('Enter');
    await page.getByText('Chưa có văn bản về: <img').waitFor();
    expect(await page.locator('#log img, #log script').count()).toBe(0);
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Quy định 22 còn hiệu lực không?' }).click();
    await page.getByText('Chưa có văn bản về: Quy định 22 còn hiệu lực không? []').waitFor();
    await page.getByLabel('Câu hỏi của anh/chị').fill('có được nhận quà không?');
    await page.getByRole('button', { name: 'Gửi' }).click();
    await page.getByRole('button', { name: 'Quy định 207 nói gì?' }).waitFor();
    await page.getByRole('link', { name: 'Quy định 37-QĐ/TW, Điều 14' }).click();
    expect(await page.locator('mark').textContent()).toBe(QUOTE);
    await page.goBack();
    await page.getByRole('button', { name: 'Quy định 207 nói gì?' }).click();
    await page
      .getByText('về: Quy định 207-QĐ/TW nói gì? [Quy định 22 còn hiệu lực không? | có được nhận quà không?]')
      .waitFor();
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('every page fits 360 px, is labelled and readable (%s)', async (colorScheme) => {
    const page = await open('/', { colorScheme });
    await page.getByLabel('Câu hỏi của anh/chị').fill('nhận quà? '.concat('dàiquá'.repeat(40)));
    await page.getByRole('button', { name: 'Gửi' }).click();
    await page.getByRole('article', { name: 'Trả lời' }).waitFor();
    for (const path of ['', '/', '/van-ban', '/van-ban/37-qd-tw-2021-10-25?trich=Một#Đ15.k1', '/khong-co']) {
      if (path !== '') await page.goto(address + path);
      expect(await page.evaluate(FIND_FLAWS), `${path} in ${colorScheme}`).toEqual([]);
      problems = problems.filter((problem) => !problem.includes('404'));
    }
    await page.context().close();
  });
});

import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftOutline } from '../../src/briefing/approving/draft-outline.js';
import type { OutlineDeskDoors } from '../../src/briefing/briefing-doors.js';
import { toLink } from '../../src/briefing/exporting/brief-links.js';
import { createAssets } from '../../src/pages/assets.js';
import { createOutlinePage } from '../../src/pages/outline-page.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { PATIENCE_MS, startBrowser } from '../support/browser.js';
import { FIND_FLAWS } from '../support/find-flaws.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const A4 = [595, 842];

let opened: TestApp;
let store: Store;
let server: ServerType;
let browser: Browser;
let url: string;
beforeAll(async () => {
  opened = await openTestApp();
  store = await openStore(':memory:');
  const tree = () => expect.unreachable('nobody is asked for');
  const clock = () => NOW;
  const doors: OutlineDeskDoors = {
    ...opened.app.briefingTables,
    ...opened.app.work,
    outlines: store,
    records: store,
    tree,
    clock,
  };
  const frame = doors.frames.find(({ id }) => id === 'kiem-soat-quyen-luc')!;
  const { kept } = await draftOutline(frame, 5, doors);
  const pages = createOutlinePage(doors).route('/', createAssets());
  server = await new Promise((resolve) => {
    const listening = serve({ fetch: pages.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${toLink(kept.id, NOW, store)}`;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

describe('an outline in a real browser', () => {
  it('prints on A4 in large letters, without what is for the screen', async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url);
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const pdf = await getDocument({ data: new Uint8Array(await page.pdf({ preferCSSPageSize: true })) }).promise;
    const first = await pdf.getPage(1);
    const { width, height } = first.getViewport({ scale: 1 });
    expect([Math.round(width), Math.round(height)]).toEqual(A4);
    const items = (await first.getTextContent()).items.flatMap((item) =>
      'str' in item && item.str.trim() ? [item] : [],
    );
    const words = items
      .map(({ str }) => str)
      .join(' ')
      .normalize('NFC')
      .replace(/\s+/g, ' ');
    expect(words).toContain('Lưu ý: Quy định 37-QĐ/TW đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026.');
    expect(words).not.toMatch(/Tải bản Word|Hỏi đáp/);
    const point = items.find(({ str }) => str.startsWith('Thời lượng'))!;
    expect(Math.round(Math.hypot(point.transform[2], point.transform[3]))).toBeGreaterThanOrEqual(16);
    await pdf.destroy();
  });

  it('stands on a phone, light and dark, with nothing beyond the edge and nothing too small to press', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.goto(url);
      expect(await page.evaluate(FIND_FLAWS)).toEqual([]);
      await context.close();
    }
  });
});

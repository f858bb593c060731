import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftOutline } from '../../src/briefing/approving/draft-outline.js';
import type { OutlineDeskDoors } from '../../src/briefing/briefing-doors.js';
import { toLink } from '../../src/briefing/exporting/brief-links.js';
import { createOutlinePage } from '../../src/pages/outline-page.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { openService } from '../support/open-service.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

const DAY_MS = 86_400_000;
const TODAY = new Date('2026-11-24T03:00:00Z');

let opened: TestApp;
let store: Store;
let now = TODAY;
let doors: OutlineDeskDoors;
let id: string;
beforeAll(async () => {
  opened = await openTestApp();
  store = await openStore(':memory:');
  const tree = () => expect.unreachable('nobody is asked for');
  const clock = () => now;
  doors = { ...opened.app.briefingTables, ...opened.app.work, outlines: store, records: store, tree, clock };
  const frame = doors.frames.find((each) => each.id === 'neu-guong')!;
  ({
    kept: { id },
  } = await draftOutline(frame, 5, doors));
});
afterAll(async () => {
  await store.close();
});

const ask = (path: string) => createOutlinePage(doors).request(path);

describe('the page of an outline', () => {
  it('shows it in large print, every point with its source, to who has its address', async () => {
    now = TODAY;
    const response = await ask(toLink(id, TODAY, store));
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
    const html = await response.text();
    const { parts } = (await store.findOutline(id))!.outline;
    for (const { text, label } of parts.flatMap(({ points }) => points)) {
      expect(html).toContain(toHtml(text));
      expect(html).toContain(`${toHtml(label)}</a>)`);
    }
    expect(html).toContain('DỰ THẢO');
    const [, path = ''] = /\(<a href="([^"]+)"/.exec(html) ?? [];
    const [slug = ''] = path.replace('/van-ban/', '').split('?');
    expect(doors.library.findBySlug(slug)).toBeDefined();
  });

  it('gives the same as DOCX, under a name that says what it is', async () => {
    const response = await ask(`${toLink(id, TODAY, store)}/de-cuong.docx`);
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="De-cuong-neu-guong-5-phut.docx"');
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(await response.arrayBuffer()) });
    const [point] = (await store.findOutline(id))!.outline.parts[0]!.points;
    expect(value).toContain(point!.text);
  });

  it('closes after a week, and says where to get a new address', async () => {
    const path = toLink(id, TODAY, store);
    now = new Date(TODAY.getTime() + 7 * DAY_MS - 60_000);
    expect((await ask(path)).status).toBe(200);
    now = new Date(TODAY.getTime() + 7 * DAY_MS + 60_000);
    for (const each of [path, `${path}/de-cuong.docx`]) {
      const response = await ask(each);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('đã hết hạn');
    }
    now = TODAY;
  });

  it('opens by no address that was not given out: another outline, a later day, a guessed seal', async () => {
    const [, , , until, seal] = toLink(id, TODAY, store).split('/') as [string, string, string, string, string];
    const later = (Number.parseInt(until, 36) + 86_400).toString(36);
    const forged = [
      `/de-cuong/AAAA2222/${until}/${seal}`,
      `/de-cuong/${id}/${later}/${seal}`,
      `/de-cuong/${id}/${until}/${seal.slice(1)}`,
      `/de-cuong/${id}/${until}/${'x'.repeat(seal.length)}`,
      `/de-cuong/${id}/${until}/%00`,
    ];
    for (const path of forged) expect((await ask(path)).status).toBe(404);
  });
});

it('is part of the running service, whose store seals the address', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'de-cuong-'));
  const service = await openService([], { dataDir, clock: () => TODAY });
  const beside = await openStore(join(dataDir, 'so-tay.sqlite'));
  const { outline } = (await store.findOutline(id))!;
  await beside.createOutline({ id: 'ABCD2345', outline, createdAt: TODAY });
  const path = toLink('ABCD2345', TODAY, beside);
  expect(await (await service.request(path)).text()).toContain(toHtml(outline.title));
  expect((await service.request(`${path}/de-cuong.docx`)).headers.get('Content-Type')).toContain('wordprocessingml');
  expect((await service.request('/de-cuong/ABCD2345/x/y')).status).toBe(404);
  await beside.close();
  await service.stop();
  await rm(dataDir, { recursive: true });
});

const toHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

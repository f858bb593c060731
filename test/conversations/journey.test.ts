import { afterAll, describe, expect, it } from 'vitest';
import type { FakePlatform, ShownMessage } from '../support/fakes/fake-platform.js';
import { openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../support/fakes/fake-zalo-oa.js';
import { type OpenedService, openService } from '../support/open-service.js';

const FACES: readonly (readonly [string, () => Promise<FakePlatform>])[] = [
  ['Telegram by polling', () => openFakeTelegram()],
  ['Telegram by webhook', () => openFakeTelegram({ webhookSecret: 'bi-mat-123' })],
  ['Zalo OA', () => openFakeZaloOa()],
  ['Zalo Bot by polling', () => openFakeZaloBot()],
  ['Zalo Bot by webhook', () => openFakeZaloBot({ webhook: true })],
];

describe.each(FACES)('the journey of a question on %s', (_name, openFake) => {
  let platform: FakePlatform;
  let service: OpenedService;
  const waiting: { readonly after: number; readonly resolve: (message: ShownMessage) => void }[] = [];
  afterAll(async () => {
    await service?.stop();
    await platform?.close();
  });

  /** What An's phone shows next, beyond so many messages. */
  const nextShown = (after: number): Promise<ShownMessage> => {
    const held = platform.shown('An')[after];
    return held ? Promise.resolve(held) : new Promise((resolve) => waiting.push({ after, resolve }));
  };

  it('from a first word to a cited answer, a choice, and no word kept', async () => {
    platform = await openFake();
    platform.onShown((person) => {
      if (person !== 'An') return;
      for (const each of [...waiting]) {
        const message = platform.shown('An')[each.after];
        if (!message) continue;
        waiting.splice(waiting.indexOf(each), 1);
        each.resolve(message);
      }
    });
    service = await openService([platform]);

    let seen = 0;
    const ask = async (act: () => Promise<void>) => {
      await act();
      const message = await nextShown(seen);
      seen = platform.shown('An').length;
      return message;
    };
    const first = await ask(() => platform.say('An', 'dang vien co duoc nhan qua khong', { joins: false }));
    expect(first.text).toContain('207-QĐ/TW');
    expect(first.text).toMatch(/Trợ lý tự động/);
    expect(first.text).toMatch(/tôi là máy, không phải người/);

    const asked = await ask(() => platform.say('An', 'nghị quyết 21 nói về gì'));
    expect(asked.text).toMatch(/Có \d văn bản khớp/);
    const label = asked.buttons[0] ?? /^1\) (.+)$/m.exec(asked.text)?.[1];
    const chosen = await ask(() => platform.press('An', label ?? ''));
    expect(chosen.text).toMatch(/21-NQ\/TW/);
    expect(chosen.text).not.toMatch(/Có \d văn bản khớp/);

    const { depth, counts } = await service.status();
    expect(depth).toEqual([]);
    expect(counts['replies-in-doubt']).toBeUndefined();
    expect(counts['answers-by-meaning']).toBe(3);
    expect(platform.counts.refusals).toEqual({});
  });
});

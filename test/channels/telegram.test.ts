import { describe, expect, it } from 'vitest';
import type { ChannelTrouble, CommandEntry } from '../../src/channels/channel.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { refuse } from '../support/fakes/telegram/answers.js';
import {
  AN,
  cleanups,
  listen,
  listenWith,
  openAt,
  openPair,
  PUBLIC_URL,
  SECRET,
} from '../support/open-telegram-pair.js';

describeChannel('telegram, polling', () => openPair({}));
describeChannel('telegram, webhook', () => openPair({ webhookSecret: SECRET }));

describe('telegram: getting ready', () => {
  const commands: readonly CommandEntry[] = [
    { name: 'huong_dan', description: 'Cách hỏi' },
    { name: 'moi', description: 'Bắt đầu lại', scope: 'everyone' },
    { name: 'duyet', description: 'Duyệt bài', scope: { chat: '70000001' } },
  ];

  it('sets the menu in Vietnamese and for all, and a longer one where a chat has its own', async () => {
    const { platform } = await listen({}, commands);
    const all = ['huong_dan', 'moi'];
    const named = (scope?: string, language?: string) =>
      platform.commands(scope, language).map(({ command }) => command);
    await expect.poll(() => named('70000001', 'vi')).toEqual([...all, 'duyet']);
    expect([named(), named('default', 'vi'), named('70000001')]).toEqual([all, all, [...all, 'duyet']]);
  });

  it('listens though the menu is refused, and says so', async () => {
    const { platform, come, troubles } = await listen({}, [{ name: 'Hướng dẫn', description: 'x' }]);
    await platform.say(AN, 'chào', { joins: false });
    await come(1);
    await expect.poll(() => troubles).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
  });

  it('tells where its webhook is, and takes it away to poll', async () => {
    const { platform, stop } = await listen({ webhookSecret: SECRET });
    await expect.poll(() => platform.webhookUrl).toBe(`${PUBLIC_URL}/webhook/telegram`);
    await stop();
    const { TELEGRAM_WEBHOOK_SECRET: _, ...settings } = platform.settings;
    const polling = listenWith(openAt(settings));
    cleanups.push(polling.stop);
    await platform.say(AN, 'chào', { joins: false });
    await polling.come(1);
    expect(platform.webhookUrl).toBe('');
  });

  it('waits for a platform that is down at the start, and tells of it once', async () => {
    const { channel, platform, troubles } = await openPair({});
    platform.faults.setDown(true);
    const inbox = listenWith(channel);
    cleanups.push(() => platform.close(), inbox.stop);
    await expect.poll(() => troubles).toMatchObject([{ kind: 'unreachable' }]);
    await platform.say(AN, 'chào', { joins: false });
    platform.faults.setDown(false);
    await inbox.come(1);
    await expect.poll(() => troubles.map(({ kind }) => kind)).toEqual(['unreachable', 'recovered']);
  });
});

describe('telegram: polling', () => {
  it('confirms nothing that the journal has not, and loses nothing', async () => {
    const { channel, platform } = await openPair({});
    let isFull = true;
    const inbox = listenWith(channel, async () => {
      if (isFull) throw new Error('the journal is full');
    });
    cleanups.push(() => platform.close(), inbox.stop);
    for (const words of ['một', 'hai', 'ba']) await platform.say(AN, words, { joins: false });
    await expect.poll(() => platform.counts.calls.getUpdates).toBeGreaterThan(2);
    expect(platform.counts.undelivered).toBe(3);
    isFull = false;
    const events = await inbox.come(3);
    expect(events.map((event) => event.type === 'message' && event.text)).toEqual(['một', 'hai', 'ba']);
    await expect.poll(() => platform.counts.undelivered).toBe(0);
  });

  it('stops at once in the middle of a long poll', async () => {
    const { platform, stop } = await listen();
    await expect.poll(() => platform.counts.calls.getUpdates).toBe(1);
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('says that another one polls, goes on trying, and says when that is over', async () => {
    const { platform, come, troubles } = await listen();
    await expect.poll(() => platform.counts.calls.getUpdates).toBe(1);
    platform.setAnswer(refuse(409, 'terminated by other getUpdates request'));
    await platform.say(AN, 'một', { joins: false });
    await expect.poll(() => troubles).toMatchObject([{ kind: 'conflict' }]);
    platform.setAnswer(undefined);
    await platform.say(AN, 'hai', { joins: false });
    await come(2);
    await expect.poll(() => troubles.map(({ kind }) => kind)).toEqual(['conflict', 'recovered']);
  });

  it('finds the one who polls beside it', async () => {
    const { platform, troubles } = await listen();
    const other: ChannelTrouble[] = [];
    cleanups.push(listenWith(openAt(platform.settings, other)).stop);
    await expect.poll(() => [...troubles, ...other].map(({ kind }) => kind)).toContain('conflict');
  });

  it.each([
    [refuse(401, 'Unauthorized'), ['unauthorized', 'recovered']],
    [refuse(500, 'Internal Server Error'), ['unreachable', 'recovered']],
    [refuse(429, 'retry after 1', { retry_after: 1 }), []],
  ] as const)('outlives %j', async (answer, kinds) => {
    const { platform, come, troubles } = await listen();
    await expect.poll(() => platform.counts.calls.getUpdates).toBe(1);
    platform.setAnswer(answer);
    await platform.say(AN, 'một', { joins: false });
    await come(1);
    await expect.poll(() => platform.counts.calls.getUpdates).toBeGreaterThan(kinds.length > 0 ? 3 : 1);
    platform.setAnswer(undefined);
    await platform.say(AN, 'hai', { joins: false });
    await come(2);
    await expect.poll(() => troubles.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([{}, { webhookSecret: SECRET }])('takes updates in any order (%j)', async (options) => {
    const { platform, come } = await listen(options);
    platform.faults.setDelivery({ shuffleSeed: 7 });
    const words = Array.from({ length: 30 }, (_, index) => `câu ${index}`);
    for (const each of words) await platform.say(AN, each, { joins: false });
    const events = await come(30);
    const heard = events.map((event) => (event.type === 'message' ? event.text : ''));
    expect(heard.toSorted()).toEqual(words.toSorted());
    expect(heard).not.toEqual(words);
    await expect.poll(() => platform.counts.undelivered).toBe(0);
  });

  it('never names its token', async () => {
    const { channel, platform, troubles, events } = await listen();
    await platform.say(AN, 'chào', { joins: false });
    const receipts = [];
    for (const fault of ['down', 'lost-answer', 'broken', 'unauthorized'] as const) {
      platform.faults.failNext(fault);
      receipts.push(await channel.send(platform.chatOf(AN), { text: 'Một.' }));
    }
    platform.faults.setDown(true);
    await expect.poll(() => troubles.map(({ kind }) => kind)).toContain('unreachable');
    receipts.push(await channel.send(platform.chatOf(AN), { text: 'Một.' }));
    const said = JSON.stringify([receipts, troubles, events]);
    expect(said).not.toContain(platform.settings.TELEGRAM_BOT_TOKEN!.split(':')[1]);
    expect(receipts.every(({ status }) => status === 'failed')).toBe(true);
  });
});

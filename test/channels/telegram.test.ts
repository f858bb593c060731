import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelTrouble, CommandEntry, IncomingEvent, Receive } from '../../src/channels/channel.js';
import { openTelegram } from '../../src/channels/telegram/open-telegram.js';
import { readConfig } from '../../src/config.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { type FakeTelegram, type FakeTelegramOptions, openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { refuse } from '../support/fakes/telegram/answers.js';
import { serveWebhook } from '../support/serve-webhook.js';

const SECRET = 'bi-mat_1';
const PUBLIC_URL = 'https://bot.example';
const AN = 'Nguyễn Văn An';

describeChannel('telegram, polling', () => openPair({}));
describeChannel('telegram, webhook', () => openPair({ webhookSecret: SECRET }));

interface Pair {
  readonly channel: Channel;
  readonly platform: FakeTelegram;
  readonly troubles: ChannelTrouble[];
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function openPair(options: FakeTelegramOptions, commands: readonly CommandEntry[] = []): Promise<Pair> {
  const platform = await openFakeTelegram(options);
  const troubles: ChannelTrouble[] = [];
  return { channel: openAt(platform.settings, troubles, commands), platform, troubles };
}

function openAt(
  settings: Readonly<Record<string, string>>,
  troubles: ChannelTrouble[] = [],
  commands: readonly CommandEntry[] = [],
): Channel {
  const config = readConfig({ ...settings, PUBLIC_URL });
  return openTelegram({
    config: config.telegram!,
    publicUrl: config.publicUrl,
    commands,
    clock: () => new Date('2026-11-24T08:00:00Z'),
    onTrouble: (trouble) => troubles.push(trouble),
  });
}

/** A pair that listens, and what came of it. */
async function listen(options: FakeTelegramOptions = {}, commands: readonly CommandEntry[] = []) {
  const pair = await openPair(options, commands);
  const inbox = listenWith(pair.channel);
  cleanups.push(() => pair.platform.close(), inbox.stop);
  if (pair.channel.webhook) {
    const hook = await serveWebhook(pair.channel.webhook, inbox.receive);
    pair.platform.setWebhookUrl(hook.url);
    cleanups.push(hook.close);
  }
  return { ...pair, ...inbox };
}

function listenWith(channel: Channel, journal: Receive = async () => undefined) {
  const events: IncomingEvent[] = [];
  const stop = new AbortController();
  const receive: Receive = async (come) => {
    await journal(come);
    events.push(...come);
  };
  const listening = channel.listen(receive, stop.signal);
  return {
    events,
    receive,
    /** The events once there are so many. */
    async come(count: number) {
      await expect.poll(() => events.length, { timeout: 10_000 }).toBe(count);
      return events;
    },
    async stop() {
      stop.abort();
      await listening;
    },
  };
}

describe('telegram: what people write', () => {
  it('keeps a start with its payload as typed, and reads no name', async () => {
    const { platform, come } = await listen();
    await platform.say(AN, '/start don-vi_7', { joins: false });
    const [event] = await come(1);
    expect(event).toMatchObject({ type: 'message', text: '/start don-vi_7', from: { chat: platform.chatOf(AN) } });
    expect(event).toMatchObject({ id: '500000001', receivedAt: new Date('2026-11-24T08:00:00Z') });
    expect(event?.sentAt).toBeInstanceOf(Date);
    expect(JSON.stringify(event)).not.toContain(AN);
  });

  it.each(['image', 'file', 'audio', 'video', 'sticker', 'location', 'contact', 'other'] as const)(
    'says that a file of kind %s came, and no more of it',
    async (kind) => {
      const { platform, come } = await listen();
      await platform.sendFile(AN, kind, 'kèm theo');
      const [, event] = await come(2);
      expect(event).toMatchObject({ type: 'message', files: [{ kind }], text: 'kèm theo' });
      expect(JSON.stringify(event)).not.toMatch(/said-1|a\.pdf|84900000000/);
    },
  );

  it('acknowledges a press, and takes a second life of it quietly', async () => {
    const { channel, platform, come, troubles } = await listen();
    await platform.say(AN, 'chào', { joins: false });
    const chat = platform.chatOf(AN);
    await channel.send(chat, { text: 'Chọn:', buttons: [{ label: 'Một', send: 'v1:một' }] });
    platform.faults.setDelivery({ times: 2 });
    await platform.press(AN, 'Một');
    const events = await come(3);
    expect(events[2]).toMatchObject({ id: events[1]!.id, type: 'tap', data: 'v1:một', from: { chat } });
    await expect.poll(() => platform.taps).toEqual({ answered: 1, unanswered: 0 });
    expect(troubles).toEqual([]);
  });

  it('says who blocked the bot and who came back', async () => {
    const { platform, come } = await listen();
    await platform.join(AN);
    await platform.leave(AN);
    await platform.join(AN);
    expect((await come(4)).map(({ type }) => type)).toEqual(['message', 'left', 'joined', 'message']);
  });

  it('leaves alone what is no question', async () => {
    const { platform, come } = await listen();
    platform.write(AN, { pinned_message: { message_id: 1 } });
    platform.write(AN, { new_chat_title: 'Nhóm' });
    await platform.say(AN, 'câu hỏi', { joins: false });
    expect(await come(1)).toMatchObject([{ text: 'câu hỏi' }]);
  });
});

describe('telegram: groups', () => {
  it('hears only what is addressed to it', async () => {
    const { channel, platform, come } = await listen();
    const name = `@${platform.botName}`;
    platform.addToGroup('Tổ 3', AN);
    const group = platform.chatOf('Tổ 3');
    await channel.send(group, { text: 'Chào cả tổ.' });
    const [greeting] = platform.sentTo('Tổ 3');
    for (const words of [
      'trưa nay ăn gì',
      `${name.toUpperCase()}, Điều 5 nói gì?`,
      `cho hỏi ${name} Điều 6 nói gì?`,
      `Điều 7 nói gì ${name}`,
      '/huong_dan',
      `/huong_dan${name} ngay`,
      '/huong_dan@bot_khac ngay',
      '@nguoi_khac ơi, /huong_dan',
      `thư gửi an${name}`,
    ]) {
      platform.sayInGroup('Tổ 3', AN, words);
    }
    platform.sayInGroup('Tổ 3', AN, 'nói rõ hơn đi', greeting);
    const events = await come(7);
    expect(events[0]).toMatchObject({ type: 'joined', isGroup: true, from: { chat: group } });
    expect(events.slice(1).map((event) => event.type === 'message' && event.text)).toEqual([
      'Điều 5 nói gì?',
      'cho hỏi Điều 6 nói gì?',
      'Điều 7 nói gì',
      '/huong_dan',
      '/huong_dan ngay',
      'nói rõ hơn đi',
    ]);
    expect(events.slice(1).every((event) => event.type === 'message' && event.isGroup)).toBe(true);
  });

  it('follows a group to its new id: told once, and what was sent to the old id arrives', async () => {
    const { channel, platform, come } = await listen();
    platform.addToGroup('Tổ 3', AN);
    const old = platform.chatOf('Tổ 3');
    const next = String(platform.migrate('Tổ 3', AN));
    platform.sayInGroup('Tổ 3', AN, '/moi');
    const events = await come(3);
    expect(events[1]).toMatchObject({ type: 'moved', from: { chat: old }, to: { channel: 'telegram', chat: next } });
    expect(events[2]).toMatchObject({ type: 'message', from: { chat: next } });
    expect(await channel.send(old, { text: 'Đến nơi.' })).toMatchObject({ status: 'sent', movedTo: next });
    expect(platform.sentTo('Tổ 3').map(({ text }) => text)).toEqual(['Đến nơi.']);
  });

  it('says that it was taken out', async () => {
    const { channel, platform, come } = await listen();
    platform.addToGroup('Tổ 3', AN);
    platform.removeFromGroup('Tổ 3', AN);
    expect((await come(2)).map(({ type }) => type)).toEqual(['joined', 'left']);
    const receipt = await channel.send(platform.chatOf('Tổ 3'), { text: 'Còn không?' });
    expect(receipt).toMatchObject({ failure: { code: 'recipient-blocked' } });
  });
});

describe('telegram: what is sent', () => {
  async function meet(options: FakeTelegramOptions = {}) {
    const pair = await openPair(options);
    cleanups.push(() => pair.platform.close());
    await pair.platform.say(AN, 'chào', { joins: false });
    return { ...pair, chat: pair.platform.chatOf(AN) };
  }

  it('shows bold, italic and links, and every other mark as a letter', async () => {
    const { channel, platform, chat } = await meet();
    const text = '**Điều *5* <b>** và *nghiêng*, [văn bản & nguồn](https://vb.vn/?a=1&b="2") 2*3*4 ** hở* [x](y) *';
    await channel.send(chat, { text });
    const [sent] = platform.sentTo(AN);
    expect(sent?.text).toBe('Điều 5 <b> và nghiêng, văn bản & nguồn 2*3*4 ** hở* [x](y) *');
    expect(sent?.entities.map(({ type }) => type)).toEqual(['italic', 'bold', 'italic', 'text_link']);
    expect(platform.counts.refusals).toEqual({});
  });

  it('writes HTML that Telegram reads, whatever the words', async () => {
    const { channel, platform, chat } = await meet();
    const piece = fc.constantFrom(
      '*',
      '**',
      '[',
      ']',
      '(',
      ')',
      'https://a.vn',
      '<',
      '>',
      '&',
      '"',
      ' ',
      '\n',
      'ệ',
      '&lt;',
    );
    const words = fc.array(piece, { maxLength: 25 }).map((pieces) => `đ${pieces.join('')}đ`);
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        expect(await channel.send(chat, { text })).toMatchObject({ status: 'sent' });
      }),
      { numRuns: 300 },
    );
    expect(platform.counts.refusals).toEqual({});
  });

  it('sends words plainly where Telegram refuses the formatting, and says so without the words', async () => {
    const { channel, platform, chat, troubles } = await meet();
    platform.answerNext(refuse(400, `can't parse entities: Unsupported start tag "bí mật" at byte offset 3`));
    expect(await channel.send(chat, { text: '**Đậm** [nguồn](https://vb.vn)' })).toMatchObject({ status: 'sent' });
    expect(platform.shown(AN).map(({ text }) => text)).toEqual(['Đậm nguồn (https://vb.vn)']);
    expect(troubles).toMatchObject([{ kind: 'resent-plain' }]);
    expect(JSON.stringify(troubles)).not.toContain('bí mật');
  });

  it('keeps what a button sends within 64 bytes, and Telegram refuses one more', async () => {
    const { channel, platform, chat, troubles } = await meet();
    const most = channel.capabilities.buttons?.sendLimitBytes;
    const send = (data: string) => channel.send(chat, { text: 'Chọn:', buttons: [{ label: 'Một', send: data }] });
    expect(most).toBe(64);
    expect(await send(`${'ệ'.repeat(21)}x`)).toMatchObject({ status: 'sent' });
    expect(await send(`${'ệ'.repeat(21)}xy`)).toMatchObject({ failure: { code: 'invalid-message' } });
    expect(troubles).toMatchObject([{ kind: 'refused', detail: '400 Bad Request: BUTTON_DATA_INVALID' }]);
    expect(platform.shown(AN)).toHaveLength(1);
  });

  it('quotes what it answers, and does without where that is gone', async () => {
    const { channel, platform, chat } = await meet();
    await channel.send(chat, { text: 'một', replyTo: '1' });
    await channel.send(chat, { text: 'hai', replyTo: '4040' });
    expect(platform.shown(AN).map(({ quotes }) => quotes)).toEqual(['1', undefined]);
  });

  it('sends pictures and files, by bytes and by address, the words with the first', async () => {
    const { channel, platform, chat } = await meet();
    const bytes = new Uint8Array([0, 13, 10, 45, 45, 255, 128]);
    const receipt = await channel.send(chat, {
      text: '**Kèm** theo',
      buttons: [{ label: 'Xem', url: 'https://vb.vn/1' }],
      attachments: [
        { kind: 'file', name: 'Nghị quyết "21"; bản 2.docx', mediaType: 'application/msword', content: { bytes } },
        { kind: 'image', name: 'anh.png', mediaType: 'image/png', content: { url: 'https://vb.vn/anh.png' } },
      ],
    });
    const shown = platform.shown(AN);
    expect(receipt).toEqual({ status: 'sent', messageId: shown[0]?.id });
    expect(shown).toMatchObject([
      {
        text: 'Kèm theo',
        buttons: ['Xem'],
        attachments: [{ kind: 'file', name: 'Nghị quyết _21__ bản 2.docx', size: 7 }],
      },
      { text: '', buttons: [], attachments: [{ kind: 'image', name: 'anh.png' }] },
    ]);
    expect(platform.counts.refusals).toEqual({});
  });

  it.each([
    [refuse(403, 'bot was blocked by the user'), 'recipient-blocked'],
    [refuse(403, 'user is deactivated'), 'recipient-blocked'],
    [refuse(400, 'chat not found'), 'recipient-blocked'],
    [refuse(400, 'not enough rights to send text messages to the chat'), 'recipient-blocked'],
    [refuse(400, 'message is too long'), 'invalid-message'],
    [refuse(413, 'Request Entity Too Large'), 'invalid-message'],
    [refuse(401, 'Unauthorized'), 'unauthorized'],
    [refuse(404, 'Not Found'), 'unauthorized'],
    [refuse(502, 'Bad Gateway'), 'unavailable'],
    [refuse(418, 'what nobody expects'), 'unknown'],
  ] as const)('makes of %j a failure %s', async (answer, code) => {
    const { channel, platform, chat } = await meet();
    platform.answerNext(answer);
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ status: 'failed', failure: { code } });
    expect(platform.counts.calls.sendMessage).toBe(1);
  });

  it('tells one who is not there from one who does not answer', async () => {
    const { channel, platform, chat } = await meet();
    platform.faults.setDown(true);
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ failure: { code: 'timeout' } });
    await platform.close();
    cleanups.length = 0;
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ failure: { code: 'unavailable' } });
  });

  it('sits out a short pause, together with everything that is to go meanwhile', async () => {
    const { channel, platform, chat } = await meet();
    const send = (text: string) => channel.send(chat, { text });
    platform.faults.failNext('rate-limited');
    const first = send('một');
    await expect.poll(() => platform.counts.calls.sendMessage).toBe(1);
    // The refusal has to arrive before it can be heeded.
    await expect.poll(() => isHeld(channel, platform)).toBe(true);
    const callsBefore = platform.counts.calls.sendMessage;
    const receipts = await Promise.all([first, ...Array.from({ length: 20 }, (_, index) => send(`sau ${index}`))]);
    expect(receipts.every(({ status }) => status === 'sent')).toBe(true);
    expect(platform.counts.calls.sendMessage).toBe(callsBefore! + 21);
    expect(platform.counts.callsDuringPause).toBe(0);
    expect(platform.shown(AN)).toHaveLength(21);
  });

  it('hands a long pause to the caller, and calls nobody meanwhile', async () => {
    const { channel, platform, chat } = await meet({ retryAfterS: 40 });
    platform.faults.failNext('rate-limited');
    expect(await channel.send(chat, { text: 'một' })).toMatchObject({
      failure: { code: 'rate-limited', retryAfterMs: 40_000 },
    });
    const again = await channel.send(chat, { text: 'hai' });
    expect(again).toMatchObject({ failure: { code: 'rate-limited' } });
    expect(again.status === 'failed' && again.failure.retryAfterMs).toBeGreaterThan(38_000);
    await channel.showTyping(chat);
    expect(platform.counts.calls).toEqual({ sendMessage: 1 });
  });

  it('keeps within the strict limits by waiting when asked', async () => {
    const { channel, platform, chat } = await meet();
    platform.faults.setStrictLimits(true);
    const receipts = [];
    for (const text of ['một', 'hai', 'ba']) receipts.push(await channel.send(chat, { text }));
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(platform.counts.callsDuringPause).toBe(0);
  });
});

/** Whether a typing sign is withheld: then the channel knows of the pause. */
async function isHeld(channel: Channel, platform: FakeTelegram): Promise<boolean> {
  const before = platform.counts.calls.sendChatAction ?? 0;
  await channel.showTyping('1');
  return (platform.counts.calls.sendChatAction ?? 0) === before;
}

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
    await expect.poll(() => [...troubles, ...other].map(({ kind }) => kind), { timeout: 10_000 }).toContain('conflict');
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

describe('telegram: the webhook', () => {
  const openWebhook = () =>
    openAt({ TELEGRAM_BOT_TOKEN: '1:x', TELEGRAM_API_ROOT: 'http://127.0.0.1:9', TELEGRAM_WEBHOOK_SECRET: SECRET })
      .webhook!;
  const post = (
    body: string | Uint8Array,
    secret: string | undefined = SECRET,
    receive: Receive = async () => undefined,
  ) =>
    openWebhook().handle(
      {
        header: (name) => (name === 'x-telegram-bot-api-secret-token' ? secret : undefined),
        body: typeof body === 'string' ? Buffer.from(body) : body,
        receivedAt: new Date('2026-11-24T08:00:00Z'),
      },
      receive,
    );
  const question = JSON.stringify({
    update_id: 7,
    message: { message_id: 3, date: 1_763_971_200, chat: { id: 5, type: 'private' }, from: { id: 5 }, text: 'hỏi' },
  });

  it('refuses whoever does not know the secret, and does no work', async () => {
    const received: IncomingEvent[] = [];
    const receive: Receive = async (events) => void received.push(...events);
    const statuses = [];
    for (const secret of ['', 'bi-mat_2', `${SECRET} `, SECRET.toUpperCase()]) {
      statuses.push(await post(question, secret, receive));
    }
    expect(statuses).toEqual(statuses.map(() => ({ status: 401, refused: 'bad-signature' })));
    const unsigned = await openWebhook().handle(
      { header: () => undefined, body: Buffer.from(question), receivedAt: new Date(0) },
      receive,
    );
    expect(unsigned).toEqual({ status: 401, refused: 'no-signature' });
    expect(received).toEqual([]);
  });

  it('acknowledges only what the journal took', async () => {
    expect(await post(question)).toEqual({ status: 200 });
    expect(await post(question, SECRET, () => Promise.reject(new Error('full')))).toEqual({ status: 503 });
  });

  it('calls what is not JSON so, and lets unknown events pass', async () => {
    expect(await post('{')).toEqual({ status: 400, refused: 'not-json' });
    expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toEqual({ status: 400, refused: 'not-json' });
    expect(await post('{"update_id":1,"poll":{}}')).toEqual({ status: 200, refused: 'unknown-event' });
  });

  it('bears any body', async () => {
    const id = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null));
    const chat = fc.record({ id, type: fc.constantFrom('private', 'channel', 7) }, { requiredKeys: [] });
    const entities = fc.array(fc.record({ type: fc.constantFrom('mention', 'bot_command'), offset: id, length: id }));
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { chat, text: fc.string(), entities, date: id, message_id: id, data: fc.string(), photo: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    const update = fc.record(
      { update_id: id, message: part, callback_query: part, my_chat_member: part },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.uint8Array(),
      fc.string().map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
      update.map((value) => Buffer.from(JSON.stringify(value))),
    );
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const received: IncomingEvent[] = [];
        const { status } = await post(bytes, SECRET, async (events) => void received.push(...events));
        expect([200, 400]).toContain(status);
        for (const event of received) expect(event.from.chat).toMatch(/^-?\d+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Call, openServer } from './fake-parts.js';
import { type FakeZaloBot, type FakeZaloBotOptions, openFakeZaloBot } from './fake-zalo-bot.js';

let bot: FakeZaloBot;
const opened: { close(): Promise<void> }[] = [];

async function open(options: FakeZaloBotOptions = {}): Promise<void> {
  bot = await openFakeZaloBot(options);
  opened.push(bot);
}

beforeEach(() => open());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Reply {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly description?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

async function call(method: string, body: object = {}, token = bot.settings.ZALO_BOT_TOKEN): Promise<Reply> {
  const response = await fetch(`${bot.settings.ZALO_BOT_API_ROOT}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Reply;
}

const send = (text: string, person = 'An') => call('sendMessage', { chat_id: bot.idOf(person), text });

async function nextMessage(): Promise<{ readonly text: string }> {
  return (await call('getUpdates')).result!.message as { readonly text: string };
}

async function receive(answer: (call: Call) => Answer = () => ({ status: 200, body: '' })) {
  const calls: Call[] = [];
  const server = await openServer((each) => {
    calls.push(each);
    return answer(each);
  });
  opened.unshift(server);
  const events = () => calls.filter(({ body }) => body.length > 2).map(({ body }) => JSON.parse(body.toString('utf8')));
  return { url: `${server.root}/webhook/zalo-bot`, calls, events };
}

describe('the fake Zalo Bot Platform', () => {
  it('knows its token and its methods, letter by letter', async () => {
    expect(await call('getMe')).toMatchObject({ ok: true, result: { account_type: 'BASIC', can_join_groups: false } });
    expect(await call('getMe', {}, '1:other')).toMatchObject({ ok: false, error_code: 401 });
    expect(await call('getme')).toMatchObject({ ok: false, error_code: 400 });
  });

  it('repeats the code in the HTTP status only where told', async () => {
    const status = async () =>
      (await fetch(`${bot.settings.ZALO_BOT_API_ROOT}/bot1:other/getMe`, { method: 'POST' })).status;
    expect(await status()).toBe(200);
    await open({ httpErrors: true });
    expect(await status()).toBe(401);
  });

  it('hands out one update at a time, once, and 408 when there is none', async () => {
    await bot.say('An', 'một');
    await bot.say('An', 'hai');
    expect(bot.counts.undelivered).toBe(2);
    const first = await call('getUpdates', { timeout: '0' });
    expect(first).toMatchObject({
      ok: true,
      result: {
        event_name: 'message.text.received',
        message: {
          message_id: expect.stringMatching(/^[\da-f]{20}$/),
          from: { id: bot.idOf('An'), display_name: 'An', is_bot: false },
          chat: { id: bot.idOf('An'), chat_type: 'PRIVATE' },
          text: 'một',
        },
      },
    });
    expect((first.result!.message as { date: number }).date).toBeGreaterThan(1e12);
    expect(await call('getUpdates', { timeout: 0 })).toMatchObject({ result: { message: { text: 'hai' } } });
    expect(await call('getUpdates', { timeout: 0 })).toMatchObject({ ok: false, error_code: 408 });
    expect(await call('getUpdates', { offset: 1 })).toMatchObject({ ok: false, error_code: 400 });
  });

  it('waits until somebody writes, or as long as it may', async () => {
    const waiting = call('getUpdates', { timeout: 30 });
    await bot.say('An', 'chào');
    expect(await waiting).toMatchObject({ result: { message: { text: 'chào' } } });
    await open({ longestPollMs: 20 });
    expect(await call('getUpdates', { timeout: 30 })).toMatchObject({ error_code: 408 });
  });

  it('gives nothing to a poll whose client has gone', async () => {
    const stop = new AbortController();
    const url = `${bot.settings.ZALO_BOT_API_ROOT}/bot${bot.settings.ZALO_BOT_TOKEN}/getUpdates`;
    const gone = fetch(url, { method: 'POST', signal: stop.signal });
    await expect.poll(() => bot.counts.calls.getUpdates).toBe(1);
    stop.abort();
    await expect(gone).rejects.toThrow();
    // One more round trip, and the platform has seen the connection close.
    await call('getMe');
    const waiting = call('getUpdates', { timeout: 30 });
    await bot.say('An', 'chào');
    expect(await waiting).toMatchObject({ result: { message: { text: 'chào' } } });
  });

  it('polls or calls, never both', async () => {
    const receiver = await receive();
    await bot.say('An', 'trước');
    expect(await call('setWebhook', { url: receiver.url, secret_token: 'a-secret' })).toMatchObject({
      result: { url: receiver.url, updated_at: expect.any(Number), verification: { ok: true, status_code: 200 } },
    });
    expect(await call('getUpdates')).toMatchObject({ ok: false, error_code: 400 });
    await bot.say('An', 'sau');
    await bot.settled();
    expect(receiver.events().map(({ message }) => message.text)).toEqual(['trước', 'sau']);
    expect(receiver.calls.every(({ headers }) => headers['x-bot-api-secret-token'] === 'a-secret')).toBe(true);
    expect(await call('getWebhookInfo')).toMatchObject({ result: { url: receiver.url } });
    expect(await call('deleteWebhook')).toMatchObject({ result: { url: '' } });
    await bot.say('An', 'lại hỏi');
    expect(await call('getUpdates')).toMatchObject({ result: { message: { text: 'lại hỏi' } } });
  });

  it('ends a poll that waits when a webhook is set', async () => {
    const waiting = call('getUpdates', { timeout: 30 });
    await expect.poll(() => bot.counts.calls.getUpdates).toBe(1);
    const { url } = await receive();
    await call('setWebhook', { url, secret_token: 'a-secret' });
    expect(await waiting).toMatchObject({ ok: false, error_code: 400 });
  });

  it.each([
    { url: 'https://so-tay.example/x', secret_token: '7 chars' },
    { url: 'https://so-tay.example/x', secret_token: 'x'.repeat(257) },
    { url: 'https://so-tay.example/x' },
    { url: 'http://so-tay.example/x', secret_token: 'a-secret' },
    { url: 'https://192.168.1.4/x', secret_token: 'a-secret' },
  ])('refuses the webhook %j', async (body) => {
    expect(await call('setWebhook', body)).toMatchObject({ ok: false, error_code: 400 });
    expect(bot.webhookUrl).toBe('');
  });

  it('keeps an address that does not answer, says so, and finds it by the network it is told', async () => {
    const url = 'https://so-tay.example/webhook/zalo-bot';
    expect(await call('setWebhook', { url, secret_token: 'a-secret' })).toMatchObject({
      result: { url, verification: { ok: false, outcome: 'unreachable' } },
    });
    const receiver = await receive();
    bot.setWebhookUrl(receiver.url);
    await bot.say('An', 'chào');
    await bot.settled();
    expect(receiver.events()).toMatchObject([{ event_name: 'message.text.received', message: { text: 'chào' } }]);
  });

  it('wraps deliveries where told, and repeats those not taken', async () => {
    await open({ body: 'wrapped', webhookRetriesMs: [1, 1] });
    let refusals = 1;
    const receiver = await receive(({ body }) => {
      const isRefused = body.length > 2 && refusals > 0;
      if (isRefused) refusals -= 1;
      return { status: isRefused ? 503 : 204, body: '' };
    });
    await call('setWebhook', { url: receiver.url, secret_token: 'a-secret' });
    await bot.say('An', 'chào');
    await bot.settled();
    const delivered = { ok: true, result: { event_name: 'message.text.received', message: { text: 'chào' } } };
    expect(receiver.events()).toMatchObject([delivered, delivered]);
    expect(receiver.events()[0]).toEqual(receiver.events()[1]);
  });

  it('repeats nothing where told', async () => {
    await open({ webhookRetriesMs: [] });
    const receiver = await receive(() => ({ status: 500, body: '' }));
    await call('setWebhook', { url: receiver.url, secret_token: 'a-secret' });
    await bot.say('An', 'chào');
    await bot.settled();
    expect(receiver.events()).toHaveLength(1);
  });

  it.each([
    ['2,001 letters', 'sendMessage', { text: 'x'.repeat(2_001) }],
    ['nothing', 'sendMessage', { text: '' }],
    ['buttons', 'sendMessage', { text: 'x', reply_markup: {} }],
    ['another mode', 'sendMessage', { text: 'x', parse_mode: 'MarkdownV2' }],
    ['a long caption', 'sendPhoto', { photo: 'http://127.0.0.1:1/a.png', caption: 'x'.repeat(2_001) }],
    ['a picture that is not there', 'sendPhoto', { photo: 'http://127.0.0.1:1/a.png' }],
    ['another action', 'sendChatAction', { action: 'upload_photo' }],
  ])('refuses %s', async (_, method, body) => {
    await bot.say('An', 'chào');
    expect(await call(method, { chat_id: bot.idOf('An'), ...body })).toMatchObject({ ok: false, error_code: 400 });
    expect(bot.shown('An')).toEqual([]);
    expect(Object.values(bot.counts.refusals)).toEqual([1]);
  });

  it('shows what is sent, marks gone only where they are asked for', async () => {
    await bot.say('An', 'chào');
    const chat_id = bot.idOf('An');
    expect(await send('x'.repeat(2_000))).toMatchObject({
      result: { message_id: expect.any(String), date: expect.any(Number) },
    });
    await send('**đậm** & <b>');
    await call('sendMessage', { chat_id, text: '**đậm** và {red}đỏ{/red}', parse_mode: 'markdown' });
    await call('sendMessage', { chat_id, text: '<b>đậm</b> &amp; &lt;b>', parse_mode: 'html' });
    expect(await call('sendChatAction', { chat_id, action: 'typing' })).toMatchObject({ ok: true });
    expect(
      bot
        .shown('An')
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['**đậm** & <b>', 'đậm và đỏ', 'đậm & <b>']);
    expect(bot.counts).toMatchObject({ shown: 4, refusals: {} });
  });

  it('fetches a picture twice', async () => {
    await bot.say('An', 'chào');
    const pictures = await receive(() => ({ status: 200, body: 'png' }));
    const photo = pictures.url.replace('/webhook/zalo-bot', '/bia.png');
    await call('sendPhoto', { chat_id: bot.idOf('An'), photo, caption: 'Ảnh' });
    expect(bot.shown('An')).toMatchObject([
      { text: 'Ảnh', attachments: [{ kind: 'image', name: 'bia.png', size: 3 }] },
    ]);
    expect(pictures.calls).toHaveLength(2);
  });

  it('never lets a bot write first, and says nothing of who left', async () => {
    expect(await send('chào')).toMatchObject({ ok: false, error_code: 404 });
    await bot.say('An', 'chào');
    await bot.leave('An');
    expect(await send('còn đó không?')).toMatchObject({ ok: true });
    expect(bot.shown('An')).toEqual([]);
  });

  it('fails on demand, and never says how long to wait', async () => {
    await bot.say('An', 'chào');
    for (const [fault, code] of [
      ['rate-limited', 429],
      ['unauthorized', 401],
      ['broken', 403],
    ] as const) {
      bot.faults.failNext(fault);
      const reply = await send('x');
      expect(reply).toEqual({ ok: false, error_code: code, description: expect.any(String) });
    }
    bot.faults.failNext('down');
    await expect(send('x')).rejects.toThrow();
    expect(bot.shown('An')).toEqual([]);
    bot.faults.failNext('lost-answer');
    await expect(send('x')).rejects.toThrow();
    expect(bot.shown('An')).toHaveLength(1);
    expect(() => bot.faults.failNext('window-closed')).toThrow();
  });

  it('cuts polls and keeps updates while it is down', async () => {
    const waiting = call('getUpdates', { timeout: 30 });
    await expect.poll(() => bot.counts.calls.getUpdates).toBe(1);
    bot.faults.setDown(true);
    await expect(waiting).rejects.toThrow();
    await bot.say('An', 'chào');
    await expect(call('getUpdates')).rejects.toThrow();
    bot.faults.setDown(false);
    expect(await call('getUpdates')).toMatchObject({ result: { message: { text: 'chào' } } });
  });

  it('counts both directions against 3,000 a month where limits are strict', async () => {
    bot.faults.setStrictLimits(true);
    for (let times = 0; times < 2_999; times += 1) await bot.say('An', 'chào');
    expect(await send('x')).toMatchObject({ ok: true });
    expect(await send('x')).toMatchObject({ ok: false, error_code: 429 });
  });

  it('delivers as often as told', async () => {
    bot.faults.setDelivery({ times: 2, shuffleSeed: 3 });
    for (const text of ['một', 'hai', 'ba']) await bot.say('An', text);
    const texts: string[] = [];
    for (let times = 0; times < 6; times += 1) {
      texts.push((await nextMessage()).text);
    }
    expect(texts.toSorted()).toEqual(['ba', 'ba', 'hai', 'hai', 'một', 'một']);
    expect(texts).not.toEqual(['một', 'một', 'hai', 'hai', 'ba', 'ba']);
  });

  it('lets people send what it knows, and says of the rest that it does not', async () => {
    await open({ photoKey: 'photo', nameKey: 'name' });
    await bot.sendFile('An', 'image', 'ảnh');
    await bot.sendFile('An', 'sticker');
    await bot.sendFile('An', 'audio');
    await bot.sendFile('An', 'file');
    await bot.sendUnsupported('An', { bare: true });
    const next = async () => (await call('getUpdates')).result;
    const image = await next();
    expect(image).toMatchObject({
      event_name: 'message.image.received',
      message: { caption: 'ảnh', from: { name: 'An' } },
    });
    expect(await next()).toMatchObject({
      event_name: 'message.sticker.received',
      message: { url: expect.any(String) },
    });
    expect(await next()).toMatchObject({ event_name: 'message.voice.received' });
    expect(await next()).toMatchObject({ event_name: 'message.unsupported.received', message: {} });
    expect(await next()).toEqual({ event_name: 'message.unsupported.received' });
    await fetch((image!.message as { photo: string }).photo);
    expect(bot.counts.downloads).toBe(1);
  });

  it('types the number of a choice', async () => {
    await bot.say('An', 'chào');
    await send('Chọn:\n1) Số hiệu\n2) Còn hiệu lực?');
    await call('getUpdates');
    await bot.press('An', 'Còn hiệu lực?');
    expect(await call('getUpdates')).toMatchObject({ result: { message: { text: '2' } } });
    await expect(bot.press('An', 'Gì đó')).rejects.toThrow();
  });
});

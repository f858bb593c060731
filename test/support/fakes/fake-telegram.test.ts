import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, openFakeTelegram } from './fake-telegram.js';

const AN = 'An';

/** docs/telegram.md#what-the-fake-refuses: what Telegram refuses, the fake refuses. */
describe('the fake Telegram', () => {
  let platform: FakeTelegram;
  beforeEach(async () => {
    platform = await openFakeTelegram();
    await platform.say(AN, 'chào', { joins: false });
  });
  afterEach(() => platform.close());

  const post = async (
    method: string,
    body: string | URLSearchParams | FormData,
    type?: string,
    token = platform.settings.TELEGRAM_BOT_TOKEN,
  ) => {
    const response = await fetch(`${platform.settings.TELEGRAM_API_ROOT}/bot${token}/${method}`, {
      method: 'POST',
      body,
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });
    return (await response.json()) as { ok: boolean; error_code?: number; description?: string; result?: unknown };
  };
  const call = (method: string, fields: object = {}) => post(method, JSON.stringify(fields), 'application/json');
  const send = (fields: object) => call('sendMessage', { chat_id: platform.chatOf(AN), ...fields });
  const button = (fields: object) =>
    send({ text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', ...fields }]] } });

  it('takes JSON, forms, files and any case of a method', async () => {
    const fields = {
      chat_id: platform.chatOf(AN),
      text: 'đây',
      reply_markup: '{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}',
    };
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, caption: 'kèm' })) form.set(name, value);
    form.set('document', new File([new Uint8Array([13, 10, 45, 45])], 'đơn.pdf'));
    expect(await post('SENDMESSAGE', new URLSearchParams(fields))).toMatchObject({ ok: true });
    expect(await post('sendDocument', form)).toMatchObject({ ok: true });
    expect(platform.shown(AN)).toMatchObject([
      { text: 'đây', buttons: ['x'], attachments: [] },
      { text: 'kèm', buttons: ['x'], attachments: [{ kind: 'file', name: 'đơn.pdf', size: 4 }] },
    ]);
  });

  it.each([
    ['nothing', { text: ' \n' }, 'message text is empty'],
    ['4,097 units', { text: 'ệ'.repeat(4_097) }, 'message is too long'],
    [
      'an unclosed tag',
      { text: '<b>x', parse_mode: 'HTML' },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'a crossed tag',
      { text: '<b><i>x</b></i>', parse_mode: 'HTML' },
      `can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
    ],
    [
      'an unknown tag',
      { text: 'ệ<x>', parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "x" at byte offset 3`,
    ],
    ['a lone <', { text: '1 < 2', parse_mode: 'HTML' }, `can't parse entities: Unclosed start tag at byte offset 2`],
    ['an answer to nothing', { text: 'x', reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
  ])('refuses %s', async (_, fields, words) => {
    expect(await send(fields)).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${words}` });
    expect(platform.counts).toMatchObject({ shown: 0, refusals: { [`Bad Request: ${words}`]: 1 } });
  });

  it('counts letters after reading the tags', async () => {
    expect(await send({ text: `<b>${'x'.repeat(4_095)}&lt;</b>`, parse_mode: 'HTML' })).toMatchObject({ ok: true });
    expect(platform.sentTo(AN)[0]?.entities).toEqual([{ type: 'bold', offset: 0, length: 4_096 }]);
  });

  it.each([
    [{ callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ callback_data: '' }, 'BUTTON_DATA_INVALID'],
    [{ url: 'tel:+84912345678' }, 'BUTTON_URL_INVALID'],
    [{}, 'text buttons are unallowed in the inline keyboard'],
  ])('refuses a button %j', async (fields, words) => {
    expect(await button(fields)).toMatchObject({ error_code: 400, description: `Bad Request: ${words}` });
  });

  it('knows who may be written to', async () => {
    const to = (chat_id: unknown) => call('sendMessage', { chat_id, text: 'x' });
    platform.write('Bình', { text: 'x' });
    platform.vanish('Bình');
    await platform.leave(AN);
    expect(await to('999')).toMatchObject({ error_code: 400, description: 'Bad Request: chat not found' });
    expect(await to(platform.chatOf(AN))).toMatchObject({ error_code: 403 });
    expect(await to(platform.chatOf('Bình'))).toMatchObject({ error_code: 403 });
    expect(platform.counts.refusals).toEqual({});
  });

  it('refuses a wrong token and a method that is not there', async () => {
    expect(await post('getMe', '{}', 'application/json', '1:x')).toMatchObject({ error_code: 401 });
    expect(await call('getYou')).toMatchObject({ error_code: 404 });
  });

  it('keeps updates until they are confirmed, and so many at a time', async () => {
    await platform.say(AN, 'hai');
    const ids = async (fields: object) => {
      const { result } = await call('getUpdates', fields);
      return (result as { update_id: number }[]).map(({ update_id }) => update_id - 500_000_000);
    };
    expect(await ids({ limit: 1 })).toEqual([1]);
    expect(await ids({})).toEqual([1, 2]);
    expect(await ids({ offset: 500_000_002 })).toEqual([2]);
    expect(await ids({ offset: 500_000_003 })).toEqual([]);
    expect(platform.counts.undelivered).toBe(0);
  });

  it('waits as long as it is asked to, and lets the newest poller win', async () => {
    const offset = 500_000_002;
    const first = call('getUpdates', { offset, timeout: 20 });
    await expect.poll(() => platform.counts.calls.getUpdates).toBe(1);
    const second = call('getUpdates', { offset, timeout: 20 });
    expect(await first).toMatchObject({ error_code: 409 });
    await platform.say(AN, 'hai');
    expect(await second).toMatchObject({ ok: true, result: [{ message: { text: 'hai' } }] });
  });

  it('is polled or calls, never both, and calls https only', async () => {
    expect(await call('setWebhook', { url: 'http://bot.example/x' })).toMatchObject({ error_code: 400 });
    expect(await call('setWebhook', { url: 'https://bot.example:8080/x' })).toMatchObject({ error_code: 400 });
    expect(await call('setWebhook', { url: 'https://bot.example/x', secret_token: 'có dấu' })).toMatchObject({
      error_code: 400,
    });
    expect(await call('setWebhook', { url: 'https://bot.example/x', secret_token: 'a' })).toMatchObject({ ok: true });
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 });
  });

  it('holds to 30 a second in all and one a second per chat only when told to be strict', async () => {
    const names = Array.from({ length: 31 }, (_, index) => `Người ${index}`);
    for (const name of names) await platform.say(name, 'x');
    const sendAll = () =>
      Promise.all(names.map((name) => call('sendMessage', { chat_id: platform.chatOf(name), text: 'x' })));
    expect((await sendAll()).filter(({ ok }) => !ok)).toEqual([]);
    platform.faults.setStrictLimits(true);
    expect((await sendAll()).filter(({ ok }) => !ok)).toMatchObject([
      { error_code: 429, parameters: { retry_after: 1 } },
    ]);
    expect(platform.counts.shown).toBe(61);
  });

  it('refuses commands that Telegram would refuse', async () => {
    const set = (command: string, description: string) =>
      call('setMyCommands', { commands: [{ command, description }] });
    expect(await set('Hoi', 'x')).toMatchObject({ error_code: 400 });
    expect(await set('hoi', 'x'.repeat(257))).toMatchObject({ error_code: 400 });
    expect(await set('hoi', 'Hỏi')).toMatchObject({ ok: true });
    expect(platform.commands()).toEqual([{ command: 'hoi', description: 'Hỏi' }]);
  });

  it('notices who calls on while asked to wait', async () => {
    platform.faults.failNext('rate-limited');
    expect(await send({ text: 'x' })).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    await expect.poll(async () => [await send({ text: 'x' }), platform.counts.callsDuringPause].at(-1)).not.toBe(0);
    expect(platform.counts.shown).toBe(0);
  });
});

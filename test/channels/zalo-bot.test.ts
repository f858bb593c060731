import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelTrouble, IncomingEvent } from '../../src/channels/channel.js';
import { openZaloBot } from '../../src/channels/zalo-bot/open-zalo-bot.js';
import { toIncomingEvent } from '../../src/channels/zalo-bot/zalo-bot-events.js';
import { readConfig, type ZaloBotConfig } from '../../src/config.js';
import { systemClock } from '../../src/time.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { type FakeZaloBotOptions, openFakeZaloBot } from '../support/fakes/fake-zalo-bot.js';

const PUBLIC_URL = 'https://so-tay.example.vn';
const HOOK = `${PUBLIC_URL}/webhook/zalo-bot`;
const HEADER = 'x-bot-api-secret-token';

async function open(options: FakeZaloBotOptions & { readonly firstPauseMs?: number } = {}) {
  const platform = await openFakeZaloBot({ longestPollMs: 200, ...options });
  const troubles: ChannelTrouble[] = [];
  const channel = openZaloBot({
    config: configOf(platform.settings),
    publicUrl: PUBLIC_URL,
    clock: systemClock,
    onTrouble: (trouble) => troubles.push(trouble),
    firstPauseMs: options.firstPauseMs ?? 20,
  });
  return { platform, channel, troubles };
}

function configOf(settings: Readonly<Record<string, string>>): ZaloBotConfig {
  return readConfig({ PUBLIC_URL, ...settings }).zaloBot ?? expect.unreachable('no settings');
}

describeChannel('zalo bot, polling', () => open());
describeChannel('zalo bot, webhook, flat', () => open({ webhook: true, body: 'flat', httpErrors: true }));
describeChannel('zalo bot, webhook, wrapped', () => open({ webhook: true, body: 'wrapped', photoKey: 'photo' }));

describe('zalo bot', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const openHere = async (options: Parameters<typeof open>[0] = {}) => {
    const opened = await open(options);
    ends.push(() => opened.platform.close());
    return opened;
  };

  /** What comes in, and a way to wait for it or for a trouble. */
  const listen = (channel: Channel, troubles: readonly ChannelTrouble[]) => {
    const stop = new AbortController();
    const events: IncomingEvent[] = [];
    const listening = channel.listen(async (come) => void events.push(...come), stop.signal);
    const end = () => {
      stop.abort();
      return listening;
    };
    ends.push(end);
    return {
      events,
      end,
      said: () => events.map((event) => (event.type === 'message' ? event.text : event.type)),
      kinds: () => troubles.map(({ kind }) => kind),
    };
  };

  const callAsOther = async (settings: Readonly<Record<string, string>>, method: string, body: object = {}) => {
    const response = await fetch(`${settings.ZALO_BOT_API_ROOT}/bot${settings.ZALO_BOT_TOKEN}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { readonly result?: unknown };
  };
  const OTHERS = { url: 'https://khac.example.vn/hook', secret_token: 'bi-mat-khac' };

  it('says that a webhook of someone else is in the way, leaves it, and goes on once it is gone', async () => {
    const { platform, channel, troubles } = await openHere();
    await callAsOther(platform.settings, 'setWebhook', OTHERS);
    const inbox = listen(channel, troubles);
    await expect.poll(inbox.kinds).toEqual(['conflict']);
    expect(platform.webhookUrl).toBe(OTHERS.url);
    await callAsOther(platform.settings, 'deleteWebhook');
    await platform.say('An', 'còn đó không');
    await expect.poll(inbox.said).toEqual(['còn đó không']);
    expect(inbox.kinds()).toEqual(['conflict', 'recovered']);
  });

  it('notices a webhook that is set while it polls', async () => {
    const { platform, channel, troubles } = await openHere();
    const inbox = listen(channel, troubles);
    await platform.say('An', 'một');
    await expect.poll(inbox.said).toEqual(['một']);
    await callAsOther(platform.settings, 'setWebhook', OTHERS);
    await expect.poll(inbox.kinds).toEqual(['conflict']);
    expect(JSON.stringify(troubles)).not.toContain('khac.example');
  });

  it('takes its own webhook away before it polls', async () => {
    const { platform, channel, troubles } = await openHere();
    await callAsOther(platform.settings, 'setWebhook', { ...OTHERS, url: HOOK });
    const inbox = listen(channel, troubles);
    await platform.say('An', 'một');
    await expect.poll(() => platform.webhookUrl).toBe('');
    await platform.say('An', 'hai');
    await expect.poll(inbox.said).toContain('hai');
  });

  it('sets its webhook, and says whose place it takes', async () => {
    const { platform, channel, troubles } = await openHere({ webhook: true });
    await callAsOther(platform.settings, 'setWebhook', OTHERS);
    const inbox = listen(channel, troubles);
    await expect.poll(() => platform.webhookUrl).toBe(HOOK);
    await expect.poll(() => inbox.kinds()[0]).toBe('conflict');
  });

  it('stops at once in the middle of a long poll', async () => {
    const { platform, channel, troubles } = await openHere({ longestPollMs: 30_000 });
    const inbox = listen(channel, troubles);
    await expect.poll(() => platform.counts.calls.getUpdates).toBe(1);
    await inbox.end();
    expect(platform.counts.calls.getUpdates).toBe(1);
    expect(troubles).toEqual([]);
  });

  it('goes on after the platform was away', async () => {
    const { platform, channel, troubles } = await openHere();
    const inbox = listen(channel, troubles);
    platform.faults.setDown(true);
    await expect.poll(inbox.kinds).toEqual(['unreachable']);
    platform.faults.setDown(false);
    await platform.say('An', 'một');
    await expect.poll(inbox.said).toEqual(['một']);
    expect(inbox.kinds()).toEqual(['unreachable', 'recovered']);
  });

  it('rests longer after each 429, with all its calls', async () => {
    const { platform, channel } = await openHere({ firstPauseMs: 5_000 });
    await platform.say('An', 'một');
    const chat = platform.idOf('An');
    platform.faults.failNext('rate-limited');
    const receipts = [
      await channel.send(chat, { text: 'a' }),
      ...(await Promise.all(['b', 'c'].map((text) => channel.send(chat, { text })))),
    ];
    await channel.showTyping(chat);
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({ status: 'failed', failure: { code: 'rate-limited' } });
      expect(receipt.status === 'failed' && receipt.failure.retryAfterMs).toBeGreaterThan(3_000);
    }
    expect(platform.counts.calls).toEqual({ sendMessage: 1 });
  });

  it('sits out a short pause and sends once', async () => {
    const { platform, channel } = await openHere();
    await platform.say('An', 'một');
    platform.faults.failNext('rate-limited');
    expect(await channel.send(platform.idOf('An'), { text: 'a' })).toMatchObject({ status: 'sent' });
    expect(platform.shown('An').map(({ text }) => text)).toEqual(['a']);
    platform.faults.failNext('rate-limited', 2);
    const receipt = await channel.send(platform.idOf('An'), { text: 'b' });
    expect(receipt.status === 'failed' && receipt.failure.retryAfterMs).toBeGreaterThan(20);
  });

  it('sends a picture by its address, with words beside it, and none by its bytes', async () => {
    const { platform, channel } = await openHere();
    await platform.say('An', 'một');
    const picture = { kind: 'image' as const, name: 'a.png', mediaType: 'image/png' };
    const url = { ...picture, content: { url: 'https://so-tay.example.vn/a.png' } };
    expect(await channel.send(platform.idOf('An'), { text: 'Xem', attachments: [url] })).toMatchObject({
      status: 'sent',
    });
    expect(platform.shown('An')).toMatchObject([{ text: 'Xem', attachments: [{ kind: 'image', name: 'a.png' }] }]);
    const bytes = { ...picture, content: { bytes: new Uint8Array(3) } };
    expect(await channel.send(platform.idOf('An'), { text: 'Xem', attachments: [bytes] })).toMatchObject({
      failure: { code: 'invalid-message' },
    });
    expect(platform.counts.refusals).toEqual({});
  });

  it('shows its token nowhere, whatever goes wrong', async () => {
    const { platform, channel, troubles } = await open();
    const token = platform.settings.ZALO_BOT_TOKEN!;
    await platform.close();
    const inbox = listen(channel, troubles);
    const receipt = await channel.send('a', { text: 'b' });
    expect(receipt).toMatchObject({ status: 'failed', failure: { code: 'unavailable' } });
    await expect.poll(inbox.kinds).toEqual(['unreachable']);
    const bad = openZaloBot({
      config: { token, apiRoot: 'http://127.0.0.1:1:1', webhookSecret: null },
      publicUrl: null,
      clock: systemClock,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    const all = JSON.stringify([receipt, troubles, await bad.send('a', { text: 'b' })]);
    expect(all).not.toContain(token.split(':')[1]);
  });

  it('says that its token is refused', async () => {
    const { platform, channel, troubles } = await openHere();
    const refused = openZaloBot({
      config: { ...configOf(platform.settings), token: '1:sai' },
      publicUrl: null,
      clock: systemClock,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    const inbox = listen(refused, troubles);
    await expect.poll(inbox.kinds).toEqual(['unauthorized']);
    expect(channel.webhook).toBeUndefined();
  });
});

describe('the webhook of a zalo bot', () => {
  const secret = 'bi-mat-cua-bot';
  const { webhook } = openZaloBot({
    config: { token: '1:a', apiRoot: 'http://127.0.0.1:1', webhookSecret: secret },
    publicUrl: PUBLIC_URL,
    clock: systemClock,
    onTrouble: () => undefined,
  });
  const post = async (
    body: string | Uint8Array,
    given: string | undefined = secret,
    receive = async () => undefined,
  ) => {
    const came: IncomingEvent[] = [];
    const reply = await webhook!.handle(
      {
        header: (name) => (name === HEADER ? given : undefined),
        body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
        receivedAt: new Date(0),
      },
      async (events) => {
        await receive();
        came.push(...events);
      },
    );
    return { ...reply, came };
  };
  const UPDATE = JSON.stringify({
    event_name: 'message.text.received',
    message: { message_id: 'm', chat: { id: 'c' }, text: 'một' },
  });

  it('takes only what bears its secret, and acknowledges only what is journalled', async () => {
    expect(await post(UPDATE)).toMatchObject({ status: 200, came: [{ id: 'c:m', text: 'một' }] });
    expect(await post(UPDATE, `${secret} `)).toEqual({ status: 401, refused: 'bad-signature', came: [] });
    expect(await post(UPDATE, '')).toEqual({ status: 401, refused: 'bad-signature', came: [] });
    expect(await post('{', secret)).toEqual({ status: 400, refused: 'not-json', came: [] });
    expect(await post('{"x":1}', secret)).toEqual({ status: 200, refused: 'unknown-event', came: [] });
    expect(await post(UPDATE, secret, () => Promise.reject(new Error('full')))).toEqual({ status: 503, came: [] });
    const bare = await webhook!.handle(
      { header: () => undefined, body: new Uint8Array(), receivedAt: new Date(0) },
      () => Promise.reject(new Error('not to be called')),
    );
    expect(bare).toEqual({ status: 401, refused: 'no-signature' });
  });

  it('answers the probe that the platform sends when the webhook is set, and refuses nothing', async () => {
    expect(await post('{}', secret)).toEqual({ status: 200, came: [] });
    expect(await post(' { }\n', secret)).toEqual({ status: 200, came: [] });
    expect(await post('{}', 'sai')).toEqual({ status: 401, refused: 'bad-signature', came: [] });
    const unsigned = { header: () => undefined, body: new TextEncoder().encode('{}'), receivedAt: new Date(0) };
    expect(await webhook!.handle(unsigned, () => Promise.reject(new Error('not to be called')))).toEqual({
      status: 200,
    });
  });

  it('answers any bytes with a status of the list', async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json(),
      fc
        .record(
          {
            ok: fc.constantFrom(true, false, 'true'),
            event_name: fc.oneof(fc.constantFrom('message.text.received', 'message.image.received'), fc.string()),
            result: fc.jsonValue(),
            message: fc.oneof(
              fc.jsonValue(),
              fc.record({
                message_id: fc.jsonValue(),
                chat: fc.jsonValue(),
                text: fc.jsonValue(),
                date: fc.jsonValue(),
              }),
            ),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(secret, 'sai', undefined), async (body, given) => {
        const { status, came } = await post(body, given);
        expect([200, 400, 401]).toContain(status);
        if (given === 'sai') expect([status, came]).toEqual([401, []]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an update of a zalo bot', () => {
  const at = new Date('2026-11-24T01:00:00Z');
  const from = (event_name: string, message: object, names?: readonly string[]) =>
    toIncomingEvent({ event_name, message: { message_id: 'm', chat: { id: 'c' }, ...message } }, at, names);

  it.each([
    ['message.image.received', { photo_url: 'https://a', caption: 'đây' }, 'đây', 'image'],
    ['message.sticker.received', { sticker: 's', url: 'https://a' }, '', 'sticker'],
    ['message.voice.received', { voice_url: 'https://a' }, '', 'audio'],
    ['message.unsupported.received', {}, '', 'other'],
    ['message.location.received', {}, '', 'other'],
  ])('%s is a message with a file', (name, message, text, kind) => {
    expect(from(name, message)).toMatchObject({ type: 'message', text, files: [{ kind }] });
    expect(JSON.stringify(from(name, message))).not.toContain('https');
  });

  it('has no event where nothing is asked', () => {
    expect(toIncomingEvent({ event_name: 'message.unsupported.received' }, at)).toBeUndefined();
    expect(from('message.reaction.received', {})).toBeUndefined();
    expect(from('message.text.received', { from: { is_bot: true }, text: 'một' })).toBeUndefined();
    expect(from('message.text.received', { chat: { id: 2 ** 60 }, text: 'một' })).toBeUndefined();
  });

  it('bears no name, and the time in milliseconds whatever unit it came in', () => {
    const person = { id: 'c', display_name: 'Nguyễn Văn An', name: 'An' };
    const event = from('message.text.received', { from: person, text: 'một', date: 1_750_316_131_602 });
    expect(event).toMatchObject({ sentAt: new Date(1_750_316_131_602), receivedAt: at, messageId: 'm' });
    expect(JSON.stringify(event)).not.toContain('An');
    expect(from('message.text.received', { date: 1_750_316_131 })?.sentAt).toEqual(new Date(1_750_316_131_000));
  });

  it('in a group loses the name by which the bot was called', () => {
    const chat = { id: 'zgr-1', chat_type: 'GROUP' };
    expect(from('message.text.received', { chat, text: '@Bot Sổ tay, quy định 37' }, ['Bot Sổ tay'])).toMatchObject({
      text: 'quy định 37',
      isGroup: true,
    });
    expect(from('message.text.received', { text: '@Bot Sổ tay a' }, ['Bot Sổ tay'])).toMatchObject({
      text: '@Bot Sổ tay a',
    });
  });
});

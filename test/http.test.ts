import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelName } from '../src/channels/channel.js';
import type { Logger } from '../src/observability/logger.js';
import type { FakePlatform } from './support/fakes/fake-platform.js';
import { openFakeTelegram } from './support/fakes/fake-telegram.js';
import { openFakeZaloBot } from './support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from './support/fakes/fake-zalo-oa.js';
import { type OpenedService, openService } from './support/open-service.js';

const SECRET = 'bi-mat-cua-webhook';
const BODIES = 10_000;

let platforms: FakePlatform[];
let service: OpenedService;
let strict: OpenedService;
const logged: { readonly details: object; readonly message: string }[] = [];
const logger: Logger = {
  info: () => {},
  warn: (details, message) => void logged.push({ details, message }),
  error: (details, message) => void logged.push({ details, message }),
};

beforeAll(async () => {
  const oa = await openFakeZaloOa();
  platforms = [await openFakeTelegram({ webhookSecret: SECRET }), await openFakeZaloBot({ webhook: true }), oa];
  service = await openService(platforms, { logger });
  strict = await openService([platforms[2]!], { logger, settings: { ZALO_OA_REFUSE_UNSIGNED: 'true' } });
  // The platforms' own first calls come before ours.
  await oa.settled();
});
afterAll(async () => {
  await strict.stop();
  await service.stop();
  for (const platform of platforms) await platform.close();
});

const settingsOf = () => service.config;
const json = { 'Content-Type': 'application/json' };
const headersOf = {
  telegram: () => ({ ...json, 'X-Telegram-Bot-Api-Secret-Token': SECRET }),
  'zalo-bot': () => ({ ...json, 'X-Bot-Api-Secret-Token': settingsOf().zaloBot?.webhookSecret ?? '' }),
} as const;
const post = (path: string, body: string, headers: Record<string, string> = json, to = service) =>
  to.request(path, { method: 'POST', body, headers });

function signOa(body: string, timestamp: string): Record<string, string> {
  const { appId = '', secretKey = '' } = settingsOf().zaloOa ?? {};
  const mac = createHash('sha256').update(`${appId}${body}${timestamp}${secretKey}`).digest('hex');
  return { ...json, 'X-ZEvent-Signature': `mac=${mac}` };
}

function oaText(text: string, at: number): string {
  return JSON.stringify({
    app_id: settingsOf().zaloOa?.appId,
    sender: { id: '8461234567890123456' },
    recipient: { id: '1' },
    event_name: 'user_send_text',
    message: { text, msg_id: `m-${at}-${text}` },
    timestamp: String(at),
  });
}

/** What was written down and logged by one call. */
async function watch(channel: ChannelName, call: () => Promise<Response>, of = service) {
  const before = logged.length;
  const response = await call();
  const { depth } = await of.status();
  const lines = logged
    .slice(before)
    .filter(({ details }) => 'channel' in details && details.channel === channel)
    .map(({ message }) => message);
  return { status: response.status, waiting: depth.length, lines };
}

const REFUSED = ['a webhook call was refused'];
const LARGE = JSON.stringify({ text: 'a'.repeat(1_100_000) });

describe.each(['telegram', 'zalo-bot'] as const)('the webhook of %s', (name) => {
  const path = `/webhook/${name}`;
  it('takes no call without its secret, or with another', async () => {
    const call = JSON.stringify({ update_id: 1, message: { text: 'chào' } });
    for (const value of [undefined, '', 'sai', `${SECRET}x`]) {
      const header = name === 'telegram' ? 'X-Telegram-Bot-Api-Secret-Token' : 'X-Bot-Api-Secret-Token';
      const headers = { ...json, ...(value === undefined ? {} : { [header]: value }) };
      expect(await watch(name, () => post(path, call, headers))).toEqual({ status: 401, waiting: 0, lines: REFUSED });
    }
  });

  it('takes no large body and no other type', async () => {
    const headers = headersOf[name]();
    expect(await watch(name, () => post(path, LARGE, headers))).toEqual({ status: 413, waiting: 0, lines: REFUSED });
    const plain = { ...headers, 'Content-Type': 'text/plain' };
    expect(await watch(name, () => post(path, '{}', plain))).toEqual({ status: 415, waiting: 0, lines: REFUSED });
    expect(await watch(name, () => post(path, 'không phải JSON', headers))).toEqual({
      status: 400,
      waiting: 0,
      lines: REFUSED,
    });
  });
});

describe('the probe of zalo-bot', () => {
  it('is answered, and nothing is warned of', async () => {
    for (const headers of [headersOf['zalo-bot'](), json]) {
      const probed = await watch('zalo-bot', () => post('/webhook/zalo-bot', '{}', headers));
      expect(probed).toEqual({ status: 200, waiting: 0, lines: [] });
    }
  });
});

describe('the webhook of zalo-oa', () => {
  const path = '/webhook/zalo-oa';
  const now = Date.now();
  const bad: readonly (readonly [string, () => Parameters<typeof post>, number])[] = [
    ['the unsigned probe', () => [path, '{}', json], 401],
    ['a body without signature', () => [path, oaText('chào', now), json], 401],
    ['a body signed by another', () => [path, oaText('chào', now), signOa(oaText('khác', now), String(now))], 401],
    ['a body changed by one space', () => [path, `${oaText('a', now)} `, signOa(oaText('a', now), String(now))], 401],
    [
      'a replay of three hours ago',
      () => [
        path,
        oaText('cũ', now - 3 * 3_600_000),
        signOa(oaText('cũ', now - 3 * 3_600_000), String(now - 3 * 3_600_000)),
      ],
      401,
    ],
    ['a large body', () => [path, LARGE, json], 413],
    ['another type', () => [path, '{}', { 'Content-Type': 'text/plain' }], 415],
  ];

  it.each(bad)('answers 200 to %s and does nothing; refuses it only where a setting says so', async (_, call, code) => {
    expect(await watch('zalo-oa', () => post(...call()))).toEqual({ status: 200, waiting: 0, lines: REFUSED });
    const [to, body, headers] = call();
    expect((await watch('zalo-oa', () => post(to, body, headers, strict), strict)).status).toBe(code);
  });

  it('takes what is signed, once', async () => {
    const body = oaText('quy định 22 còn hiệu lực không', now);
    const taken = await watch('zalo-oa', () => post(path, body, signOa(body, String(now))));
    expect(taken).toEqual({ status: 200, waiting: 1, lines: [] });
    const again = await watch('zalo-oa', () => post(path, body, signOa(body, String(now))));
    expect([again.status, again.lines]).toEqual([200, []]);
  });
});

describe('probing', () => {
  it.each([
    ['GET', '/webhook/telegram'],
    ['PUT', '/webhook/zalo-oa'],
    ['POST', '/webhook'],
    ['POST', '/webhook/khac'],
    ['POST', '/webhook/telegram/../../.env'],
    ['POST', '/webhook/zalo-oa%00'],
    ['GET', '/.env'],
    ['GET', '/.git/config'],
    ['GET', '/zalo'],
    ['GET', '/..%2f..%2fetc%2fpasswd'],
  ])('%s %s finds nothing', async (method, path) => {
    const response = await service.request(path, {
      method,
      ...(method === 'GET' ? {} : { body: '{}', headers: json }),
    });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toMatch(/root:|TOKEN|at .*\.ts/);
  });
});

describe('any body whatever', () => {
  const word = fc.oneof(
    fc.constantFrom('user_send_text', 'follow', 'unfollow', 'user_seen_message', 'message.text.received', '1', ''),
    fc.string(),
  );
  const deep = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.integer(),
      fc.double(),
      fc.constantFrom(null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('message', 'text', 'chat', 'id', 'from', 'event_name', 'sender', 'result', 'ok', 'data', 'x'),
        tie('value'),
        { maxKeys: 5 },
      ),
    ),
  })).value;
  const shaped = fc.record(
    {
      update_id: fc.oneof(fc.integer(), word),
      message: deep,
      callback_query: deep,
      my_chat_member: deep,
      event_name: word,
      sender: deep,
      follower: deep,
      result: deep,
      ok: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    shaped.map((value) => JSON.stringify(value)),
    deep.map((value) => JSON.stringify(value) ?? ''),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );

  it.each(['telegram', 'zalo-bot', 'zalo-oa'] as const)('makes %s neither fail nor stop', async (name) => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (text, isSigned) => {
        const stamped =
          name === 'zalo-oa' && isSigned && text.startsWith('{') && text.length > 2
            ? `${text.slice(0, -1)},"timestamp":"${Date.now()}"}`
            : text;
        const timestamp = /"timestamp":"(\d+)"\}$/.exec(stamped)?.[1] ?? '';
        const headers = name === 'zalo-oa' ? (isSigned ? signOa(stamped, timestamp) : json) : headersOf[name]();
        const { status } = await post(`/webhook/${name}`, stamped, headers);
        seen.add(status);
        return status < 500;
      }),
      { numRuns: BODIES },
    );
    expect([...seen].every((status) => [200, 400].includes(status))).toBe(true);
    expect((await service.request('/khoe')).status).toBe(200);
  });
});

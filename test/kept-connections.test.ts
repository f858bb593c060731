import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakePlatform } from './support/fakes/fake-platform.js';
import { openFakeTelegram } from './support/fakes/fake-telegram.js';
import { openFakeZaloBot } from './support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from './support/fakes/fake-zalo-oa.js';
import { type OpenedService, openService } from './support/open-service.js';

const SECRET = 'bi-mat-cua-webhook';
/** Below and above each limit of the service. */
const SIZES = [0, 2, 300, 70_000, 300_000, 1_048_576, 1_048_577, 3_000_000];
const PATHS = ['/webhook/telegram', '/webhook/zalo-bot', '/webhook/zalo-oa', '/api/ask', '/tro-chuyen', '/khong-co'];
const TYPES = ['application/json', 'text/plain', '', 'application/x-www-form-urlencoded'];

let platforms: FakePlatform[];
let service: OpenedService;
let sockets: Set<object>;
/** As a proxy or a platform calls: one connection, kept. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  platforms = [
    await openFakeTelegram({ webhookSecret: SECRET }),
    await openFakeZaloBot({ webhook: true }),
    await openFakeZaloOa(),
  ];
  service = await openService(platforms);
});
beforeEach(() => {
  sockets = new Set();
});
afterAll(async () => {
  agent.destroy();
  await service.stop();
  for (const platform of platforms) await platform.close();
});

function open(path: string, method: string, headers: Record<string, string>): ClientRequest {
  const call = request(`${service.address}${path}`, { method, agent, headers });
  call.once('socket', (socket) => sockets.add(socket));
  return call;
}

async function statusOf(call: ClientRequest): Promise<number> {
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer.statusCode ?? 0;
}

describe('a kept connection', () => {
  it('lasts whatever is sent over it, and each call gets an answer', async () => {
    const call = fc.record({
      path: fc.constantFrom(...PATHS),
      method: fc.constantFrom('POST', 'POST', 'PUT'),
      type: fc.constantFrom(...TYPES),
      body: fc.oneof(
        fc.constantFrom(...SIZES).map((size) => Buffer.alloc(size, '{"a":1} ')),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.json().map((text) => Buffer.from(text)),
      ),
      isChunked: fc.boolean(),
      isSigned: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(call, async ({ path, method, type, body, isChunked, isSigned }) => {
        const signed = {
          'X-Telegram-Bot-Api-Secret-Token': SECRET,
          'X-Bot-Api-Secret-Token': service.config.zaloBot?.webhookSecret ?? '',
        };
        const request = open(path, method, {
          ...(type && { 'Content-Type': type }),
          ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': String(body.length) }),
          ...(isSigned && signed),
        });
        for (let at = 0; at < body.length; at += 20_000) request.write(body.subarray(at, at + 20_000));
        request.end();
        const status = await statusOf(request);
        return status >= 200 && status < 500;
      }),
      { numRuns: 400 },
    );
    expect(sockets.size).toBe(1);
  }, 60_000);

  it.each(PATHS)('lasts where the rest of a refused body comes late: %s', async (path) => {
    const headers = { 'Content-Type': 'text/plain', 'Content-Length': '300000' };
    const late = open(path, 'POST', headers);
    late.write(Buffer.alloc(100_000));
    const status = statusOf(late);
    // Longer than the server underneath waits for what nobody reads.
    await wait(800);
    late.end(Buffer.alloc(200_000));
    expect([200, 404, 415]).toContain(await status);
    const next = open('/khoe', 'GET', {});
    next.end();
    expect([await statusOf(next), sockets.size]).toEqual([200, 1]);
  });
});

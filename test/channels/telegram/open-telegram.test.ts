import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncomingEvent, Receive } from '../../../src/channels/channel.js';
import { openAt, SECRET } from '../../support/open-telegram-pair.js';

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

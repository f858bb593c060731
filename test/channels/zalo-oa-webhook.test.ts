import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncomingEvent, WebhookReply } from '../../src/channels/channel.js';
import { createWebhook, type SignatureVariant, signWebhook } from '../../src/channels/zalo-oa/zalo-webhook.js';
import { signZaloEvent } from '../support/fakes/fake-zalo-webhooks.js';

const APP = '360846524940903967';
const OA = '388613280878808645';
const KEY = 'test_oa_secret';
const SENT_AT = '1540363714987';
/** docs/zalo.md#signature, second vector: the exact bytes. */
const VECTOR =
  '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"96d3cdf3af150460909"},"timestamp":"1540363714987"}';
const VECTOR_MAC = '3f38d06acbc493cf10f362ea9444b4071aa42521be29958a2d460ae2dd872779';
const AN = '6170000000000000001';

interface Setup {
  readonly signature?: 'auto' | 'app' | 'oa';
  readonly refuseUnsigned?: boolean;
  readonly secretKey?: string | null;
  readonly now?: number;
  readonly oaId?: string;
  readonly journal?: 'works' | 'fails';
}

function openHook(setup: Setup = {}) {
  const events: IncomingEvent[] = [];
  const variants: SignatureVariant[] = [];
  const hook = createWebhook({
    config: {
      appId: APP,
      appSecret: 'app_secret',
      secretKey: setup.secretKey === undefined ? KEY : setup.secretKey,
      signature: setup.signature ?? 'auto',
      refuseUnsigned: setup.refuseUnsigned ?? false,
    },
    clock: () => new Date(setup.now ?? Number(SENT_AT) + 1_000),
    findOaId: async () => setup.oaId,
    onVariant: (variant) => variants.push(variant),
  });
  const receivedAt = new Date(1_600_000_000_000);
  const handle = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<WebhookReply> =>
    hook.handle(
      { header: (name) => headers[name], body: typeof body === 'string' ? Buffer.from(body) : body, receivedAt },
      async (come) => {
        if (setup.journal === 'fails') throw new Error('disk full');
        events.push(...come);
      },
    );
  /** As Zalo would post it. */
  const post = (event: object, more: object = {}) => {
    const body = JSON.stringify({ app_id: APP, ...event, timestamp: SENT_AT, ...more });
    return handle(body, { 'x-zevent-signature': signZaloEvent(APP, body, SENT_AT, KEY) });
  };
  return { handle, post, events, variants, receivedAt };
}

describe('the signature of a webhook', () => {
  it('is the hash of the vectors', () => {
    expect(signWebhook('123', Buffer.from('{"a":1}'), '1700000000000', 'k')).toBe(
      '3408c69cac8ee6f3080705c880de5e0ab31ff5ef98faf5e628a8d0631874ecee',
    );
    expect(signWebhook(APP, Buffer.from(VECTOR), SENT_AT, KEY)).toBe(VECTOR_MAC);
  });

  it.each([`mac=${VECTOR_MAC}`, VECTOR_MAC])('is taken as %s', async (signature) => {
    const { handle, events, variants } = openHook();
    expect(await handle(VECTOR, { 'x-zevent-signature': signature })).toEqual({ status: 200 });
    expect([events.length, variants]).toEqual([1, ['app-body']]);
  });

  it.each([
    ['a body that was serialised again', VECTOR.replaceAll(':', ': '), `mac=${VECTOR_MAC}`],
    ['one letter more', VECTOR.replace('bạn', 'bạn '), `mac=${VECTOR_MAC}`],
    ['another key', VECTOR, signZaloEvent(APP, VECTOR, SENT_AT, 'other')],
    ['another app', VECTOR, signZaloEvent('1', VECTOR, SENT_AT, KEY)],
    ['a short one', VECTOR, 'mac=00'],
    ['no hex', VECTOR, `mac=${'z'.repeat(64)}`],
  ])('refuses %s', async (_, body, signature) => {
    const { handle, events } = openHook();
    expect(await handle(body, { 'x-zevent-signature': signature })).toEqual({ status: 200, refused: 'bad-signature' });
    const strict = openHook({ refuseUnsigned: true });
    expect((await strict.handle(body, { 'x-zevent-signature': signature })).status).toBe(401);
    expect([...events, ...strict.events]).toEqual([]);
  });

  it('does nothing for the probe and for anything else without a signature', async () => {
    const { handle, events } = openHook();
    for (const body of ['{}', VECTOR, '', '[]']) {
      expect(await handle(body)).toEqual({ status: 200, refused: 'no-signature' });
    }
    expect(await openHook({ refuseUnsigned: true }).handle(VECTOR)).toEqual({ status: 401, refused: 'no-signature' });
    expect(events).toEqual([]);
  });

  it('tries the known variants, and only those that the setting allows', async () => {
    const follow = JSON.stringify({ app_id: APP, event_name: 'follow', oa_id: OA, follower: { id: AN } });
    const stamped = follow.replace('}}', `},"timestamp":"${SENT_AT}"}`);
    const header = { 'x-zevent-timestamp': SENT_AT };
    const cases = [
      ['app-body', stamped, {}, APP],
      ['app-header', follow, header, APP],
      ['oa-body', stamped, {}, OA],
      ['oa-header', follow, header, OA],
    ] as const;
    for (const [variant, body, more, signer] of cases) {
      const headers = { ...more, 'x-zevent-signature': signZaloEvent(signer, body, SENT_AT, KEY) };
      const auto = openHook();
      expect(await auto.handle(body, headers)).toEqual({ status: 200 });
      expect(auto.variants).toEqual([variant]);
      const other = openHook({ signature: variant.startsWith('app') ? 'oa' : 'app' });
      expect(await other.handle(body, headers)).toEqual({ status: 200, refused: 'bad-signature' });
    }
  });

  it('knows the OA that consented where the body does not name it', async () => {
    const body = JSON.stringify({ app_id: APP, event_name: 'user_withdraw', user_id: AN, timestamp: SENT_AT });
    const headers = { 'x-zevent-signature': signZaloEvent(OA, body, SENT_AT, KEY) };
    expect(await openHook().handle(body, headers)).toEqual({ status: 200, refused: 'bad-signature' });
    expect(await openHook({ oaId: OA }).handle(body, headers)).toEqual({ status: 200 });
  });

  it("falls back to the app's secret where the OA has none", async () => {
    const headers = { 'x-zevent-signature': signZaloEvent(APP, VECTOR, SENT_AT, 'app_secret') };
    expect(await openHook().handle(VECTOR, headers)).toEqual({ status: 200, refused: 'bad-signature' });
    expect(await openHook({ secretKey: null }).handle(VECTOR, headers)).toEqual({ status: 200 });
  });

  it.each([
    ['before the last repeat', 110 * 60_000, undefined],
    ['within the grace', 150 * 60_000, undefined],
    ['after it', 150 * 60_000 + 1, 'stale'],
    ['that our clock takes for one of tomorrow', -24 * 3_600_000, undefined],
  ])('judges an event %s', async (_, ageMs, refused) => {
    const { handle, events } = openHook({ now: Number(SENT_AT) + ageMs });
    const reply = await handle(VECTOR, { 'x-zevent-signature': VECTOR_MAC });
    expect(reply).toEqual({ status: 200, ...(refused ? { refused } : {}) });
    expect(events).toHaveLength(refused ? 0 : 1);
  });

  it('is not acknowledged while the journal fails', async () => {
    const { handle } = openHook({ journal: 'fails' });
    expect(await handle(VECTOR, { 'x-zevent-signature': VECTOR_MAC })).toEqual({ status: 503 });
  });
});

describe('events of a webhook', () => {
  const sent = (name: string, message: object) => ({
    event_name: name,
    sender: { id: AN },
    recipient: { id: OA },
    message: { msg_id: 'm1', ...message },
  });

  it('are the words and the sender, with ids as they are', async () => {
    const { handle, events, receivedAt } = openHook();
    await handle(VECTOR, { 'x-zevent-signature': VECTOR_MAC });
    expect(events).toEqual([
      {
        type: 'message',
        id: 'user_send_text:96d3cdf3af150460909',
        from: { channel: 'zalo-oa', chat: '246845883529197922' },
        receivedAt,
        sentAt: new Date(Number(SENT_AT)),
        text: 'Chào bạn',
        files: [],
        messageId: '96d3cdf3af150460909',
      },
    ]);
  });

  it('keep every digit of an id that comes as a bare number', async () => {
    const { handle, events } = openHook();
    const body = VECTOR.replace('"246845883529197922"', '6170000000000000003');
    await handle(body, { 'x-zevent-signature': signZaloEvent(APP, body, SENT_AT, KEY) });
    expect(events[0]?.from.chat).toBe('6170000000000000003');
  });

  it.each([
    ['user_send_image', 'image', 'image'],
    ['user_send_gif', 'gif', 'image'],
    ['user_send_audio', 'audio', 'audio'],
    ['user_send_video', 'video', 'video'],
    ['user_send_sticker', 'sticker', 'sticker'],
    ['user_send_location', 'location', 'location'],
    ['user_send_business_card', 'link', 'contact'],
    ['user_send_file', 'file', 'file'],
    ['user_send_link', 'link', 'other'],
    ['user_send_hologram', 'hologram', 'other'],
  ])('of %s name a file, never its address', async (name, type, kind) => {
    const { post, events } = openHook();
    await post(sent(name, { attachments: [{ type, payload: { url: 'https://b.zdn.vn/1' } }] }));
    expect(events).toMatchObject([{ type: 'message', text: '', files: [{ kind }] }]);
    expect(JSON.stringify(events)).not.toContain('zdn.vn');
  });

  it('with a link among words are words', async () => {
    const { post, events } = openHook();
    await post(sent('user_send_link', { text: 'xem https://a.vn', attachments: [{ type: 'link', payload: {} }] }));
    expect(events).toMatchObject([{ text: 'xem https://a.vn', files: [] }]);
  });

  it.each([
    ['follow', { oa_id: OA, follower: { id: AN } }, 'joined'],
    ['unfollow', { oa_id: OA, follower: { id: AN } }, 'left'],
    ['user_click_chatnow', { oa_id: OA, user_id: AN }, 'joined'],
    ['user_withdraw', { oa_id: OA, user_id: AN }, 'left'],
  ])('of %s turn a person', async (event_name, fields, type) => {
    const { post, events } = openHook();
    await post({ event_name, ...fields });
    await post({ event_name, ...fields });
    expect(events).toMatchObject([{ type, from: { chat: AN } }, { type }]);
    expect(events[0]?.id).toBe(events[1]?.id);
    expect(events[0]?.id).toContain(event_name);
  });

  it('tell what arrived and what was seen, one each', async () => {
    const { post, events } = openHook();
    await post(sent('user_received_message', {}));
    await post(sent('user_seen_message', { msg_id: undefined, msg_ids: ['m1', 'm2', 'm2'] }));
    await post({
      event_name: 'user_received_message',
      sender: { id: OA },
      recipient: { id: '84912345678' },
      message: { msg_id: 'z1', tracking_id: 't1', delivery_time: SENT_AT },
    });
    expect(events.map((event) => [event.type, event.id, event.from.chat])).toEqual([
      ['delivered', 'user_received_message:m1', AN],
      ['seen', 'user_seen_message:m1', AN],
      ['seen', 'user_seen_message:m2', AN],
      ['delivered', 'user_received_message:z1', '84912345678'],
    ]);
  });

  it.each([
    'oa_send_text',
    'oa_reacted_message',
    'anonymous_send_text',
    'user_send_group_text',
    'create_group',
    'user_submit_info',
    'add_user_to_tag',
    'change_template_status',
  ])('named %s are taken and left', async (name) => {
    const { post, events } = openHook();
    expect(await post(sent(name, { text: 'a' }))).toEqual({ status: 200 });
    expect(events).toEqual([]);
  });

  it.each([
    ['a name that nobody knows', { event_name: 'user_click_button', sender: { id: AN } }],
    ['a name of JavaScript', { event_name: 'constructor', sender: { id: AN } }],
    ['no name', { sender: { id: AN } }],
    ['nobody who wrote', { event_name: 'user_send_text', message: { text: 'a', msg_id: 'm1' } }],
  ])('with %s are acknowledged and said', async (_, event) => {
    const { post, events } = openHook();
    expect(await post(event)).toEqual({ status: 200, refused: 'unknown-event' });
    expect(events).toEqual([]);
  });
});

describe('whatever bytes come', () => {
  const statuses = [200, 400, 401, 503];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((json) => new Uint8Array(Buffer.from(json))),
    fc.string().map((text) => new Uint8Array(Buffer.from(text))),
  );

  it('unsigned bytes get a listed status and no work', async () => {
    const property = fc.asyncProperty(bytes, fc.string(), fc.boolean(), async (body, signature, refuseUnsigned) => {
      const { handle, events } = openHook({ refuseUnsigned });
      const reply = await handle(body, { 'x-zevent-signature': signature });
      expect(statuses).toContain(reply.status);
      expect(reply.refused).toBeDefined();
      expect(events).toEqual([]);
    });
    await fc.assert(property, { numRuns: 10_000 });
  });

  it('signed events of any shape never throw, and name a chat where they become events', async () => {
    const names = ['user_send_text', 'user_send_image', 'follow', 'user_seen_message', 'user_received_message', 'x'];
    const part = fc.oneof(fc.jsonValue(), fc.record({ id: fc.oneof(fc.string(), fc.integer(), fc.jsonValue()) }));
    const event = fc.record({
      event_name: fc.constantFrom(...names),
      sender: part,
      recipient: part,
      follower: part,
      message: fc.oneof(
        fc.jsonValue(),
        fc.record({
          msg_id: fc.jsonValue(),
          msg_ids: fc.jsonValue(),
          text: fc.jsonValue(),
          attachments: fc.jsonValue(),
        }),
      ),
    });
    const property = fc.asyncProperty(event, async (each) => {
      const { post, events } = openHook();
      expect((await post(each as object)).status).toBe(200);
      for (const { from, id } of events) expect([from.chat, id]).not.toContain('');
    });
    await fc.assert(property, { numRuns: 2_000 });
  });

  it('a body nested beyond measure is no JSON', async () => {
    const { handle } = openHook();
    const deep = `${'['.repeat(400_000)}`;
    expect(await handle(deep, { 'x-zevent-signature': VECTOR_MAC })).toEqual({ status: 200, refused: 'not-json' });
  });
});

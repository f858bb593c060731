import { describe, expect, it } from 'vitest';
import { signZaloEvent, ZALO_RETRIES_MS } from './fake-zalo-webhooks.js';
import { get, MORNING, open, post, receive, send, setting, useFakeZaloOa, zalo } from './use-fake-zalo-oa.js';

useFakeZaloOa();

describe('the fake webhooks of Zalo', () => {
  it('signs as the vectors say', () => {
    expect(signZaloEvent('123', '{"a":1}', '1700000000000', 'k')).toBe(
      'mac=3408c69cac8ee6f3080705c880de5e0ab31ff5ef98faf5e628a8d0631874ecee',
    );
    const body =
      '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"96d3cdf3af150460909"},"timestamp":"1540363714987"}';
    expect(signZaloEvent('360846524940903967', body, '1540363714987', 'test_oa_secret')).toBe(
      'mac=3f38d06acbc493cf10f362ea9444b4071aa42521be29958a2d460ae2dd872779',
    );
  });

  it('probes unsigned, then signs the bytes that it sends, which no serialiser repeats', async () => {
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.say('An', 'chào / bạn');
    expect(await zalo.oa.isSubscribed()).toBe(true);
    await zalo.oa.settled();
    const [probe, ...others] = receiver.calls;
    expect([probe!.body.toString(), probe!.headers['x-zevent-signature']]).toEqual(['{}', undefined]);
    expect(receiver.events().map((event) => event.event_name)).toEqual(['follow', 'user_send_text']);
    for (const { body, headers } of others) {
      const raw = body.toString('utf8');
      const { app_id, timestamp } = JSON.parse(raw);
      const mac = headers['x-zevent-signature'];
      expect(mac).toBe(signZaloEvent(app_id, raw, timestamp, setting('ZALO_OA_SECRET_KEY')));
      const again = JSON.stringify(JSON.parse(raw));
      expect(mac).not.toBe(signZaloEvent(app_id, again, timestamp, setting('ZALO_OA_SECRET_KEY')));
    }
    expect(receiver.events()[1]).toMatchObject({
      sender: { id: zalo.oa.idOf('An') },
      recipient: { id: zalo.oa.oaId },
      message: { text: 'chào / bạn', msg_id: expect.any(String) },
      timestamp: String(MORNING.getTime()),
    });
  });

  it('takes no address whose probe is refused', async () => {
    const receiver = await receive(() => ({ status: 401, body: '' }));
    zalo.oa.setWebhookUrl(receiver.url);
    expect(await zalo.oa.isSubscribed()).toBe(false);
    await zalo.oa.say('An', 'chào');
    await zalo.oa.settled();
    expect(receiver.calls).toHaveLength(1);
  });

  it('repeats what is not answered with 200 after 30 s, 5, 15, 30 minutes and an hour, then gives up', async () => {
    const waits: number[] = [];
    await open({
      wait: async (ms) => {
        waits.push(ms);
      },
    });
    const receiver = await receive(({ body }) => ({ status: body.length > 2 ? 503 : 200, body: '' }));
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.isSubscribed();
    await zalo.oa.say('An', 'chào', { joins: false });
    await zalo.oa.settled();
    expect(waits).toEqual(ZALO_RETRIES_MS);
    expect(receiver.calls.slice(1).map(({ headers }) => headers.num_retry)).toEqual([
      undefined,
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(new Set(receiver.calls.slice(1).map(({ body }) => body.toString())).size).toBe(1);
    expect(await zalo.oa.isSubscribed()).toBe(false);
  });

  it('gives up on an answer that takes too long, and repeats', async () => {
    await open({ answerWithinMs: 50, wait: async () => undefined });
    const receiver = await receive(async ({ body, gone, headers }) => {
      if (body.length > 2 && headers.num_retry === undefined) {
        await new Promise((resolve) => gone.addEventListener('abort', resolve));
      }
      return { status: 200, body: '' };
    });
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.isSubscribed();
    await zalo.oa.say('An', 'chào', { joins: false });
    await zalo.oa.settled();
    expect(receiver.calls.map(({ headers }) => headers.num_retry)).toEqual([undefined, undefined, '1']);
  });

  it('repeats no refusal where only silence is a reason to', async () => {
    await open({ webhookRepeats: 'no-answer' });
    const receiver = await receive(({ body }) => ({ status: body.length > 2 ? 401 : 200, body: '' }));
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.isSubscribed();
    await zalo.oa.say('An', 'chào', { joins: false });
    await zalo.oa.settled();
    expect(receiver.calls).toHaveLength(2);
  });

  it('follows each message of the OA with an echo and marks', async () => {
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.say('An', 'chào');
    const { data } = await send({ text: 'Chào An' });
    await zalo.oa.settled();
    expect(receiver.events().slice(2)).toMatchObject([
      { event_name: 'oa_send_text', sender: { id: zalo.oa.oaId }, message: { msg_id: data.message_id } },
      { event_name: 'user_received_message', sender: { id: zalo.oa.idOf('An') }, message: { msg_id: data.message_id } },
      { event_name: 'user_seen_message', message: { msg_ids: [data.message_id] } },
    ]);
  });

  it('delivers as often as told, and in an order of its own', async () => {
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.isSubscribed();
    zalo.oa.faults.setDelivery({ times: 3, shuffleSeed: 7 });
    const words = ['một', 'hai', 'ba', 'bốn'];
    for (const text of words) await zalo.oa.say('An', text, { joins: false });
    await zalo.oa.settled();
    const said = receiver.events().map((event) => event.message.text);
    expect(said.toSorted()).toEqual(words.flatMap((text) => [text, text, text]).toSorted());
    expect(said).not.toEqual(words.flatMap((text) => [text, text, text]));
  });

  it('holds events while the platform is down', async () => {
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.isSubscribed();
    zalo.oa.faults.setDown(true);
    await zalo.oa.say('An', 'chào');
    await expect(get('/v2.0/oa/getoa')).rejects.toThrow();
    expect([zalo.oa.counts.undelivered, receiver.events().length]).toEqual([2, 0]);
    zalo.oa.faults.setDown(false);
    await zalo.oa.settled();
    expect([zalo.oa.counts.undelivered, receiver.events().length]).toEqual([0, 2]);
  });

  it('writes ids as bare numbers that a double cannot hold', async () => {
    await open({ bareIds: true });
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.say('An', `"id":"${'1'.repeat(19)}"`);
    await zalo.oa.say('Bình', 'chào');
    await zalo.oa.settled();
    const raw = receiver.calls.map(({ body }) => body.toString('utf8')).join('\n');
    for (const person of ['An', 'Bình']) expect(raw).toContain(`:${zalo.oa.idOf(person)}`);
    expect(Number(zalo.oa.idOf('An'))).toBe(Number(zalo.oa.idOf('Bình')));
    expect(receiver.events().map((event) => event.message?.text)).toContain(`"id":"${'1'.repeat(19)}"`);
  });

  it('lets people press, send files, leave, and be unknown', async () => {
    const receiver = await receive();
    zalo.oa.setWebhookUrl(receiver.url);
    await zalo.oa.say('An', 'chào');
    const button = { title: 'Còn hiệu lực?', type: 'oa.query.hide', payload: 'qđ 37' };
    await send({ text: 'Chọn:', attachment: { type: 'template', payload: { buttons: [button] } } });
    await zalo.oa.press('An', 'Còn hiệu lực?');
    await send({ text: '1) Có\n2) Không' });
    await zalo.oa.press('An', 'Không');
    await expect(zalo.oa.press('An', 'Gì đó')).rejects.toThrow();
    await zalo.oa.sendFile('An', 'image', 'ảnh');
    await zalo.oa.leave('An');
    zalo.oa.withdraw('An');
    zalo.oa.submitInfo('An', '84912345678');
    const { anonymousId, conversationId } = zalo.oa.sayAnonymously('có ai không');
    await zalo.oa.settled();
    const of = (name: string) => receiver.events().filter((event) => event.event_name === name);
    expect(of('user_send_text').map((event) => event.message.text)).toEqual(['chào', 'qđ 37', '2']);
    expect(of('user_send_image')[0].message).toMatchObject({ text: 'ảnh', attachments: [{ type: 'image' }] });
    expect([of('unfollow').length, of('user_withdraw').length, of('user_submit_info').length]).toEqual([1, 1, 1]);
    expect(of('anonymous_send_text')[0].message.conversation_id).toBe(conversationId);
    await fetch(of('user_send_image')[0].message.attachments[0].payload.url);
    expect(zalo.oa.counts.downloads).toBe(1);
    const recipient = { anonymous_id: anonymousId, conversation_id: conversationId };
    expect(await post('/v2.0/oa/message', { recipient, message: { text: 'Có ạ' } })).toMatchObject({ error: 0 });
    expect(zalo.oa.shown(anonymousId)).toHaveLength(1);
  });
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CS,
  DAY_MS,
  get,
  MORNING,
  open,
  post,
  type Reply,
  root,
  send,
  upload,
  useFakeZaloOa,
  zalo,
} from './use-fake-zalo-oa.js';

useFakeZaloOa();

describe('the fake OpenAPI of Zalo', () => {
  it.each([
    ['no token', { access_token: '' }, -216],
    ['a made-up token', { access_token: 'x' }, -216],
    ['a bearer', { authorization: 'Bearer x' }, -216],
    ['the secret of the app', { secret_key: 'fake-app-secret' }, -216],
    ['a wrong proof', { appsecret_proof: 'x' }, -242],
    ['another content type', { 'content-type': 'text/plain' }, -201],
  ])('refuses a call with %s', async (_, headers, error) => {
    await zalo.oa.say('An', 'chào');
    const body = { recipient: { user_id: zalo.oa.idOf('An') }, message: { text: 'x' } };
    expect(await post(CS, body, headers as unknown as Record<string, string>)).toMatchObject({ error });
    expect(zalo.oa.shown('An')).toEqual([]);
  });

  it('takes a proof that is right, and wants it where asked', async () => {
    await open({ needsProof: true });
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -242 });
    await zalo.oa.say('An', 'chào');
    const body = { recipient: { user_id: zalo.oa.idOf('An') }, message: { text: 'x' } };
    const appsecret_proof = createHmac('sha256', 'fake-app-secret').update(zalo.token).digest('hex');
    expect(await post(CS, body, { appsecret_proof })).toMatchObject({ error: 0 });
  });

  const image = { media_type: 'image', url: 'https://so-tay.example/a.png' };
  const media = (element: object, beside: object = {}) => ({
    ...beside,
    attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
  });
  const press = { title: 'Xem', type: 'oa.query.show', payload: 'xem' };
  const withButtons = (buttons: readonly object[]) => ({
    text: 'Chọn:',
    attachment: { type: 'template', payload: { buttons } },
  });
  const asTemplate = {
    attachment: { type: 'template', payload: { template_type: 'button', text: 'Chọn:', buttons: [press] } },
  };

  it.each([
    ['2,000 letters', { text: 'ệ'.repeat(2_000) }],
    ['2,000 letters, decomposed', { text: 'ệ'.normalize('NFD').repeat(2_000) }],
    ['an image by address, with words', media(image, { text: 'Ảnh' })],
    ['five buttons', withButtons(new Array(5).fill(press))],
    ['a link', withButtons([{ title: 'Mở', type: 'oa.open.url', payload: { url: 'https://so-tay.example' } }])],
    ['a phone', withButtons([{ title: 'Gọi', type: 'oa.open.phone', payload: { phone_code: '84912345678' } }])],
  ])('shows %s', async (_, message) => {
    await zalo.oa.say('An', 'chào');
    expect(await send(message)).toMatchObject({
      error: 0,
      data: { user_id: zalo.oa.idOf('An'), sent_time: String(zalo.now.getTime()), quota: { quota_type: 'reply' } },
    });
    expect(zalo.oa.shown('An')).toHaveLength(1);
    expect(zalo.oa.counts.refusals).toEqual({});
  });

  it.each([
    ['2,001 letters', { text: 'ệ'.repeat(2_001) }, -210],
    ['nothing', { text: '' }, -201],
    ['an unknown field', { text: 'x', parse_mode: 'HTML' }, -201],
    ['an address and an upload', media({ ...image, attachment_id: 'y' }), -201],
    ['an upload that nobody made', media({ media_type: 'image', attachment_id: 'y' }), -201],
    ['a gif without its size', media({ media_type: 'gif', url: 'https://so-tay.example/a.gif' }), -201],
    ['words beside a file', { text: 'x', attachment: { type: 'file', payload: { token: 'y' } } }, -201],
    ['six buttons', withButtons(new Array(6).fill(press)), -210],
    ['a title of 101', withButtons([{ ...press, title: 'x'.repeat(101) }]), -210],
    ['a payload of 1,001', withButtons([{ ...press, payload: 'x'.repeat(1_001) }]), -210],
    ['a button of Telegram', withButtons([{ text: 'Xem', callback_data: 'x' }]), -201],
    ['the other form of buttons', asTemplate, -233],
    ['a quote of nothing', { text: 'x', quote_message_id: 'y' }, -201],
    ['a list', { attachment: { type: 'template', payload: { template_type: 'list', elements: [] } } }, -233],
  ])('refuses %s', async (_, message, error) => {
    await zalo.oa.say('An', 'chào');
    expect(await send(message)).toMatchObject({ error });
    expect(zalo.oa.shown('An')).toEqual([]);
    expect(Object.keys(zalo.oa.counts.refusals)).toHaveLength(1);
  });

  it('takes the other form of buttons where told', async () => {
    await open({ buttonForm: 'template' });
    await zalo.oa.say('An', 'chào');
    expect(await send(asTemplate)).toMatchObject({ error: 0 });
    expect(zalo.oa.shown('An')[0]).toMatchObject({ text: 'Chọn:', buttons: ['Xem'] });
    expect(await send(withButtons([press]))).toMatchObject({ error: -233 });
  });

  it('refuses ids that are numbers, and bodies that are none', async () => {
    await zalo.oa.say('An', 'chào');
    const number = `{"recipient":{"user_id":${zalo.oa.idOf('An')}},"message":{"text":"x"}}`;
    expect(await post(CS, number)).toMatchObject({ error: -201 });
    expect(await post(CS, '{"recipient"')).toMatchObject({ error: -201 });
  });

  it('survives any body', async () => {
    await zalo.oa.say('An', 'chào');
    const recipient = { user_id: zalo.oa.idOf('An') };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (message) => {
        expect((await post(CS, { recipient, message })).error).toBeLessThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('closes the window by what the person last did', async () => {
    expect(await send({ text: 'x' })).toMatchObject({ error: -232 });
    await zalo.oa.say('An', 'chào');
    zalo.now = new Date(MORNING.getTime() + 2 * DAY_MS + 1);
    zalo.token = zalo.oa.grant().access_token;
    expect(await send({ text: 'x' })).toMatchObject({
      data: { quota: { quota_type: 'sub_quota', remain: '499', total: '500' } },
    });
    zalo.now = new Date(MORNING.getTime() + 7 * DAY_MS + 1);
    zalo.token = zalo.oa.grant().access_token;
    expect(await send({ text: 'x' })).toMatchObject({ error: -230 });
    zalo.oa.clickChatNow('An');
    expect(await send({ text: 'x' })).toMatchObject({ error: 0 });
    await zalo.oa.leave('An');
    expect(await send({ text: 'x' })).toMatchObject({ error: -213 });
    await zalo.oa.say('An', 'lại đây');
    expect(await send({ text: 'x' })).toMatchObject({ error: 0 });
  });

  it('empties the package between 48 hours and 7 days, and only then', async () => {
    await open({ packageQuota: 1 });
    await zalo.oa.say('An', 'chào');
    zalo.oa.setLastInteraction('An', new Date(MORNING.getTime() - 3 * DAY_MS));
    expect([(await send({ text: '1' })).error, (await send({ text: '2' })).error]).toEqual([0, -211]);
    await zalo.oa.say('An', 'chào');
    expect(await send({ text: '3' })).toMatchObject({ error: 0 });
  });

  it('keeps uploads seven days, each for its kind', async () => {
    await zalo.oa.say('An', 'chào');
    const png = new Uint8Array(1024 * 1024);
    png.set([0x89, 0x50, 0x4e, 0x47]);
    const { data } = await upload('image', 'bia.png', png);
    const attachment_id = data.attachment_id;
    expect(await send(media({ media_type: 'image', attachment_id }))).toMatchObject({ error: 0 });
    expect(zalo.oa.shown('An')[0]!.attachments).toEqual([{ kind: 'image', name: 'bia.png', size: png.length }]);
    expect(await send({ attachment: { type: 'file', payload: { token: attachment_id } } })).toMatchObject({
      error: -201,
    });
    zalo.now = new Date(MORNING.getTime() + 7 * DAY_MS + 1);
    zalo.oa.clickChatNow('An');
    zalo.token = zalo.oa.grant().access_token;
    expect(await send(media({ media_type: 'image', attachment_id }))).toMatchObject({ error: -100 });
  });

  it('refuses uploads that are too large or of another kind', async () => {
    const large = new Uint8Array(1024 * 1024 + 1);
    large.set([0xff, 0xd8, 0xff]);
    expect(await upload('image', 'a.jpg', large)).toMatchObject({ error: -210 });
    expect(await upload('image', 'a.png', new Uint8Array([1, 2, 3, 4]))).toMatchObject({ error: -201 });
    expect(await upload('file', 'a.xlsx', new Uint8Array([1]))).toMatchObject({ error: -201 });
    expect(await upload('file', 'a.pdf', new Uint8Array([1]))).toMatchObject({ data: { token: expect.any(String) } });
  });

  it('sends templates by user and by phone as they were approved', async () => {
    zalo.oa.clickChatNow('An');
    const user_id = zalo.oa.idOf('An');
    const body = { user_id, template_id: '100001', template_data: { ten: 'An', noi_dung: 'họp chi đoàn' } };
    expect(await post('/v3.0/oa/message/template', body)).toMatchObject({ error: 0 });
    expect(zalo.oa.shown('An')[0]).toMatchObject({ text: 'Chào An, họp chi đoàn' });
    const { user_id: _, ...byPhone } = { ...body, phone: '84912345678', tracking_id: 't1' };
    expect(await post('/message/template', byPhone)).toMatchObject({ error: 0 });
    expect(zalo.oa.shown('84912345678')).toHaveLength(1);
    const wrong = async (path: string, change: object) =>
      (await post(path, { ...(path === '/message/template' ? byPhone : body), ...change })).error;
    expect(await wrong('/message/template', { phone: '0912345678' })).toBe(-108);
    expect(await wrong('/message/template', { tracking_id: 'x'.repeat(49) })).toBe(-210);
    expect(await wrong('/v3.0/oa/message/template', { tracking_id: 't' })).toBe(-201);
    expect(await wrong('/v3.0/oa/message/template', { template_data: { ten: 'An' } })).toBe(-201);
    expect(await wrong('/v3.0/oa/message/template', { template_id: '100003', template_data: { ma: '1' } })).toBe(-249);
  });

  it('promotes by day only, once a day for each person', async () => {
    zalo.oa.clickChatNow('An');
    const body = {
      user_id: zalo.oa.idOf('An'),
      template_id: '100002',
      template_data: { ten: 'An', chuong_trinh: 'hội thao' },
    };
    const promote = async () => (await post('/v3.0/oa/message/template', body)).error;
    zalo.now = new Date('2026-11-24T15:00:00Z');
    expect(await promote()).toBe(-234);
    zalo.now = new Date('2026-11-24T22:59:00Z');
    expect(await promote()).toBe(-234);
    zalo.now = new Date('2026-11-24T23:00:00Z');
    expect([await promote(), await promote()]).toEqual([0, -218]);
  });

  it('broadcasts an article once it is processed, and nothing else', async () => {
    await zalo.oa.join('An');
    zalo.oa.clickChatNow('Bình');
    const { data } = await post('/v2.0/article/create', {
      title: 'Kết quả đại hội',
      author: 'Công đoàn',
      description: 'Tóm tắt',
      cover: { cover_type: 'photo', photo_url: 'https://so-tay.example/a.png', status: 'show' },
      body: [{ type: 'text', content: 'Nội dung' }],
    });
    const verify = () => post('/v2.0/article/verify', { token: data.token });
    expect([(await verify()).error, (await verify()).error]).toEqual([-214, -214]);
    const attachment_id = (await verify()).data.id;
    const broadcast = (message: object) => post('/v2.0/oa/message', { recipient: { target: {} }, message });
    expect(await broadcast({ text: 'xin chào' })).toMatchObject({ error: -201 });
    expect(await broadcast(media({ media_type: 'article', attachment_id }))).toMatchObject({ error: 0 });
    expect(await broadcast(media({ media_type: 'article', attachment_id }))).toMatchObject({ error: 0 });
    expect(zalo.oa.shown('An').map(({ text }) => text)).toEqual(['Kết quả đại hội']);
    expect(zalo.oa.shown('Bình')).toEqual([]);
    const old = { recipient: { user_id: zalo.oa.idOf('An') }, message: { text: 'x' } };
    expect(await post('/v2.0/oa/message', old)).toMatchObject({ error: -240 });
  });

  it('lists people in pages of fifty, and tags them by bare numbers', async () => {
    for (let number = 0; number < 60; number += 1) await zalo.oa.join(`Người ${number}`);
    const list = (data: object) => get('/v3.0/oa/user/getlist', data);
    expect(await list({ offset: 50, count: 50 })).toMatchObject({ data: { total: 60, count: 10, offset: 50 } });
    expect(await list({ offset: 0, count: 51 })).toMatchObject({ error: -210 });
    expect(await list({ offset: 9_952, count: 1 })).toMatchObject({ error: -210 });
    const user_id = zalo.oa.idOf('Người 7');
    expect(await post('/v2.0/oa/tag/tagfollower', { user_id, tag_name: 'tổ 1' })).toMatchObject({ error: -201 });
    expect(await post('/v2.0/oa/tag/tagfollower', `{"user_id":${user_id},"tag_name":"tổ 1"}`)).toMatchObject({
      error: 0,
    });
    expect(await get('/v3.0/oa/user/detail', { user_id })).toMatchObject({
      data: {
        user_id,
        user_is_follower: true,
        user_last_interaction_date: '24/11/2026',
        tags_and_notes_info: { tag_names: ['tổ 1'] },
      },
    });
    expect(await list({ offset: 0, count: 50, tag_name: 'tổ 1' })).toMatchObject({ data: { users: [{ user_id }] } });
    expect(await get('/v2.0/oa/tag/gettagsofoa')).toMatchObject({ data: ['tổ 1'] });
    expect(await post('/v3.0/oa/quota/message', { user_id })).toMatchObject({
      data: { last_interaction: String(MORNING.getTime()), promotion: { daily_remain: 1, monthly_remain: 4 } },
    });
  });

  it('reads GET only from `data`', async () => {
    zalo.oa.clickChatNow('An');
    const response = await fetch(`${root()}/v3.0/oa/user/detail?user_id=${zalo.oa.idOf('An')}`, {
      headers: { access_token: zalo.token },
    });
    expect(await response.json()).toMatchObject({ error: -201 });
  });

  it('counts calls by the minute, refuses what is too much, and who calls on meanwhile', async () => {
    await open({ callsPerMinute: 2 });
    const call = () => fetch(`${root()}/v2.0/oa/getoa`, { headers: { access_token: zalo.token } });
    const first = await call();
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remain')]).toEqual(['2', '1']);
    const errors = [await call(), await call(), await call()].map(async (each) => ((await each.json()) as Reply).error);
    expect(await Promise.all(errors)).toEqual([0, -32, -32]);
    expect(zalo.oa.counts.callsDuringPause).toBe(1);
    zalo.now = new Date(MORNING.getTime() + 60_000);
    expect(await (await call()).json()).toMatchObject({ error: 0 });
    zalo.oa.faults.setStrictLimits(false);
    for (let times = 0; times < 3; times += 1) expect(await (await call()).json()).toMatchObject({ error: 0 });
  });

  it('fails on demand', async () => {
    await zalo.oa.say('An', 'chào');
    for (const [fault, error] of [
      ['rate-limited', -32],
      ['unauthorized', -216],
      ['window-closed', -230],
      ['quota-spent', -211],
    ] as const) {
      zalo.oa.faults.failNext(fault);
      expect(await send({ text: 'x' })).toMatchObject({ error });
    }
    for (const code of [-220, -227, -244]) {
      zalo.oa.refuseNext(code);
      expect(await send({ text: 'x' })).toMatchObject({ error: code });
    }
    zalo.oa.faults.failNext('down');
    await expect(send({ text: 'x' })).rejects.toThrow();
    expect(zalo.oa.counts.shown).toBe(0);
    zalo.oa.faults.failNext('lost-answer');
    await expect(send({ text: 'x' })).rejects.toThrow();
    expect(zalo.oa.shown('An')).toHaveLength(1);
    zalo.oa.refusePerson('An', -217);
    expect(await send({ text: 'x' })).toMatchObject({ error: -217 });
    zalo.oa.refusePerson('An', undefined);
    zalo.oa.expireAccessTokens();
    expect(await send({ text: 'x' })).toMatchObject({ error: -220 });
    expect(zalo.oa.counts.refusals).toEqual({});
  });
});

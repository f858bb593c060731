import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Call, openServer } from './fake-parts.js';
import { type FakeZaloOa, type FakeZaloOaOptions, openFakeZaloOa } from './fake-zalo-oa.js';
import { signZaloEvent, ZALO_RETRIES_MS } from './fake-zalo-webhooks.js';

const CS = '/v3.0/oa/message/cs';
const MORNING = new Date('2026-11-24T03:00:00Z');
const DAY_MS = 24 * 3_600_000;

let now: Date;
let oa: FakeZaloOa;
let token: string;
const opened: { close(): Promise<void> }[] = [];

async function open(options: FakeZaloOaOptions = {}): Promise<void> {
  oa = await openFakeZaloOa({ clock: () => now, ...options });
  opened.push(oa);
  token = oa.grant().access_token;
}

beforeEach(async () => {
  now = MORNING;
  await open();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Reply {
  readonly error: number;
  readonly message: string;
  readonly data: Record<string, unknown>;
}

const setting = (name: string) => oa.settings[name]!;
const root = () => setting('ZALO_OA_API_ROOT');

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${path === '/message/template' ? setting('ZALO_OA_TEMPLATE_ROOT') : root()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: token, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Reply;
}

async function get(path: string, data?: object): Promise<Reply> {
  const query = data ? `?data=${encodeURIComponent(JSON.stringify(data))}` : '';
  const response = await fetch(`${root()}${path}${query}`, { headers: { access_token: token } });
  return (await response.json()) as Reply;
}

const send = (message: object, person = 'An') => post(CS, { recipient: { user_id: oa.idOf(person) }, message });

async function upload(kind: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Reply> {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  const response = await fetch(`${root()}/v2.0/oa/upload/${kind}`, {
    method: 'POST',
    headers: { access_token: token },
    body: form,
  });
  return (await response.json()) as Reply;
}

async function askToken(
  form: Record<string, string>,
  headers: Record<string, string> = { secret_key: setting('ZALO_OA_APP_SECRET') },
): Promise<Record<string, unknown>> {
  const response = await fetch(`${setting('ZALO_OA_OAUTH_ROOT')}/v4/oa/access_token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ app_id: setting('ZALO_OA_APP_ID'), ...form }),
  });
  return (await response.json()) as Record<string, unknown>;
}

const refresh = (refreshToken: unknown) =>
  askToken({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });

/** A receiver of webhooks that answers what it is told. */
async function receive(answer: (call: Call) => Answer | Promise<Answer> = () => ({ status: 200, body: '' })) {
  const calls: Call[] = [];
  const server = await openServer((call) => {
    calls.push(call);
    return answer(call);
  });
  opened.unshift(server);
  const events = () => calls.filter(({ body }) => body.length > 2).map(({ body }) => JSON.parse(body.toString('utf8')));
  return { url: `${server.root}/webhook/zalo-oa`, calls, events };
}

describe('the fake OAuth of Zalo', () => {
  const verifier = `${'aB3'.repeat(14)}z`;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const link = (parameters: Record<string, string> = {}) =>
    `${setting('ZALO_OA_OAUTH_ROOT')}/v4/oa/permission?${new URLSearchParams({
      app_id: setting('ZALO_OA_APP_ID'),
      redirect_uri: 'https://so-tay.example/zalo/xac-nhan',
      code_challenge: challenge,
      state: 's1',
      ...parameters,
    })}`;
  const exchange = (code: string | null, code_verifier = verifier) =>
    askToken({ grant_type: 'authorization_code', code: code ?? '', code_verifier });

  it('gives a code that buys a pair once, with the verifier behind the challenge', async () => {
    const back = new URL(oa.consent(link()));
    expect(back.origin + back.pathname).toBe('https://so-tay.example/zalo/xac-nhan');
    expect(back.searchParams.get('oa_id')).toBe(oa.oaId);
    expect(back.searchParams.get('state')).toBe('s1');
    const code = back.searchParams.get('code');
    expect(await exchange(code)).toMatchObject({ expires_in: '90000', access_token: expect.any(String) });
    expect(await exchange(code)).not.toHaveProperty('access_token');
  });

  it('refuses another verifier, and a code after ten minutes', async () => {
    const code = () => new URL(oa.consent(link())).searchParams.get('code');
    expect(await exchange(code(), 'x'.repeat(43))).toHaveProperty('error_reason');
    const late = code();
    now = new Date(now.getTime() + 10 * 60_000 + 1);
    expect(await exchange(late)).not.toHaveProperty('access_token');
  });

  it.each([
    { code_challenge_method: 'S256' },
    { scope: 'oa' },
    { response_type: 'code' },
    { app_id: '1' },
    { code_challenge: `${'a'.repeat(42)}=` },
    { redirect_uri: 'nowhere' },
  ])('shows no consent page for %j', (parameters) => {
    expect(() => oa.consent(link(parameters as unknown as Record<string, string>))).toThrow('refuses');
    expect(() => oa.consent(link().replace('/oa/permission', '/permission'))).toThrow('refuses');
  });

  it('takes only the link of the console where one is saved', async () => {
    const callbackUrl = 'https://so-tay.example/zalo/xac-nhan';
    await open({ console: { callbackUrl, codeChallenge: challenge } });
    expect(oa.consent(link())).toContain('code=');
    expect(() => oa.consent(link({ redirect_uri: `${callbackUrl}/` }))).toThrow('-14003');
  });

  it('rotates: the old refresh token and the old access token are dead at once', async () => {
    const first = oa.grant();
    token = first.access_token;
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: 0, data: { oaid: oa.oaId } });
    const second = await refresh(first.refresh_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
    token = String(second.access_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: 0 });
    expect(await refresh(first.refresh_token)).not.toHaveProperty('access_token');
    expect(await refresh(second.refresh_token)).toMatchObject({ expires_in: '90000' });
  });

  it('has spent the refresh token where the answer was lost after rotation, and not where it was before', async () => {
    const first = oa.grant();
    oa.failNextTokenCall('lost-before-rotation');
    await expect(refresh(first.refresh_token)).rejects.toThrow();
    const second = await refresh(first.refresh_token);
    oa.failNextTokenCall('lost-after-rotation');
    await expect(refresh(second.refresh_token)).rejects.toThrow();
    expect(await refresh(second.refresh_token)).not.toHaveProperty('access_token');
    token = String(second.access_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
  });

  it.each([
    ['no secret', {}, {}],
    ['a wrong secret', { secret_key: 'x' }, {}],
    ['JSON', { secret_key: 'fake-app-secret', 'content-type': 'application/json' }, {}],
    ['a field too many', { secret_key: 'fake-app-secret' }, { code_verifier: 'x' }],
    ['another app', { secret_key: 'fake-app-secret' }, { app_id: '5' }],
  ])('refuses a refresh with %s, and the token stays good', async (_, headers, fields) => {
    const { refresh_token } = oa.grant();
    const form = { grant_type: 'refresh_token', refresh_token, ...fields };
    expect(await askToken(form, headers as Record<string, string>)).toMatchObject({ error: expect.any(Number) });
    expect(Object.keys(oa.counts.refusals)).toHaveLength(1);
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('lets tokens grow old: access after 25 hours, refresh after three months', async () => {
    const { access_token, refresh_token } = oa.grant();
    token = access_token;
    now = new Date(MORNING.getTime() + 25 * 3_600_000);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
    now = new Date(MORNING.getTime() + 91 * DAY_MS);
    expect(await refresh(refresh_token)).not.toHaveProperty('access_token');
  });
});

describe('the fake OpenAPI of Zalo', () => {
  it.each([
    ['no token', { access_token: '' }, -216],
    ['a made-up token', { access_token: 'x' }, -216],
    ['a bearer', { authorization: 'Bearer x' }, -216],
    ['the secret of the app', { secret_key: 'fake-app-secret' }, -216],
    ['a wrong proof', { appsecret_proof: 'x' }, -242],
    ['another content type', { 'content-type': 'text/plain' }, -201],
  ])('refuses a call with %s', async (_, headers, error) => {
    await oa.say('An', 'chào');
    const body = { recipient: { user_id: oa.idOf('An') }, message: { text: 'x' } };
    expect(await post(CS, body, headers as unknown as Record<string, string>)).toMatchObject({ error });
    expect(oa.shown('An')).toEqual([]);
  });

  it('takes a proof that is right, and wants it where asked', async () => {
    await open({ needsProof: true });
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -242 });
    await oa.say('An', 'chào');
    const body = { recipient: { user_id: oa.idOf('An') }, message: { text: 'x' } };
    const appsecret_proof = createHmac('sha256', 'fake-app-secret').update(token).digest('hex');
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
    await oa.say('An', 'chào');
    expect(await send(message)).toMatchObject({
      error: 0,
      data: { user_id: oa.idOf('An'), sent_time: String(now.getTime()), quota: { quota_type: 'reply' } },
    });
    expect(oa.shown('An')).toHaveLength(1);
    expect(oa.counts.refusals).toEqual({});
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
    await oa.say('An', 'chào');
    expect(await send(message)).toMatchObject({ error });
    expect(oa.shown('An')).toEqual([]);
    expect(Object.keys(oa.counts.refusals)).toHaveLength(1);
  });

  it('takes the other form of buttons where told', async () => {
    await open({ buttonForm: 'template' });
    await oa.say('An', 'chào');
    expect(await send(asTemplate)).toMatchObject({ error: 0 });
    expect(oa.shown('An')[0]).toMatchObject({ text: 'Chọn:', buttons: ['Xem'] });
    expect(await send(withButtons([press]))).toMatchObject({ error: -233 });
  });

  it('refuses ids that are numbers, and bodies that are none', async () => {
    await oa.say('An', 'chào');
    const number = `{"recipient":{"user_id":${oa.idOf('An')}},"message":{"text":"x"}}`;
    expect(await post(CS, number)).toMatchObject({ error: -201 });
    expect(await post(CS, '{"recipient"')).toMatchObject({ error: -201 });
  });

  it('survives any body', async () => {
    await oa.say('An', 'chào');
    const recipient = { user_id: oa.idOf('An') };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (message) => {
        expect((await post(CS, { recipient, message })).error).toBeLessThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('closes the window by what the person last did', async () => {
    expect(await send({ text: 'x' })).toMatchObject({ error: -232 });
    await oa.say('An', 'chào');
    now = new Date(MORNING.getTime() + 2 * DAY_MS + 1);
    token = oa.grant().access_token;
    expect(await send({ text: 'x' })).toMatchObject({
      data: { quota: { quota_type: 'sub_quota', remain: '499', total: '500' } },
    });
    now = new Date(MORNING.getTime() + 7 * DAY_MS + 1);
    token = oa.grant().access_token;
    expect(await send({ text: 'x' })).toMatchObject({ error: -230 });
    oa.clickChatNow('An');
    expect(await send({ text: 'x' })).toMatchObject({ error: 0 });
    await oa.leave('An');
    expect(await send({ text: 'x' })).toMatchObject({ error: -213 });
    await oa.say('An', 'lại đây');
    expect(await send({ text: 'x' })).toMatchObject({ error: 0 });
  });

  it('empties the package between 48 hours and 7 days, and only then', async () => {
    await open({ packageQuota: 1 });
    await oa.say('An', 'chào');
    oa.setLastInteraction('An', new Date(MORNING.getTime() - 3 * DAY_MS));
    expect([(await send({ text: '1' })).error, (await send({ text: '2' })).error]).toEqual([0, -211]);
    await oa.say('An', 'chào');
    expect(await send({ text: '3' })).toMatchObject({ error: 0 });
  });

  it('keeps uploads seven days, each for its kind', async () => {
    await oa.say('An', 'chào');
    const png = new Uint8Array(1024 * 1024);
    png.set([0x89, 0x50, 0x4e, 0x47]);
    const { data } = await upload('image', 'bia.png', png);
    const attachment_id = data.attachment_id;
    expect(await send(media({ media_type: 'image', attachment_id }))).toMatchObject({ error: 0 });
    expect(oa.shown('An')[0]!.attachments).toEqual([{ kind: 'image', name: 'bia.png', size: png.length }]);
    expect(await send({ attachment: { type: 'file', payload: { token: attachment_id } } })).toMatchObject({
      error: -201,
    });
    now = new Date(MORNING.getTime() + 7 * DAY_MS + 1);
    oa.clickChatNow('An');
    token = oa.grant().access_token;
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
    oa.clickChatNow('An');
    const user_id = oa.idOf('An');
    const body = { user_id, template_id: '100001', template_data: { ten: 'An', noi_dung: 'họp chi đoàn' } };
    expect(await post('/v3.0/oa/message/template', body)).toMatchObject({ error: 0 });
    expect(oa.shown('An')[0]).toMatchObject({ text: 'Chào An, họp chi đoàn' });
    const { user_id: _, ...byPhone } = { ...body, phone: '84912345678', tracking_id: 't1' };
    expect(await post('/message/template', byPhone)).toMatchObject({ error: 0 });
    expect(oa.shown('84912345678')).toHaveLength(1);
    const wrong = async (path: string, change: object) =>
      (await post(path, { ...(path === '/message/template' ? byPhone : body), ...change })).error;
    expect(await wrong('/message/template', { phone: '0912345678' })).toBe(-108);
    expect(await wrong('/message/template', { tracking_id: 'x'.repeat(49) })).toBe(-210);
    expect(await wrong('/v3.0/oa/message/template', { tracking_id: 't' })).toBe(-201);
    expect(await wrong('/v3.0/oa/message/template', { template_data: { ten: 'An' } })).toBe(-201);
    expect(await wrong('/v3.0/oa/message/template', { template_id: '100003', template_data: { ma: '1' } })).toBe(-249);
  });

  it('promotes by day only, once a day for each person', async () => {
    oa.clickChatNow('An');
    const body = {
      user_id: oa.idOf('An'),
      template_id: '100002',
      template_data: { ten: 'An', chuong_trinh: 'hội thao' },
    };
    const promote = async () => (await post('/v3.0/oa/message/template', body)).error;
    now = new Date('2026-11-24T15:00:00Z');
    expect(await promote()).toBe(-234);
    now = new Date('2026-11-24T22:59:00Z');
    expect(await promote()).toBe(-234);
    now = new Date('2026-11-24T23:00:00Z');
    expect([await promote(), await promote()]).toEqual([0, -218]);
  });

  it('broadcasts an article once it is processed, and nothing else', async () => {
    await oa.join('An');
    oa.clickChatNow('Bình');
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
    expect(oa.shown('An').map(({ text }) => text)).toEqual(['Kết quả đại hội']);
    expect(oa.shown('Bình')).toEqual([]);
    const old = { recipient: { user_id: oa.idOf('An') }, message: { text: 'x' } };
    expect(await post('/v2.0/oa/message', old)).toMatchObject({ error: -240 });
  });

  it('lists people in pages of fifty, and tags them by bare numbers', async () => {
    for (let number = 0; number < 60; number += 1) await oa.join(`Người ${number}`);
    const list = (data: object) => get('/v3.0/oa/user/getlist', data);
    expect(await list({ offset: 50, count: 50 })).toMatchObject({ data: { total: 60, count: 10, offset: 50 } });
    expect(await list({ offset: 0, count: 51 })).toMatchObject({ error: -210 });
    expect(await list({ offset: 9_952, count: 1 })).toMatchObject({ error: -210 });
    const user_id = oa.idOf('Người 7');
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
    oa.clickChatNow('An');
    const response = await fetch(`${root()}/v3.0/oa/user/detail?user_id=${oa.idOf('An')}`, {
      headers: { access_token: token },
    });
    expect(await response.json()).toMatchObject({ error: -201 });
  });

  it('counts calls by the minute, refuses what is too much, and who calls on meanwhile', async () => {
    await open({ callsPerMinute: 2 });
    const call = () => fetch(`${root()}/v2.0/oa/getoa`, { headers: { access_token: token } });
    const first = await call();
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remain')]).toEqual(['2', '1']);
    const errors = [await call(), await call(), await call()].map(async (each) => ((await each.json()) as Reply).error);
    expect(await Promise.all(errors)).toEqual([0, -32, -32]);
    expect(oa.counts.callsDuringPause).toBe(1);
    now = new Date(MORNING.getTime() + 60_000);
    expect(await (await call()).json()).toMatchObject({ error: 0 });
    oa.faults.setStrictLimits(false);
    for (let times = 0; times < 3; times += 1) expect(await (await call()).json()).toMatchObject({ error: 0 });
  });

  it('fails on demand', async () => {
    await oa.say('An', 'chào');
    for (const [fault, error] of [
      ['rate-limited', -32],
      ['unauthorized', -216],
      ['window-closed', -230],
      ['quota-spent', -211],
    ] as const) {
      oa.faults.failNext(fault);
      expect(await send({ text: 'x' })).toMatchObject({ error });
    }
    for (const code of [-220, -227, -244]) {
      oa.refuseNext(code);
      expect(await send({ text: 'x' })).toMatchObject({ error: code });
    }
    oa.faults.failNext('down');
    await expect(send({ text: 'x' })).rejects.toThrow();
    expect(oa.counts.shown).toBe(0);
    oa.faults.failNext('lost-answer');
    await expect(send({ text: 'x' })).rejects.toThrow();
    expect(oa.shown('An')).toHaveLength(1);
    oa.refusePerson('An', -217);
    expect(await send({ text: 'x' })).toMatchObject({ error: -217 });
    oa.refusePerson('An', undefined);
    oa.expireAccessTokens();
    expect(await send({ text: 'x' })).toMatchObject({ error: -220 });
    expect(oa.counts.refusals).toEqual({});
  });
});

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
    oa.setWebhookUrl(receiver.url);
    await oa.say('An', 'chào / bạn');
    expect(await oa.isSubscribed()).toBe(true);
    await oa.settled();
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
      sender: { id: oa.idOf('An') },
      recipient: { id: oa.oaId },
      message: { text: 'chào / bạn', msg_id: expect.any(String) },
      timestamp: String(MORNING.getTime()),
    });
  });

  it('takes no address whose probe is refused', async () => {
    const receiver = await receive(() => ({ status: 401, body: '' }));
    oa.setWebhookUrl(receiver.url);
    expect(await oa.isSubscribed()).toBe(false);
    await oa.say('An', 'chào');
    await oa.settled();
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
    oa.setWebhookUrl(receiver.url);
    await oa.isSubscribed();
    await oa.say('An', 'chào', { joins: false });
    await oa.settled();
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
    expect(await oa.isSubscribed()).toBe(false);
  });

  it('gives up on an answer that takes too long, and repeats', async () => {
    await open({ answerWithinMs: 50, wait: async () => undefined });
    const receiver = await receive(async ({ body, gone, headers }) => {
      if (body.length > 2 && headers.num_retry === undefined) {
        await new Promise((resolve) => gone.addEventListener('abort', resolve));
      }
      return { status: 200, body: '' };
    });
    oa.setWebhookUrl(receiver.url);
    await oa.isSubscribed();
    await oa.say('An', 'chào', { joins: false });
    await oa.settled();
    expect(receiver.calls.map(({ headers }) => headers.num_retry)).toEqual([undefined, undefined, '1']);
  });

  it('repeats no refusal where only silence is a reason to', async () => {
    await open({ webhookRepeats: 'no-answer' });
    const receiver = await receive(({ body }) => ({ status: body.length > 2 ? 401 : 200, body: '' }));
    oa.setWebhookUrl(receiver.url);
    await oa.isSubscribed();
    await oa.say('An', 'chào', { joins: false });
    await oa.settled();
    expect(receiver.calls).toHaveLength(2);
  });

  it('follows each message of the OA with an echo and marks', async () => {
    const receiver = await receive();
    oa.setWebhookUrl(receiver.url);
    await oa.say('An', 'chào');
    const { data } = await send({ text: 'Chào An' });
    await oa.settled();
    expect(receiver.events().slice(2)).toMatchObject([
      { event_name: 'oa_send_text', sender: { id: oa.oaId }, message: { msg_id: data.message_id } },
      { event_name: 'user_received_message', sender: { id: oa.idOf('An') }, message: { msg_id: data.message_id } },
      { event_name: 'user_seen_message', message: { msg_ids: [data.message_id] } },
    ]);
  });

  it('delivers as often as told, and in an order of its own', async () => {
    const receiver = await receive();
    oa.setWebhookUrl(receiver.url);
    await oa.isSubscribed();
    oa.faults.setDelivery({ times: 3, shuffleSeed: 7 });
    const words = ['một', 'hai', 'ba', 'bốn'];
    for (const text of words) await oa.say('An', text, { joins: false });
    await oa.settled();
    const said = receiver.events().map((event) => event.message.text);
    expect(said.toSorted()).toEqual(words.flatMap((text) => [text, text, text]).toSorted());
    expect(said).not.toEqual(words.flatMap((text) => [text, text, text]));
  });

  it('holds events while the platform is down', async () => {
    const receiver = await receive();
    oa.setWebhookUrl(receiver.url);
    await oa.isSubscribed();
    oa.faults.setDown(true);
    await oa.say('An', 'chào');
    await expect(get('/v2.0/oa/getoa')).rejects.toThrow();
    expect([oa.counts.undelivered, receiver.events().length]).toEqual([2, 0]);
    oa.faults.setDown(false);
    await oa.settled();
    expect([oa.counts.undelivered, receiver.events().length]).toEqual([0, 2]);
  });

  it('writes ids as bare numbers that a double cannot hold', async () => {
    await open({ bareIds: true });
    const receiver = await receive();
    oa.setWebhookUrl(receiver.url);
    await oa.say('An', `"id":"${'1'.repeat(19)}"`);
    await oa.say('Bình', 'chào');
    await oa.settled();
    const raw = receiver.calls.map(({ body }) => body.toString('utf8')).join('\n');
    for (const person of ['An', 'Bình']) expect(raw).toContain(`:${oa.idOf(person)}`);
    expect(Number(oa.idOf('An'))).toBe(Number(oa.idOf('Bình')));
    expect(receiver.events().map((event) => event.message?.text)).toContain(`"id":"${'1'.repeat(19)}"`);
  });

  it('lets people press, send files, leave, and be unknown', async () => {
    const receiver = await receive();
    oa.setWebhookUrl(receiver.url);
    await oa.say('An', 'chào');
    const button = { title: 'Còn hiệu lực?', type: 'oa.query.hide', payload: 'qđ 37' };
    await send({ text: 'Chọn:', attachment: { type: 'template', payload: { buttons: [button] } } });
    await oa.press('An', 'Còn hiệu lực?');
    await send({ text: '1) Có\n2) Không' });
    await oa.press('An', 'Không');
    await expect(oa.press('An', 'Gì đó')).rejects.toThrow();
    await oa.sendFile('An', 'image', 'ảnh');
    await oa.leave('An');
    oa.withdraw('An');
    oa.submitInfo('An', '84912345678');
    const { anonymousId, conversationId } = oa.sayAnonymously('có ai không');
    await oa.settled();
    const of = (name: string) => receiver.events().filter((event) => event.event_name === name);
    expect(of('user_send_text').map((event) => event.message.text)).toEqual(['chào', 'qđ 37', '2']);
    expect(of('user_send_image')[0].message).toMatchObject({ text: 'ảnh', attachments: [{ type: 'image' }] });
    expect([of('unfollow').length, of('user_withdraw').length, of('user_submit_info').length]).toEqual([1, 1, 1]);
    expect(of('anonymous_send_text')[0].message.conversation_id).toBe(conversationId);
    await fetch(of('user_send_image')[0].message.attachments[0].payload.url);
    expect(oa.counts.downloads).toBe(1);
    const recipient = { anonymous_id: anonymousId, conversation_id: conversationId };
    expect(await post('/v2.0/oa/message', { recipient, message: { text: 'Có ạ' } })).toMatchObject({ error: 0 });
    expect(oa.shown(anonymousId)).toHaveLength(1);
  });
});

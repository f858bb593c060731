import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { IncomingEvent, OutgoingMessage } from '../../src/channels/channel.js';
import { SIGNATURE_STATE } from '../../src/channels/zalo-oa/open-zalo-oa.js';
import { toFailure } from '../../src/channels/zalo-oa/zalo-failures.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { openZaloOaPair, type ZaloOaPair, type ZaloOaPairOptions } from '../support/open-zalo-oa-pair.js';
import { serveWebhook } from '../support/serve-webhook.js';

describeChannel('zalo-oa', openZaloOaPair);
describeChannel('zalo-oa, buttons as a template, ids as bare numbers, signed with the id of the OA', () =>
  openZaloOaPair({
    buttonForm: 'template',
    bareIds: true,
    signature: 'oa',
    needsProof: true,
    settings: { ZALO_OA_BUTTONS: 'template' },
  }),
);

const NOON = new Date('2026-11-24T05:00:10Z');
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const PICTURE = { kind: 'image', name: 'the.png', mediaType: 'image/png', content: { bytes: PNG } } as const;
const REPORT = {
  kind: 'file',
  name: 'bao-cao.pdf',
  mediaType: 'application/pdf',
  content: { bytes: new Uint8Array([0x25, 0x50, 0x44, 0x46]) },
} as const;
const CS = '/v3.0/oa/message/cs';

const opened: ZaloOaPair[] = [];
afterEach(async () => {
  for (const { platform } of opened.splice(0)) await platform.close();
});

/** A pair with An, who has just written, and a clock that moves only when told to. */
async function openWithAn(options: ZaloOaPairOptions = {}) {
  let now = NOON.getTime();
  const pair = await openZaloOaPair({ clock: () => new Date(now), ...options });
  opened.push(pair);
  await pair.platform.say('An', 'chào');
  const an = pair.platform.idOf('An');
  return {
    ...pair,
    an,
    pass: (ms: number) => {
      now += ms;
    },
    send: (message: OutgoingMessage, chat = an) => pair.channel.send(chat, message),
    shown: () => pair.platform.shown('An'),
    callsOf: (path: string) => pair.platform.counts.calls[path] ?? 0,
  };
}

describe('sending through the Official Account', () => {
  it('composes words, and quotes what it answers', async () => {
    const { channel, send, shown, platform, state } = await openWithAn();
    const events: IncomingEvent[] = [];
    const hook = await serveWebhook(channel.webhook!, async (come) => void events.push(...come));
    platform.setWebhookUrl(hook.url);
    await platform.isSubscribed();
    await platform.say('An', 'điều 5?');
    await platform.settled();
    await hook.close();
    expect(state.values.get(SIGNATURE_STATE)).toBe('app-body');
    const asked = events.find((event) => event.type === 'message' && event.text === 'điều 5?');
    const replyTo = asked?.type === 'message' ? asked.messageId! : '';
    expect(await send({ text: 'Điều 5'.normalize('NFD'), replyTo })).toMatchObject({ status: 'sent' });
    expect(shown()).toMatchObject([{ text: 'Điều 5', quotes: replyTo }]);
    expect(platform.counts.refusals).toEqual({});
  });

  it('answers without a quote where Zalo knows the quoted message no more', async () => {
    const { send, shown } = await openWithAn();
    expect(await send({ text: 'Điều 5', replyTo: 'quên rồi' })).toMatchObject({ status: 'sent' });
    expect(shown()).toMatchObject([{ text: 'Điều 5' }]);
  });

  it('shows words to send, links and numbers to dial, in either form of buttons', async () => {
    for (const form of ['plain', 'template'] as const) {
      const { send, shown, platform } = await openWithAn({ buttonForm: form, settings: { ZALO_OA_BUTTONS: form } });
      const buttons = [
        { label: 'Còn hiệu lực?', send: 'qđ 37 còn không' },
        { label: 'Mở văn bản', url: 'https://so-tay.example/van-ban' },
        { label: 'Gọi cán bộ', phone: '84912345678' },
      ];
      expect(await send({ text: 'Chọn:', buttons, replyTo: 'm1' })).toMatchObject({ status: 'sent' });
      expect(shown()).toMatchObject([{ text: 'Chọn:', buttons: ['Còn hiệu lực?', 'Mở văn bản', 'Gọi cán bộ'] }]);
      expect(platform.counts.refusals).toEqual({});
    }
  });

  it('says that it has no buttons where the setting says so', async () => {
    const { channel } = await openWithAn({ settings: { ZALO_OA_BUTTONS: 'none' } });
    expect(channel.capabilities.buttons).toBeNull();
  });

  it('puts a picture above its words, and a file before them', async () => {
    const { send, shown, platform } = await openWithAn();
    await send({ text: 'Thẻ tóm tắt', attachments: [PICTURE] });
    await send({ text: '', attachments: [{ ...PICTURE, content: { url: 'https://so-tay.example/the.png' } }] });
    await send({ text: 'Báo cáo đây', attachments: [REPORT] });
    await send({ text: 'Chọn:', attachments: [PICTURE], buttons: [{ label: 'Tiếp', send: 'tiếp' }] });
    const [named] = [{ kind: 'image' }];
    expect(shown()).toMatchObject([
      { text: 'Thẻ tóm tắt', attachments: [named] },
      { text: '', attachments: [named] },
      { text: '', attachments: [{ kind: 'file', name: 'bao-cao.pdf' }] },
      { text: 'Báo cáo đây', attachments: [] },
      { text: '', attachments: [named] },
      { text: 'Chọn:', buttons: ['Tiếp'] },
    ]);
    expect(platform.counts.refusals).toEqual({});
  });

  it('uploads what it sends to many only once, and again where Zalo has forgotten it', async () => {
    const { send, shown, platform, callsOf, pass } = await openWithAn();
    await platform.say('Bình', 'chào');
    await send({ text: '', attachments: [PICTURE] });
    await send({ text: '', attachments: [PICTURE] }, platform.idOf('Bình'));
    expect(callsOf('/v2.0/oa/upload/image')).toBe(1);
    platform.refuseNext(-100);
    expect(await send({ text: '', attachments: [PICTURE] })).toMatchObject({ status: 'sent' });
    expect(callsOf('/v2.0/oa/upload/image')).toBe(2);
    pass(6.5 * 86_400_000);
    expect(await send({ text: '', attachments: [PICTURE] })).toMatchObject({ status: 'sent' });
    expect([callsOf('/v2.0/oa/upload/image'), shown().length]).toEqual([3, 3]);
  });

  it('ends where an upload is forgotten again and again', async () => {
    const { send, platform, callsOf } = await openWithAn();
    platform.refuseNext(-100, 5);
    expect(await send({ text: '', attachments: [PICTURE] })).toMatchObject({ failure: { code: 'invalid-message' } });
    expect(callsOf(CS)).toBe(2);
  });

  it('sends an address of a file as words, since it fetches nothing', async () => {
    const { send, shown } = await openWithAn();
    await send({ text: '', attachments: [{ ...REPORT, content: { url: 'https://so-tay.example/b.pdf' } }] });
    expect(shown()).toMatchObject([{ text: 'bao-cao.pdf: https://so-tay.example/b.pdf', attachments: [] }]);
  });

  it('makes no call of any kind while Zalo asks to wait, and goes on when the minute has turned', async () => {
    const { channel, send, platform, pass, callsOf, an } = await openWithAn();
    platform.faults.failNext('rate-limited');
    expect(await send({ text: 'một' })).toMatchObject({ failure: { code: 'rate-limited', retryAfterMs: 50_500 } });
    expect(await send({ text: 'hai' })).toMatchObject({ failure: { code: 'rate-limited', retryAfterMs: 50_500 } });
    expect(await channel.account!.getPerson(an)).toMatchObject({ failure: { code: 'rate-limited' } });
    expect([callsOf(CS), platform.counts.callsDuringPause]).toEqual([1, 0]);
    pass(50_500);
    expect(await send({ text: 'ba' })).toMatchObject({ status: 'sent' });
  });

  it('waits for nobody because a clock was set back', async () => {
    const { send, platform, pass } = await openWithAn();
    platform.faults.failNext('rate-limited');
    await send({ text: 'một' });
    pass(-3_600_000);
    expect(await send({ text: 'hai' })).toMatchObject({ status: 'sent' });
  });

  it('waits out a pause of less than a second itself', async () => {
    const { send, platform, pass, shown } = await openWithAn();
    pass(49_900);
    platform.faults.failNext('rate-limited');
    expect(await send({ text: 'một' })).toMatchObject({ status: 'sent' });
    expect(shown()).toHaveLength(1);
  });

  it('renews a token that ran out early, and sends once', async () => {
    const { send, shown, platform, callsOf, troubles } = await openWithAn();
    platform.expireAccessTokens();
    expect(await send({ text: 'một' })).toMatchObject({ status: 'sent' });
    expect([shown().length, callsOf('/v4/oa/access_token'), troubles]).toEqual([1, 1, []]);
  });

  it('spends no refresh token for each message where fresh tokens are refused too', async () => {
    const { send, platform, callsOf, troubles } = await openWithAn();
    platform.faults.failNext('unauthorized', 40);
    for (let each = 0; each < 10; each++) {
      expect(await send({ text: 'một' })).toMatchObject({ failure: { code: 'unauthorized' } });
    }
    expect(callsOf('/v4/oa/access_token')).toBe(1);
    expect(troubles).toEqual([{ channel: 'zalo-oa', kind: 'unauthorized', detail: '-216 access token invalid' }]);
  });

  it('says unavailable where nothing listens, and tells of an outage once', async () => {
    const { send, platform, troubles } = await openWithAn();
    platform.faults.failNext('down', 3);
    for (let each = 0; each < 3; each++) await send({ text: 'một' });
    await send({ text: 'hai' });
    expect(troubles.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['unreachable', 'no answer'],
      ['recovered', 'unreachable'],
    ]);
    await platform.close();
    expect(await send({ text: 'ba' })).toEqual({
      status: 'failed',
      failure: { code: 'unavailable', detail: 'not reached' },
    });
  });

  it('says timeout where an answer does not come in time', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) =>
      silent.once('listening', () => resolve(silent.address() as AddressInfo)),
    );
    const { send } = await openWithAn({
      timeoutMs: 100,
      settings: { ZALO_OA_API_ROOT: `http://127.0.0.1:${port}` },
    });
    expect(await send({ text: 'một' })).toMatchObject({ failure: { code: 'timeout' } });
    silent.closeAllConnections();
    silent.close();
  });

  it('lets no token, person or word into what it tells', async () => {
    const { send, platform, troubles, state, an, pass } = await openWithAn();
    const failures: unknown[] = [];
    const words = 'Lời riêng của An';
    const faults = ['down', 'lost-answer', 'broken', 'unauthorized', 'window-closed', 'quota-spent'] as const;
    for (const fault of faults) {
      platform.faults.failNext(fault, 2);
      failures.push(await send({ text: words }), await send({ text: words }, '999999999999'));
    }
    failures.push(await send({ text: words.repeat(200) }));
    pass(60_000);
    platform.failNextTokenCall('lost-after-rotation');
    platform.expireAccessTokens();
    failures.push(await send({ text: words }), await send({ text: words }));
    const told = JSON.stringify([failures, troubles]);
    const kept = [...state.values.values()].join();
    for (const secret of [words, an, '999999999999', ...(kept.match(/(access|refresh)-\d+-[\w-]+/g) ?? [])]) {
      expect(told).not.toContain(secret);
    }
    expect(kept).toContain('refresh-');
    expect(troubles.map(({ kind }) => kind)).toContain('needs-consent');
  });
});

describe('what only an official account can do', () => {
  it('sends templates to people and to phones, and hears that they arrived', async () => {
    const { channel, platform, shown, an } = await openWithAn();
    const template = { id: '100001', data: { ten: 'An', noi_dung: 'mời họp' } };
    expect(await channel.account!.sendTemplate({ chat: an }, template)).toMatchObject({ status: 'sent' });
    expect(shown()).toMatchObject([{ text: 'Chào An, mời họp' }]);
    const receipt = await channel.account!.sendTemplate({ phone: '84912345678', trackingId: 't1' }, template);
    expect(receipt).toEqual({ status: 'sent', messageId: expect.stringMatching(/./) });
    expect(platform.shown('84912345678')).toHaveLength(1);
    const notByUser = { id: '100003', data: { ma: '1' } };
    expect(await channel.account!.sendTemplate({ chat: an }, notByUser)).toMatchObject({
      failure: { code: 'invalid-message', detail: '-249 the template cannot be sent by user id' },
    });
  });

  it('makes an article, waits until it is ready, and sends it to all who follow', async () => {
    const { channel, platform } = await openWithAn({ articlePolls: 1 });
    await platform.join('Bình');
    const made = await channel.account!.createArticle({
      title: 'Đại hội công đoàn',
      description: 'Những điều cần biết',
      author: 'Ban biên tập',
      body: ['Đoạn một.', 'Đoạn hai.'],
      coverUrl: 'https://so-tay.example/bia.png',
    });
    if (made.status !== 'done') return expect.unreachable('no article');
    expect(await channel.account!.broadcastArticle(made.articleId)).toMatchObject({ status: 'sent' });
    expect(platform.shown('Bình')).toMatchObject([{ text: 'Đại hội công đoàn' }]);
    expect(platform.counts.refusals).toEqual({});
  });

  it('asks to wait for the morning where an article is to go out at night', async () => {
    const { channel, pass } = await openWithAn({ articlePolls: 0 });
    pass(11 * 3_600_000);
    const made = await channel.account!.createArticle({
      title: 'a',
      description: 'b',
      author: 'c',
      body: ['d'],
      coverUrl: 'https://so-tay.example/bia.png',
    });
    if (made.status !== 'done') return expect.unreachable('no article');
    expect(await channel.account!.broadcastArticle(made.articleId)).toMatchObject({
      failure: { code: 'quota-spent', retryAfterMs: 7 * 3_600_000 - 10_000 },
    });
  });

  it.each([false, true])('reads people, pages, quotas and tags exactly (bare ids: %s)', async (bareIds) => {
    const { channel, platform, an } = await openWithAn({ bareIds });
    const account = channel.account!;
    await platform.join('Bình');
    expect(await account.tagPerson(an, 'Tổ “1”')).toEqual({ status: 'done' });
    expect(await account.getPerson(an)).toEqual({
      status: 'done',
      isFollower: true,
      lastInteractionOn: '2026-11-24',
      tags: ['Tổ “1”'],
    });
    expect(await account.getPerson(platform.idOf('Bình'))).toMatchObject({ tags: [] });
    expect(await account.untagPerson(an, 'Tổ “1”')).toEqual({ status: 'done' });
    expect(await account.listPeople(0)).toEqual({ status: 'done', chats: [an, platform.idOf('Bình')], total: 2 });
    expect(await account.listPeople(50)).toMatchObject({ chats: [] });
    expect(await account.listPeople(10_000)).toMatchObject({ failure: { code: 'invalid-message' } });
    expect(await account.getQuota(an)).toEqual({
      status: 'done',
      lastInteractionAt: NOON,
      promotion: { leftToday: 1, leftThisMonth: 4 },
    });
    expect(await account.getPerson('999999999999')).toMatchObject({ failure: { code: 'recipient-blocked' } });
    expect(platform.counts.refusals).toEqual({});
  });
});

describe('codes of Zalo', () => {
  it.each([
    ['rate-limited', 'pause', [-32]],
    ['unauthorized', 'refresh', [-216, -220, -124]],
    ['invalid-message', 'upload', [-100]],
    ['unavailable', 'none', [-200, -214]],
    ['unauthorized', 'staff', [-204, -205, -209, -212, -219, -221, -223, -224, -235, -238, -241, -242, -320]],
    ['unauthorized', 'staff', [-14002, -14003]],
    ['recipient-blocked', 'none', [-213, -217, -227, -244, -403, -114, -118, -119, -139, -140, -141]],
    ['window-closed', 'none', [-230, -232]],
    ['quota-spent', 'none', [-211, -218, -144, -147, -1441, -1471, -1472, -234, -133]],
    ['quota-spent', 'staff', [-321, -115, -126, -137]],
    ['invalid-message', 'none', [-201, -210, -233, -240, -1340, -1341, -108]],
    ['invalid-message', 'staff', [-248, -249, -131, -146]],
    ['recipient-blocked', 'staff', [-237]],
    ['unknown', 'none', [-1, -999, 404]],
  ] as const)('mean %s, and %s', (code, remedy, codes) => {
    for (const each of codes) {
      const found = toFailure(each, 'whatever Zalo says', NOON);
      expect([each, found.failure.code, found.remedy]).toEqual([each, code, remedy]);
      expect(found.failure.detail).toMatch(new RegExp(`^${each} `));
      expect(found.failure.detail).not.toContain('whatever');
    }
  });

  it('reads the words where one code means two things', () => {
    expect(toFailure(-223, 'Your OA has reach the limit quota create article', NOON).failure.code).toBe('quota-spent');
    expect(toFailure(-201, 'user_id is invalid!', NOON).failure.code).toBe('recipient-blocked');
    expect(toFailure(-201, '<message.text> is invalid!', NOON).failure.detail).toBe('-201 message.text is invalid');
    expect(toFailure(-201, 'Nguyễn Văn A is invalid!', NOON).failure.detail).toBe('-201 a field is invalid');
  });

  it('says how long to wait', () => {
    expect(toFailure(-32, '', NOON).failure.retryAfterMs).toBe(50_500);
    expect(toFailure(-234, '', new Date('2026-11-24T15:00:00Z')).failure.retryAfterMs).toBe(8 * 3_600_000);
    expect(toFailure(-133, '', new Date('2026-11-24T22:30:00Z')).failure.retryAfterMs).toBe(1_800_000);
    expect(toFailure(-230, '', NOON).failure).not.toHaveProperty('retryAfterMs');
  });
});

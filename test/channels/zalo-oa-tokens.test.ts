import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelTrouble } from '../../src/channels/channel.js';
import { openZaloOa } from '../../src/channels/zalo-oa/open-zalo-oa.js';
import { openConsent } from '../../src/channels/zalo-oa/zalo-consent.js';
import { askForPair, readGrant } from '../../src/channels/zalo-oa/zalo-tokens.js';
import { openStore } from '../../src/storage/open-store.js';
import type { ChannelState } from '../../src/storage/store.js';
import { grantTo, openZaloOaPair, type ZaloOaPair, type ZaloOaPairOptions } from '../support/open-zalo-oa-pair.js';

const NOON = new Date('2026-11-24T05:00:10Z');
const HOUR_MS = 3_600_000;
const TOKEN_CALL = '/v4/oa/access_token';
const HELLO = { text: 'Chào anh/chị.' };

const opened: ZaloOaPair[] = [];
afterEach(async () => {
  for (const { platform } of opened.splice(0)) await platform.close();
});

async function open(options: ZaloOaPairOptions = {}) {
  let now = NOON.getTime();
  const clock = () => new Date(now);
  const pair = await openZaloOaPair({ clock, ...options });
  opened.push(pair);
  await pair.platform.say('An', 'chào');
  const an = pair.platform.idOf('An');
  return {
    ...pair,
    clock,
    an,
    pass: (ms: number) => {
      now += ms;
    },
    send: () => pair.channel.send(an, HELLO),
    renewals: () => pair.platform.counts.calls[TOKEN_CALL] ?? 0,
    kinds: () => pair.troubles.map(({ kind }) => kind),
  };
}

/** Runs `listen` until what it has begun at once is done. */
async function listenOnce({ channel }: Pick<ZaloOaPair, 'channel'>): Promise<void> {
  const stop = new AbortController();
  const done = channel.listen(async () => {}, stop.signal);
  stop.abort();
  await done;
}

describe('the grant of the OA', () => {
  it('is missing until an admin consents: said once, and nobody is reached', async () => {
    const pair = await open({ isGranted: false });
    await listenOnce(pair);
    expect(await pair.send()).toEqual({ status: 'failed', failure: { code: 'unauthorized', detail: 'needs consent' } });
    await pair.send();
    expect(pair.kinds()).toEqual(['needs-consent']);
    expect(pair.platform.counts.calls).toEqual({});
    expect(await readGrant(pair.state)).toEqual({ status: 'none' });
    await grantTo(pair.state, pair.platform, pair.clock);
    expect(await pair.send()).toMatchObject({ status: 'sent' });
    expect(pair.kinds()).toEqual(['needs-consent', 'recovered']);
  });

  it('says since when it is held and until when', async () => {
    const { state } = await open();
    expect(await readGrant(state)).toEqual({
      status: 'granted',
      since: NOON,
      accessExpiresAt: new Date(NOON.getTime() + 25 * HOUR_MS),
      refreshExpiresAt: new Date(NOON.getTime() + 90 * 24 * HOUR_MS),
    });
  });

  it('is renewed at four fifths of its life, by a call or by the timer, and not before', async () => {
    for (const act of ['send', 'listen'] as const) {
      const pair = await open();
      const go = () => (act === 'send' ? pair.send() : listenOnce(pair));
      pair.pass(20 * HOUR_MS - 1);
      await go();
      expect(pair.renewals()).toBe(0);
      pair.pass(1);
      await go();
      expect(pair.renewals()).toBe(1);
      expect(await readGrant(pair.state)).toMatchObject({ since: new Date(NOON.getTime() + 20 * HOUR_MS) });
      expect(await pair.send()).toMatchObject({ status: 'sent' });
      expect(pair.renewals()).toBe(1);
    }
  });

  it('is renewed once by two processes that both need it at the same time', async () => {
    for (const why of ['expired', 'due', 'refused'] as const) {
      const { platform, pass, an, channel, openAnother, renewals, troubles } = await open();
      const other = openAnother();
      if (why === 'refused') platform.expireAccessTokens();
      else pass((why === 'due' ? 21 : 26) * HOUR_MS);
      const sends = Array.from({ length: 20 }, (_, each) => (each % 2 ? channel : other).send(an, HELLO));
      const receipts = await Promise.all(sends);
      expect(receipts.filter(({ status }) => status === 'failed')).toEqual([]);
      expect([renewals(), troubles, platform.shown('An').length]).toEqual([1, [], 20]);
    }
  });

  it('is renewed once over a database that two processes have open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zalo-oa-'));
    const stores = [await openStore(join(folder, 'a.sqlite')), await openStore(join(folder, 'a.sqlite'))];
    const { platform, config, clock, pass, an, renewals } = await open({ isGranted: false });
    await grantTo(stores[0]!, platform, clock);
    const channels = stores.map((state) =>
      openZaloOa({ config, publicUrl: null, state, clock, onTrouble: () => expect.unreachable('no trouble') }),
    );
    pass(26 * HOUR_MS);
    const receipts = await Promise.all(channels.flatMap((each) => [each.send(an, HELLO), each.send(an, HELLO)]));
    expect([receipts.filter(({ status }) => status === 'sent').length, renewals()]).toEqual([4, 1]);
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true });
  });

  it('is renewed at once after whoever was renewing it has died', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zalo-oa-'));
    const dead = await openStore(join(folder, 'a.sqlite'));
    const { platform, config, clock, pass, an, renewals } = await open({ isGranted: false });
    await grantTo(dead, platform, clock);
    pass(26 * HOUR_MS);
    await dead.claimLock({ name: 'zalo-oa.refreshing', owner: 'dead', now: clock(), leaseMs: 60_000 });
    await dead.close();
    const state = await openStore(join(folder, 'a.sqlite'));
    const channel = openZaloOa({ config, publicUrl: null, state, clock, onTrouble: () => {} });
    expect([await channel.send(an, HELLO), renewals()]).toMatchObject([{ status: 'sent' }, 1]);
    await state.close();
    await rm(folder, { recursive: true });
  });

  it('is kept before the new token is used', async () => {
    const pair = await open();
    const failing: ChannelState = {
      ...pair.state,
      saveState: async () => {
        throw new Error('disk full');
      },
    };
    const channel = openZaloOa({
      config: pair.config,
      publicUrl: null,
      state: failing,
      clock: pair.clock,
      onTrouble: () => {},
    });
    pair.pass(26 * HOUR_MS);
    await expect(channel.send(pair.an, HELLO)).rejects.toThrow('disk full');
    expect(pair.platform.shown('An')).toEqual([]);
    await listenOnce({ channel });
  });
});

describe('an answer of the token endpoint that is lost', () => {
  it('is asked for again with the same token', async () => {
    const { platform, pass, send, renewals, kinds } = await open();
    pass(26 * HOUR_MS);
    platform.failNextTokenCall('lost-before-rotation');
    expect(await send()).toMatchObject({ status: 'sent' });
    expect([renewals(), kinds()]).toEqual([2, []]);
  });

  it('means a new consent where the token is spent: said once, shown, and not tried again', async () => {
    const { platform, pass, send, renewals, kinds, state, clock } = await open();
    pass(26 * HOUR_MS);
    platform.failNextTokenCall('lost-after-rotation');
    for (let each = 0; each < 3; each++) {
      expect(await send()).toMatchObject({ failure: { code: 'unauthorized', detail: 'needs consent' } });
    }
    expect([renewals(), kinds()]).toEqual([2, ['needs-consent']]);
    expect(await readGrant(state)).toMatchObject({ status: 'needs-consent', since: clock() });
    await grantTo(state, platform, clock);
    expect(await send()).toMatchObject({ status: 'sent' });
    expect(kinds()).toEqual(['needs-consent', 'recovered']);
    expect(await readGrant(state)).toMatchObject({ status: 'granted', since: clock() });
  });

  it.each(['busy', 'broken'] as const)('is no loss where the endpoint is %s', async (fault) => {
    const { platform, pass, send, renewals, kinds } = await open();
    pass(21 * HOUR_MS);
    platform.failNextTokenCall(fault, 2);
    expect(await send()).toMatchObject({ status: 'sent' });
    pass(5 * HOUR_MS);
    expect(await send()).toMatchObject({ failure: { code: 'unavailable', retryAfterMs: 2_000 } });
    expect(await send()).toMatchObject({ failure: { code: 'unavailable', retryAfterMs: 2_000 } });
    expect(renewals()).toBe(2);
    pass(2_000);
    expect(await send()).toMatchObject({ status: 'sent' });
    expect([renewals(), kinds()]).toEqual([3, ['unreachable', 'recovered']]);
  });

  it('leaves the old token in use while it lasts', async () => {
    const { platform, pass, send, renewals, kinds, state } = await open();
    // Someone else spent the refresh token; the API still takes the access token.
    const grant = JSON.parse(state.values.get('zalo-oa.grant')!) as { refresh: string };
    await state.saveState('zalo-oa.grant', JSON.stringify({ ...grant, refresh: 'refresh-0-spent' }));
    pass(21 * HOUR_MS);
    expect(await send()).toMatchObject({ status: 'sent' });
    expect(await send()).toMatchObject({ status: 'sent' });
    expect([renewals(), kinds()]).toEqual([1, ['needs-consent']]);
    pass(5 * HOUR_MS);
    expect(await send()).toMatchObject({ failure: { code: 'unauthorized' } });
    expect(platform.counts.calls[TOKEN_CALL]).toBe(1);
  });
});

describe('a token that Zalo refused', () => {
  const MESSAGES = '/v3.0/oa/message/cs';

  it('is replaced at once, and the message is sent with the new one', async () => {
    const { platform, send, renewals, kinds } = await open();
    platform.expireAccessTokens();
    for (let each = 0; each < 3; each++) expect(await send()).toMatchObject({ status: 'sent' });
    // One refused call in all: the first.
    expect([renewals(), platform.counts.calls[MESSAGES], kinds()]).toEqual([1, 4, []]);
  });

  it('is never used again, by any process, while no other can be had', async () => {
    const { platform, pass, send, an, openAnother, renewals, kinds } = await open();
    platform.expireAccessTokens();
    platform.failNextTokenCall('busy', 2);
    expect(await send()).toMatchObject({ failure: { code: 'unavailable', retryAfterMs: 1_000 } });
    expect(await send()).toMatchObject({ failure: { code: 'unavailable' } });
    expect(await openAnother().send(an, HELLO)).toMatchObject({ failure: { code: 'unavailable' } });
    expect([platform.counts.calls[MESSAGES], kinds()]).toEqual([1, ['unreachable', 'unreachable']]);
    pass(2_000);
    expect(await send()).toMatchObject({ status: 'sent' });
    expect([renewals(), platform.counts.calls[MESSAGES]]).toEqual([3, 2]);
  });

  it('means a new consent where the refresh token is refused too: said once, and Zalo is not called again', async () => {
    const { platform, send, renewals, kinds, state } = await open();
    platform.revokeGrants();
    for (let each = 0; each < 3; each++) {
      expect(await send()).toMatchObject({ failure: { code: 'unauthorized', detail: 'needs consent' } });
    }
    expect([platform.counts.calls[MESSAGES], renewals(), kinds()]).toEqual([1, 1, ['needs-consent']]);
    expect(await readGrant(state)).toMatchObject({ status: 'needs-consent' });
  });

  it('costs one refresh token a minute where the new one is refused as well', async () => {
    const { platform, pass, send, renewals, kinds } = await open();
    platform.refuseNext(-216, 1_000);
    for (let each = 0; each < 5; each++) expect(await send()).toMatchObject({ failure: { code: 'unauthorized' } });
    expect([platform.counts.calls[MESSAGES], renewals()]).toEqual([2, 1]);
    pass(60_000);
    for (let each = 0; each < 5; each++) await send();
    expect([renewals(), kinds()]).toEqual([2, ['unauthorized']]);
  });
});

describe('the call of the token endpoint', () => {
  it.each([
    ['a life as text', 200, '{"access_token":"a","refresh_token":"r","expires_in":"90000"}', 90_000_000],
    ['a life as a number', 200, '{"access_token":"a","refresh_token":"r","expires_in":3600}', 3_600_000],
    ['no life', 200, '{"access_token":"a","refresh_token":"r"}', 3_600_000],
    ['an error', 200, '{"error":-14012,"error_name":"x"}', 'refused'],
    ['an error with 400', 400, '{"error":-14012}', 'refused'],
    ['a limit', 200, '{"error":-32,"message":"limit"}', 'unavailable'],
    ['too many', 429, '{"error":-1}', 'unavailable'],
    ['a failure of theirs', 500, '{"error":-1}', 'unavailable'],
    ['a wall before it', 403, '<html>', 'unavailable'],
    ['half a pair', 200, '{"access_token":"a"}', 'lost'],
    ['words', 200, 'ok', 'lost'],
  ])('reads %s', async (_, status, body, expected) => {
    const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { config } = await open();
    const oauthRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answer = await askForPair({ ...config, oauthRoot }, { grant_type: 'refresh_token' }, 2_000);
    server.close();
    expect(answer.status === 'pair' ? answer.pair.lifeMs : answer.status).toBe(expected);
  });
});

describe('the consent of an OA admin', () => {
  const PUBLIC_URL = 'https://so-tay.example';
  const openOne = async (options: ZaloOaPairOptions = {}) => {
    const pair = await open({ isGranted: false, ...options });
    const { config, state, clock } = pair;
    const onTrouble = (trouble: ChannelTrouble) => void told.push(trouble);
    const told: ChannelTrouble[] = [];
    const consent = openConsent({ config, publicUrl: PUBLIC_URL, state, clock, onTrouble });
    /** What comes back to us after the admin pressed allow. */
    const allow = (link: string) => {
      const back = new URL(pair.platform.consent(link));
      expect(`${back.origin}${back.pathname}`).toBe(`${PUBLIC_URL}/zalo/xac-nhan`);
      const { code, oa_id, state: sent } = Object.fromEntries(back.searchParams);
      return { code: code!, oaId: oa_id!, state: sent! };
    };
    return { ...pair, consent, allow, told };
  };

  it('ends with a grant that serves', async () => {
    const { consent, allow, send, state, platform, told } = await openOne();
    const link = await consent.start(await consent.createCode());
    expect(await consent.finish(allow(link!))).toBe('done');
    expect(told).toEqual([{ channel: 'zalo-oa', kind: 'recovered', detail: 'needs-consent' }]);
    expect(await readGrant(state)).toMatchObject({ status: 'granted' });
    expect(await send()).toMatchObject({ status: 'sent' });
    expect(platform.counts.refusals).toEqual({});
  });

  it('begins once per code, within 15 minutes, and only with the newest', async () => {
    const { consent, pass, state } = await openOne();
    const old = await consent.createCode();
    const code = await consent.createCode();
    expect(await consent.start(old)).toBeUndefined();
    expect([...state.values.values()].join()).not.toContain(code);
    const links = await Promise.all([consent.start(code), consent.start(code), consent.start('')]);
    expect(links.filter((link) => link !== undefined)).toHaveLength(1);
    expect(await consent.start(code)).toBeUndefined();
    const late = await consent.createCode();
    pass(15 * 60_000);
    expect(await consent.start(late)).toBeUndefined();
  });

  it('ends once, within 15 minutes, and only where it began here', async () => {
    const { consent, allow, pass, state } = await openOne();
    expect(await consent.finish({ code: 'c', oaId: '1', state: '' })).toBe('expired');
    const given = allow((await consent.start(await consent.createCode()))!);
    expect(await consent.finish({ ...given, state: 'another' })).toBe('expired');
    expect(await consent.finish(given)).toBe('done');
    expect(await consent.finish(given)).toBe('expired');
    const late = allow((await consent.start(await consent.createCode()))!);
    pass(15 * 60_000);
    expect(await consent.finish(late)).toBe('expired');
    expect((await readGrant(state)).since).toEqual(NOON);
  });

  it('says refused where Zalo refuses the code, and keeps what is held', async () => {
    const { consent, allow, state, platform, clock, told } = await openOne();
    await grantTo(state, platform, clock);
    const held = state.values.get('zalo-oa.grant');
    const given = allow((await consent.start(await consent.createCode()))!);
    expect(await consent.finish({ ...given, code: 'made up' })).toBe('refused');
    expect([state.values.get('zalo-oa.grant'), told]).toEqual([held, []]);
  });

  it('may be tried again where Zalo did not answer', async () => {
    const { consent, allow, platform } = await openOne();
    const given = allow((await consent.start(await consent.createCode()))!);
    platform.failNextTokenCall('broken');
    expect(await consent.finish(given)).toBe('unavailable');
    expect(await consent.finish(given)).toBe('done');
  });

  it('uses the pair that is saved in the console where the setting names its verifier', async () => {
    const verifier = 'aB3'.repeat(14).concat('x');
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
    const { consent, allow } = await openOne({
      console: { callbackUrl: `${PUBLIC_URL}/zalo/xac-nhan`, codeChallenge },
      settings: { ZALO_OA_CODE_VERIFIER: verifier },
    });
    expect(await consent.finish(allow((await consent.start(await consent.createCode()))!))).toBe('done');
  });
});

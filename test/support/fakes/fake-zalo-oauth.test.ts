import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { askToken, DAY_MS, get, MORNING, open, refresh, setting, useFakeZaloOa, zalo } from './use-fake-zalo-oa.js';

useFakeZaloOa();

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
    const back = new URL(zalo.oa.consent(link()));
    expect(back.origin + back.pathname).toBe('https://so-tay.example/zalo/xac-nhan');
    expect(back.searchParams.get('oa_id')).toBe(zalo.oa.oaId);
    expect(back.searchParams.get('state')).toBe('s1');
    const code = back.searchParams.get('code');
    expect(await exchange(code)).toMatchObject({ expires_in: '90000', access_token: expect.any(String) });
    expect(await exchange(code)).not.toHaveProperty('access_token');
  });

  it('refuses another verifier, and a code after ten minutes', async () => {
    const code = () => new URL(zalo.oa.consent(link())).searchParams.get('code');
    expect(await exchange(code(), 'x'.repeat(43))).toHaveProperty('error_reason');
    const late = code();
    zalo.now = new Date(zalo.now.getTime() + 10 * 60_000 + 1);
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
    expect(() => zalo.oa.consent(link(parameters as unknown as Record<string, string>))).toThrow('refuses');
    expect(() => zalo.oa.consent(link().replace('/oa/permission', '/permission'))).toThrow('refuses');
  });

  it('takes only the link of the console where one is saved', async () => {
    const callbackUrl = 'https://so-tay.example/zalo/xac-nhan';
    await open({ console: { callbackUrl, codeChallenge: challenge } });
    expect(zalo.oa.consent(link())).toContain('code=');
    expect(() => zalo.oa.consent(link({ redirect_uri: `${callbackUrl}/` }))).toThrow('-14003');
  });

  it('rotates: the old refresh token and the old access token are dead at once', async () => {
    const first = zalo.oa.grant();
    zalo.token = first.access_token;
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: 0, data: { oaid: zalo.oa.oaId } });
    const second = await refresh(first.refresh_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
    zalo.token = String(second.access_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: 0 });
    expect(await refresh(first.refresh_token)).not.toHaveProperty('access_token');
    expect(await refresh(second.refresh_token)).toMatchObject({ expires_in: '90000' });
  });

  it('has spent the refresh token where the answer was lost after rotation, and not where it was before', async () => {
    const first = zalo.oa.grant();
    zalo.oa.failNextTokenCall('lost-before-rotation');
    await expect(refresh(first.refresh_token)).rejects.toThrow();
    const second = await refresh(first.refresh_token);
    zalo.oa.failNextTokenCall('lost-after-rotation');
    await expect(refresh(second.refresh_token)).rejects.toThrow();
    expect(await refresh(second.refresh_token)).not.toHaveProperty('access_token');
    zalo.token = String(second.access_token);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
  });

  it.each([
    ['no secret', {}, {}],
    ['a wrong secret', { secret_key: 'x' }, {}],
    ['JSON', { secret_key: 'fake-app-secret', 'content-type': 'application/json' }, {}],
    ['a field too many', { secret_key: 'fake-app-secret' }, { code_verifier: 'x' }],
    ['another app', { secret_key: 'fake-app-secret' }, { app_id: '5' }],
  ])('refuses a refresh with %s, and the token stays good', async (_, headers, fields) => {
    const { refresh_token } = zalo.oa.grant();
    const form = { grant_type: 'refresh_token', refresh_token, ...fields };
    expect(await askToken(form, headers as Record<string, string>)).toMatchObject({ error: expect.any(Number) });
    expect(Object.keys(zalo.oa.counts.refusals)).toHaveLength(1);
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('lets tokens grow old: access after 25 hours, refresh after three months', async () => {
    const { access_token, refresh_token } = zalo.oa.grant();
    zalo.token = access_token;
    zalo.now = new Date(MORNING.getTime() + 25 * 3_600_000);
    expect(await get('/v2.0/oa/getoa')).toMatchObject({ error: -220 });
    zalo.now = new Date(MORNING.getTime() + 91 * DAY_MS);
    expect(await refresh(refresh_token)).not.toHaveProperty('access_token');
  });
});

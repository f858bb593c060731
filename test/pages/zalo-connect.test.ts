import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { describe, expect, it } from 'vitest';
import { openConsent } from '../../src/channels/zalo-oa/zalo-consent.js';
import { readGrant } from '../../src/channels/zalo-oa/zalo-tokens.js';
import { createZaloConnect, type ZaloConnectDoors } from '../../src/pages/zalo-connect.js';
import { openZaloOaPair } from '../support/open-zalo-oa-pair.js';

const LINK =
  'https://oauth.example/v4/oa/permission?app_id=1&redirect_uri=https%3A%2F%2Fso-tay.example%2Fzalo%2Fxac-nhan&state=S1';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Takes the code `đúng`; says what `result` says of everything that comes back, and keeps it. */
function openPage(result: Awaited<ReturnType<ZaloConnectDoors['finish']>> = 'done') {
  const finished: object[] = [];
  const app = createZaloConnect({
    start: async (code) => (code === 'đúng' ? LINK : undefined),
    finish: async (given) => {
      finished.push(given);
      return result;
    },
  });
  const start = (ma: string) =>
    app.request('/zalo/ket-noi', { method: 'POST', headers: FORM, body: new URLSearchParams({ ma }).toString() });
  return { app, start, finished };
}

const titleOf = async (response: Response) => /<h1>(.*?)<\/h1>/.exec(await response.text())?.[1];

describe('connecting the OA', () => {
  it('explains first and spends nothing by being looked at', async () => {
    let starts = 0;
    const app = createZaloConnect({
      start: async () => {
        starts += 1;
        return LINK;
      },
      finish: async () => 'done',
    });
    const response = await app.request('/zalo/ket-noi?ma=%22%3E%3Cb%3E');
    const page = await response.text();
    expect([response.status, starts, response.headers.get('Cache-Control')]).toEqual([200, 0, 'no-store']);
    expect(page).toContain('Kết nối Zalo OA');
    expect(page).toContain('value="&quot;&gt;&lt;b&gt;"');
    expect(page).toMatch(/<form[^>]* method="post" action="\/zalo\/ket-noi"/);
  });

  it('leads to Zalo by a link, and remembers the state where only the browser keeps it', async () => {
    const { start } = openPage();
    const response = await start('đúng');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`href="${LINK.replaceAll('&', '&amp;')}"`);
    const cookie = response.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^zalo-xac-nhan=S1;/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/zalo', 'Max-Age=900']) {
      expect(cookie).toContain(part);
    }
  });

  it.each(['sai', '', 'đ'.repeat(3_000)])('says that a code does not hold', async (code) => {
    const { app, start } = openPage();
    const posted = await start(code);
    expect([posted.status, await titleOf(posted)]).toEqual([400, 'Liên kết không còn dùng được']);
    expect(posted.headers.get('Set-Cookie')).toBeNull();
    expect((await app.request('/zalo/ket-noi')).status).toBe(400);
  });

  it('takes the state from the address, else from the browser that began', async () => {
    const { app, finished } = openPage();
    await app.request('/zalo/xac-nhan?code=c1&oa_id=38&state=S1');
    await app.request('/zalo/xac-nhan?code=c1&oa_id=38', { headers: { Cookie: 'zalo-xac-nhan=S2' } });
    await app.request('/zalo/xac-nhan?code=c1&oa_id=38');
    expect(finished).toEqual(['S1', 'S2', ''].map((state) => ({ code: 'c1', oaId: '38', state })));
  });

  it.each([
    ['done', 200, 'Đã kết nối Zalo OA'],
    ['refused', 400, 'Zalo chưa cho phép'],
    ['expired', 400, 'Lần kết nối này đã kết thúc'],
    ['unavailable', 503, 'Zalo chưa trả lời'],
  ] as const)('says that it is %s', async (result, status, title) => {
    const response = await openPage(result).app.request('/zalo/xac-nhan?code=c&oa_id=1&state=s');
    expect([response.status, await titleOf(response)]).toEqual([status, title]);
  });

  it('says refused where Zalo sends nobody back with a code', async () => {
    const { app, finished } = openPage();
    const response = await app.request('/zalo/xac-nhan?error=access_denied');
    expect([await titleOf(response), finished]).toEqual(['Zalo chưa cho phép', []]);
  });

  it('goes from the code on the shell to a grant, past the real consent and a strict Zalo', async () => {
    const { platform, config, state } = await openZaloOaPair({ isGranted: false });
    const clock = () => new Date();
    const consent = openConsent({ config, publicUrl: 'http://127.0.0.1:8080', state, clock, onTrouble: () => {} });
    const app = new Hono().use(secureHeaders()).route('/', createZaloConnect(consent));
    const body = new URLSearchParams({ ma: await consent.createCode() }).toString();
    const page = await (await app.request('/zalo/ket-noi', { method: 'POST', headers: FORM, body })).text();
    const link = /href="([^"]*\/v4\/oa\/permission[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const back = new URL(platform.consent(link));
    expect((await app.request(`${back.pathname}${back.search}`)).status).toBe(200);
    expect(await readGrant(state)).toMatchObject({ status: 'granted' });
    expect((await app.request(`${back.pathname}${back.search}`)).status).toBe(400);
    await platform.close();
  });
});

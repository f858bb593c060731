import { afterEach, beforeEach, expect } from 'vitest';
import { type Answer, type Call, openServer } from './fake-parts.js';
import { type FakeZaloOa, type FakeZaloOaOptions, openFakeZaloOa } from './fake-zalo-oa.js';

export const CS = '/v3.0/oa/message/cs';
export const MORNING = new Date('2026-11-24T03:00:00Z');
export const DAY_MS = 24 * 3_600_000;

/** What the tests of one file share: a fake, opened afresh for each. */
export const zalo = {} as { oa: FakeZaloOa; token: string; now: Date };
const opened: { close(): Promise<void> }[] = [];

/** Another fake, in the place of the first. */
export async function open(options: FakeZaloOaOptions = {}): Promise<void> {
  zalo.oa = await openFakeZaloOa({ clock: () => zalo.now, ...options });
  opened.push(zalo.oa);
  zalo.token = zalo.oa.grant().access_token;
}

export function useFakeZaloOa(): void {
  beforeEach(async () => {
    zalo.now = MORNING;
    await open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });
}

export interface Reply {
  readonly error: number;
  readonly message: string;
  readonly data: Record<string, unknown>;
}

export const setting = (name: string) => zalo.oa.settings[name]!;
export const root = () => setting('ZALO_OA_API_ROOT');

export async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${path === '/message/template' ? setting('ZALO_OA_TEMPLATE_ROOT') : root()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: zalo.token, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Reply;
}

export async function get(path: string, data?: object): Promise<Reply> {
  const query = data ? `?data=${encodeURIComponent(JSON.stringify(data))}` : '';
  const response = await fetch(`${root()}${path}${query}`, { headers: { access_token: zalo.token } });
  return (await response.json()) as Reply;
}

export const send = (message: object, person = 'An') =>
  post(CS, { recipient: { user_id: zalo.oa.idOf(person) }, message });

export async function upload(kind: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Reply> {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  const response = await fetch(`${root()}/v2.0/oa/upload/${kind}`, {
    method: 'POST',
    headers: { access_token: zalo.token },
    body: form,
  });
  return (await response.json()) as Reply;
}

export async function askToken(
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

export const refresh = (refreshToken: unknown) =>
  askToken({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });

/** A receiver of webhooks that answers what it is told. */
export async function receive(answer: (call: Call) => Answer | Promise<Answer> = () => ({ status: 200, body: '' })) {
  const calls: Call[] = [];
  const server = await openServer((call) => {
    calls.push(call);
    return answer(call);
  });
  opened.unshift(server);
  const events = () => calls.filter(({ body }) => body.length > 2).map(({ body }) => JSON.parse(body.toString('utf8')));
  return { url: `${server.root}/webhook/zalo-oa`, calls, events };
}

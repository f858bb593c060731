import { createHmac } from 'node:crypto';
import type { ZaloOaConfig } from '../../config.js';
import { type Clock, createPause, wait } from '../../time.js';
import type { Failure } from '../channel.js';
import { ask, type Fields, type RawAnswer, toFields } from './ask-zalo.js';
import { type Remedy, type Troubles, toFailure } from './zalo-failures.js';
import type { Tokens } from './zalo-tokens.js';

export type Answer =
  | { readonly status: 'done'; readonly data: Fields }
  | { readonly status: 'failed'; readonly failure: Failure; readonly remedy: Remedy };

/** Calls of the OA API with the token, its renewal, the shared pause and the troubles seen to. None throws for what Zalo did. */
export interface ZaloCalls {
  /** Parameters travel as one JSON text named `data` (docs/zalo.md#calls). */
  get(path: string, data: Fields): Promise<Answer>;
  /** A text is sent as it is: JSON that bears an id as a bare number (docs/zalo.md#ids). */
  post(path: string, body: Fields | string): Promise<Answer>;
  /** As `post`, on the host of templates by phone. */
  postTemplate(path: string, body: Fields): Promise<Answer>;
  upload(path: string, name: string, mediaType: string, bytes: Uint8Array): Promise<Answer>;
}

export interface CallDoors {
  readonly config: ZaloOaConfig;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly troubles: Troubles;
  readonly timeoutMs: number;
}

/** A pause up to this long is waited out inside a call; a longer one is reported. */
const LONGEST_WAIT_MS = 3_000;
/** An upload carries up to 5 MB. */
const UPLOAD_TIMES = 4;

export function createCalls({ config, tokens, clock, troubles, timeoutMs }: CallDoors): ZaloCalls {
  const pause = createPause(clock);

  const attempt = async (url: string, init: RequestInit, access: string, limitMs: number): Promise<Answer> => {
    const headers = {
      ...init.headers,
      access_token: access,
      // Only apps with the proof switched on look at it; without it they answer -242 (docs/zalo.md#error-codes).
      appsecret_proof: createHmac('sha256', config.appSecret).update(access).digest('hex'),
    };
    return toAnswer(await ask(url, { ...init, headers }, limitMs), clock());
  };

  const callOnce = async (url: string, init: RequestInit, limitMs: number): Promise<Answer> => {
    let token = await tokens.get();
    for (let repeated = false; token.status === 'ready'; repeated = true) {
      const answer = await attempt(url, init, token.access, limitMs);
      const isRefused = answer.status === 'failed' && answer.remedy === 'refresh';
      if (isRefused) token = await tokens.renew(token.access);
      if (!isRefused || repeated) {
        tellOf(answer, troubles);
        return answer;
      }
    }
    // Nothing was called: what troubles the tokens, they have told.
    return { ...token, remedy: 'none' };
  };

  const call = async (url: string, init: RequestInit, limitMs = timeoutMs): Promise<Answer> => {
    for (let repeated = false; ; repeated = true) {
      const waitMs = pause.leftMs();
      if (waitMs > LONGEST_WAIT_MS) {
        return {
          status: 'failed',
          failure: { code: 'rate-limited', retryAfterMs: waitMs, detail: 'paused' },
          remedy: 'none',
        };
      }
      if (waitMs > 0) await wait(waitMs);
      const answer = await callOnce(url, init, limitMs);
      if (answer.status === 'done' || answer.remedy !== 'pause') return answer;
      const retryAfterMs = answer.failure.retryAfterMs ?? 0;
      pause.start(retryAfterMs);
      if (repeated || retryAfterMs > LONGEST_WAIT_MS) return answer;
    }
  };

  const postJson = (url: string, body: Fields | string) =>
    call(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  return {
    get: (path, data) =>
      call(`${config.apiRoot}${path}?data=${encodeURIComponent(JSON.stringify(data))}`, { method: 'GET' }),
    post: (path, body) => postJson(`${config.apiRoot}${path}`, body),
    postTemplate: (path, body) => postJson(`${config.templateRoot}${path}`, body),
    upload(path, name, mediaType, bytes) {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
      return call(`${config.apiRoot}${path}`, { method: 'POST', body: form }, timeoutMs * UPLOAD_TIMES);
    },
  };
}

function tellOf(answer: Answer, troubles: Troubles): void {
  if (answer.status === 'done') {
    troubles.end('unreachable');
    troubles.end('unauthorized');
    return;
  }
  const { code, detail } = answer.failure;
  if (answer.remedy === 'later') troubles.tell('unreachable', detail);
  else troubles.end('unreachable');
  if (code === 'unauthorized' && answer.remedy !== 'none') troubles.tell('unauthorized', detail);
  else if (code === 'invalid-message' || answer.remedy === 'staff') troubles.refused(detail);
}

/** Failures come with HTTP 200; only `error` 0 is success (docs/zalo.md#calls). */
function toAnswer(answer: RawAnswer, now: Date): Answer {
  if (answer.status === 'failed') return { ...answer, remedy: 'later' };
  const { body, httpStatus } = answer;
  const code = Number(body?.error ?? Number.NaN);
  if (httpStatus < 500 && body && Number.isInteger(code)) {
    if (code === 0) return { status: 'done', data: toFields(body.data) };
    return { status: 'failed', ...toFailure(code, String(body.message ?? ''), now) };
  }
  return { status: 'failed', ...toHttpFailure(httpStatus) };
}

/** Not documented: Zalo answers its own failures with 200. These come from what stands before it. */
function toHttpFailure(httpStatus: number): { failure: Failure; remedy: Remedy } {
  const detail = `HTTP ${httpStatus}`;
  if (httpStatus === 429) return { failure: { code: 'rate-limited', detail }, remedy: 'none' };
  if (httpStatus === 401 || httpStatus === 403) return { failure: { code: 'unauthorized', detail }, remedy: 'staff' };
  // A gateway that gave up waiting, or an answer that cannot be read: the message may have arrived.
  if (httpStatus === 504 || httpStatus < 300) return { failure: { code: 'timeout', detail }, remedy: 'later' };
  if (httpStatus >= 500) return { failure: { code: 'unavailable', detail }, remedy: 'later' };
  return { failure: { code: 'unknown', detail }, remedy: 'none' };
}

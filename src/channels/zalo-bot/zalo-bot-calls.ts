import type { ZaloBotConfig } from '../../config.js';
import { backOffMs, fineStopwatch, wait } from '../../time.js';
import type { Failure, FailureCode } from '../channel.js';

const ANSWER_WITHIN_MS = 30_000;
/** Longest wait that a call sits out; a longer one is the caller's to plan. */
const LONGEST_WAIT_MS = 4_000;
/** A 429 names no time (docs/zalo.md#bot-errors-and-limits, seen 2026-11-24), so each one in a row doubles ours. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Reference: docs/zalo.md#bot-errors-and-limits, seen 2026-11-24. There is no code for a person who blocked the bot. */
const CODES: Readonly<Record<number, FailureCode>> = {
  400: 'invalid-message',
  401: 'unauthorized',
  // Documented as "internal server error".
  403: 'unavailable',
  404: 'invalid-message',
  408: 'timeout',
  429: 'rate-limited',
  504: 'timeout',
};

/** The request never left; after any other break it may have been carried out. */
const NEVER_LEFT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*)$/;

export type BotAnswer =
  | { readonly status: 'done'; readonly result: unknown }
  /** `errorCode`: the platform's; absent where none came. */
  | { readonly status: 'failed'; readonly failure: Failure; readonly errorCode?: number };

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly answerWithinMs?: number;
  /** How often a 429, after which nothing was done, is followed by another try once the pause is over; 0 by default. */
  readonly moreTries?: number;
}

/** Calls a method of the Zalo Bot Platform. Never rejects. */
export type CallBot = (method: string, body: object, options?: CallOptions) => Promise<BotAnswer>;

export function createBotCalls({ apiRoot, token }: ZaloBotConfig, firstPauseMs = FIRST_PAUSE_MS): CallBot {
  const pause = createPause(firstPauseMs);

  const call: CallBot = async (method, body, options = {}) => {
    const { signal, moreTries = 0 } = options;
    for (let left = pause.leftMs(); left > 0; left = pause.leftMs()) {
      if (left > LONGEST_WAIT_MS) return failed('rate-limited', '429', { retryAfterMs: Math.ceil(left) });
      await wait(left, signal);
      if (signal?.aborted) return failed('unavailable', 'aborted');
    }
    const settle = pause.leave();
    const answer = await post(`${apiRoot}/bot${token}/${method}`, body, options);
    const isLimited = answer.status === 'failed' && answer.errorCode === 429;
    settle(isLimited);
    if (!isLimited) return answer;
    if (moreTries > 0) return call(method, body, { ...options, moreTries: moreTries - 1 });
    return failed('rate-limited', '429', { retryAfterMs: Math.ceil(pause.leftMs()), errorCode: 429 });
  };
  return call;
}

async function post(url: string, body: object, { signal, answerWithinMs = ANSWER_WITHIN_MS }: CallOptions) {
  // Not by `AbortSignal.any`: a signal that lives as long as the process remembers every one made of it (Node 20).
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, answerWithinMs);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // The address bears the token: it goes nowhere else.
      redirect: 'manual',
      signal: ending.signal,
    });
    return readAnswer(response.status, await response.text());
  } catch (error) {
    // Only the code: the words of such errors may hold the address.
    const code = codeOf(error);
    return failed(NEVER_LEFT.test(code) ? 'unavailable' : 'timeout', code);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** Only `ok: true` is success, whatever the HTTP status. */
function readAnswer(httpStatus: number, text: string): BotAnswer {
  const body = parseObject(text);
  if (body?.ok === true) return { status: 'done', result: body.result };
  const given = Number(body?.error_code ?? body?.errorCode);
  const errorCode = Number.isInteger(given) ? given : httpStatus >= 300 ? httpStatus : undefined;
  if (errorCode === undefined) return failed('unknown', 'no ok in the answer');
  const isTheirs = errorCode >= 500 || (errorCode >= 300 && errorCode < 400);
  return failed(CODES[errorCode] ?? (isTheirs ? 'unavailable' : 'unknown'), String(errorCode), { errorCode });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function failed(
  code: FailureCode,
  detail: string,
  { errorCode, retryAfterMs }: { readonly errorCode?: number; readonly retryAfterMs?: number } = {},
): BotAnswer {
  return {
    status: 'failed',
    failure: { code, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    ...(errorCode !== undefined && { errorCode }),
  };
}

function codeOf(error: unknown): string {
  for (const each of [error instanceof Error ? error.cause : undefined, error]) {
    if (typeof each === 'object' && each !== null && 'code' in each && typeof each.code === 'string') return each.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** One pause for all calls of a token: a 429 is meant for the token. */
function createPause(firstPauseMs: number) {
  // Not by the clock of the wall: that one jumps.
  const elapsedMs = fineStopwatch();
  let inARow = 0;
  let endsAtMs = 0;
  return {
    leftMs: () => Math.max(0, endsAtMs - elapsedMs()),
    /** A call goes out; what it gives back is told whether it met a 429. */
    leave() {
      const leftAtMs = elapsedMs();
      return (isLimited: boolean): void => {
        // Those that left together are refused together: one pause for all of them.
        if (leftAtMs < endsAtMs) return;
        if (isLimited)
          endsAtMs = elapsedMs() + backOffMs(inARow, { firstMs: firstPauseMs, longestMs: LONGEST_PAUSE_MS });
        inARow = isLimited ? inARow + 1 : 0;
      };
    },
  };
}

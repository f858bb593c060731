import { autoRetry } from '@grammyjs/auto-retry';
import { Api, type Transformer } from 'grammy';
import type { TelegramConfig } from '../../config.js';
import { fineStopwatch, wait } from '../../time.js';

/** Longest wait asked for that a call sits out; a longer one is the caller's to plan. */
const LONGEST_WAIT_MS = 5_000;
/** Telegram names a time; this is for a 429 without one. */
const UNTIMED_PAUSE_MS = 1_000;
/** Waking at the very millisecond would find the pause not quite over on the other side. */
const MARGIN_MS = 30;
export const LONG_POLL_S = 30;

/** How Telegram is called. All share one pause: a 429 is meant for the token (docs/telegram.md#rates, seen 2026-11-24). */
export interface TelegramCalls {
  /** Messages: short waits are sat out, and nothing is repeated that may have arrived. */
  readonly sends: Api;
  /** Messages with bytes to upload. */
  readonly uploads: Api;
  /** Everything else: one try each. */
  readonly asks: Api;
  isPaused(): boolean;
}

export function callTelegram(config: TelegramConfig): TelegramCalls {
  const sharedPause = createPause();
  const connect = (timeoutSeconds: number, ...transformers: readonly Transformer[]) => {
    const api = new Api(config.token, { apiRoot: config.apiRoot, timeoutSeconds });
    api.config.use(sharedPause.transformer, ...transformers);
    return api;
  };
  const retry = autoRetry({
    maxDelaySeconds: LONGEST_WAIT_MS / 1_000,
    maxRetryAttempts: 1,
    rethrowHttpErrors: true,
    rethrowInternalServerErrors: true,
  });
  return {
    sends: connect(15, retry),
    uploads: connect(60, retry),
    asks: connect(LONG_POLL_S + 15),
    isPaused: () => sharedPause.leftMs() > 0,
  };
}

/** Holds new calls while Telegram wants none; one that would be held long is answered in Telegram's stead. */
function createPause(): { readonly transformer: Transformer; leftMs(): number } {
  // Not by the clock of the wall: that one jumps.
  const elapsedMs = fineStopwatch();
  let endsAtMs = 0;
  const leftMs = () => endsAtMs - elapsedMs();
  const transformer: Transformer = async (call, method, payload, signal) => {
    // Fetching what people wrote is not sending: it is not held up by what was sent too fast.
    if (method === 'getUpdates') return call(method, payload, signal);
    const heldFromMs = elapsedMs();
    for (let left = leftMs(); left > 0; left = leftMs()) {
      // Others may prolong it meanwhile.
      if (elapsedMs() - heldFromMs + left > LONGEST_WAIT_MS + MARGIN_MS) return tooMany(left);
      await wait(left);
    }
    const answer = await call(method, payload, signal);
    if (!answer.ok && answer.error_code === 429) {
      const askedMs = answer.parameters?.retry_after;
      const waitMs = askedMs === undefined ? UNTIMED_PAUSE_MS : askedMs * 1_000;
      endsAtMs = Math.max(endsAtMs, elapsedMs() + waitMs + MARGIN_MS);
    }
    return answer;
  };
  return { transformer, leftMs };
}

function tooMany(leftMs: number) {
  const retry_after = Math.ceil(leftMs / 1_000);
  return {
    ok: false as const,
    error_code: 429,
    description: `Too Many Requests: retry after ${retry_after}`,
    parameters: { retry_after },
  };
}

/** grammY types a signal by a polyfill's; Node's own is as good. */
export function toSignal(signal: AbortSignal): NonNullable<Parameters<Api['getMe']>[0]> {
  return signal as unknown as NonNullable<Parameters<Api['getMe']>[0]>;
}

import { createHash } from 'node:crypto';
import type { Clock } from '../../../src/time.js';
import { createWebhookQueue, type WebhookQueue } from './webhook-queue.js';

/** docs/zalo.md#webhooks, seen 2026-11-24. */
export const ZALO_RETRIES_MS: readonly number[] = [30_000, 300_000, 900_000, 1_800_000, 3_600_000];
const ANSWER_WITHIN_MS = 2_000;
/** Ids of people and of the OA; never what stands inside a text, where quotes are escaped. */
const QUOTED_ID = /"(id|user_id|oa_id|user_id_by_app)":"(\d{16,})"/g;

/** `X-ZEvent-Signature` (docs/zalo.md#signature): a plain hash over the bytes as sent. */
export function signZaloEvent(signerId: string, rawBody: string, timestamp: string, key: string): string {
  return `mac=${createHash('sha256').update(`${signerId}${rawBody}${timestamp}${key}`, 'utf8').digest('hex')}`;
}

/** Ids as bare numbers, as some bodies of Zalo have them (docs/zalo.md#ids). */
export function bareIds(json: string): string {
  return json.replace(QUOTED_ID, '"$1":$2');
}

export interface ZaloWebhookOptions {
  readonly appId: string;
  readonly oaId: string;
  readonly secretKey: string;
  readonly clock: Clock;
  readonly bareIds: boolean;
  readonly signature: 'app' | 'oa';
  readonly answerWithinMs?: number;
  /** any-failure: all but 200 is repeated. no-answer: only where none came in time [CONFLICT, docs/zalo.md#webhooks]. */
  readonly repeats: 'any-failure' | 'no-answer';
  readonly wait: (ms: number) => Promise<void>;
}

export interface ZaloWebhooks {
  /** One event, signed; `fields` beside `app_id`, `event_name` and `timestamp`. */
  emit(chat: string, eventName: string, fields: object, headers?: Readonly<Record<string, string>>): void;
  setUrl(url: string): void;
  /** Whether the address passed the probe and is still subscribed. */
  isSubscribed(): Promise<boolean>;
  readonly queue: WebhookQueue;
}

export function createZaloWebhooks(options: ZaloWebhookOptions, onRefusal: (words: string) => void): ZaloWebhooks {
  let state: 'no address' | 'subscribed' | 'dropped' = 'no address';
  let probing: Promise<void> = Promise.resolve();
  const drop = (words: string) => {
    onRefusal(`webhook: ${words}`);
    state = 'dropped';
    queue.setUrl(undefined);
    queue.clear();
  };
  const queue = createWebhookQueue({
    answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    retryAfterMs: ZALO_RETRIES_MS,
    wait: options.wait,
    isAcknowledged: (status) => status === 200,
    isRepeated: (status) => status === undefined || options.repeats === 'any-failure',
    retryHeader: 'num_retry',
    onGivenUp: () => drop('given up after the last repeat, the app is unsubscribed'),
  });
  const probe = async (url: string) => {
    const status = await queue.post(url, { headers: {}, body: '{}' });
    if (status !== 200) return drop(`the probe got ${status ?? 'no answer'} instead of 200`);
    state = 'subscribed';
    queue.setUrl(url);
  };

  return {
    emit(chat, eventName, fields, headers = {}) {
      if (state === 'dropped') return;
      const timestamp = String(options.clock().getTime());
      const event = { app_id: options.appId, ...fields, event_name: eventName, timestamp };
      const json = JSON.stringify(event);
      // Bytes that no serialiser would give back: a receiver that signs what it re-serialised fails.
      const body = (options.bareIds ? bareIds(json) : json).replace('":"', '": "').replaceAll('/', '\\/');
      const signer = options.signature === 'app' ? options.appId : options.oaId;
      const mac = signZaloEvent(signer, body, timestamp, options.secretKey);
      queue.push(chat, { headers: { 'X-ZEvent-Signature': mac, ...headers }, body });
    },
    setUrl(url) {
      queue.setUrl(undefined);
      probing = probing.then(() => probe(url));
    },
    async isSubscribed() {
      await probing;
      return state === 'subscribed';
    },
    queue,
  };
}

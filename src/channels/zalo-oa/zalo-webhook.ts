import { createHash, timingSafeEqual } from 'node:crypto';
import type { ZaloOaConfig } from '../../config.js';
import type { Clock } from '../../time.js';
import type { Receive, Webhook, WebhookReply, WebhookRequest } from '../channel.js';
import { type Fields, isFields, readJson, toFields, toId } from './ask-zalo.js';
import { toEvents } from './zalo-events.js';

/**
 * Repeats end after 1 h 50 min (docs/zalo.md#webhooks, seen 2026-11-24); what is older was replayed by somebody else. What Zalo
 * signed for a later time than ours is no replay: our clock is behind, and whoever wrote would get no answer.
 */
const OLDEST_MS = 150 * 60_000;

export interface WebhookDoors {
  readonly config: Pick<ZaloOaConfig, 'appId' | 'appSecret' | 'secretKey' | 'signature' | 'refuseUnsigned'>;
  readonly clock: Clock;
  /** The OA that consented, for the variant of the signature that begins with its id. */
  readonly findOaId: () => Promise<string | undefined>;
  /** Told how a webhook was signed, so that the setting can be narrowed. */
  readonly onVariant?: (variant: SignatureVariant) => void;
}

/** Which id and which timestamp are in the signature [CONFLICT] (docs/zalo.md#signature). */
export type SignatureVariant = `${'app' | 'oa'}-${'body' | 'header'}`;

export function createWebhook({ config, clock, findOaId, onVariant }: WebhookDoors): Webhook {
  // A refusal makes Zalo report the address as broken, and give it up after five (docs/zalo.md#webhooks): 200 and no work, unless told otherwise.
  const refuse = (refused: NonNullable<WebhookReply['refused']>, status: 400 | 401): WebhookReply => ({
    status: config.refuseUnsigned ? status : 200,
    refused,
  });

  return {
    path: '/webhook/zalo-oa',
    refusesQuietly: !config.refuseUnsigned,
    async handle(request, receive) {
      const mac = toMac(request.header('x-zevent-signature'));
      if (!mac) return refuse('no-signature', 401);
      const body = readJson(new TextDecoder().decode(request.body));
      if (!isFields(body)) return refuse('not-json', 400);
      const signed = match(mac, request, body) ?? (await matchStoredOa(mac, request, body));
      if (!signed) return refuse('bad-signature', 401);
      onVariant?.(signed.variant);
      const ageMs = clock().getTime() - Number(signed.timestamp);
      if (!(ageMs <= OLDEST_MS)) return refuse('stale', 401);
      return take(toEvents(body, request.receivedAt), receive);
    },
  };

  function match(mac: Buffer, request: WebhookRequest, body: Fields) {
    const ids = [
      ...(config.signature === 'oa' ? [] : [['app', config.appId] as const]),
      ...(config.signature === 'app' ? [] : oaIdsOf(body).map((id) => ['oa', id] as const)),
    ];
    return findVariant(mac, request, body, ids, config);
  }

  async function matchStoredOa(mac: Buffer, request: WebhookRequest, body: Fields) {
    if (config.signature === 'app') return undefined;
    const id = await findOaId().catch(() => undefined);
    return id ? findVariant(mac, request, body, [['oa', id]], config) : undefined;
  }
}

async function take(events: ReturnType<typeof toEvents>, receive: Receive): Promise<WebhookReply> {
  if (!events) return { status: 200, refused: 'unknown-event' };
  try {
    if (events.length > 0) await receive(events);
    return { status: 200 };
  } catch {
    // Zalo repeats what was not taken; the journal has told its own trouble.
    return { status: 503 };
  }
}

/** The bytes of `mac=<64 hex>`; the prefix may be missing. */
function toMac(header: string | undefined): Buffer | undefined {
  const hex = /^(?:mac=)?([\da-f]{64})$/i.exec(header?.trim() ?? '')?.[1];
  return hex ? Buffer.from(hex, 'hex') : header ? Buffer.alloc(0) : undefined;
}

/** The OA is the receiver of what people do and the sender of what it does itself (docs/zalo.md#events). */
function oaIdsOf(body: Fields): readonly string[] {
  const ids = [body.oa_id, toFields(body.recipient).id, toFields(body.sender).id].map(toId);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function findVariant(
  mac: Buffer,
  request: WebhookRequest,
  body: Fields,
  ids: readonly (readonly ['app' | 'oa', string])[],
  { secretKey, appSecret }: WebhookDoors['config'],
): { readonly variant: SignatureVariant; readonly timestamp: string } | undefined {
  const stamps = [
    ['body', toId(body.timestamp)],
    ['header', request.header('x-zevent-timestamp')],
  ] as const;
  for (const [owner, id] of ids) {
    for (const [place, timestamp] of stamps) {
      if (!timestamp || !/^\d{1,15}$/.test(timestamp)) continue;
      const expected = Buffer.from(signWebhook(id, request.body, timestamp, secretKey ?? appSecret), 'hex');
      if (mac.length === expected.length && timingSafeEqual(mac, expected)) {
        return { variant: `${owner}-${place}`, timestamp };
      }
    }
  }
  return undefined;
}

/** A plain SHA-256 over the four in this order, no HMAC (docs/zalo.md#signature); in lower-case hex. */
export function signWebhook(id: string, body: Uint8Array, timestamp: string, key: string): string {
  return createHash('sha256').update(id).update(body).update(timestamp).update(key).digest('hex');
}

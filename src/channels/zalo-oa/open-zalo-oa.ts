import { createHash } from 'node:crypto';
import type { ZaloOaConfig } from '../../config.js';
import { RecentMap } from '../../recent-map.js';
import type { ChannelState } from '../../storage/store.js';
import { type Clock, wait } from '../../time.js';
import type { Channel, OnTrouble, OutgoingMessage, Receipt } from '../channel.js';
import { type Fields, toId } from './ask-zalo.js';
import { createAccount } from './zalo-account.js';
import { type Answer, createCalls, type ZaloCalls } from './zalo-calls.js';
import { createTroubles } from './zalo-failures.js';
import { type Part, toCapabilities, toParts, type Upload } from './zalo-messages.js';
import { createTokens, findOaId } from './zalo-tokens.js';
import { createWebhook, type SignatureVariant } from './zalo-webhook.js';

/** Under this name the state keeps how the last webhook was signed (`app-body`, …), for narrowing `ZALO_OA_SIGNATURE`. */
export const SIGNATURE_STATE = 'zalo-oa.signature';

const TIMEOUT_MS = 15_000;
/** A token lives 25 hours and is due for the last five of them. */
const TOKEN_CHECK_MS = 600_000;
/** Ids of what was uploaded last 7 days (docs/zalo.md#uploads, seen 2026-11-24), and 5,000 uploads a month are all there is. */
const UPLOAD_LIFE_MS = 6 * 86_400_000;
const MOST_UPLOADS_KEPT = 50;

export interface ZaloOaOptions {
  readonly config: ZaloOaConfig;
  /** Where people reach the service. Unused so far: Zalo's console is told the webhook's address by hand. */
  readonly publicUrl: string | null;
  /** Where the tokens lie. */
  readonly state: ChannelState;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** How long an answer is waited for; an upload gets four times that. 15 s by default. */
  readonly timeoutMs?: number;
}

/** The Official Account of Zalo. Opens without a grant too: it says that it needs consent until an OA admin gave it. */
export function openZaloOa(options: ZaloOaOptions): Channel {
  const { config, state, clock, onTrouble, timeoutMs = TIMEOUT_MS } = options;
  const troubles = createTroubles(onTrouble);
  const tokens = createTokens({ config, state, clock, troubles, timeoutMs });
  const calls = createCalls({ config, tokens, clock, troubles, timeoutMs });
  const sendPart = createPartSender(calls, clock);

  const send = async (chat: string, message: OutgoingMessage): Promise<Receipt> => {
    let messageId = '';
    for (const part of toParts(message, config.buttons)) {
      const answer = await sendPart(chat, part);
      if (answer.status === 'failed') return { status: 'failed', failure: answer.failure };
      messageId = toId(answer.data.message_id) ?? '';
    }
    return { status: 'sent', messageId };
  };

  const listen = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      // A state that cannot be read is the store's trouble, and passes.
      await tokens.get().catch(() => undefined);
      await wait(TOKEN_CHECK_MS, signal);
    }
  };

  return {
    name: 'zalo-oa',
    capabilities: toCapabilities(config.buttons),
    send,
    showTyping: async () => {},
    listen: (_receive, signal) => listen(signal),
    webhook: createWebhook({ config, clock, findOaId: () => findOaId(state), onVariant: createVariantNote(state) }),
    account: createAccount(calls),
  };
}

function createVariantNote(state: ChannelState): (variant: SignatureVariant) => void {
  let noted: SignatureVariant | undefined;
  return (variant) => {
    if (variant === noted) return;
    noted = variant;
    // Only a note for operators: the webhook does not wait for it, nor fail with it.
    void state.saveState(SIGNATURE_STATE, variant).catch(() => undefined);
  };
}

/** Sends one part; what was uploaded lately is not uploaded again unless Zalo has forgotten it. */
function createPartSender(calls: ZaloCalls, clock: Clock): (chat: string, part: Part) => Promise<Answer> {
  const uploads = new RecentMap<string, { readonly id: string; readonly until: number }>(MOST_UPLOADS_KEPT);
  const post = async (chat: string, message: Fields): Promise<Answer> => {
    const answer = await calls.post('/v3.0/oa/message/cs', { recipient: { user_id: chat }, message });
    const { quote_message_id, ...bare } = message;
    const isRefused = answer.status === 'failed' && answer.failure.code === 'invalid-message';
    // A message that Zalo knows no more cannot be quoted; the answer to it is worth more than the quote.
    return isRefused && quote_message_id !== undefined ? post(chat, bare) : answer;
  };

  const upload = async ({ path, name, mediaType, bytes }: Upload, key: string): Promise<Answer> => {
    const answer = await calls.upload(path, name, mediaType, bytes);
    const id = answer.status === 'done' ? toId(answer.data.attachment_id ?? answer.data.token) : undefined;
    if (id) uploads.set(key, { id, until: clock().getTime() + UPLOAD_LIFE_MS });
    else uploads.delete(key);
    // Nothing was shown to anybody yet: an upload whose answer was lost may be repeated.
    if (answer.status === 'failed' && answer.failure.code === 'timeout') {
      return { ...answer, failure: { ...answer.failure, code: 'unavailable' } };
    }
    return answer;
  };

  return async (chat, part) => {
    if ('message' in part) return post(chat, part.message);
    const key = keyOf(part.upload);
    for (let repeated = false; ; repeated = true) {
      const kept = uploads.get(key);
      if (!kept || kept.until <= clock().getTime()) {
        const uploaded = await upload(part.upload, key);
        if (uploaded.status === 'failed') return uploaded;
      }
      const id = uploads.get(key)?.id;
      if (id === undefined)
        return { status: 'failed', failure: { code: 'unknown', detail: 'upload gave no id' }, remedy: 'none' };
      const answer = await post(chat, part.withId(id));
      if (repeated || answer.status === 'done' || answer.remedy !== 'upload') return answer;
      uploads.delete(key);
    }
  };
}

function keyOf({ path, name, bytes }: Upload): string {
  return createHash('sha256').update(`${path}\n${name}\n`).update(bytes).digest('base64');
}

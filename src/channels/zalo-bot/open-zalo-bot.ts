import { createHash, timingSafeEqual } from 'node:crypto';
import type { ZaloBotConfig } from '../../config.js';
import type { Clock } from '../../time.js';
import type { Capabilities, Channel, OnTrouble, OutgoingMessage, Receipt, Webhook } from '../channel.js';
import { createTroubles } from '../troubles.js';
import { keepZaloBotWebhook, pollZaloBot } from './listen-zalo-bot.js';
import { type BotAnswer, type CallBot, createBotCalls } from './zalo-bot-calls.js';
import { toIncomingEvent } from './zalo-bot-events.js';

const WEBHOOK_PATH = '/webhook/zalo-bot';
/** The platform fetches the picture before it answers, and more than once (docs/zalo.md#bot-methods, seen 2026-11-24). */
const PHOTO_ANSWER_WITHIN_MS = 150_000;
const TYPING_ANSWER_WITHIN_MS = 5_000;

/** Reference: docs/zalo.md#bot-methods, #bot-errors-and-limits, #bot-and-telegram, seen 2026-11-24. */
const CAPABILITIES: Capabilities = {
  textLimit: 2_000,
  captionLimit: 2_000,
  // Its `parse_mode` would read list signs and headings into what we quote.
  markup: 'plain',
  buttons: null,
  images: { mediaTypes: [], maxBytes: 0, byUrlOnly: true },
  files: null,
  typing: true,
  edits: false,
  introducesItself: false,
  burstMs: 1_500,
  // A bot reaches only who has written to it, then for ever. No rate is published: this is ours.
  proactive: { templates: false, perSecond: 1 },
};

export interface ZaloBotOptions {
  readonly config: ZaloBotConfig;
  /** Where the platform reaches this service; needed for a webhook, and to know our own when we poll. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** How long all calls rest after a 429; each further one in a row doubles it. 1 s by default. */
  readonly firstPauseMs?: number;
}

/** A bot of the Zalo Bot Platform: by webhook where the settings hold a secret for it, else by polling. */
export function openZaloBot(options: ZaloBotOptions): Channel {
  const { config, publicUrl, clock, onTrouble } = options;
  const call = createBotCalls(config, options.firstPauseMs);
  const { webhookSecret } = config;
  let names: readonly string[] = [];
  const doors = {
    call,
    ownUrl: publicUrl === null ? null : `${publicUrl}${WEBHOOK_PATH}`,
    clock,
    troubles: createTroubles('zalo-bot', onTrouble),
    onIdentified: (given: readonly string[]) => {
      names = given;
    },
    toEvent: (update: unknown, receivedAt: Date) => toIncomingEvent(update, receivedAt, names),
  };
  return {
    name: 'zalo-bot',
    capabilities: CAPABILITIES,
    send: (chat, message) => send(call, chat, message),
    async showTyping(chat) {
      await call('sendChatAction', { chat_id: chat, action: 'typing' }, { answerWithinMs: TYPING_ANSWER_WITHIN_MS });
    },
    listen: (receive, signal) =>
      webhookSecret === null ? pollZaloBot(doors, receive, signal) : keepZaloBotWebhook(doors, webhookSecret, signal),
    ...(webhookSecret !== null && { webhook: createWebhook(webhookSecret, doors.toEvent) }),
  };
}

async function send(call: CallBot, chat: string, { text, attachments = [] }: OutgoingMessage): Promise<Receipt> {
  const [picture, ...more] = attachments;
  if (!picture) return toReceipt(await call('sendMessage', { chat_id: chat, text }, { moreTries: 1 }));
  if (more.length > 0 || picture.kind !== 'image' || !('url' in picture.content)) {
    return { status: 'failed', failure: { code: 'invalid-message', detail: 'one picture by its address only' } };
  }
  const body = { chat_id: chat, photo: picture.content.url, ...(text !== '' && { caption: text }) };
  return toReceipt(await call('sendPhoto', body, { moreTries: 1, answerWithinMs: PHOTO_ANSWER_WITHIN_MS }));
}

function toReceipt(answer: BotAnswer): Receipt {
  if (answer.status === 'failed') return { status: 'failed', failure: answer.failure };
  const { result } = answer;
  const id = typeof result === 'object' && result !== null && 'message_id' in result ? result.message_id : '';
  return { status: 'sent', messageId: String(id) };
}

function createWebhook(secret: string, toEvent: typeof toIncomingEvent): Webhook {
  return {
    path: WEBHOOK_PATH,
    async handle({ header, body, receivedAt }, receive) {
      const given = header('x-bot-api-secret-token');
      if (given !== undefined && !isSame(given, secret)) return { status: 401, refused: 'bad-signature' };
      // The platform tries the address when it is set (docs/zalo.md#bot-updates): nothing to take, nothing to warn of.
      if (isProbe(body)) return { status: 200 };
      if (given === undefined) return { status: 401, refused: 'no-signature' };
      let update: unknown;
      try {
        update = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
      } catch {
        return { status: 400, refused: 'not-json' };
      }
      const event = toEvent(update, receivedAt);
      if (!event) return { status: 200, refused: 'unknown-event' };
      try {
        await receive([event]);
        return { status: 200 };
      } catch {
        return { status: 503 };
      }
    },
  };
}

function isProbe(body: Uint8Array): boolean {
  return body.length < 10 && /^\s*\{\s*\}\s*$/.test(new TextDecoder().decode(body));
}

/** In a time that tells nothing, not even of the length. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

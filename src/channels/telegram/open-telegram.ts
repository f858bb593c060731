import { createHash, timingSafeEqual } from 'node:crypto';
import type { TelegramConfig } from '../../config.js';
import type { Clock } from '../../time.js';
import type { Capabilities, Channel, CommandEntry, OnTrouble, Webhook } from '../channel.js';
import { createTroubles } from '../troubles.js';
import { callTelegram, type TelegramCalls } from './call-telegram.js';
import { acknowledgeTap, listenToTelegram } from './listen-telegram.js';
import { sendTelegram } from './send-telegram.js';
import { isFromGroup, type TelegramBot, toIncomingEvent } from './telegram-events.js';

const WEBHOOK_PATH = '/webhook/telegram';
const MEGABYTE = 1_000_000;

/** Telegram's rules as of 2026-11-24 (docs/telegram.md#lengths, #buttons, #rates); lengths on the safe side of 4,096 and 1,024. */
const CAPABILITIES: Capabilities = {
  textLimit: 4_000,
  captionLimit: 1_000,
  markup: 'markdown',
  buttons: { kinds: ['send', 'url'], most: 100, labelLimit: 60, sendLimitBytes: 64 },
  images: { mediaTypes: ['image/png', 'image/jpeg', 'image/webp'], maxBytes: 10 * MEGABYTE },
  files: { mediaTypes: [], maxBytes: 50 * MEGABYTE },
  typing: true,
  edits: true,
  introducesItself: false,
  burstMs: 1_500,
  proactive: { templates: false, perSecond: 25 },
};

export interface TelegramOptions {
  readonly config: TelegramConfig;
  /** Where the webhook is reached from outside; without it, updates are polled. */
  readonly publicUrl: string | null;
  readonly commands: readonly CommandEntry[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

export function openTelegram({ config, publicUrl, commands, clock, onTrouble }: TelegramOptions): Channel {
  const calls = callTelegram(config);
  const identity = createIdentity(config.token, calls);
  const sending = createTroubles('telegram', onTrouble);
  const secret = publicUrl === null ? null : config.webhookSecret;
  const hook = secret === null ? null : { url: `${publicUrl}${WEBHOOK_PATH}`, secret };
  return {
    name: 'telegram',
    capabilities: CAPABILITIES,
    async send(chat, message) {
      const receipt = await sendTelegram({ calls, onTrouble }, chat, message);
      if (receipt.status === 'sent') sending.right();
      else if (receipt.failure.code === 'unauthorized') sending.wrong(receipt.failure);
      return receipt;
    },
    async showTyping(chat) {
      // A sign that comes after the answer is worse than none.
      if (calls.isPaused()) return;
      await calls.asks.sendChatAction(chat, 'typing').catch(() => undefined);
    },
    listen: (receive, signal) =>
      listenToTelegram(
        { asks: calls.asks, identify: identity.identify, hook, commands, clock, onTrouble },
        receive,
        signal,
      ),
    ...(secret === null ? {} : { webhook: createWebhook(secret, calls, identity) }),
  };
}

interface Identity {
  readonly known: () => TelegramBot;
  /** Asks Telegram once; rejects where it does not answer. */
  readonly identify: () => Promise<TelegramBot>;
}

function createIdentity(token: string, { asks }: TelegramCalls): Identity {
  // A token is the bot's id, a colon and a secret.
  let bot: TelegramBot = { id: Number(token.split(':')[0]), username: null };
  let asking: Promise<TelegramBot> | undefined;
  return {
    known: () => bot,
    identify() {
      if (bot.username !== null) return Promise.resolve(bot);
      asking ??= asks
        .getMe()
        .then(({ id, username }) => {
          bot = { id, username };
          return bot;
        })
        .finally(() => {
          asking = undefined;
        });
      return asking;
    },
  };
}

function createWebhook(secret: string, { asks }: TelegramCalls, { known, identify }: Identity): Webhook {
  return {
    path: WEBHOOK_PATH,
    async handle(request, receive) {
      const given = request.header('x-telegram-bot-api-secret-token');
      if (given === undefined) return { status: 401, refused: 'no-signature' };
      if (!isSame(given, secret)) return { status: 401, refused: 'bad-signature' };
      const update = parseJson(request.body);
      if (update === undefined) return { status: 400, refused: 'not-json' };
      acknowledgeTap(asks, update);
      try {
        // Only a group has to say whom it means.
        const bot = isFromGroup(update) ? await identify() : known();
        const event = toIncomingEvent(update, bot, request.receivedAt);
        if (event) await receive([event]);
        return event || isFromGroup(update) ? { status: 200 } : { status: 200, refused: 'unknown-event' };
      } catch {
        // Neither journalled nor acknowledged: Telegram brings it again.
        return { status: 503 };
      }
    },
  };
}

/** Takes as long for any two strings: their digests have one length. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

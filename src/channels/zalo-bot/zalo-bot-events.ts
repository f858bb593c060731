import type { IncomingEvent, IncomingFile } from '../channel.js';

/** Reference: docs/zalo.md#bot-updates, seen 2026-11-24; link only in the code of others. */
const FILES: Readonly<Record<string, IncomingFile['kind']>> = {
  image: 'image',
  sticker: 'sticker',
  voice: 'audio',
  unsupported: 'other',
};

type Json = Readonly<Record<string, unknown>>;

/**
 * An update, from a poll or a webhook's body (wrapped in `{ok, result}` as documented, flat as seen live). Undefined
 * where it asks nothing: a reaction, a bot's own words, what the platform keeps to itself, anything unheard of.
 * `botNames`: what a group calls the bot. The platform gives no id of an update: chat and message make one.
 */
export function toIncomingEvent(
  update: unknown,
  receivedAt: Date,
  botNames: readonly string[] = [],
): IncomingEvent | undefined {
  const body = toObject(update);
  const { event_name, message: given } = (body?.ok === true ? toObject(body.result) : undefined) ?? body ?? {};
  const [, kind] = /^message\.(\w+)\.received$/.exec(toText(event_name) ?? '') ?? [];
  const message = toObject(given);
  const chat = toObject(message?.chat);
  const chatId = toId(chat?.id);
  const messageId = toId(message?.message_id);
  if (!kind || kind === 'reaction' || !message || !chatId || !messageId) return undefined;
  if (toObject(message.from)?.is_bot === true) return undefined;
  const isWords = kind === 'text' || kind === 'link';
  const words = toText(message.text) ?? toText(message.caption) ?? '';
  const isGroup = chat?.chat_type === 'GROUP';
  const sentAt = toInstant(message.date);
  return {
    type: 'message',
    id: `${chatId}:${messageId}`,
    from: { channel: 'zalo-bot', chat: chatId },
    receivedAt,
    ...(sentAt && { sentAt }),
    text: isGroup ? withoutMention(words, botNames) : words,
    files: isWords ? [] : [{ kind: FILES[kind] ?? 'other' }],
    messageId,
    ...(isGroup && { isGroup }),
  };
}

/** A group's messages reach the bot only where they address it; who is addressed is no part of the question. */
function withoutMention(text: string, names: readonly string[]): string {
  const rest = text.trimStart();
  const name = names.find((each) => each !== '' && rest.startsWith(`@${each}`));
  return name === undefined ? text : rest.slice(name.length + 1).replace(/^[\s,:]+/, '');
}

function toObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Json) : undefined;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Opaque; a number too large to be exact would be someone else's. */
function toId(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : toText(value) || undefined;
}

/** Milliseconds; older samples have seconds. */
function toInstant(value: unknown): Date | undefined {
  if (typeof value !== 'number' || !(value > 0)) return undefined;
  const instant = new Date(value < 1e12 ? value * 1_000 : value);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

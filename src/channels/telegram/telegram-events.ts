import type { IncomingEvent, IncomingFile } from '../channel.js';

/** Who the bot is on Telegram. */
export interface TelegramBot {
  readonly id: number;
  /** Without `@`; null while Telegram has not told. */
  readonly username: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Which field of a message tells of which kind of file; the first that is there. An animation is also a document, so it stands before it. */
const FILE_KINDS: readonly (readonly [field: string, kind: IncomingFile['kind']])[] = [
  ['photo', 'image'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['audio', 'audio'],
  ['voice', 'audio'],
  ['sticker', 'sticker'],
  ['document', 'file'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'contact'],
  ...['poll', 'dice', 'story', 'game', 'paid_media', 'checklist'].map((field) => [field, 'other'] as const),
];

/** What was said or done in a Telegram Update; nothing where it is none of ours. Takes any JSON: a webhook is fed by whoever knows its secret. No name is read. */
export function toIncomingEvent(update: unknown, bot: TelegramBot, receivedAt: Date): IncomingEvent | undefined {
  const fields = toFields(update);
  const id = fields.update_id;
  if (!Number.isSafeInteger(id)) return undefined;
  const head = { id: String(id), receivedAt };
  if ('message' in fields) return fromMessage(head, toFields(fields.message), bot);
  if ('callback_query' in fields) return fromTap(head, toFields(fields.callback_query));
  if ('my_chat_member' in fields) return fromMembership(head, toFields(fields.my_chat_member));
  return undefined;
}

/** The id under which a press wants to be acknowledged (docs/telegram.md#buttons). */
export function findTapId(update: unknown): string | undefined {
  const { id } = toFields(toFields(update).callback_query);
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Whether the bot's name has to be known to understand this. */
export function isFromGroup(update: unknown): boolean {
  return isGroupType(toFields(toFields(toFields(update).message).chat).type);
}

interface Head {
  readonly id: string;
  readonly receivedAt: Date;
}

function fromMessage(head: Head, message: Fields, bot: TelegramBot): IncomingEvent | undefined {
  const chat = toFields(message.chat);
  const from = toAddress(chat.id);
  const isGroup = isGroupType(chat.type);
  if (!from || (!isGroup && chat.type !== 'private')) return undefined;
  const when = { ...head, from, ...toSentAt(message.date) };
  // The new chat tells of it too, with `migrate_from_chat_id`; once is enough.
  const to = toAddress(message.migrate_to_chat_id);
  if (to) return { ...when, type: 'moved', to };
  // An administrator who hides behind the group's name is called a bot, but bears the group as sender.
  if (toFields(message.from).is_bot === true && !('sender_chat' in message)) return undefined;

  const files = FILE_KINDS.flatMap(([field, kind]) => (field in message ? [{ kind }] : [])).slice(0, 1);
  const hasText = typeof message.text === 'string';
  const typed = toText(hasText ? message.text : message.caption);
  if (typed === '' && files.length === 0) return undefined;
  const { text, isAddressed } = takeOffName(typed, hasText ? message.entities : message.caption_entities, bot);
  if (isGroup && !isAddressed && !isReplyTo(message, bot)) return undefined;
  return {
    ...when,
    type: 'message',
    text,
    files,
    ...(Number.isSafeInteger(message.message_id) ? { messageId: String(message.message_id) } : {}),
    ...(isGroup ? { isGroup } : {}),
  };
}

function fromTap(head: Head, query: Fields): IncomingEvent | undefined {
  const chat = toFields(toFields(query.message).chat);
  // Without its message a press comes from a private chat, whose id is the person's.
  const from = toAddress(chat.id ?? toFields(query.from).id);
  if (!from || typeof query.data !== 'string') return undefined;
  return { ...head, from, type: 'tap', data: query.data, ...(isGroupType(chat.type) ? { isGroup: true } : {}) };
}

/** In a private chat this tells of blocking and unblocking only (docs/telegram.md#updates). */
function fromMembership(head: Head, change: Fields): IncomingEvent | undefined {
  const chat = toFields(change.chat);
  const from = toAddress(chat.id);
  const isGroup = isGroupType(chat.type);
  if (!from || (!isGroup && chat.type !== 'private')) return undefined;
  const [was, is] = [isInside(change.old_chat_member), isInside(change.new_chat_member)];
  if (was === is) return undefined;
  const when = { ...head, from, ...toSentAt(change.date) };
  return is ? { ...when, type: 'joined', ...(isGroup ? { isGroup } : {}) } : { ...when, type: 'left' };
}

function isInside(member: unknown): boolean {
  const { status, is_member } = toFields(member);
  if (status === 'restricted') return is_member === true;
  return status === 'member' || status === 'administrator' || status === 'creator';
}

/** Takes the bot's name off; whether the words call the bot by name or give a command that may be its own. */
function takeOffName(typed: string, entities: unknown, bot: TelegramBot): { text: string; isAddressed: boolean } {
  const name = bot.username === null ? undefined : `@${bot.username.toLowerCase()}`;
  let [text, isAddressed] = [typed, false];
  // From the end on, so that the places before keep their numbers.
  for (const entity of toList(entities).map(toFields).toReversed()) {
    const [start, length] = [entity.offset, entity.length];
    if (!isCount(start) || !isCount(length)) continue;
    const words = typed.slice(start, start + length);
    const at = words.indexOf('@');
    const isOurs = name !== undefined && words.slice(Math.max(at, 0)).toLowerCase() === name;
    const isNamed = entity.type === 'text_mention' && toFields(entity.user).id === bot.id;
    if (isNamed || (entity.type === 'mention' && isOurs)) {
      text = join(text.slice(0, start), text.slice(start + length));
      isAddressed = true;
    } else if (entity.type === 'bot_command' && start === 0) {
      if (at >= 0 && isOurs) text = text.slice(0, at) + text.slice(length);
      isAddressed ||= at < 0 || isOurs;
    }
  }
  return { text, isAddressed };
}

function join(before: string, after: string): string {
  if (before.trim() === '') return after.replace(/^[\s,:;]+/, '');
  return `${before.trimEnd()}${/^\s/.test(after) ? ` ${after.trimStart()}` : after}`.trimEnd();
}

/** In a forum everything replies to what opened the topic. */
function isReplyTo(message: Fields, bot: TelegramBot): boolean {
  const repliedTo = toFields(message.reply_to_message);
  return toFields(repliedTo.from).id === bot.id && !('forum_topic_created' in repliedTo);
}

function isGroupType(type: unknown): boolean {
  return type === 'group' || type === 'supergroup';
}

function toAddress(id: unknown): { channel: 'telegram'; chat: string } | undefined {
  return Number.isSafeInteger(id) ? { channel: 'telegram', chat: String(id) } : undefined;
}

/** Seconds since 1970 (docs/telegram.md#calls); a message that can no longer be reached bears 0. */
function toSentAt(date: unknown): { sentAt?: Date } {
  return isCount(date) && date > 0 && date <= 8.64e12 ? { sentAt: new Date(date * 1_000) } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

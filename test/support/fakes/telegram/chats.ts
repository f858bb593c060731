import type { Clock } from '../../../../src/time.js';
import type { ShownMessage } from '../fake-platform.js';
import type { Entity } from './parse-html.js';

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
}

export const BOT: User = { id: 5_550_001, is_bot: true, first_name: 'Sổ tay', username: 'so_tay_thu_bot' };

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  /** The person's or the group's. */
  readonly name: string;
  /** unknown: never wrote. out: blocked, or the bot was removed. gone: the account or the group is no more. */
  state: 'unknown' | 'in' | 'out' | 'gone';
  movedTo?: number;
  readonly sent: SentMessage[];
  /** Ids of what people wrote there. */
  readonly said: Set<number>;
}

/** A message of the bot, as it stands now. */
export interface SentMessage {
  readonly message_id: number;
  readonly date: number;
  text: string;
  entities: readonly Entity[];
  buttons: readonly { readonly text: string; readonly callback_data?: string; readonly url?: string }[];
  readonly attachment?: { readonly kind: 'image' | 'file'; readonly name: string; readonly size: number };
  readonly quotes?: string;
}

/** Everybody and everything that has an id. */
export function createChats(clock: Clock) {
  let [nextUserId, nextGroupId, nextMessageId] = [70_000_001, -4_000_001, 1];
  const byId = new Map<number, Chat>();
  const byName = new Map<string, Chat>();
  const toSeconds = () => Math.floor(clock().getTime() / 1_000);
  const add = (id: number, type: Chat['type'], name: string): Chat => {
    const chat: Chat = { id, type, name, state: 'unknown', sent: [], said: new Set() };
    byId.set(id, chat);
    byName.set(`${type === 'private' ? 'person' : 'group'} ${name}`, chat);
    return chat;
  };
  return {
    find: (id: unknown) => byId.get(Number(id)),
    person: (name: string) => byName.get(`person ${name}`) ?? add(nextUserId++, 'private', name),
    group: (name: string) => byName.get(`group ${name}`) ?? add(nextGroupId--, 'group', name),
    named: (name: string) => byName.get(`person ${name}`) ?? byName.get(`group ${name}`),
    /** The group goes on as a supergroup under a new id. */
    move(group: Chat): Chat {
      // From here on the name means the supergroup.
      const next = add(-1_000_000_000_000 + group.id, 'supergroup', group.name);
      next.state = group.state;
      group.movedTo = next.id;
      return next;
    },
    toSeconds,
    nextMessageId: () => nextMessageId++,
  };
}

export type Chats = ReturnType<typeof createChats>;

export function toUser({ id, name }: Chat): User {
  return { id, is_bot: false, first_name: name };
}

export function toChat({ id, type, name }: Chat) {
  return type === 'private' ? { id, type, first_name: name } : { id, type, title: name };
}

export function toMessage(chat: Chat, sent: SentMessage) {
  const { message_id, date, text, entities, attachment, buttons } = sent;
  const words = attachment ? { caption: text, caption_entities: entities } : { text, entities };
  const file = { file_id: `sent-${message_id}`, file_unique_id: `u${message_id}`, file_size: attachment?.size };
  return {
    message_id,
    date,
    from: BOT,
    chat: toChat(chat),
    ...words,
    ...(attachment?.kind === 'image' ? { photo: [{ ...file, width: 800, height: 600 }] } : {}),
    ...(attachment?.kind === 'file' ? { document: { ...file, file_name: attachment.name } } : {}),
    ...(buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons.map((button) => [button]) } } : {}),
  };
}

export function toShown({ message_id, text, buttons, attachment, quotes }: SentMessage): ShownMessage {
  return {
    id: String(message_id),
    text,
    buttons: buttons.map((button) => button.text),
    attachments: attachment ? [attachment] : [],
    ...(quotes === undefined ? {} : { quotes }),
  };
}

import type { IncomingFile } from '../../../../src/channels/channel.js';
import { BOT, type Chat, type Chats, type SentMessage, toChat, toMessage, toUser } from './chats.js';
import { findEntities } from './parse-html.js';

interface PeopleDoors {
  readonly chats: Chats;
  readonly add: (chat: number, type: string, content: object) => void;
  readonly press: () => string;
}

const OUT = { private: 'kicked', group: 'left', supergroup: 'left' } as const;

/** What people do with their phones, as updates tell it (docs/telegram.md#buttons, #updates, #errors). */
export function createPeople({ chats, add, press }: PeopleDoors) {
  const write = (chat: Chat, person: Chat, content: object) => {
    const message_id = chats.nextMessageId();
    chat.said.add(message_id);
    const message = { message_id, from: toUser(person), chat: toChat(chat), date: chats.toSeconds(), ...content };
    add(chat.id, 'message', message);
    return message_id;
  };
  const change = (chat: Chat, person: Chat, was: string, is: string) =>
    add(chat.id, 'my_chat_member', {
      chat: toChat(chat),
      from: toUser(person),
      date: chats.toSeconds(),
      old_chat_member: { status: was, user: BOT },
      new_chat_member: { status: is, user: BOT },
    });
  const comeIn = (person: Chat, start: boolean) => {
    const was = person.state;
    person.state = 'in';
    if (was === 'out') change(person, person, 'kicked', 'member');
    if (start && was !== 'in') write(person, person, toWords('/start'));
  };
  const pressIn = (chat: Chat, person: Chat, label: string) => {
    const message = chat.sent.findLast(({ buttons }) => buttons.some(({ text }) => text === label));
    const button = message?.buttons.find(({ text }) => text === label);
    if (!message || !button) throw new Error(`${chat.name} is shown no button ${label}`);
    if (button.callback_data === undefined) return;
    add(chat.id, 'callback_query', {
      id: press(),
      from: toUser(person),
      message: toMessage(chat, message),
      chat_instance: String(chat.id),
      data: button.callback_data,
    });
  };

  return {
    say(name: string, text: string, joins = true) {
      const person = chats.person(name);
      comeIn(person, joins);
      write(person, person, toWords(text));
    },
    sendFile(name: string, kind: IncomingFile['kind'], caption?: string) {
      const person = chats.person(name);
      comeIn(person, true);
      write(person, person, { ...toFile(kind), ...(caption === undefined ? {} : toCaption(caption)) });
    },
    /** Sends what Telegram adds to a message beside those; for kinds of messages that nobody thought of. */
    write: (name: string, content: object) => write(chats.person(name), chats.person(name), content),
    /** The person pressed start long ago: nobody is told. */
    know(name: string) {
      chats.person(name).state = 'in';
    },
    join: (name: string) => comeIn(chats.person(name), true),
    leave(name: string) {
      const person = chats.person(name);
      if (person.state === 'in') change(person, person, 'member', OUT.private);
      person.state = 'out';
    },
    press: (name: string, label: string) => pressIn(chats.person(name), chats.person(name), label),
    /** The account is no more; nobody tells the bot. */
    vanish(name: string) {
      chats.person(name).state = 'gone';
    },
    addToGroup(group: string, by: string) {
      const chat = chats.group(group);
      chat.state = 'in';
      change(chat, chats.person(by), 'left', 'member');
      write(chat, chats.person(by), { new_chat_members: [BOT], new_chat_member: BOT });
    },
    removeFromGroup(group: string, by: string) {
      const chat = chats.group(group);
      change(chat, chats.person(by), 'member', OUT.group);
      chat.state = 'out';
    },
    /** All that is said in the group comes to the bot: a bot whose privacy mode is off sees the most. */
    sayInGroup(group: string, person: string, text: string, repliesTo?: SentMessage) {
      const chat = chats.group(group);
      const reply = repliesTo ? { reply_to_message: toMessage(chat, repliesTo) } : {};
      return write(chat, chats.person(person), { ...toWords(text), ...reply });
    },
    pressInGroup: (group: string, person: string, label: string) =>
      pressIn(chats.group(group), chats.person(person), label),
    /** Returns the new id. */
    migrate(group: string, by: string): number {
      const old = chats.group(group);
      const next = chats.move(old);
      write(old, chats.person(by), { migrate_to_chat_id: next.id });
      write(next, chats.person(by), { migrate_from_chat_id: old.id });
      return next.id;
    },
  };
}

function toWords(text: string) {
  const entities = findEntities(text);
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

function toCaption(caption: string) {
  const entities = findEntities(caption);
  return { caption, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

function toFile(kind: IncomingFile['kind']): object {
  const file = { file_id: 'said-1', file_unique_id: 's1', file_size: 12_345 };
  switch (kind) {
    case 'image':
      return { photo: [{ ...file, width: 90, height: 60 }] };
    case 'file':
      return { document: { ...file, file_name: 'a.pdf', mime_type: 'application/pdf' } };
    case 'audio':
      return { voice: { ...file, duration: 3 } };
    case 'video':
      return { video: { ...file, width: 90, height: 60, duration: 3 } };
    case 'sticker':
      return { sticker: { ...file, type: 'regular', width: 512, height: 512, is_animated: false, is_video: false } };
    case 'location':
      return { location: { latitude: 21.03, longitude: 105.85 } };
    case 'contact':
      return { contact: { phone_number: '84900000000', first_name: 'Ai đó' } };
    default:
      return { dice: { emoji: '🎲', value: 3 } };
  }
}

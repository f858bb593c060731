import { type Answer, done, type Refusal, refuse } from './answers.js';
import { type Chat, type Chats, type SentMessage, toMessage } from './chats.js';
import type { Flood } from './flood.js';
import type { Call } from './parse-call.js';
import { type Entity, parseHtml } from './parse-html.js';

const MEGABYTE = 1_000_000;
const TWO_DAYS_S = 48 * 3_600;

interface SendDoors {
  readonly chats: Chats;
  readonly flood: Flood;
  readonly onSent: (chat: Chat, message: SentMessage) => void;
  readonly onTyping: (chat: Chat) => void;
}

type Fields = Call['fields'];
type Words = { readonly text: string; readonly entities: readonly Entity[] };

/** Methods by which a bot puts a message on somebody's phone, changes it or takes it off, with all that Telegram refuses (docs/telegram.md#lengths, #text, #buttons, #errors). */
export function createMessageMethods({ chats, flood, onSent, onTyping }: SendDoors) {
  const send = (call: Call, attach?: (call: Call) => SentMessage['attachment'] | Refusal): Answer => {
    const chat = chats.find(call.fields.chat_id);
    const noEntry = refuseEntry(chat);
    if (!chat || noEntry) return noEntry ?? refuse(400, 'chat not found');
    const attachment = attach?.(call);
    if (attachment && 'ok' in attachment) return attachment;
    const words = attach ? readWords(call.fields, 'caption', 1_024) : readWords(call.fields, 'text', 4_096);
    if ('ok' in words) return words;
    const buttons = readButtons(call.fields.reply_markup);
    if ('ok' in buttons) return buttons;
    const quotes = readQuote(call.fields.reply_parameters, chat);
    if (typeof quotes === 'object') return quotes;
    const waitS = flood.admit(chat.id);
    if (waitS !== undefined) {
      flood.pause(waitS);
      return refuse(429, `retry after ${waitS}`, { retry_after: waitS });
    }
    const sent: SentMessage = {
      message_id: chats.nextMessageId(),
      date: chats.toSeconds(),
      ...words,
      buttons,
      ...(attachment ? { attachment } : {}),
      ...(quotes === undefined ? {} : { quotes }),
    };
    chat.sent.push(sent);
    onSent(chat, sent);
    return done(toMessage(chat, sent));
  };

  return {
    sendmessage: (call: Call) => send(call),
    sendphoto: (call: Call) => send(call, readFile('photo', 'image', 10 * MEGABYTE)),
    senddocument: (call: Call) => send(call, readFile('document', 'file', 50 * MEGABYTE)),
    editmessagetext({ fields }: Call): Answer {
      const chat = chats.find(fields.chat_id);
      const message = chat?.sent.find(({ message_id }) => message_id === Number(fields.message_id));
      if (!chat || !message) return refuse(400, 'message to edit not found');
      const words = readWords(fields, 'text', 4_096);
      if ('ok' in words) return words;
      const buttons = readButtons(fields.reply_markup);
      if ('ok' in buttons) return buttons;
      const isSame = JSON.stringify([words, buttons]) === JSON.stringify([toWords(message), message.buttons]);
      if (isSame) return refuse(400, 'message is not modified');
      Object.assign(message, words, { buttons });
      return done(toMessage(chat, message));
    },
    deletemessage({ fields }: Call): Answer {
      const chat = chats.find(fields.chat_id);
      const at = chat?.sent.findIndex(({ message_id }) => message_id === Number(fields.message_id)) ?? -1;
      if (!chat || at < 0) return refuse(400, 'message to delete not found');
      if (chats.toSeconds() - chat.sent[at]!.date > TWO_DAYS_S) return refuse(400, "message can't be deleted");
      chat.sent.splice(at, 1);
      return done(true);
    },
    sendchataction({ fields }: Call): Answer {
      const chat = chats.find(fields.chat_id);
      const noEntry = refuseEntry(chat);
      if (!chat || noEntry) return noEntry ?? refuse(400, 'chat not found');
      const isKnown = ['typing', 'upload_photo', 'upload_document'].includes(String(fields.action));
      if (!isKnown) return refuse(400, 'wrong parameter action in request');
      onTyping(chat);
      return done(true);
    },
  };
}

function toWords({ text, entities }: SentMessage): Words {
  return { text, entities };
}

function refuseEntry(chat: Chat | undefined): Refusal | undefined {
  if (!chat) return refuse(400, 'chat not found');
  if (chat.movedTo !== undefined) {
    const words = 'group chat was upgraded to a supergroup chat';
    return refuse(400, words, { migrate_to_chat_id: chat.movedTo });
  }
  const isPrivate = chat.type === 'private';
  if (chat.state === 'unknown') {
    return isPrivate ? refuse(403, "bot can't initiate conversation with a user") : refuse(400, 'chat not found');
  }
  if (chat.state === 'out') {
    return refuse(403, isPrivate ? 'bot was blocked by the user' : `bot was kicked from the ${chat.type} chat`);
  }
  if (chat.state === 'gone') return refuse(403, isPrivate ? 'user is deactivated' : 'the group chat was deleted');
  return undefined;
}

function readWords(fields: Fields, name: 'text' | 'caption', limit: number): Words | Refusal {
  const given = String(fields[name] ?? '');
  const mode = fields.parse_mode === undefined ? '' : String(fields.parse_mode).toLowerCase();
  if (mode !== '' && mode !== 'html') return refuse(400, "can't parse entities: this fake reads HTML only");
  const parsed = mode === 'html' ? parseHtml(given) : { text: given, entities: [] };
  if ('wrong' in parsed) return refuse(400, `can't parse entities: ${parsed.wrong}`);
  const text = parsed.text.trim();
  if (name === 'text' && text === '') return refuse(400, 'message text is empty');
  if (text.length > limit) return refuse(400, `message ${name === 'caption' ? 'caption ' : ''}is too long`);
  return { text, entities: parsed.entities };
}

function readButtons(markup: unknown): SentMessage['buttons'] | Refusal {
  const rows = (markup as { inline_keyboard?: unknown } | undefined)?.inline_keyboard;
  if (markup !== undefined && !Array.isArray(rows)) return refuse(400, 'object expected as reply markup');
  const buttons = ((rows ?? []) as unknown[]).flat() as SentMessage['buttons'];
  if (buttons.length > 100) return refuse(400, 'reply markup is too long');
  for (const { text, callback_data, url } of buttons) {
    if (typeof text !== 'string' || text.trim() === '') return refuse(400, 'text of a button is empty');
    if (callback_data === undefined && url === undefined) {
      return refuse(400, 'text buttons are unallowed in the inline keyboard');
    }
    const bytes = Buffer.byteLength(callback_data ?? 'x');
    if (bytes < 1 || bytes > 64) return refuse(400, 'BUTTON_DATA_INVALID');
    if (url !== undefined && !/^(https?|tg):\/\/\S+$/i.test(url)) return refuse(400, 'BUTTON_URL_INVALID');
  }
  return buttons;
}

function readQuote(given: unknown, chat: Chat): string | undefined | Refusal {
  if (given === undefined) return undefined;
  const { message_id, allow_sending_without_reply } = given as Fields;
  if (chat.said.has(Number(message_id)) || chat.sent.some((each) => each.message_id === Number(message_id))) {
    return String(message_id);
  }
  return allow_sending_without_reply === true ? undefined : refuse(400, 'message to be replied not found');
}

function readFile(field: 'photo' | 'document', kind: 'image' | 'file', limit: number) {
  return ({ fields, files }: Call): SentMessage['attachment'] | Refusal => {
    const given = String(fields[field] ?? '');
    const uploaded = files.get(given.replace(/^attach:\/\//, '')) ?? files.get(field);
    if (uploaded) {
      if (uploaded.size > limit) return refuse(413, 'Request Entity Too Large');
      if (uploaded.size === 0) return refuse(400, 'file must be non-empty');
      return { kind, ...uploaded };
    }
    if (/^https?:\/\/\S+$/.test(given)) return { kind, name: given.split('/').at(-1) ?? '', size: 0 };
    if (/^sent-\d+$/.test(given)) return { kind, name: given, size: 0 };
    return refuse(400, 'wrong file identifier/HTTP URL specified');
  };
}

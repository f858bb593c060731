import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardButton } from 'grammy/types';
import type { Attachment, Button, Failure, OnTrouble, OutgoingMessage, Receipt } from '../channel.js';
import type { TelegramCalls } from './call-telegram.js';
import { findMovedTo, isFormattingRefused, toFailure } from './telegram-failures.js';
import { renderHtml, renderPlain } from './telegram-html.js';

/** Sends one message; never throws. What Telegram refused for certain may be tried in another form, the rest is not. */
export async function sendTelegram(
  doors: { readonly calls: TelegramCalls; readonly onTrouble: OnTrouble },
  chat: string,
  message: OutgoingMessage,
): Promise<Receipt> {
  const [first, ...others] = message.attachments ?? [];
  const receipt = await sendPart(doors, chat, message, first);
  if (receipt.status === 'failed') {
    if (receipt.failure.code === 'invalid-message') tell(doors.onTrouble, 'refused', receipt.failure);
    return receipt;
  }
  for (const attachment of others) {
    // The words are with the person: a receipt that says `failed` would have them sent again.
    const next = await sendPart(doors, receipt.movedTo ?? chat, { text: '' }, attachment);
    if (next.status === 'failed') tell(doors.onTrouble, 'refused', next.failure);
  }
  return receipt;
}

async function sendPart(
  { calls, onTrouble }: { readonly calls: TelegramCalls; readonly onTrouble: OnTrouble },
  chat: string,
  message: OutgoingMessage,
  attachment: Attachment | undefined,
): Promise<Receipt> {
  let [to, isPlain, movedTo] = [chat, false, undefined as string | undefined];
  for (;;) {
    try {
      const messageId = await callOnce(calls, to, message, attachment, isPlain);
      return { status: 'sent', messageId: String(messageId), ...(movedTo === undefined ? {} : { movedTo }) };
    } catch (error) {
      const moved = findMovedTo(error);
      const failure = toFailure(error);
      if (moved !== undefined && movedTo === undefined) {
        [to, movedTo] = [moved, moved];
        continue;
      }
      if (isFormattingRefused(error) && !isPlain) {
        isPlain = true;
        tell(onTrouble, 'resent-plain', failure);
        continue;
      }
      return { status: 'failed', failure };
    }
  }
}

async function callOnce(
  calls: TelegramCalls,
  chat: string,
  message: OutgoingMessage,
  attachment: Attachment | undefined,
  isPlain: boolean,
): Promise<number> {
  const words = isPlain ? renderPlain(message.text) : renderHtml(message.text);
  const parse = isPlain ? {} : { parse_mode: 'HTML' as const };
  const extras = { ...toKeyboard(message.buttons), ...toQuote(message.replyTo) };
  if (!attachment) {
    const options = { ...parse, ...extras, link_preview_options: { is_disabled: true } };
    return (await calls.sends.sendMessage(chat, words, options)).message_id;
  }
  const api: Api = 'bytes' in attachment.content ? calls.uploads : calls.sends;
  const options = { ...extras, ...(words ? { ...parse, caption: words } : {}) };
  const sent =
    attachment.kind === 'image'
      ? await api.sendPhoto(chat, toFile(attachment), options)
      : await api.sendDocument(chat, toFile(attachment), options);
  return sent.message_id;
}

/** A row each: labels are sentences, and a phone is narrow. Exactly one action on a button (docs/telegram.md#buttons). */
function toKeyboard(buttons: readonly Button[] = []) {
  const rows = buttons.flatMap((button): InlineKeyboardButton[][] =>
    'send' in button
      ? [[{ text: button.label, callback_data: button.send }]]
      : 'url' in button
        ? [[{ text: button.label, url: button.url }]]
        : [],
  );
  return rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {};
}

function toQuote(replyTo: string | undefined) {
  if (replyTo === undefined || !/^\d{1,15}$/.test(replyTo)) return {};
  return { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } };
}

function toFile({ content, name }: Attachment): InputFile | string {
  if ('url' in content) return content.url;
  // grammY writes the name into a header as it is.
  return new InputFile(content.bytes, name.replace(/[";\r\n]/g, '_'));
}

function tell(onTrouble: OnTrouble, kind: 'refused' | 'resent-plain', { detail = '' }: Failure): void {
  onTrouble({ channel: 'telegram', kind, detail });
}

import type { ZaloOaConfig } from '../../config.js';
import type { Attachment, Button, Capabilities, OutgoingMessage } from '../channel.js';
import type { Fields } from './ask-zalo.js';

type ButtonForm = ZaloOaConfig['buttons'];

const DAY_MS = 86_400_000;

/** docs/zalo.md#messages, #uploads, #windows-and-hours, #rates, seen 2026-11-24. */
export function toCapabilities(buttons: ButtonForm): Capabilities {
  return {
    textLimit: 2_000,
    captionLimit: 2_000,
    markup: 'plain',
    buttons:
      buttons === 'none' ? null : { kinds: ['send', 'url', 'phone'], most: 5, labelLimit: 100, sendLimitBytes: 1_000 },
    images: { mediaTypes: ['image/jpeg', 'image/png'], maxBytes: 1_000_000 },
    files: {
      mediaTypes: [
        'application/pdf',
        'application/msword',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'text/csv',
      ],
      maxBytes: 5_000_000,
      byBytesOnly: true,
      standsAlone: true,
    },
    typing: false,
    edits: false,
    introducesItself: false,
    burstMs: 1_500,
    // Free for 48 hours, paid for from then on, refused after 7 days (docs/zalo.md#windows-and-hours): what nobody asked for keeps to the free time.
    proactive: {
      windowMs: 2 * DAY_MS,
      templates: true,
      // From 22:00 on they are refused (docs/zalo.md#windows-and-hours).
      templateHours: { from: 6 * 60, to: 22 * 60 },
      perSecond: 4_000 / 60,
    },
  };
}

/** A thing to upload before the message that shows it can be made. */
export interface Upload {
  readonly path: '/v2.0/oa/upload/image' | '/v2.0/oa/upload/file';
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** One call of `/v3.0/oa/message/cs`: a finished body, or one that waits for the id of what was uploaded. */
export type Part = { readonly message: Fields } | { readonly upload: Upload; readonly withId: (id: string) => Fields };

/**
 * The calls that show a message. Zalo knows no words beside a file and no buttons beside a picture: what is attached
 * goes first then, so that words and buttons stand last.
 */
export function toParts({ text, buttons = [], attachments = [], replyTo }: OutgoingMessage, form: ButtonForm): Part[] {
  const words = text.normalize('NFC');
  const only = attachments.length === 1 ? attachments[0] : undefined;
  if (only?.kind === 'image' && buttons.length === 0) return [toAttachmentPart(only, words)];
  const parts = attachments.map((attachment) => toAttachmentPart(attachment, ''));
  if (words !== '' || parts.length === 0) parts.push({ message: toText(words, buttons, form, replyTo) });
  return parts;
}

/** Quoting is documented for words alone. */
function toText(words: string, buttons: readonly Button[], form: ButtonForm, replyTo: string | undefined): Fields {
  if (buttons.length > 0 && form !== 'none') return toButtons(words, buttons, form);
  return { text: words, ...(replyTo ? { quote_message_id: replyTo } : {}) };
}

/** Which form Zalo takes is open [CONFLICT] (docs/zalo.md#messages): one real send decides, then the setting. */
function toButtons(words: string, buttons: readonly Button[], form: 'plain' | 'template'): Fields {
  const pressed = buttons.map(toButton);
  return form === 'plain'
    ? { text: words, attachment: { type: 'template', payload: { buttons: pressed } } }
    : { attachment: { type: 'template', payload: { template_type: 'button', text: words, buttons: pressed } } };
}

function toButton(button: Button): Fields {
  const title = button.label;
  if ('send' in button) return { title, type: 'oa.query.show', payload: button.send };
  if ('url' in button) return { title, type: 'oa.open.url', payload: { url: button.url } };
  // Zalo's Java SDK writes phoneCode [CONFLICT]; the others phone_code.
  return { title, type: 'oa.open.phone', payload: { phone_code: button.phone } };
}

function toAttachmentPart({ kind, name, mediaType, content }: Attachment, caption: string): Part {
  if (kind === 'image') {
    const withElement = (element: Fields): Fields => ({
      ...(caption ? { text: caption } : {}),
      attachment: {
        type: 'template',
        payload: { template_type: 'media', elements: [{ media_type: 'image', ...element }] },
      },
    });
    if ('url' in content) return { message: withElement({ url: content.url }) };
    return {
      upload: { path: '/v2.0/oa/upload/image', name, mediaType, bytes: content.bytes },
      withId: (id) => withElement({ attachment_id: id }),
    };
  }
  // A file is sent by upload only, and what an address holds is not for us to fetch.
  if ('url' in content) return { message: { text: `${name}: ${content.url}`.normalize('NFC') } };
  return {
    upload: { path: '/v2.0/oa/upload/file', name, mediaType, bytes: content.bytes },
    withId: (id) => ({ attachment: { type: 'file', payload: { token: id } } }),
  };
}

import { z } from 'zod';
import type { IncomingFile } from '../../../src/channels/channel.js';
import { type Call, isLoopback, mediaTypeOf, readForm } from './fake-parts.js';

/** What the platform answers instead of doing it (docs/zalo.md#bot-errors-and-limits, seen 2026-11-24). */
export class BotRefusal extends Error {
  constructor(
    readonly code: number,
    description: string,
    /** Whether the service broke a rule that it could know. */
    readonly isBreach = false,
  ) {
    super(description);
  }
}

const chat_id = z.string().min(1);
const words = z
  .string()
  .regex(/\S/)
  .refine((value) => value.length <= 2_000);
const url = z.string().regex(/^https?:\/\/\S+$/);
const style = z.strictObject({
  start: z.int().min(0),
  len: z.int().min(1),
  st: z.array(
    z.string().regex(/^(b|i|u|s|f_(13|15|18|20)|c_(050a19|15a85f|f7b503|f27806|db342e)|lst_[12]|ind_[1-5])$/),
  ),
});

/** docs/zalo.md#bot-methods; names are case-sensitive. */
export const METHODS: Readonly<Record<string, z.ZodType<Readonly<Record<string, unknown>>>>> = {
  getMe: z.strictObject({}),
  getUpdates: z.strictObject({
    timeout: z.union([z.int().min(0), z.string().regex(/^\d+$/)]).optional(),
  }),
  setWebhook: z.strictObject({ url: z.string(), secret_token: z.string().min(8).max(256) }),
  deleteWebhook: z.strictObject({}),
  getWebhookInfo: z.strictObject({}),
  testWebhook: z.strictObject({}),
  sendMessage: z.strictObject({
    chat_id,
    text: words,
    parse_mode: z.enum(['markdown', 'html']).optional(),
    text_styles: z.array(style).optional(),
  }),
  sendPhoto: z.strictObject({ chat_id, photo: url, caption: words.optional() }),
  sendSticker: z.strictObject({ chat_id, sticker: z.string().min(1) }),
  sendVoice: z.strictObject({ chat_id, voice_url: url.regex(/\.aac$/) }),
  sendChatAction: z.strictObject({ chat_id, action: z.literal('typing') }),
};

/** Reads what a call carries, query, form or JSON, and refuses whatever the method does not name. */
export async function readArguments(call: Call, method: string): Promise<Readonly<Record<string, unknown>>> {
  const result = METHODS[method]!.safeParse(await readFields(call));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.');
  throw new BotRefusal(400, `Bad request: ${method} ${field || 'body'} is invalid`, true);
}

async function readFields(call: Call): Promise<unknown> {
  const query = Object.fromEntries(call.query);
  if (call.body.length === 0) return query;
  const mediaType = mediaTypeOf(call);
  if (mediaType === 'application/json') {
    try {
      const body: unknown = JSON.parse(call.body.toString('utf8'));
      return body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...query, ...body } : body;
    } catch {
      throw new BotRefusal(400, 'Bad request: not JSON', true);
    }
  }
  const form = /^(multipart\/form-data|application\/x-www-form-urlencoded)$/.test(mediaType) && (await readForm(call));
  if (!form) throw new BotRefusal(400, 'Bad request: content type', true);
  return { ...query, ...Object.fromEntries(form.entries()) };
}

/** Public HTTPS only (docs/zalo.md#bot-methods), and, as only a fake can, this machine. */
export function refuseAddress(address: string): void {
  if (isLoopback(address)) return;
  const host = URL.canParse(address) ? new URL(address) : undefined;
  const isPrivate = host && /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host.hostname);
  if (host?.protocol !== 'https:' || isPrivate)
    throw new BotRefusal(400, 'Bad request: url must be public HTTPS', true);
}

/** What a phone shows of a text in the platform's own dialect; plain where no mode is given. */
export function displayText(text: string, parseMode: unknown): string {
  if (parseMode === 'html') {
    const plain = text.replaceAll(/<br\s*\/?>/g, '\n').replaceAll(/<\/?[a-z][^<>]*>/gi, '');
    return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  }
  if (parseMode !== 'markdown') return text;
  return text
    .replaceAll(/\{(\/?)[a-z]+\}/g, '')
    .replaceAll(/^(#+|-|>) /gm, '')
    .replaceAll(/\*\*(.+?)\*\*/g, '$1')
    .replaceAll(/\*(.+?)\*/g, '$1');
}

/** The event that a file of a person becomes (docs/zalo.md#bot-updates); what the platform cannot carry is unsupported. */
export function fileEvent(
  kind: IncomingFile['kind'],
  address: string,
  photoKey: 'photo_url' | 'photo',
): { readonly event: string; readonly content: object } {
  switch (kind) {
    case 'image':
      return { event: 'message.image.received', content: { [photoKey]: `${address}.jpg` } };
    case 'sticker':
      return {
        event: 'message.sticker.received',
        content: { sticker: '0e078a2eb66b5f35067a', url: `${address}.webp` },
      };
    case 'audio':
      return { event: 'message.voice.received', content: { voice_url: `${address}.aac` } };
    default:
      return { event: 'message.unsupported.received', content: {} };
  }
}

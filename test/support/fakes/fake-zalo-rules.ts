import { z } from 'zod';

/** Codes and words of the OA API (docs/zalo.md#error-codes, seen 2026-11-24). */
const WORDS: Readonly<Record<number, string>> = {
  [-32]: 'Your application reached limit call api',
  [-100]: 'attachment_id was expired',
  [-108]: 'Phone number is invalid',
  [-131]: 'Template is not approved',
  [-133]: 'This template cannot be sent at night',
  [-200]: 'Send message failed',
  [-201]: 'user_id is invalid!',
  [-204]: 'Offical Account is disable',
  [-205]: 'Offical Account is not exist',
  [-209]: 'Not supported this api',
  [-210]: 'Parameter exceeds allowable limit',
  [-211]: 'Out of quota',
  [-212]: 'App has not registed this api',
  [-213]: 'User has not followed OA',
  [-214]: 'Article is being processed',
  [-216]: 'Access token is invalid',
  [-217]: 'User has blocked invitation from OA',
  [-218]: 'Out of quota receive',
  [-219]: 'App is removed or disabled',
  [-220]: 'access_token is expired or removed',
  [-221]: 'The OA needs to be verified to use this feature',
  [-223]: 'Your OA has reach the limit quota create article',
  [-224]: 'The OA needs to upgrade OA Tier Package to use this feature',
  [-227]: 'User is banned or has been inactive for more than 45 days',
  [-230]: 'User has not interacted with the OA in the past 7 days',
  [-232]: 'User has not interacted with the OA, or the last interaction has expired',
  [-233]: 'message type is invalid or not support',
  [-234]: 'This message cannot be sent at night (10:00PM - 6:00AM)',
  [-240]: 'MessageV2 API has been shut down, please switch to MessageV3',
  [-242]: 'Invalid appsecret_proof provided in the API argument',
  [-244]: 'User has restricted this message type from your OA',
  [-248]: 'Violates our platform standards',
  [-249]: 'Template does not support send via UID',
};

/** What the API answers instead of doing it. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    words = WORDS[code] ?? 'Unknown error',
    /** Whether the service broke a rule that it could know. */
    readonly isBreach = false,
  ) {
    super(words);
  }
}

/** Throws the refusal that names the first wrong field: −210 where something is too long or too many, else −201. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const issue = error.issues[0]!;
  const field = [...issue.path, ...(issue.code === 'unrecognized_keys' ? [issue.keys[0]!] : [])].join('.') || 'body';
  if (issue.code === 'too_big') throw new Refusal(-210, `${WORDS[-210]} (${field})`, true);
  throw new Refusal(-201, `${field} is invalid!`, true);
}

/** Ids are strings everywhere but in tag calls (docs/zalo.md#ids). */
export const id = z.string().regex(/^\d{1,19}$/);
const url = z.string().regex(/^https?:\/\/\S+$/);

/** Counted after NFC (docs/zalo.md#messages), in UTF-16 units: the strictest reading of "characters". */
function words(most: number) {
  return z
    .string()
    .regex(/\S/)
    .check(({ value, issues }) => {
      if (value.normalize('NFC').length > most) {
        issues.push({ code: 'too_big', origin: 'string', maximum: most, input: value });
      }
    });
}

const text = words(2_000);
const look = { title: words(100), image_icon: url.optional() };
const phone = z.string().regex(/^\d{8,15}$/);
const button = z.discriminatedUnion('type', [
  z.strictObject({ ...look, type: z.literal('oa.open.url'), payload: z.strictObject({ url }) }),
  z.strictObject({ ...look, type: z.literal('oa.query.show'), payload: words(1_000) }),
  z.strictObject({ ...look, type: z.literal('oa.query.hide'), payload: words(1_000) }),
  z.strictObject({ ...look, type: z.literal('oa.open.phone'), payload: z.strictObject({ phone_code: phone }) }),
  z.strictObject({
    ...look,
    type: z.literal('oa.open.sms'),
    payload: z.strictObject({ phone_code: phone, content: words(1_000) }),
  }),
]);
export type ZaloButton = z.infer<typeof button>;
const buttons = z.array(button).min(1).max(5);

/** Either an address or the id of an upload, never both. */
function media(type: 'image' | 'gif', extra: Readonly<Record<string, z.ZodType>> = {}) {
  const head = { media_type: z.literal(type), ...extra };
  return z.union([z.strictObject({ ...head, url }), z.strictObject({ ...head, attachment_id: z.string().min(1) })]);
}

function withTemplate<T extends z.ZodType>(payload: T, beside: Readonly<Record<string, z.ZodType>> = {}) {
  return z.strictObject({ ...beside, attachment: z.strictObject({ type: z.literal('template'), payload }) });
}

const elementOf = {
  image: media('image'),
  gif: media('gif', { width: z.int().positive(), height: z.int().positive() }),
  sticker: z.strictObject({ media_type: z.literal('sticker'), attachment_id: z.string().min(1) }),
};

const plainText = z.strictObject({ text, quote_message_id: z.string().min(1).optional() });
const file = z.strictObject({
  attachment: z.strictObject({ type: z.literal('file'), payload: z.strictObject({ token: z.string().min(1) }) }),
});
const contactRequest = withTemplate(
  z.strictObject({
    template_type: z.literal('request_user_info'),
    elements: z.array(z.strictObject({ title: words(100), subtitle: words(500), image_url: url })).length(1),
  }),
);
const plainButtons = withTemplate(z.strictObject({ buttons }), { text });
const templateButtons = withTemplate(z.strictObject({ template_type: z.literal('button'), text, buttons }));

/** A consultation message, read. */
export interface Consultation {
  readonly text: string;
  readonly quotes?: string;
  readonly buttons: readonly ZaloButton[];
  readonly media?: {
    readonly kind: 'image' | 'gif' | 'sticker' | 'file';
    readonly upload?: string;
    readonly url?: string;
  };
}

const anyMessage = z.looseObject({
  attachment: z
    .looseObject({
      type: z.string(),
      payload: z.looseObject({
        template_type: z.string().optional(),
        elements: z.array(z.looseObject({ media_type: z.string().optional() })).optional(),
      }),
    })
    .optional(),
});

/** The grammar of `/v3.0/oa/message/cs` (docs/zalo.md#messages); `list` is [unverified] on v3 and refused. */
export function readConsultation(message: unknown, buttonForm: 'plain' | 'template'): Consultation {
  const { attachment } = check(anyMessage, message);
  if (!attachment) {
    const { text, quote_message_id } = check(plainText, message);
    return { text, buttons: [], ...(quote_message_id ? { quotes: quote_message_id } : {}) };
  }
  if (attachment.type === 'file') {
    return { text: '', buttons: [], media: { kind: 'file', upload: check(file, message).attachment.payload.token } };
  }
  const form = attachment.payload.template_type;
  if (form === 'media') return readMedia(message, attachment.payload.elements?.[0]?.media_type);
  if (form === 'request_user_info') {
    const [element] = check(contactRequest, message).attachment.payload.elements;
    return { text: `${element!.title}\n${element!.subtitle}`, buttons: [] };
  }
  if (form === undefined && buttonForm === 'plain') {
    check(plainButtons, message);
    const read = message as z.infer<typeof plainButtons> & { readonly text: string };
    return { text: read.text, buttons: read.attachment.payload.buttons };
  }
  if (form === 'button' && buttonForm === 'template') return check(templateButtons, message).attachment.payload;
  throw new Refusal(-233, undefined, true);
}

function readMedia(message: unknown, kind: string | undefined): Consultation {
  if (kind !== 'image' && kind !== 'gif' && kind !== 'sticker') throw new Refusal(-233, undefined, true);
  const payload = z.strictObject({ template_type: z.literal('media'), elements: z.array(elementOf[kind]).length(1) });
  check(withTemplate(payload, { text: text.optional() }), message);
  const read = message as {
    readonly text?: string;
    readonly attachment: {
      readonly payload: { readonly elements: readonly [{ readonly url?: string; readonly attachment_id?: string }] };
    };
  };
  const [element] = read.attachment.payload.elements;
  return {
    text: read.text ?? '',
    buttons: [],
    media: {
      kind,
      ...(element.attachment_id ? { upload: element.attachment_id } : {}),
      ...(element.url ? { url: element.url } : {}),
    },
  };
}

export const consultation = z.strictObject({ recipient: z.strictObject({ user_id: id }), message: z.unknown() });

const templateData = z.record(z.string(), z.string().max(400));
export const templateByUser = z.strictObject({
  user_id: id,
  template_id: z.string().min(1),
  template_data: templateData,
});
export const templateByPhone = z.strictObject({
  phone: z.string(),
  template_id: z.string().min(1),
  template_data: templateData,
  tracking_id: z.string().min(1).max(48),
});

function codes(least: number, most: number) {
  return z.array(z.int().min(least).max(most)).optional();
}

/** docs/zalo.md#templates-and-articles: an article and nothing else. */
export const broadcast = z.strictObject({
  recipient: z.strictObject({
    target: z.strictObject({
      ages: codes(0, 7),
      gender: codes(0, 2),
      locations: codes(0, 2),
      cities: codes(0, 63),
      platform: codes(1, 3),
    }),
  }),
  message: z.strictObject({
    attachment: z.strictObject({
      type: z.literal('template'),
      payload: z.strictObject({
        template_type: z.literal('media'),
        elements: z
          .array(z.strictObject({ media_type: z.literal('article'), attachment_id: z.string().min(1) }))
          .length(1),
      }),
    }),
  }),
});

export const reaction = z.strictObject({
  recipient: z.strictObject({ user_id: id }),
  sender_action: z.strictObject({
    react_icon: z.enum([':>--b', '-:((', '/-strong', '/-heart', '-h:o', '/-remove']),
    react_message_id: z.string().min(1),
  }),
});

export const anonymousMessage = z.strictObject({
  recipient: z.strictObject({ anonymous_id: z.string().min(1), conversation_id: z.string().min(1) }),
  message: z.strictObject({ text }),
});

/** Only limits are known (docs/zalo.md#templates-and-articles); the cover and the body are as loose as the sources are silent. */
export const article = z.strictObject({
  type: z.literal('normal').optional(),
  title: words(150),
  author: words(50),
  description: words(300),
  cover: z.looseObject({}).optional(),
  body: z.array(z.looseObject({ type: z.string() })).min(1),
  status: z.enum(['show', 'hide']).optional(),
  comment: z.enum(['show', 'hide']).optional(),
});

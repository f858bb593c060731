import type { BroadcastAttachment, LinkButton, Poll } from '../../people/broadcast.js';

/** By the ending of a name: what is not here, phones may not open. */
const MEDIA_TYPES: Readonly<Record<BroadcastAttachment['kind'], Readonly<Record<string, string>>>> = {
  image: { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' },
  file: {
    pdf: 'application/pdf',
    doc: 'application/msword',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
};

/** The MIME type of what may be attached; undefined for any other ending. */
export function mediaTypeOf(kind: BroadcastAttachment['kind'], name: string): string | undefined {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return Object.hasOwn(MEDIA_TYPES[kind], ending) ? MEDIA_TYPES[kind][ending] : undefined;
}

/** `jpg, jpeg, png, webp` */
export function listEndings(kind: BroadcastAttachment['kind']): string {
  return Object.keys(MEDIA_TYPES[kind]).join(', ');
}

/** `https://…/giay-moi.pdf` → a file of that name; undefined for another address or ending. */
export function readFileAddress(kind: BroadcastAttachment['kind'], words: string): BroadcastAttachment | undefined {
  const url = words.trim();
  if (!isHttps(url)) return undefined;
  const name = decodeName(new URL(url).pathname.split('/').at(-1) ?? '');
  const mediaType = mediaTypeOf(kind, name);
  return mediaType === undefined ? undefined : { kind, name, mediaType, content: { url } };
}

/** `Đăng ký | https://…`, on one line or two. */
export function readLink(words: string): LinkButton | undefined {
  const [, label = '', url = ''] = /^(.+?)\s*[|\n]\s*(\S+)$/s.exec(words.trim()) ?? [];
  return label.trim() !== '' && isHttps(url) ? { label: label.trim(), url } : undefined;
}

/** A question and its options, a line each or between bars; numbers and dots before them are left out. */
export function readPoll(words: string): Poll | undefined {
  const [question = '', ...options] = words
    .split(/[|\n]/)
    .map((line) => line.replace(/^\s*(?:[-•*]|\d+[.)])\s+/, '').trim())
    .filter(Boolean);
  const isFit = options.length >= 2 && options.length <= 8 && new Set(options).size === options.length;
  return isFit ? { question, options } : undefined;
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

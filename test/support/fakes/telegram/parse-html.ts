export interface Entity {
  readonly type: string;
  /** In UTF-16 code units, as `length`. */
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export type Parsed = { readonly text: string; readonly entities: readonly Entity[] } | { readonly wrong: string };

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  blockquote: 'blockquote',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
};
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Telegram's HTML (docs/telegram.md#text): four named entities, a closed list of tags, each closed in turn. Other `&…;` stay as they are. */
export function parseHtml(source: string): Parsed {
  const entities: Entity[] = [];
  const open: { readonly tag: string; readonly offset: number; readonly url?: string }[] = [];
  let text = '';
  for (let at = 0; at < source.length; ) {
    if (source[at] === '&') {
      const [whole = '&', name, decimal, hex] =
        /^&(?:([a-z]+)|#(\d+)|#x([\da-f]+));/i.exec(source.slice(at, at + 12)) ?? [];
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
      text += code !== undefined ? String.fromCodePoint(code) : name !== undefined ? (NAMED[name] ?? whole) : '&';
      at += whole.length;
      continue;
    }
    if (source[at] !== '<') {
      text += source[at];
      at += 1;
      continue;
    }
    const place = Buffer.byteLength(source.slice(0, at));
    const close = source.indexOf('>', at);
    if (close < 0) return { wrong: `Unclosed start tag at byte offset ${place}` };
    const [, slash, name = '', rest = ''] = /^<(\/?)([a-z-]*)(.*)>$/is.exec(source.slice(at, close + 1)) ?? [];
    const tag = name.toLowerCase();
    at = close + 1;
    if (!slash) {
      if (!TYPES[tag]) return { wrong: `Unsupported start tag "${tag}" at byte offset ${place}` };
      const [, url] = tag === 'a' ? (/\shref="([^"]*)"/i.exec(rest) ?? []) : [];
      open.push({ tag, offset: text.length, ...(url === undefined ? {} : { url: url.replaceAll('&amp;', '&') }) });
      continue;
    }
    const last = open.pop();
    if (!last) return { wrong: `Unexpected end tag at byte offset ${place}` };
    if (tag !== '' && tag !== last.tag) {
      return { wrong: `Unmatched end tag at byte offset ${place}, expected "</${last.tag}>", found "</${tag}>"` };
    }
    const { offset, url } = last;
    if (text.length > offset) {
      entities.push({
        type: TYPES[last.tag]!,
        offset,
        length: text.length - offset,
        ...(url === undefined ? {} : { url }),
      });
    }
  }
  const left = open.at(-1);
  if (left) return { wrong: `Can't find end tag corresponding to start tag "${left.tag}"` };
  return { text, entities };
}

/** What Telegram marks by itself in what people write. */
export function findEntities(text: string): readonly Entity[] {
  return Array.from(text.matchAll(/(?<![\w@/])(?:@\w{4,32}|\/\w{1,32}(?:@\w{4,32})?)/g), ({ 0: words, index }) => ({
    type: words.startsWith('@') ? 'mention' : 'bot_command',
    offset: index,
    length: words.length,
  }));
}

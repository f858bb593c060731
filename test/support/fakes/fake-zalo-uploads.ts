import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/time.js';
import { article as articleRule, check, Refusal } from './fake-zalo-rules.js';

const WEEK_MS = 7 * 24 * 3_600_000;
const UPLOADS_A_MONTH = 5_000;
const MEGABYTE = 1024 * 1024;

/** docs/zalo.md#uploads: what each kind takes; `starts` are the first bytes of the format, in hex. */
const KINDS = {
  image: { most: MEGABYTE, starts: ['ffd8ff', '89504e47'], endings: /\.(jpe?g|png)$/i },
  gif: { most: 5 * MEGABYTE, starts: ['47494638'], endings: /\.gif$/i },
  file: { most: 5 * MEGABYTE, starts: [''], endings: /\.(pdf|docx?|csv)$/i },
} as const;

interface Upload {
  readonly kind: keyof typeof KINDS;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly at: number;
}

interface ZaloArticle {
  readonly title: string;
  /** Polls that still find it in work. */
  pollsLeft: number;
  readonly id: string;
}

/** Uploads, articles and which messages exist: all that a message may point at. */
export interface ZaloFiles {
  /** Throws −100 where it has expired, −201 where it is unknown or of another kind. */
  take(kind: string, uploadId: string): Upload;
  getArticle(articleId: string): { readonly title: string };
  hasMessage(chat: string, messageId: string): boolean;
  rememberMessage(chat: string, messageId: string): void;
  /** The calls, by path. */
  readonly uploads: Readonly<Record<string, (form: FormData) => Promise<object>>>;
  readonly calls: Readonly<Record<string, (body: unknown) => object>>;
}

export function createZaloFiles(options: { readonly clock: Clock; readonly articlePolls: number }): ZaloFiles {
  const uploads = new Map<string, Upload>();
  const articles = new Map<string, ZaloArticle>();
  const messages = new Set<string>();
  let uploaded = 0;

  const upload = (kind: keyof typeof KINDS) => async (form: FormData) => {
    const [[field, file] = [], ...others] = [...form.entries()];
    if (field !== 'file' || !(file instanceof File) || others.length > 0)
      throw new Refusal(-201, 'file is invalid!', true);
    const rule = KINDS[kind];
    const bytes = new Uint8Array(await file.arrayBuffer());
    const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
    if (!rule.endings.test(file.name) || !rule.starts.some((each) => start.startsWith(each)) || bytes.length === 0) {
      throw new Refusal(-201, 'file is invalid!', true);
    }
    if (bytes.length > rule.most) throw new Refusal(-210, undefined, true);
    uploaded += 1;
    if (uploaded > UPLOADS_A_MONTH) throw new Refusal(-211);
    const id = `${kind}-${randomBytes(12).toString('hex')}`;
    uploads.set(id, { kind, name: file.name, bytes, at: options.clock().getTime() });
    return kind === 'file' ? { token: id } : { attachment_id: id };
  };

  return {
    take(kind, uploadId) {
      const found = uploads.get(uploadId);
      const field = kind === 'file' ? 'token' : 'attachment_id';
      // Stickers come from Zalo's own shop; any id of one is taken.
      if (!found && kind === 'sticker') return { kind: 'image', name: uploadId, bytes: new Uint8Array(), at: 0 };
      if (!found || found.kind !== kind) throw new Refusal(-201, `${field} is invalid!`, true);
      if (options.clock().getTime() - found.at > WEEK_MS) throw new Refusal(-100);
      return found;
    },
    getArticle(articleId) {
      const found = [...articles.values()].find(({ id }) => id === articleId);
      if (!found) throw new Refusal(-201, 'attachment_id is invalid!', true);
      if (found.pollsLeft > 0) throw new Refusal(-214);
      return found;
    },
    hasMessage: (chat, messageId) => messages.has(`${chat} ${messageId}`),
    rememberMessage: (chat, messageId) => {
      messages.add(`${chat} ${messageId}`);
    },
    uploads: {
      '/v2.0/oa/upload/image': upload('image'),
      '/v2.0/oa/upload/gif': upload('gif'),
      '/v2.0/oa/upload/file': upload('file'),
    },
    calls: {
      '/v2.0/article/create': (body) => {
        const { title } = check(articleRule, body);
        const token = randomBytes(12).toString('base64url');
        articles.set(token, { title, pollsLeft: options.articlePolls, id: randomBytes(12).toString('hex') });
        return { token };
      },
      '/v2.0/article/verify': (body) => {
        const { token } = (body ?? {}) as { token?: string };
        const found = token === undefined ? undefined : articles.get(token);
        if (!found) throw new Refusal(-201, 'token is invalid!', true);
        if (found.pollsLeft > 0) {
          found.pollsLeft -= 1;
          throw new Refusal(-214);
        }
        return { id: found.id };
      },
    },
  };
}

import { createHmac, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Address } from '../channels/channel.js';
import { AppError } from '../errors.js';

const KEY_BYTES = 32;
const FILE = 'address.key';

/** Pseudonyms for what must outlive an address: HMAC-SHA256, cut to 132 bits. Without the key nobody can tell whose one is. */
export interface AddressHash {
  ofChat(address: Address): string;
  ofEvent(channel: string, eventId: string): string;
  ofMember(id: string): string;
  ofQuestion(folded: string): string;
  ofVote(broadcastId: string, memberId: string): string;
  /** Proves that an address was given out by us. */
  ofLink(words: string): string;
}

export function createAddressHash(key: Uint8Array): AddressHash {
  const hash = (...parts: readonly string[]) =>
    createHmac('sha256', key).update(parts.join('\u0000')).digest('base64url').slice(0, 22);
  return {
    ofChat: ({ channel, chat }) => hash('chat', channel, chat),
    ofEvent: (channel, eventId) => hash('event', channel, eventId),
    ofMember: (id) => hash('member', id),
    ofQuestion: (folded) => hash('question', folded),
    ofVote: (broadcastId, memberId) => hash('vote', broadcastId, memberId),
    ofLink: (words) => hash('link', words),
  };
}

/** The key as it is there, if any. */
export async function findAddressKey(folder: string): Promise<Uint8Array | undefined> {
  const held = await readFile(join(folder, FILE)).catch(() => undefined);
  return held?.length === KEY_BYTES ? held : undefined;
}

/** The key in `address.key` beside the database, made at the first start. Who deletes the file makes every pseudonym meaningless. */
export async function loadAddressKey(folder: string): Promise<Uint8Array> {
  const file = join(folder, FILE);
  try {
    const held = await findAddressKey(folder);
    if (held) return held;
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    await writeFile(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
    // Linking fails where another process was first; its key counts then.
    await link(draft, file).catch(() => undefined);
    await rm(draft);
    return await readFile(file);
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Không đọc hoặc ghi được tệp khóa ${file}. Dữ liệu vẫn an toàn; hãy kiểm tra quyền đọc và ghi của thư mục này.`,
      { cause },
    );
  }
}

import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.js';

/** Who was erased, under keyed hashes: what a restored backup is checked against, so it lies outside database and backups. */
export interface EraseList {
  /** Returns once the disk has it. Throws `unavailable` where the disk refuses. */
  recordErased(hashes: readonly string[], now: Date): Promise<void>;
  /** Each hash with the last instant of its erasure. */
  readErased(): Promise<ReadonlyMap<string, Date>>;
}

/** `erased.list` in the folder: lines `<keyed hash> <instant>`, only ever appended. Without a folder nothing is kept. */
export function openEraseList(folder: string | undefined): EraseList {
  if (folder === undefined) return { recordErased: async () => {}, readErased: async () => new Map() };
  const path = join(folder, 'erased.list');
  return {
    async recordErased(hashes, now) {
      const lines = hashes.map((hash) => `${hash} ${now.toISOString()}\n`);
      try {
        const file = await open(path, 'a', 0o600);
        try {
          // After a line that a crash cut short the next begins anew.
          await file.appendFile(`\n${lines.join('')}`);
          await file.datasync();
        } finally {
          await file.close();
        }
      } catch (cause) {
        throw unavailable('Không ghi được', path, cause);
      }
    },

    async readErased() {
      const content = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return '';
        throw unavailable('Không đọc được', path, cause);
      });
      const erased = new Map<string, Date>();
      for (const [, hash = '', instant = ''] of content.matchAll(/^(\S+) (\d{4}-\S+Z)$/gm)) {
        const at = new Date(instant);
        const known = erased.get(hash);
        if (!known || known < at) erased.set(hash, at);
      }
      return erased;
    },
  };
}

function unavailable(what: string, path: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `${what} danh sách đã xóa ${path}. Dữ liệu chưa bị thay đổi; hãy kiểm tra quyền đọc, ghi và dung lượng đĩa.`,
    { cause },
  );
}

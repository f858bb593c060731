import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { AppError } from '../../errors.js';
import { holdPostgresLock, withPostgresLock } from '../database/postgres-session.js';
import { holdFile } from '../database/sqlite-database.js';
import { makeFolder } from '../make-folder.js';
import type { StorePlace } from '../store.js';

/** A holder that died is noticed after this long. */
const STALE_MS = 10_000;

/** Runs the work while no other process writes documents there; waits for its turn. Throws `unavailable` where the folder or the server refuses. */
export async function withWriteLock<T>(place: StorePlace, work: () => Promise<T>): Promise<T> {
  if (typeof place !== 'string') return withPostgresLock(place, 'write', work);
  const folder = dirname(place);
  let release: () => Promise<void>;
  try {
    await makeFolder(folder);
    release = await lock(folder, {
      lockfilePath: `${folder}/write.lock`,
      stale: STALE_MS,
      retries: { retries: 120, minTimeout: 100, maxTimeout: 1_000, factor: 1.2 },
    });
  } catch (cause) {
    const isBusy = (cause as NodeJS.ErrnoException).code === 'ELOCKED';
    throw new AppError(
      'unavailable',
      isBusy
        ? `Một tiến trình khác đang ghi vào ${folder} quá lâu. Dữ liệu vẫn an toàn; hãy đợi tiến trình đó xong rồi chạy lại.`
        : cannotWrite(folder),
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Held by a running service, and by who must be sure that none runs; ends with the process at the latest. Many services
 * may share one PostgreSQL; a SQLite file has one. Throws `unavailable` where another is in the way.
 */
export async function holdServiceLock(place: StorePlace, mode: 'serving' | 'alone'): Promise<() => Promise<void>> {
  let release: (() => Promise<void>) | undefined;
  if (typeof place !== 'string') {
    release = await holdPostgresLock(place, 'service', mode === 'serving' ? 'shared' : 'alone');
  } else {
    const folder = dirname(place);
    release = await holdFile(join(folder, 'service.lock')).catch((cause: unknown) => {
      throw new AppError('unavailable', cannotWrite(folder), { cause });
    });
  }
  if (release) return release;
  throw new AppError(
    'unavailable',
    typeof place === 'string'
      ? `Một dịch vụ đang chạy với thư mục dữ liệu ${dirname(place)}. Dữ liệu vẫn an toàn; hãy dừng dịch vụ đó trước, hoặc đặt DATA_DIR sang thư mục khác.`
      : 'Một dịch vụ đang chạy với cơ sở dữ liệu này, hoặc một bản sao đang được khôi phục. Dữ liệu vẫn an toàn; hãy dừng dịch vụ trước, hoặc đợi khôi phục xong.',
  );
}

function cannotWrite(folder: string): string {
  return `Không ghi được vào thư mục dữ liệu ${folder}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`;
}

import { dirname, join } from 'node:path';
import { AppError } from '../errors.js';
import { wait } from '../time.js';
import { holdPostgresLock, LOCK_WAIT_MS, withPostgresLock } from './database/postgres-session.js';
import { holdFile } from './database/sqlite-database.js';
import type { StorePlace } from './store.js';

const LOOK_EVERY_MS = 100;

/** Runs the work while no other process writes documents there; waits for its turn. Throws `unavailable` where the folder or the server refuses. */
export async function withWriteLock<T>(place: StorePlace, work: () => Promise<T>): Promise<T> {
  if (typeof place !== 'string') return withPostgresLock(place, 'write', work);
  const folder = dirname(place);
  const release = await waitForFile(join(folder, 'writing.lock'));
  if (!release) {
    throw new AppError(
      'unavailable',
      `Một tiến trình khác đang ghi vào ${folder} quá lâu. Dữ liệu vẫn an toàn; hãy đợi tiến trình đó xong rồi chạy lại.`,
    );
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Asks again and again: SQLite's own wait would hold up the whole process. Undefined where its turn never came. */
async function waitForFile(path: string): Promise<Release | undefined> {
  for (let waitedMs = 0; waitedMs < LOCK_WAIT_MS; waitedMs += LOOK_EVERY_MS) {
    const release = await tryFile(path);
    if (release) return release;
    await wait(LOOK_EVERY_MS);
  }
  return undefined;
}

type Release = () => Promise<void>;

async function tryFile(path: string): Promise<Release | undefined> {
  return holdFile(path).catch((cause: unknown) => {
    throw new AppError('unavailable', cannotWrite(dirname(path)), { cause });
  });
}

/**
 * Held by a running service, and by who must be sure that none runs; ends with the process at the latest. Many services
 * may share one PostgreSQL; a SQLite file has one. Throws `unavailable` where another is in the way.
 */
export async function holdServiceLock(place: StorePlace, mode: 'serving' | 'alone'): Promise<Release> {
  let release: Release | undefined;
  if (typeof place !== 'string') {
    release = await holdPostgresLock(place, 'service', mode === 'serving' ? 'shared' : 'alone');
  } else {
    release = await tryFile(join(dirname(place), 'service.lock'));
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

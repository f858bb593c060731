import { lock } from 'proper-lockfile';
import { AppError } from '../errors.js';
import { makeFolder } from './make-folder.js';

/** A holder that died is noticed after this long. */
const STALE_MS = 10_000;

/** Runs the work while no other process writes under the folder; waits for its turn. Throws `unavailable` where the folder refuses. */
export async function withWriteLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
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
        : `Không ghi được vào thư mục dữ liệu ${folder}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`,
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

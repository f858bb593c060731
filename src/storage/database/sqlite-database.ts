import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, SqliteQueryCompiler } from 'kysely';
import { AppError } from '../../errors.js';
import { makeFolder } from '../make-folder.js';
import type { Schema } from '../schema.js';
import type { Database } from './database.js';
import { GroupCommit } from './group-commit.js';
import { isNewest, migrate } from './migrate.js';
import { wipeDeleted } from './wipe-deleted.js';

const BUSY_AFTER_MS = 10_000;

/** Opens the file at a path (or `:memory:`) and migrates it. Throws `unavailable` where the folder cannot be written. */
export async function openSqlite(path: string): Promise<Database> {
  let sqlite: Sqlite.Database;
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    sqlite = new Sqlite(path, { timeout: BUSY_AFTER_MS });
    sqlite.pragma('journal_mode = WAL');
    // Less would lose the last commits with the power, and what they began would be sent again.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('secure_delete = ON');
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Không ghi được vào thư mục dữ liệu ${dirname(path)}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`,
      { cause },
    );
  }
  const driver = new GroupCommit(sqlite);
  const rows = new Kysely<Schema>({ dialect: createDialect(sqlite, driver) });
  try {
    await migrate(rows);
  } catch (cause) {
    await rows.destroy();
    throw new AppError(
      'unavailable',
      `Không ghi được vào tệp dữ liệu ${path}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`,
      { cause },
    );
  }
  // Within a transaction the log is locked.
  return { rows, wipeDeleted: () => driver.doAlone(() => wipeDeleted(sqlite, BUSY_AFTER_MS)) };
}

/** Opens a file that is there and changes nothing. Throws `unavailable` where it cannot be read, or is of an earlier version. */
export async function openSqliteToRead(path: string): Promise<Database> {
  let rows: Kysely<Schema> | undefined;
  let isCurrent: boolean;
  try {
    // Not `readonly`: who may not write leaves the files of the log behind, and as whoever has called.
    const sqlite = new Sqlite(path, { timeout: BUSY_AFTER_MS, fileMustExist: true });
    sqlite.pragma('query_only = ON');
    rows = new Kysely<Schema>({ dialect: createDialect(sqlite, new GroupCommit(sqlite)) });
    isCurrent = await isNewest(rows);
  } catch (cause) {
    await rows?.destroy();
    throw new AppError(
      'unavailable',
      `Không đọc được tệp dữ liệu ${path}. Dữ liệu chưa bị thay đổi; hãy kiểm tra quyền đọc của tệp và của thư mục chứa nó.`,
      { cause },
    );
  }
  if (isCurrent) return { rows, wipeDeleted: async () => true };
  await rows.destroy();
  throw new AppError(
    'unavailable',
    `Tệp dữ liệu ${path} là của một phiên bản khác. Dữ liệu chưa bị thay đổi; hãy chạy npm start của phiên bản này một lần rồi thử lại.`,
  );
}

function createDialect(database: Sqlite.Database, driver: GroupCommit): SqliteDialect {
  return Object.assign(new SqliteDialect({ database }), {
    createDriver: () => driver,
    createQueryCompiler: () => new WithoutRowLocks(),
  });
}

class WithoutRowLocks extends SqliteQueryCompiler {
  /** `for update`, which PostgreSQL needs: here one writes at a time. */
  protected override visitSelectModifier(): void {}
}

/** Holds a file as the only process, until released or dead: the system takes the lock back then. Undefined where another holds it. */
export async function holdFile(path: string): Promise<(() => Promise<void>) | undefined> {
  makeFolder(dirname(path));
  const file = new Sqlite(path, { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  return async () => void file.close();
}

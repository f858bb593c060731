import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { AppError } from '../errors.js';
import { createAddressHash, loadAddressKey } from './inbox/address-key.js';
import { createInboxVerbs } from './inbox/sql-inbox.js';
import { makeFolder } from './make-folder.js';
import { migrate } from './migrate.js';
import { createPeopleVerbs } from './people/sql-people.js';
import { createRecordVerbs } from './people/sql-records.js';
import type { Schema } from './schema.js';
import { createChannelStateVerbs } from './sql-channel-state.js';
import { createDocumentVerbs } from './sql-documents.js';
import type { Store } from './store.js';

/**
 * Opens the SQLite store at a path (or `:memory:`) and migrates it. Throws `unavailable` where the folder cannot be
 * written.
 */
export async function openStore(path: string): Promise<Store> {
  let sqlite: Sqlite.Database;
  try {
    if (path !== ':memory:') await makeFolder(dirname(path));
    sqlite = new Sqlite(path, { timeout: 10_000 });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('secure_delete = ON');
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Không ghi được vào thư mục dữ liệu ${dirname(path)}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`,
      { cause },
    );
  }
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
  try {
    await migrate(database);
  } catch (cause) {
    await database.destroy();
    throw new AppError(
      'unavailable',
      `Không ghi được vào tệp dữ liệu ${path}. Tài liệu gốc vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đặt DATA_DIR sang thư mục khác.`,
      { cause },
    );
  }
  const hash = createAddressHash(path === ':memory:' ? randomBytes(32) : await loadAddressKey(dirname(path)));
  return {
    ...createDocumentVerbs(database),
    ...createInboxVerbs({ database, hash, wipeLog: async () => void sqlite.pragma('wal_checkpoint(TRUNCATE)') }),
    ...createChannelStateVerbs(database),
    // The erase list comes with restoring backups.
    ...createPeopleVerbs({ database, hash, recordErased: async () => {} }),
    ...createRecordVerbs(database, hash),
    close: () => database.destroy(),
  };
}

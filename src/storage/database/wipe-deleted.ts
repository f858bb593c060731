import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';

/** Where words and addresses come and go by the minute. */
const PASSING = ['inbox_chats', 'inbox_events', 'inbox_replies'];

/**
 * Leaves nothing of deleted rows in the file nor in its log; false where somebody else is at the file: nobody is waited
 * for. Outside transactions only.
 */
export function wipeDeleted(sqlite: Sqlite.Database, busyAfterMs: number): boolean {
  if (sqlite.memory || isEmpty(`${sqlite.name}-wal`)) return true;
  sqlite.pragma('busy_timeout = 0');
  try {
    rewritePassing(sqlite);
    const [result] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
    return result?.busy === 0;
  } catch (error) {
    if (/^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown }).code))) return false;
    throw error;
  } finally {
    sqlite.pragma(`busy_timeout = ${busyAfterMs}`);
  }
}

/**
 * `secure_delete` does not reach the copies that a row leaves in a page when SQLite moves it to another one. A table that
 * is emptied leaves none, so the few rows that wait are taken out and put back.
 */
function rewritePassing(sqlite: Sqlite.Database): void {
  const rewrite = sqlite.transaction(() => {
    for (const table of PASSING) {
      const rows = sqlite.prepare<[], unknown[]>(`select * from ${table}`).raw().all();
      const [first] = rows;
      if (!first) continue;
      sqlite.exec(`delete from ${table}`);
      const insert = sqlite.prepare(`insert into ${table} values (${first.map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(row);
    }
  });
  rewrite.immediate();
}

function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

import type { Kysely } from 'kysely';
import type { AddressHash } from '../address-key.js';
import { NEWEST_VERSION } from '../database/migrate.js';
import { inOneSnapshot } from '../database/one-step.js';
import { openDatabase } from '../database/open-database.js';
import type { StorePlace } from '../store.js';
import { type BackupLine, type BackupRow, writeBackupFile } from './backup-file.js';
import { type DynamicRows, isCopied, listTables } from './list-tables.js';

const ROWS_AT_ONCE = 500;

export interface BackupReport {
  readonly rows: number;
  /** Events and replies under way at that moment: they are not copied. */
  readonly waiting: number;
}

/** Copies what the store holds at one moment into a file, beside a running service too; the same file from either database. */
export async function writeBackup(place: StorePlace, path: string, now: Date): Promise<BackupReport> {
  const database = await openDatabase(place);
  try {
    return await inOneSnapshot(database.rows, async (step) => {
      const report = { rows: 0, waiting: 0 };
      const all = step as unknown as Kysely<DynamicRows>;
      for (const table of ['inbox_events', 'inbox_replies']) {
        const { amount } = await all
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('amount'))
          .executeTakeFirstOrThrow();
        report.waiting += amount;
      }
      await writeBackupFile(path, readLines());
      return report;

      async function* readLines(): AsyncGenerator<BackupLine> {
        yield {
          backup: 'so-tay-doan-vien',
          schemaVersion: NEWEST_VERSION,
          writtenAt: now.toISOString(),
          keyMark: markOf(database.hash),
        };
        for (const { name: table, columns: held } of (await listTables(all, database.schema)).filter(isCopied)) {
          // Numbers that a database gives itself are given anew, in the same order.
          const place = held.find((column) => column.isAutoIncrementing)?.name;
          const columns = held.map(({ name }) => name).filter((name) => name !== place);
          yield { table, columns };
          const rows = all
            .selectFrom(table)
            .select(columns)
            .$if(place !== undefined, (query) => query.orderBy(place!));
          for await (const row of rows.stream(ROWS_AT_ONCE)) {
            report.rows += 1;
            yield columns.map((column) => row[column]) as BackupRow;
          }
        }
        yield { rows: report.rows };
      }
    });
  } finally {
    await database.rows.destroy();
  }
}

/** Not the key, and nothing that tells of it. */
export function markOf(hash: AddressHash): string {
  return hash.ofEvent('backup', 'key');
}

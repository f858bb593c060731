import type { Kysely } from 'kysely';
import { AppError } from '../../errors.js';
import type { Member } from '../../people/member.js';
import type { AddressHash } from '../address-key.js';
import { settleDue } from '../campaigns/occurrence-rows.js';
import { migrate, NEWEST_VERSION } from '../database/migrate.js';
import { inOneStep, type Step } from '../database/one-step.js';
import { folderOf, openDatabase } from '../database/open-database.js';
import { openEraseList } from '../erase-list.js';
import { pauseBroadcasts } from '../ledger/broadcast-rows.js';
import { holdServiceLock, withWriteLock } from '../locks.js';
import { readMember } from '../people/member-rows.js';
import { createPeopleVerbs } from '../people/sql-people.js';
import type { StorePlace } from '../store.js';
import {
  type BackupRow,
  brokenBackup,
  isEnd,
  isHead,
  isRow,
  isTableStart,
  readBackupFile,
  readHead,
} from './backup-file.js';
import { type DynamicRows, isCopied, listTables } from './list-tables.js';
import { markOf } from './write-backup.js';

/** Values of one statement stay far below what databases take. */
const VALUES_AT_ONCE = 5_000;
/** Codes of rows that contradict each other or their columns, in SQLite and PostgreSQL. */
const REFUSED = /^(SQLITE_(CONSTRAINT|MISMATCH)|22|23)/;

export interface RestoreReport {
  readonly rows: number;
  /** Members that the erase list took out again. */
  readonly erased: number;
  /** Broadcasts that were under way: people may have got them since the backup was written. */
  readonly paused: number;
  /** False where the backup's pseudonyms were made with another `address.key`: what lies under them is lost. */
  readonly hasSameKey: boolean;
}

/**
 * Puts a backup in the place of everything that the store holds, and erases again who was erased since: all of it or
 * nothing. Throws `unavailable` where a service runs, `invalid-input` for a file that is broken or of a newer version.
 */
export async function restoreBackup(place: StorePlace, path: string, now: Date): Promise<RestoreReport> {
  const head = await readHead(path);
  if (head.schemaVersion > NEWEST_VERSION) {
    throw new AppError(
      'invalid-input',
      `Tệp ${path} do một phiên bản mới hơn của phần mềm ghi. Dữ liệu hiện có chưa bị thay đổi; hãy nâng cấp rồi khôi phục lại.`,
    );
  }
  const release = await holdServiceLock(place, 'alone');
  try {
    return await withWriteLock(place, async () => {
      const database = await openDatabase(place);
      try {
        const erased = await openEraseList(folderOf(place)).readErased();
        const report = await inOneStep(database.rows, async (step) => {
          await dropTables(step, database.schema);
          await migrate(step, head.schemaVersion);
          const rows = await insertRows(step, path, database.schema);
          await migrate(step);
          const paused = await pauseBroadcasts(step, now);
          await settleDue(step, now);
          return { rows, paused, erased: await eraseAgain(step, database.hash, erased, now) };
        }).catch((error: { code?: unknown }) => {
          throw REFUSED.test(String(error.code)) ? brokenBackup(path, error) : error;
        });
        await database.wipeDeleted();
        return { ...report, hasSameKey: head.keyMark === markOf(database.hash) };
      } finally {
        await database.rows.destroy();
      }
    });
  } finally {
    await release();
  }
}

async function dropTables(step: Step, schema: string | undefined): Promise<void> {
  const tables = await listTables(step as unknown as Kysely<DynamicRows>, schema);
  for (const { name } of tables.toReversed()) await step.schema.dropTable(name).execute();
}

async function insertRows(step: Step, path: string, schema: string | undefined): Promise<number> {
  const all = step as unknown as Kysely<DynamicRows>;
  const tables = (await listTables(all, schema)).filter(isCopied);
  const seen = new Set<string>();
  let start: { readonly table: string; readonly columns: readonly string[] } | undefined;
  let batch: BackupRow[] = [];
  let rows = 0;
  let isWhole = false;

  const flush = async (): Promise<void> => {
    if (!start || batch.length === 0) return;
    const { table, columns } = start;
    const values = batch.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])));
    batch = [];
    await all.insertInto(table).values(values).execute();
  };

  for await (const line of readBackupFile(path)) {
    if (isWhole) throw brokenBackup(path);
    if (isRow(line)) {
      if (!start || line.length !== start.columns.length) throw brokenBackup(path);
      batch.push(line);
      rows += 1;
      if (batch.length * line.length >= VALUES_AT_ONCE) await flush();
    } else if (isTableStart(line)) {
      await flush();
      const held = tables.find(({ name }) => name === line.table)?.columns.map(({ name }) => name);
      const isKnown = held && line.columns.length > 0 && line.columns.every((column) => held.includes(column));
      if (!isKnown || seen.has(line.table)) throw brokenBackup(path);
      seen.add(line.table);
      start = line;
    } else if (isEnd(line)) {
      await flush();
      isWhole = line.rows === rows && tables.every(({ name }) => seen.has(name));
      if (!isWhole) throw brokenBackup(path);
    } else if (!isHead(line) || start) throw brokenBackup(path);
  }
  if (!isWhole) throw brokenBackup(path);
  return rows;
}

/** Members on the erase list go again, unless they joined after it. */
async function eraseAgain(
  step: Step,
  hash: AddressHash,
  erased: ReadonlyMap<string, Date>,
  now: Date,
): Promise<number> {
  const people = createPeopleVerbs({ database: step, hash, recordErased: async () => {} });
  const members = await step.selectFrom('members').select('id').execute();
  const addresses = await step.selectFrom('member_addresses').select(['member_id', 'channel', 'chat']).execute();
  const named = new Set([
    ...members.filter(({ id }) => erased.has(hash.ofMember(id))).map(({ id }) => id),
    ...addresses.filter((address) => erased.has(hash.ofChat(address))).map(({ member_id }) => member_id),
  ]);
  let amount = 0;
  for (const id of named) {
    const member = await readMember(step, id);
    const goneAt = member?.addresses.map(({ address }) => erased.get(hash.ofChat(address))?.getTime() ?? 0) ?? [];
    const isErased = erased.has(hash.ofMember(id)) || (member && Math.max(0, ...goneAt) > joinedAt(member));
    if (isErased && (await people.eraseMember(id, now))) amount += 1;
  }
  return amount;
}

/** The instant where a consent tells it, else the beginning of the day. */
function joinedAt({ consents, joinedOn }: Member): number {
  const given = consents.filter(({ purpose }) => purpose === 'join').map(({ givenAt }) => givenAt.getTime());
  return given.length > 0 ? Math.max(...given) : new Date(`${joinedOn}T00:00:00+07:00`).getTime();
}

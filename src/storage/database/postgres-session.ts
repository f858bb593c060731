import pg from 'pg';
import { AppError } from '../../errors.js';
import type { PostgresPlace } from '../store.js';
import { fromPostgresText } from './postgres-text.js';

const CONNECT_MS = 10_000;
/** How long a lock is waited for. */
export const LOCK_WAIT_MS = 120_000;
/** A session that was lost is opened again after this long. */
const AGAIN_MS = 5_000;
const LOCK_TIMEOUT = '55P03';
/** Parts of PostgreSQL's own errors that hold values of rows: addresses, words. */
const TELLING = ['detail', 'where', 'internalQuery'];
/** Classes of errors of a server that is not there for now, or lets nobody in: connection, resources, shutdown, password, name. */
const AWAY = /^(08|53|57P|28|3D)/;
const { builtins, getTypeParser } = pg.types;

export function connectionSettings({ url, schema }: PostgresPlace): pg.ClientConfig {
  return {
    connectionString: url,
    ...(schema ? { options: `-c search_path=${pg.escapeIdentifier(schema)}` } : {}),
    application_name: 'so-tay-doan-vien',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf as typeof getTypeParser },
  };
}

/** Counts and instants come as numbers, as from SQLite; text as it was written. */
function parserOf(type: number, format?: 'text'): unknown {
  if (type === builtins.INT8 || type === builtins.NUMERIC) return Number;
  if (type === builtins.TEXT || type === builtins.VARCHAR) return fromPostgresText;
  return getTypeParser(type, format);
}

/** Runs the work while no other process holds the lock of this name; waits for its turn. */
export async function withPostgresLock<T>(
  place: PostgresPlace,
  name: string,
  work: (session: pg.Client) => Promise<T>,
): Promise<T> {
  const session = await openSession(place);
  try {
    await session.query(`set lock_timeout = ${LOCK_WAIT_MS}`);
    await session.query('select pg_advisory_lock($1)', [await keyOf(session, place, name)]);
    await session.query('reset lock_timeout');
    return await work(session);
  } catch (error) {
    throw toStoreError(error, place);
  } finally {
    await session.end();
  }
}

/**
 * Holds a lock until released or dead, alone or with others who share it. Undefined where it cannot be had now. A
 * session that is lost meanwhile is opened again.
 */
export async function holdPostgresLock(
  place: PostgresPlace,
  name: string,
  mode: 'shared' | 'alone',
): Promise<(() => Promise<void>) | undefined> {
  const take = mode === 'shared' ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  let session: pg.Client;
  let again: NodeJS.Timeout | undefined;
  let isReleased = false;
  const hold = async (): Promise<boolean> => {
    session = await openSession(place);
    const key = await keyOf(session, place, name);
    const { rows } = await session.query<{ held: boolean }>(`select ${take}($1) as held`, [key]);
    session.once('end', retry);
    return rows[0]?.held === true;
  };
  const retry = (): void => {
    if (!isReleased) again = setTimeout(() => void hold().catch(retry), AGAIN_MS).unref();
  };
  const release = async (): Promise<void> => {
    isReleased = true;
    clearTimeout(again);
    await session.end();
  };
  try {
    if (await hold()) return release;
  } catch (error) {
    throw toStoreError(error, place);
  }
  await release();
  return undefined;
}

async function openSession(place: PostgresPlace): Promise<pg.Client> {
  const session = new pg.Client(connectionSettings(place));
  session.on('error', () => {});
  await session.connect().catch((error: unknown) => {
    throw toStoreError(error, place);
  });
  return session;
}

async function keyOf(session: pg.Client, place: PostgresPlace, name: string): Promise<string> {
  const { rows } = await session.query<{ key: string }>('select hashtextextended($1, 0)::text as key', [
    lockName(place, name),
  ]);
  return rows[0]!.key;
}

/** Hashed, it is the key of an advisory lock. */
export const lockName = ({ schema = '' }: PostgresPlace, name: string): string => `so-tay-doan-vien/${schema}/${name}`;

/** An error that says no more than may be read in a log: no row's values, no password. */
export function toStoreError(error: unknown, place: PostgresPlace): unknown {
  if (error instanceof AppError) return error;
  if (!(error instanceof pg.DatabaseError)) return unavailable(error, place);
  for (const part of TELLING) Reflect.deleteProperty(error, part);
  if (error.code === LOCK_TIMEOUT) {
    return new AppError(
      'unavailable',
      'Một tiến trình khác đang ghi vào cơ sở dữ liệu quá lâu. Dữ liệu vẫn an toàn; hãy đợi tiến trình đó xong rồi chạy lại.',
      { cause: error },
    );
  }
  return AWAY.test(error.code ?? '') ? unavailable(error, place) : error;
}

function unavailable(cause: unknown, { url }: PostgresPlace): AppError {
  const { host, pathname } = new URL(url);
  return new AppError(
    'unavailable',
    `Không dùng được cơ sở dữ liệu PostgreSQL ${host}${pathname}. Tài liệu gốc vẫn an toàn; hãy kiểm tra DATABASE_URL, quyền của người dùng và máy chủ PostgreSQL rồi chạy lại.`,
    { cause },
  );
}

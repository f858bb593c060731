import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database/database.js';
import { inOneSnapshot, inOneStep } from '../../src/storage/database/one-step.js';
import { openSqlite } from '../../src/storage/database/sqlite-database.js';
import type { Schema } from '../../src/storage/schema.js';

let folder: string;
let file: string;
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-gom-'));
  file = join(folder, 'so-tay.sqlite');
  database = await openSqlite(file);
});
afterEach(async () => {
  await database.rows.destroy();
  await rm(folder, { recursive: true });
});

/** As another process finds it. */
function readElsewhere(): Record<string, number> {
  const other = new Sqlite(file, { readonly: true });
  const rows = other.prepare('select name, amount from counts').all() as { name: string; amount: number }[];
  other.close();
  return Object.fromEntries(rows.map(({ name, amount }) => [name, amount]));
}

const add = (rows: Kysely<Schema>, name: string, amount = 1) =>
  rows.insertInto('counts').values({ name, amount }).execute();

describe('steps that are asked for together', () => {
  it('are each whole or not at all, whatever fails beside them, and are on the disk once they resolve', async () => {
    const kinds = fc.constantFrom('kept', 'thrown', 'broken', 'plain', 'read');
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { maxLength: 40 }), async (wanted) => {
        await database.rows.deleteFrom('counts').execute();
        const outcomes = await Promise.allSettled(
          wanted.map(async (kind, at) => {
            const run = async () => {
              if (kind === 'plain') return add(database.rows, `${at}`);
              if (kind === 'read')
                return inOneSnapshot(database.rows, (step) => step.selectFrom('counts').selectAll().execute());
              return inOneStep(database.rows, async (step) => {
                await add(step, `${at}`);
                await add(step, `${at} as well`);
                if (kind === 'thrown') throw new Error('no');
                if (kind === 'broken') await add(step, `${at}`);
              });
            };
            await run();
            if (kind !== 'read') expect(readElsewhere()).toHaveProperty(`${at}`);
          }),
        );
        const mayFail = wanted.map((kind) => kind === 'thrown' || kind === 'broken');
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(mayFail);
        const names = wanted.flatMap((kind, at) => {
          if (kind === 'plain') return [`${at}`];
          return kind === 'kept' ? [`${at}`, `${at} as well`] : [];
        });
        expect(Object.keys(readElsewhere()).sort()).toEqual(names.sort());
      }),
      { numRuns: 50 },
    );
  });

  it('that find the disk full are told so, and nothing passes for kept', async () => {
    const pages = (await sql<{ page_count: number }>`pragma page_count`.execute(database.rows)).rows[0]!.page_count;
    await sql.raw(`pragma max_page_count = ${pages + 4}`).execute(database.rows);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) =>
        inOneStep(database.rows, async (step) => {
          await add(step, `${at} ${'x'.repeat(2_000)}`);
          await add(step, `${at}`);
        }),
      ),
    );
    const kept = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [`${at}`] : []));
    expect(kept.length).toBeLessThan(60);
    const held = Object.keys(readElsewhere()).filter((name) => !name.includes(' '));
    expect(held.sort()).toEqual(kept.sort());
    await sql.raw(`pragma max_page_count = ${pages + 1_000}`).execute(database.rows);
    await add(database.rows, 'later');
    expect(readElsewhere()).toHaveProperty('later');
  });

  it('wait for the disk together', async () => {
    const commits = async () =>
      (await sql<{ checkpointed: number; log: number }>`pragma wal_checkpoint(PASSIVE)`.execute(database.rows)).rows[0]!
        .log;
    await sql`pragma wal_checkpoint(TRUNCATE)`.execute(database.rows);
    for (let at = 0; at < 40; at++) await add(database.rows, `alone ${at}`);
    const alone = await commits();
    await sql`pragma wal_checkpoint(TRUNCATE)`.execute(database.rows);
    await Promise.all(Array.from({ length: 40 }, (_, at) => add(database.rows, `together ${at}`)));
    // Each commit writes at least one page to the log.
    expect(await commits()).toBeLessThan(alone / 3);
  });

  it('leave the event loop a round in between', async () => {
    let rounds = 0;
    let isOver = false;
    const turn = () => {
      rounds += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    for (let at = 0; at < 30; at++) await add(database.rows, `${at}`);
    isOver = true;
    expect(rounds).toBeGreaterThanOrEqual(30);
  });
});

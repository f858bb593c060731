import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.js';
import type { PostgresPlace, StorePlace } from '../store.js';
import { holdPostgresLock, lockName } from './postgres-session.js';
import { holdFile } from './sqlite-database.js';

const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Who works on a store, so that what the dead had claimed is told from what the living still do. Each store that was
 * opened is one; the system takes the lock by which it lives back with its process (docs/decisions/0026).
 */
export interface Instance {
  /** Its id; from the first call on others see that it lives. */
  live(): Promise<string>;
  /** Those of the ids under which nobody lives. */
  listDead(ids: readonly string[]): Promise<readonly string[]>;
  end(): Promise<void>;
}

export function createInstance(place: StorePlace, database: Kysely<Schema>): Instance {
  const id = randomUUID();
  const doors = typeof place === 'string' ? onDisk(place) : onPostgres(place, database);
  let living: Promise<() => Promise<void>> | undefined;
  return {
    async live() {
      living ??= doors.hold(id);
      try {
        await living;
      } catch (error) {
        living = undefined;
        throw error;
      }
      return id;
    },
    async listDead(ids) {
      const others = ids.filter((each) => each !== id);
      return others.length === 0 ? [] : doors.listDead(others);
    },
    async end() {
      const release = await living?.catch(() => undefined);
      living = undefined;
      await release?.();
    },
  };
}

/** A claim that tells who made it. */
export const signClaim = (instance: string, claim: string): string => `${instance}/${claim}`;

/** Who made the claim; nobody lives under that of an earlier version, which was not signed. */
export const claimantOf = (signed: string): string => signed.split('/')[0] ?? '';

interface InstanceDoors extends Pick<Instance, 'listDead'> {
  hold(id: string): Promise<() => Promise<void>>;
}

/** A locked file for each; what lives in memory alone lives alone. */
function onDisk(place: string): InstanceDoors {
  if (place === ':memory:') return { hold: async () => async () => {}, listDead: async (ids) => ids };
  const fileOf = (id: string) => join(dirname(place), `instance-${id}.lock`);
  const isDead = async (id: string): Promise<boolean> => {
    const file = fileOf(id);
    if (!existsSync(file)) return true;
    const isLeft = await isFree(file);
    if (isLeft) await remove(file);
    return isLeft;
  };
  return {
    async hold(id) {
      const release = await holdFile(fileOf(id));
      await removeAbandoned(dirname(place), fileOf(id));
      return async () => {
        await release?.();
        await remove(fileOf(id));
      };
    },
    async listDead(ids) {
      const dead: string[] = [];
      for (const id of ids) if (await isDead(id)) dead.push(id);
      return dead;
    },
  };
}

/** Files of who died with nothing claimed, which nobody asks about. One that is new may not be locked yet. */
async function removeAbandoned(folder: string, own: string): Promise<void> {
  const ownMs = statSync(own).mtimeMs;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!/^instance-.+\.lock$/.test(name) || file === own) continue;
    const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? ownMs;
    if (ownMs - writtenMs > ABANDONED_MS && (await isFree(file))) await remove(file);
  }
}

async function remove(file: string): Promise<void> {
  for (const each of [file, `${file}-journal`]) await rm(each, { force: true });
}

async function isFree(file: string): Promise<boolean> {
  // Where it cannot be told, somebody lives: leases end all the same.
  const release = await holdFile(file).catch(() => undefined);
  await release?.();
  return release !== undefined;
}

function onPostgres(place: PostgresPlace, database: Kysely<Schema>): InstanceDoors {
  const nameOf = (id: string) => `instance/${id}`;
  return {
    // Shared: a session that was lost is opened again while the server still holds the old one's.
    hold: async (id) => (await holdPostgresLock(place, nameOf(id), 'shared')) ?? (async () => {}),
    async listDead(ids) {
      const { rows } = await sql<{ name: string }>`
        select wanted.name from unnest(${ids.map((id) => lockName(place, nameOf(id)))}::text[]) as wanted(name)
        cross join lateral (select hashtextextended(wanted.name, 0) as key) as hashed
        where exists (
          select 1 from pg_locks
          where locktype = 'advisory' and objsubid = 1 and granted
            and database = (select oid from pg_database where datname = current_database())
            and classid::bigint = ((hashed.key >> 32) & 4294967295) and objid::bigint = (hashed.key & 4294967295)
        )`.execute(database);
      const living = new Set(rows.map(({ name }) => name));
      return ids.filter((id) => !living.has(lockName(place, nameOf(id))));
    },
  };
}

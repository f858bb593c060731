import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AddressHash, createAddressHash, findAddressKey, loadAddressKey } from '../address-key.js';
import { makeFolder } from '../make-folder.js';
import type { StorePlace } from '../store.js';
import type { Database } from './database.js';
import { openPostgres } from './postgres-database.js';
import { openSqlite, openSqliteToRead } from './sqlite-database.js';

export async function openDatabase(place: StorePlace): Promise<Database & { readonly hash: AddressHash }> {
  const database = typeof place === 'string' ? await openSqlite(place) : await openPostgres(place);
  try {
    return { ...database, hash: createAddressHash(await loadKey(place)) };
  } catch (error) {
    await database.rows.destroy();
    throw error;
  }
}

/** As it stands, to be read only: no folder, file or key is made. Undefined where there is no data file yet. */
export async function findDatabase(
  place: StorePlace,
): Promise<(Database & { readonly hash: AddressHash }) | undefined> {
  const isFile = typeof place === 'string';
  if (isFile && !existsSync(place)) return undefined;
  const database = isFile ? await openSqliteToRead(place) : await openPostgres(place);
  const folder = folderOf(place);
  const key = folder === undefined ? undefined : await findAddressKey(folder);
  return { ...database, hash: createAddressHash(key ?? randomBytes(32)) };
}

/** The folder of the files that belong to a store and lie outside the database; undefined for one in memory. */
export function folderOf(place: StorePlace): string | undefined {
  if (typeof place !== 'string') return place.folder;
  return place === ':memory:' ? undefined : dirname(place);
}

async function loadKey(place: StorePlace): Promise<Uint8Array> {
  const folder = folderOf(place);
  if (folder === undefined) return randomBytes(32);
  makeFolder(folder);
  return loadAddressKey(folder);
}

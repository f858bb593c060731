import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Logger } from '../observability/logger.js';
import { hashAll, hashCode, openSnapshots, type Snapshots } from '../storage/snapshots.js';

/** Under `DATA_DIR/cache`: what a start computed, for the next one. */
export const openStartSnapshots = (config: Config, logger: Logger): Snapshots =>
  openSnapshots(join(config.dataDir, 'cache'), hashCode(), (line) => logger.info({}, line));

const TABLE = /\.ya?ml$|^everyday-words\.txt$/;

/** What was read of the tables in some folders, read anew where one was changed, added or taken away. */
export async function recallFiles<T>(
  snapshots: Snapshots,
  name: string,
  folders: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  const held = hashTables(folders);
  const found = snapshots.find(name, [held]) as T | undefined;
  if (found !== undefined) return found;
  const value = await read();
  // What was saved while it was read may be in it or not.
  if (held.equals(hashTables(folders))) snapshots.keep(name, [held], value);
  return value;
}

function hashTables(folders: readonly string[]): Buffer {
  return hashAll(
    folders.flatMap((folder) => {
      const names = orNone(() => readdirSync(folder));
      if (!names) return [folder, 'none'];
      const tables = names.filter((name) => TABLE.test(name)).sort();
      return [folder, ...tables.flatMap((name) => [name, orNone(() => readFileSync(join(folder, name))) ?? 'none'])];
    }),
  );
}

function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

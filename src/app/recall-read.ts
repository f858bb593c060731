import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import { LARGEST_FILE_BYTES } from '../ingest/gate-document.js';
import { listFiles, type ReadLibrary, readLibrary } from '../ingest/read-library/read-library.js';
import type { Logger } from '../observability/logger.js';
import { hashAll, hashCode, openSnapshots, type Snapshots } from '../storage/snapshots.js';

/** Under `DATA_DIR/cache`: what a start computed, for the next one. */
export const openStartSnapshots = (config: Config, logger: Logger): Snapshots =>
  openSnapshots(join(config.dataDir, 'cache'), hashCode(fileURLToPath(new URL('..', import.meta.url))), (line) =>
    logger.info({}, line),
  );

const TABLE = /\.ya?ml$|^everyday-words\.txt$/;

/** What was read of the tables in some folders, read anew where one was changed, added or taken away. */
export function recallTables<T>(
  snapshots: Snapshots,
  name: string,
  folders: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  const hash = () =>
    hashAll(
      folders.flatMap((folder) => {
        const names = orNone(() => readdirSync(folder).filter((each) => TABLE.test(each)));
        return [folder, ...(names ? hashFiles(folder, names.sort()) : ['none'])];
      }),
    );
  return recallRead(snapshots, name, hash, read);
}

/** A library as it was read, read anew where a file was changed, added or taken away. */
export function recallLibrary(snapshots: Snapshots, folder: string): Promise<ReadLibrary> {
  const hash = async () => hashAll([folder, ...hashFiles(folder, await listFiles(folder))]);
  return recallRead(snapshots, 'library', hash, () => readLibrary(folder));
}

async function recallRead<T>(
  snapshots: Snapshots,
  name: string,
  hash: () => Buffer | Promise<Buffer>,
  read: () => Promise<T>,
): Promise<T> {
  const held = await hash();
  const found = snapshots.find(name, [held]) as T | undefined;
  if (found !== undefined) return found;
  const value = await read();
  // What was saved while it was read may be in it or not.
  if (held.equals(await hash())) snapshots.keep(name, [held], value);
  return value;
}

/** A file that is too large to be read, or cannot be, is told from every other by its size. */
const hashFiles = (folder: string, names: readonly string[]): (string | Buffer)[] =>
  names.flatMap((name) => {
    const file = join(folder, name);
    const size = orNone(() => statSync(file).size) ?? -1;
    const bytes = size > LARGEST_FILE_BYTES ? undefined : orNone(() => readFileSync(file));
    return [name, bytes ? hashAll([bytes]) : `${size}`];
  });

function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.js';
import type { StorePlace } from '../storage/store.js';

/**
 * A knowledge folder holds `documents/` and tables; a plain folder of documents serves too, without tables. Only ours
 * shares the main data; each other has a file, or a schema of the database, of its own.
 */
export function locateKnowledge(config: Config): { folder: string; documents: string; store: StorePlace } {
  const folder = resolve(config.knowledgeDir);
  const inner = join(folder, 'documents');
  const name = folder === config.defaultKnowledgeDir ? null : shortHash(folder);
  const dataDir = name === null ? config.dataDir : join(config.dataDir, 'libraries', name);
  return {
    folder,
    documents: existsSync(inner) ? inner : folder,
    store: config.databaseUrl
      ? { url: config.databaseUrl, folder: dataDir, ...(name === null ? {} : { schema: `so_tay_${name}` }) }
      : join(dataDir, 'so-tay.sqlite'),
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

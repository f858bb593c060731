import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AskedLines } from '../../documents/passages.js';
import { readTable } from './read-table.js';

/** What people ask of one document, as `knowledge/asked/*.yaml` keeps it. */
export interface AskedOfDocument extends AskedLines {
  readonly file: string;
  /** Asked of it, and not held. */
  readonly notHeld: readonly string[];
}

const questions = z.array(z.string().trim().min(1));
const AskedTable = z.object({
  document: z.string().trim().min(1),
  lines: z.array(z.object({ begins: z.string().trim().min(1), asked: questions })).default([]),
  notHeld: questions.default([]),
});

/** All files of a folder, none where there is no folder. Throws `misconfigured` for a broken file. */
export async function readAsked(folder: string): Promise<readonly AskedOfDocument[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml')).sort();
  const tables = await Promise.all(
    names.map(async (name) => ({ name, table: await readTable(join(folder, name), AskedTable) })),
  );
  return tables.flatMap(({ name, table }) => {
    if (!table) return [];
    const { document, lines, notHeld } = table;
    return [{ file: name, documentId: document, lines, notHeld }];
  });
}

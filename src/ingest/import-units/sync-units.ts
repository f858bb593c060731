import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ChannelState, People } from '../../storage/store.js';
import type { Clock } from '../../time.js';
import { importFile } from './import-file.js';

const STATE = 'units.sha256';

/** Takes in the table of units of the knowledge folder where it is new or has changed since; returns the rows that were refused. Throws `invalid-input` for a table that cannot be read. */
export async function syncUnits(
  file: string,
  { store, clock }: { readonly store: People & ChannelState; readonly clock: Clock },
): Promise<readonly string[]> {
  const content = await readFile(file).catch(() => undefined);
  if (!content) return [];
  const hash = createHash('sha256').update(content).digest('hex');
  if ((await store.findState(STATE)) === hash) return [];
  const report = await importFile(file, { apply: true }, { people: store, clock });
  await store.saveState(STATE, hash);
  const changes = report.type === 'units' ? report.plan.changes : [];
  return changes.flatMap((change) => (change.type === 'refused' ? [`mục ${change.line}: ${change.reason}`] : []));
}

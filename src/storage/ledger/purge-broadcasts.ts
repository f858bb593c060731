import type { Kysely } from 'kysely';
import type { BroadcastStatus } from '../../people/broadcast.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';
import { parseBroadcast } from './broadcast-rows.js';

/** A file may be saved before the broadcast that names it. */
const UNNAMED_MS = 24 * 3_600_000;
/** On SQLite nothing else happens meanwhile. */
const ROWS_AT_ONCE = 5_000;
const UNSENT: readonly BroadcastStatus[] = ['draft', 'waiting'];
const PARTS = ['seen_counts', 'votes', 'votes_cast'] as const;

/** Deletes what ended long ago, with everything that hangs on it. What a crash leaves of a broadcast goes the next time. */
export function createPurgeBroadcasts(database: Kysely<Schema>): Ledger['purgeBroadcasts'] {
  return async (endedBefore) => {
    const ended = await database
      .selectFrom('broadcasts')
      .select('id')
      .where('ended_at', '<', endedBefore.getTime())
      .orderBy('id')
      .execute();
    for (const { id } of ended) {
      while (await inOneStep(database, (step) => purgeDeliveries(step, id)));
      await inOneStep(database, async (step) => {
        for (const part of PARTS) await step.deleteFrom(part).where('broadcast_id', '=', id).execute();
        await step.deleteFrom('broadcasts').where('id', '=', id).execute();
      });
    }
    await inOneStep(database, (step) => purgeDrafts(step, endedBefore));
    await inOneStep(database, (step) => purgeFiles(step, endedBefore.getTime()));
  };
}

/** Some of a broadcast's rows; whether there were any. */
async function purgeDeliveries(step: Step, broadcastId: string): Promise<boolean> {
  const some = step
    .selectFrom('deliveries')
    .select('member_id')
    .where('broadcast_id', '=', broadcastId)
    .limit(ROWS_AT_ONCE);
  const result = await step
    .deleteFrom('deliveries')
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', 'in', some)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** What was never sent ended with its time: nobody can submit it as it is. */
async function purgeDrafts(step: Step, endedBefore: Date): Promise<void> {
  const rows = await step
    .selectFrom('broadcasts')
    .select('body')
    .where('status', 'in', UNSENT)
    .where('created_at', '<', endedBefore.getTime())
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, content } of rows.map(({ body }) => parseBroadcast(body))) {
    if (content.expiresAt < endedBefore) await step.deleteFrom('broadcasts').where('id', '=', id).execute();
  }
}

async function purgeFiles(step: Step, at: number): Promise<void> {
  const files = await step.selectFrom('files').select(['id', 'unnamed_since']).orderBy('id').execute();
  for (const { id, unnamed_since } of files) {
    const naming = await step
      .selectFrom('broadcasts')
      .select('id')
      .where('body', 'like', `%${id}%`)
      .limit(1)
      .executeTakeFirst();
    const file = step.updateTable('files').where('id', '=', id);
    if (naming) await file.set({ unnamed_since: 0 }).where('unnamed_since', '!=', 0).execute();
    else if (unnamed_since === 0) await file.set({ unnamed_since: at }).execute();
    else if (at - unnamed_since >= UNNAMED_MS) await step.deleteFrom('files').where('id', '=', id).execute();
  }
}

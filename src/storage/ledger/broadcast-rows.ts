import { type Kysely, sql } from 'kysely';
import type { Broadcast, BroadcastStatus } from '../../people/broadcast.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';

const ENDED: readonly BroadcastStatus[] = ['done', 'cancelled'];

export function createBroadcastVerbs(
  database: Kysely<Schema>,
): Pick<Ledger, 'findBroadcast' | 'listBroadcasts' | 'changeBroadcast'> {
  return {
    findBroadcast: (id) => readBroadcast(database, id),

    async listBroadcasts({ statuses, limit }) {
      if (statuses?.length === 0) return [];
      const rows = await database
        .selectFrom('broadcasts')
        .select('body')
        .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses!))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ body }) => parseBroadcast(body));
    },

    changeBroadcast: (id, change) =>
      inOneStep(database, async (step) => {
        const held = await holdBroadcast(step, id);
        if (!held) return undefined;
        const changed = { ...change(held), id };
        await writeBroadcast(step, changed);
        return changed;
      }),
  };
}

/** False where the id is there already. */
export async function insertBroadcast(step: Step, broadcast: Broadcast): Promise<boolean> {
  const result = await step
    .insertInto('broadcasts')
    .values(toRow(broadcast))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Nobody else changes the broadcast, nor votes in it, until the step ends. */
export async function holdBroadcast(step: Step, id: string): Promise<Broadcast | undefined> {
  const row = await step.selectFrom('broadcasts').select('body').where('id', '=', id).forUpdate().executeTakeFirst();
  return row && parseBroadcast(row.body);
}

export async function readBroadcast(database: Kysely<Schema>, id: string): Promise<Broadcast | undefined> {
  const row = await database.selectFrom('broadcasts').select('body').where('id', '=', id).executeTakeFirst();
  return row && parseBroadcast(row.body);
}

export async function writeBroadcast(step: Step, broadcast: Broadcast): Promise<void> {
  const { id, ...row } = toRow(broadcast);
  await step.updateTable('broadcasts').set(row).where('id', '=', id).execute();
}

/** A member's name as author and approver gives way to another. */
export async function renameStaff(step: Step, from: string, to: string): Promise<void> {
  const rows = await step
    .selectFrom('broadcasts')
    .select('id')
    .where(sql<boolean>`body like ${`%${JSON.stringify(from)}%`}`)
    .orderBy('id')
    .execute();
  for (const { id } of rows) {
    const held = await holdBroadcast(step, id);
    if (!held) continue;
    const rename = (name: string) => (name === from ? to : name);
    const approvals = held.approvals.map((approval) => ({ ...approval, by: rename(approval.by) }));
    await writeBroadcast(step, { ...held, author: rename(held.author), approvals });
  }
  await step.updateTable('saved_segments').set({ owner: to }).where('owner', '=', from).execute();
}

/**
 * After a backup was restored: what was under way when it was written waits for a person's word, and of rows that were
 * due since then nobody knows. How many broadcasts wait.
 */
export async function pauseBroadcasts(step: Step, now: Date): Promise<number> {
  await step
    .updateTable('deliveries')
    .set({ status: 'unknown', token: null, lease_until: 0, ended_at: now.getTime() })
    .where('broadcast_id', 'in', step.selectFrom('broadcasts').select('id').where('ended_at', 'is', null))
    .where('status', 'in', ['queued', 'sending'])
    .where('due_at', '<=', now.getTime())
    .execute();
  const rows = await step
    .selectFrom('broadcasts')
    .select('body')
    .where('status', 'in', ['approved', 'planning', 'sending'])
    .execute();
  for (const { body } of rows) await writeBroadcast(step, { ...parseBroadcast(body), status: 'paused' });
  return rows.length;
}

function toRow(broadcast: Broadcast): Schema['broadcasts'] {
  const { id, status, content, createdAt, toldAt } = broadcast;
  // Its time was over then at the latest, and its author told.
  const endedAt = Math.max(content.expiresAt.getTime(), toldAt?.getTime() ?? 0);
  return {
    id,
    status,
    is_urgent: content.isUrgent ? 1 : 0,
    created_at: createdAt.getTime(),
    ended_at: ENDED.includes(status) ? endedAt : null,
    body: JSON.stringify(broadcast),
  };
}

export function parseBroadcast(body: string): Broadcast {
  // Its instants are ISO 8601 so far.
  const held = JSON.parse(body) as Broadcast;
  const { content, createdAt, approvals, toldAt } = held;
  return {
    ...held,
    content: { ...content, dueAt: new Date(content.dueAt), expiresAt: new Date(content.expiresAt) },
    createdAt: new Date(createdAt),
    approvals: approvals.map((approval) => ({ ...approval, at: new Date(approval.at) })),
    ...(toldAt === undefined ? {} : { toldAt: new Date(toldAt) }),
  };
}

import type { Kysely, Selectable } from 'kysely';
import type { Campaigns, Occurrence, OccurrenceStatus } from '../campaigns.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';

/** Rows of one statement. */
const CHUNK = 500;
const WAITING: readonly OccurrenceStatus[] = ['planned', 'moved', 'missed'];
/** There is one such instant. */
const PLACE = 1;

type OccurrenceVerbs = Pick<
  Campaigns,
  | 'recordOccurrences'
  | 'findOccurrence'
  | 'listOccurrences'
  | 'changeOccurrence'
  | 'claimOccurrences'
  | 'findPlannedUntil'
  | 'savePlannedUntil'
>;

export function createOccurrenceVerbs(database: Kysely<Schema>): OccurrenceVerbs {
  return {
    recordOccurrences: (occurrences) =>
      inOneStep(database, async (step) => {
        for (let start = 0; start < occurrences.length; start += CHUNK) {
          await step
            .insertInto('occurrences')
            .values(occurrences.slice(start, start + CHUNK).map(toRow))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute();
        }
      }),

    async findOccurrence(id) {
      const row = await database.selectFrom('occurrences').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toOccurrence(row);
    },

    async listOccurrences({ from, to, statuses, broadcastId }) {
      if (statuses?.length === 0) return [];
      const rows = await database
        .selectFrom('occurrences')
        .selectAll()
        .$if(from !== undefined, (query) => query.where('due_at', '>=', from!.getTime()))
        .$if(to !== undefined, (query) => query.where('due_at', '<=', to!.getTime()))
        .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses!))
        .$if(broadcastId !== undefined, (query) => query.where('broadcast_id', '=', broadcastId!))
        .orderBy('due_at')
        .orderBy('id')
        .execute();
      return rows.map(toOccurrence);
    },

    changeOccurrence: (id, change) =>
      inOneStep(database, async (step) => {
        const held = await step
          .selectFrom('occurrences')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (!held) return undefined;
        const changed = { ...change(toOccurrence(held)), id };
        const { id: _, ...row } = toRow(changed);
        await step.updateTable('occurrences').set(row).where('id', '=', id).execute();
        return changed;
      }),

    claimOccurrences: (ids, broadcastId, now) =>
      inOneStep(database, async (step) => {
        if (ids.length === 0) return false;
        const waiting = await step
          .selectFrom('occurrences')
          .select('id')
          .where('id', 'in', ids)
          .where('status', 'in', WAITING)
          .where('broadcast_id', 'is', null)
          .where('due_at', '<=', now.getTime())
          .orderBy('id')
          .forUpdate()
          .execute();
        if (waiting.length < new Set(ids).size) return false;
        await step.updateTable('occurrences').set({ broadcast_id: broadcastId }).where('id', 'in', ids).execute();
        return true;
      }),

    async findPlannedUntil() {
      const row = await database.selectFrom('planned_until').select('at').executeTakeFirst();
      return row && new Date(Number(row.at));
    },

    async savePlannedUntil(at) {
      await database
        .insertInto('planned_until')
        .values({ place: PLACE, at: at.getTime() })
        .onConflict((conflict) => conflict.column('place').doUpdateSet({ at: at.getTime() }))
        .execute();
    },
  };
}

/** After a backup was restored: what came due since it was written may have been said already, so it is not said again. */
export async function settleDue(step: Step, now: Date): Promise<void> {
  const at = now.getTime();
  await step.updateTable('planned_until').set({ at }).execute();
  await step
    .updateTable('occurrences')
    .set({ status: 'cancelled', broadcast_id: null })
    .where('status', 'in', WAITING)
    .where('due_at', '<=', at)
    .execute();
  await step.deleteFrom('snoozes').where('due_at', '<=', at).execute();
}

function toRow({ id, campaignId, occasion, offsetDays, dueAt, status, broadcastId }: Occurrence) {
  return {
    id,
    campaign_id: campaignId,
    occasion,
    offset_days: offsetDays,
    due_at: dueAt.getTime(),
    status,
    broadcast_id: broadcastId ?? null,
  };
}

function toOccurrence(row: Selectable<Schema['occurrences']>): Occurrence {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    occasion: row.occasion,
    offsetDays: row.offset_days,
    dueAt: new Date(Number(row.due_at)),
    status: row.status,
    ...(row.broadcast_id === null ? {} : { broadcastId: row.broadcast_id }),
  };
}

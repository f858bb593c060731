import type { Kysely } from 'kysely';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Ledger, PlannedDelivery } from '../ledger.js';
import type { Schema } from '../schema.js';
import { holdBroadcast, insertBroadcast, writeBroadcast } from './broadcast-rows.js';

/** Rows of one statement: their values stay below what SQLite takes. */
const CHUNK = 1_000;

/** A broadcast with what is known of its rows, and each page of its plan with how far it got: each in one step. */
export function createPlanVerbs(database: Kysely<Schema>): Pick<Ledger, 'createBroadcast' | 'recordPlan'> {
  return {
    createBroadcast: (broadcast, rows = []) =>
      inOneStep(database, async (step) => {
        const isNew = await insertBroadcast(step, broadcast);
        if (isNew) await insertRows(step, broadcast.id, rows);
        return isNew;
      }),

    recordPlan: ({ broadcastId, rows, through, isLast }) =>
      inOneStep(database, async (step) => {
        const held = await holdBroadcast(step, broadcastId);
        if (held?.status !== 'planning') return false;
        await insertRows(step, broadcastId, rows);
        await writeBroadcast(step, {
          ...held,
          ...(through === undefined ? {} : { plannedThrough: through }),
          ...(isLast ? { isPlanned: true, status: 'sending' } : {}),
        });
        return true;
      }),
  };
}

async function insertRows(step: Step, broadcastId: string, rows: readonly PlannedDelivery[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    await step
      .insertInto('deliveries')
      .values(rows.slice(start, start + CHUNK).map((row) => toRow(broadcastId, row)))
      .onConflict((conflict) => conflict.columns(['broadcast_id', 'member_id']).doNothing())
      .execute();
  }
}

function toRow(broadcast_id: string, { memberId, unitId, variant, plan }: PlannedDelivery) {
  const isQueued = plan.status === 'queued';
  return {
    broadcast_id,
    member_id: memberId,
    unit_id: unitId ?? null,
    variant,
    status: plan.status,
    channel: isQueued ? plan.channel : null,
    by_means: isQueued ? plan.by : null,
    due_at: isQueued ? plan.dueAt.getTime() : null,
    reason: isQueued ? null : plan.because,
  };
}

import type { Kysely } from 'kysely';
import { inOneStep } from '../database/one-step.js';
import type { Ledger, PlannedDelivery } from '../ledger.js';
import type { Schema } from '../schema.js';
import { holdBroadcast, writeBroadcast } from './broadcast-rows.js';

/** Rows of one statement: their values stay below what SQLite takes. */
const CHUNK = 1_000;

/** One page of a plan and how far it got, in one step. */
export function createRecordPlan(database: Kysely<Schema>): Ledger['recordPlan'] {
  return ({ broadcastId, rows, through, isLast }) =>
    inOneStep(database, async (step) => {
      const held = await holdBroadcast(step, broadcastId);
      if (held?.status !== 'planning') return false;
      for (let start = 0; start < rows.length; start += CHUNK) {
        await step
          .insertInto('deliveries')
          .values(rows.slice(start, start + CHUNK).map((row) => toRow(broadcastId, row)))
          .onConflict((conflict) => conflict.columns(['broadcast_id', 'member_id']).doNothing())
          .execute();
      }
      await writeBroadcast(step, {
        ...held,
        ...(through === undefined ? {} : { plannedThrough: through }),
        ...(isLast ? { isPlanned: true, status: 'sending' } : {}),
      });
      return true;
    });
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

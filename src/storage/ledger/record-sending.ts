import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncomingEvent } from '../../channels/channel.js';
import { inGroups } from '../database/in-groups.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { ClaimedDelivery, DeliveryEnd, Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';
import { ERASED } from './move-recipient.js';

/** No lease is longer: one that lies further ahead was set before the clock went back. */
const LONGEST_LEASE_MS = 3_600_000;
const FREE = { token: null, lease_until: 0 } as const;

/** What happens to a claimed row, from just before its call to its end. A claim that was lost changes nothing. */
export function createSendingVerbs(
  database: Kysely<Schema>,
): Pick<
  Ledger,
  'startDelivery' | 'recordPart' | 'finishDelivery' | 'postponeDelivery' | 'settleLost' | 'resendUnknown' | 'skipQueued'
> {
  // Ends before beginnings: what has no recorded end is unknown where the process dies.
  const together = inGroups(database);
  return {
    startDelivery: (claim, { now, leaseMs }) =>
      together(async (step) => {
        const isSending = step
          .selectFrom('broadcasts')
          .select('id')
          .where('id', '=', claim.broadcastId)
          .where('status', '=', 'sending');
        const result = await claimedRow(step, claim)
          .set({
            status: 'sending',
            // What follows a part that arrived belongs to the same attempt.
            attempts: sql<number>`case when parts_sent > ${claim.partsSent} then attempts else attempts + 1 end`,
            lease_until: now.getTime() + leaseMs,
            // Until it ends, it is when it was begun: from now on the member was written to.
            ended_at: now.getTime(),
          })
          .where('status', '=', 'queued')
          .where(({ exists }) => exists(isSending))
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      }, false),

    recordPart: (claim, { now, leaseMs }) =>
      together(async (step) => {
        await claimedRow(step, claim)
          .set((row) => ({
            status: 'queued',
            parts_sent: row('parts_sent', '+', 1),
            lease_until: now.getTime() + leaseMs,
          }))
          .execute();
      }, true),

    // What passed for lost may still tell how it ended: its token stays until then.
    finishDelivery: (claim, end) =>
      together(async (step) => {
        await claimedRow(step, claim).set(toEnd(end)).execute();
      }, true),

    postponeDelivery: (claim, { dueAt, channel, by }) =>
      together(async (step) => {
        await claimedRow(step, claim)
          .set({ ...FREE, status: 'queued', due_at: dueAt.getTime(), channel, by_means: by, ended_at: null })
          .execute();
      }, true),

    settleLost: (now) =>
      inOneStep(database, async (step) => {
        const nowMs = now.getTime();
        const lost = await step
          .updateTable('deliveries')
          .set({ status: 'unknown', lease_until: 0, ended_at: nowMs })
          // Word for word as in the index that holds these rows only.
          .where(sql<boolean>`status = 'sending'`)
          .where(sql<boolean>`(lease_until <= ${nowMs} or lease_until > ${nowMs + LONGEST_LEASE_MS})`)
          .returning('broadcast_id')
          .execute();
        const amounts: Record<string, number> = {};
        for (const { broadcast_id } of lost) amounts[broadcast_id] = (amounts[broadcast_id] ?? 0) + 1;
        return amounts;
      }),

    resendUnknown: (broadcastId, dueAt) =>
      inOneStep(database, async (step) => {
        const result = await step
          .updateTable('deliveries')
          .set({ status: 'queued', is_resent: 1, due_at: dueAt.getTime(), lease_until: 0, ended_at: null })
          .where('broadcast_id', '=', broadcastId)
          .where('status', '=', 'unknown')
          .where('is_resent', '=', 0)
          .where('member_id', 'not like', `${ERASED}%`)
          .executeTakeFirst();
        return Number(result.numUpdatedRows);
      }),

    skipQueued: (broadcastId, because, limit) =>
      inOneStep(database, async (step) => {
        const rows = await step
          .selectFrom('deliveries')
          .select('member_id')
          .where('broadcast_id', '=', broadcastId)
          .where('status', '=', 'queued')
          .limit(limit)
          .forUpdate()
          .execute();
        return skipRows(
          step,
          broadcastId,
          because,
          rows.map(({ member_id }) => member_id),
        );
      }),
  };
}

/** Member ids of one statement. */
const CHUNK = 1_000;

async function skipRows(
  step: Step,
  broadcastId: string,
  because: NonNullable<Schema['deliveries']['reason']>,
  members: readonly string[],
): Promise<number> {
  for (let start = 0; start < members.length; start += CHUNK) {
    await step
      .updateTable('deliveries')
      .set({ ...FREE, status: unlessResent('skipped', 'unknown'), reason: unlessResent(because, null) })
      .where('broadcast_id', '=', broadcastId)
      .where('member_id', 'in', members.slice(start, start + CHUNK))
      .execute();
  }
  return members.length;
}

function claimedRow(database: Kysely<Schema>, { broadcastId, memberId, token }: ClaimedDelivery) {
  return database
    .updateTable('deliveries')
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', '=', memberId)
    .where('token', '=', token);
}

function toEnd(end: DeliveryEnd) {
  const { status } = end;
  const ended_at = end.at.getTime();
  if (status === 'unknown') return { status, lease_until: 0, ended_at };
  if (status === 'sent') return { ...FREE, status, message_id: end.messageId, ended_at };
  const reason = status === 'failed' ? end.code : end.because;
  return { ...FREE, status: unlessResent(status, 'unknown'), reason: unlessResent(reason, null), ended_at };
}

/** Of a row that is sent once more it stays unknown whether it arrived the first time, however the second try ends. */
function unlessResent<T extends string, U extends string | null>(end: T, otherwise: U): RawBuilder<T | U> {
  return sql`case when is_resent = 1 then ${otherwise} else ${end} end`;
}

export type ReceiptEvent = Extract<IncomingEvent, { readonly type: 'delivered' | 'seen' }>;

/** What a platform tells of a message that a delivery sent; nothing happens for any other. */
export async function recordReceipt(step: Step, { from, type, messageId }: ReceiptEvent): Promise<void> {
  await step
    .updateTable('deliveries')
    .set({ status: 'delivered' })
    .where('channel', '=', from.channel)
    .where('message_id', '=', messageId)
    .where('status', '=', 'sent')
    .execute();
  if (type === 'delivered') return;
  const row = await step
    .selectFrom('deliveries')
    .select(['broadcast_id', 'unit_id', 'variant'])
    .where('channel', '=', from.channel)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  if (!row) return;
  await step
    .insertInto('seen_counts')
    .values({ broadcast_id: row.broadcast_id, unit_id: row.unit_id ?? '', variant: row.variant, amount: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['broadcast_id', 'unit_id', 'variant'])
        .doUpdateSet({ amount: sql<number>`seen_counts.amount + 1` }),
    )
    .execute();
}

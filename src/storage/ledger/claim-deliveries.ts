import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { ChannelName } from '../../channels/channel.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { ClaimedDelivery, Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';

/** Leases by which two clocks may differ before the later one passes for set back. */
const APART = 2;
/** The same of the stream, whose places any worker may have taken by a clock of its own. */
const STREAM_APART_MS = 15 * 60_000;

type Claim = Parameters<Ledger['claimDeliveries']>[0];
type DueRow = Pick<Schema['deliveries'], 'broadcast_id' | 'member_id' | 'variant'> & {
  readonly by_means: 'message' | 'template';
  readonly attempts: number;
  readonly parts_sent: number;
};

/** Takes due rows of a channel and a place for each in its stream. Whoever else wants some waits for the stream's row. */
export function createClaimDeliveries(database: Kysely<Schema>): Ledger['claimDeliveries'] {
  return (claim) =>
    inOneStep(database, async (step) => {
      const { channel, now, leaseMs, perSecond, horizonMs, most } = claim;
      const stream = await holdStream(step, channel);
      const nowMs = now.getTime();
      const startAt = stream.set_at > nowMs + STREAM_APART_MS ? nowMs : Math.max(stream.next_at, nowMs);
      const intervalMs = 1000 / perSecond;
      const places = Math.min(most, Math.floor((nowMs + horizonMs - startAt) / intervalMs) + 1);
      if (!(places > 0)) return [];
      const rows = await pickRows(step, claim, places, stream.last_broadcast);
      if (rows.length === 0) return [];
      const token = randomUUID();
      await leaseRows(step, rows, { token, lease_until: nowMs + leaseMs });
      const last = rows.findLast(({ isUrgent }) => !isUrgent)?.broadcast_id ?? stream.last_broadcast;
      await step
        .updateTable('streams')
        .set({ next_at: startAt + rows.length * intervalMs, set_at: nowMs, last_broadcast: last })
        .where('channel', '=', channel)
        .execute();
      return rows.map((row, place): ClaimedDelivery => {
        return {
          broadcastId: row.broadcast_id,
          memberId: row.member_id,
          channel,
          by: row.by_means,
          variant: row.variant,
          attempts: row.attempts,
          partsSent: row.parts_sent,
          sendAt: new Date(Math.ceil(startAt + place * intervalMs)),
          token,
        };
      });
    });
}

/** Of each broadcast the first row only, which the index gives at once. */
export function createFindDeliveryDueAt(database: Kysely<Schema>): Ledger['findDeliveryDueAt'] {
  return async (channel) => {
    const row = await database
      .selectFrom('broadcasts')
      .select(({ fn, selectFrom }) =>
        fn
          .min<number | null>(
            selectFrom('deliveries')
              .select('due_at')
              .whereRef('broadcast_id', '=', 'broadcasts.id')
              .where('deliveries.status', '=', 'queued')
              .where('channel', '=', channel)
              .orderBy('due_at')
              .limit(1),
          )
          .as('at'),
      )
      .where('broadcasts.status', '=', 'sending')
      .executeTakeFirst();
    return row?.at == null ? undefined : new Date(Number(row.at));
  };
}

/** No place in the stream before an instant. */
export function createPauseStream(database: Kysely<Schema>): Ledger['pauseStream'] {
  return (channel, until) =>
    inOneStep(database, async (step) => {
      const { next_at } = await holdStream(step, channel);
      const later = Math.max(next_at, until.getTime());
      await step.updateTable('streams').set({ next_at: later }).where('channel', '=', channel).execute();
    });
}

async function holdStream(step: Step, channel: ChannelName): Promise<Schema['streams']> {
  const hold = () =>
    step.selectFrom('streams').selectAll().where('channel', '=', channel).forUpdate().executeTakeFirst();
  const held = await hold();
  if (held) return held;
  await step
    .insertInto('streams')
    .values({ channel, next_at: 0, set_at: 0, last_broadcast: null })
    .onConflict((conflict) => conflict.column('channel').doNothing())
    .execute();
  return (await hold())!;
}

/** Urgent broadcasts first; the others one row each in turn, beginning after the one that was last. Of a member one row at most. */
async function pickRows(step: Step, claim: Claim, places: number, lastBroadcast: string | null) {
  const sending = await step
    .selectFrom('broadcasts')
    .select(['id', 'is_urgent'])
    .where('status', '=', 'sending')
    .orderBy('id')
    .execute();
  const urgent = sending.filter(({ is_urgent }) => is_urgent === 1).map(({ id }) => id);
  const others = sending.filter(({ is_urgent }) => is_urgent === 0).map(({ id }) => id);
  const isLater = (id: string) => lastBroadcast === null || id > lastBroadcast;
  const inTurn = [...others.filter(isLater), ...others.filter((id) => !isLater(id))];
  const members = new Set<string>();
  const first = await takeTurns(step, claim, urgent, places, members);
  const rest = await takeTurns(step, claim, inTurn, places - first.length, members);
  return [...first.map((row) => ({ ...row, isUrgent: true })), ...rest.map((row) => ({ ...row, isUrgent: false }))];
}

async function takeTurns(
  step: Step,
  claim: Claim,
  broadcasts: readonly string[],
  places: number,
  members: Set<string>,
): Promise<DueRow[]> {
  const queues: DueRow[][] = [];
  for (const id of broadcasts) {
    // More of them would not get a turn.
    if (queues.length >= places) break;
    const due = await findDue(step, claim, id, places);
    if (due.length > 0) queues.push(due);
  }
  const rows: DueRow[] = [];
  for (let turn = 0; turn < places; turn++) {
    const round = queues.flatMap((queue) => queue[turn] ?? []);
    if (round.length === 0) break;
    for (const row of round) {
      if (!members.has(row.member_id)) rows.push(row);
      members.add(row.member_id);
    }
  }
  return rows.slice(0, Math.max(0, places));
}

async function findDue(step: Step, { channel, now, leaseMs }: Claim, broadcastId: string, limit: number) {
  const nowMs = now.getTime();
  const isFree = (row: 'deliveries' | 'other') =>
    sql<boolean>`(${sql.ref(`${row}.lease_until`)} <= ${nowMs} or ${sql.ref(`${row}.lease_until`)} > ${nowMs + APART * leaseMs})`;
  const rows = await step
    .selectFrom('deliveries')
    .select(['broadcast_id', 'member_id', 'variant', 'by_means', 'attempts', 'parts_sent'])
    .where('broadcast_id', '=', broadcastId)
    .where('status', '=', 'queued')
    .where('channel', '=', channel)
    .where('due_at', '<=', nowMs)
    .where(isFree('deliveries'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as other')
            .select('other.member_id')
            .whereRef('other.member_id', '=', 'deliveries.member_id')
            .where('other.status', '=', 'queued')
            .where(not(isFree('other'))),
        ),
      ),
    )
    .orderBy('due_at')
    .orderBy('member_id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows as DueRow[];
}

async function leaseRows(
  step: Step,
  rows: readonly DueRow[],
  lease: { readonly token: string; readonly lease_until: number },
): Promise<void> {
  for (const id of new Set(rows.map(({ broadcast_id }) => broadcast_id))) {
    const members = rows.filter(({ broadcast_id }) => broadcast_id === id).map(({ member_id }) => member_id);
    await step
      .updateTable('deliveries')
      .set(lease)
      .where('broadcast_id', '=', id)
      .where('member_id', 'in', members)
      .execute();
  }
}

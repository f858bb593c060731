import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AddressHash } from '../address-key.js';
import type { Step } from '../database/one-step.js';
import type { DeliveryStatus } from '../ledger.js';
import type { Schema } from '../schema.js';
import { renameStaff } from './broadcast-rows.js';

type Row = Pick<Selectable<Schema['deliveries']>, 'broadcast_id' | 'member_id' | 'status' | 'is_resent'>;

/** What tells that nobody can be found behind a row; reports still count it. */
export const ERASED = 'erased:';
/** Member ids of one statement. */
const CHUNK = 1_000;
/** A row that is further along says more of what a member got. */
const RANKS: Readonly<Record<DeliveryStatus, number>> = {
  sent: 2,
  delivered: 2,
  sending: 2,
  unknown: 2,
  queued: 1,
  failed: 0,
  skipped: 0,
};

/** Nothing in the ledger leads to this member any more. */
export async function eraseRecipient(step: Step, hash: AddressHash, id: string): Promise<void> {
  for (const row of await holdRows(step, id)) {
    if (row.status === 'queued') {
      // What was to be sent once more may have arrived.
      const end =
        row.is_resent === 1 ? ({ status: 'unknown' } as const) : ({ status: 'skipped', reason: 'gone' } as const);
      await rowOf(step, row)
        .set({ ...end, token: null, lease_until: 0 })
        .execute();
    }
    await makeNameless(step, row);
  }
  await renameStaff(step, id, 'erased');
  await moveVotes(step, hash, id);
}

/** One person from now on: of two rows of a broadcast the one that is further along stays, and nobody gets it twice. */
export async function joinRecipients(step: Step, hash: AddressHash, from: string, into: string): Promise<void> {
  const gone = await holdRows(step, from);
  const held = new Map((await holdRows(step, into)).map((row) => [row.broadcast_id, row]));
  for (const row of gone) {
    const other = held.get(row.broadcast_id);
    const isFurther = !other || RANKS[row.status] > RANKS[other.status];
    const loser = isFurther ? other : row;
    if (loser && RANKS[loser.status] === RANKS.sent) await makeNameless(step, loser);
    else if (loser) await removeRow(step, loser);
    if (isFurther) await rowOf(step, row).set({ member_id: into }).execute();
  }
  await renameStaff(step, from, into);
  await moveVotes(step, hash, from, into);
}

function holdRows(step: Step, id: string): Promise<Row[]> {
  return step
    .selectFrom('deliveries')
    .select(['broadcast_id', 'member_id', 'status', 'is_resent'])
    .where('member_id', '=', id)
    .orderBy('broadcast_id')
    .forUpdate()
    .execute();
}

const rowOf = (step: Step, { broadcast_id, member_id }: Row) =>
  step.updateTable('deliveries').where('broadcast_id', '=', broadcast_id).where('member_id', '=', member_id);

async function makeNameless(step: Step, row: Row): Promise<void> {
  await rowOf(step, row)
    .set({ member_id: `${ERASED}${randomUUID()}`, message_id: null })
    .execute();
}

async function removeRow(step: Step, { broadcast_id, member_id }: Row): Promise<void> {
  await step
    .deleteFrom('deliveries')
    .where('broadcast_id', '=', broadcast_id)
    .where('member_id', '=', member_id)
    .execute();
}

/** That somebody voted is known of another then, or of nobody. */
async function moveVotes(step: Step, hash: AddressHash, from: string, into?: string): Promise<void> {
  const broadcasts = await step.selectFrom('broadcasts').select('id').orderBy('id').execute();
  for (let start = 0; start < broadcasts.length; start += CHUNK) {
    const hashes = broadcasts.slice(start, start + CHUNK).map(({ id }) => hash.ofVote(id, from));
    const cast = await step.deleteFrom('votes_cast').where('hash', 'in', hashes).returning('broadcast_id').execute();
    if (into === undefined || cast.length === 0) continue;
    await step
      .insertInto('votes_cast')
      .values(cast.map(({ broadcast_id }) => ({ broadcast_id, hash: hash.ofVote(broadcast_id, into) })))
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
  }
}

import { type Kysely, sql } from 'kysely';
import { LEAST_SHOWN } from '../../people/personal-data.js';
import type { AddressHash } from '../address-key.js';
import { inOneStep } from '../database/one-step.js';
import type { Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';
import { holdBroadcast } from './broadcast-rows.js';

/** Who voted lies under a keyed hash, what was voted for in sums only. */
export function createVoteVerbs(database: Kysely<Schema>, hash: AddressHash): Pick<Ledger, 'castVote' | 'countVotes'> {
  return {
    castVote: ({ broadcastId, memberId, option }) =>
      inOneStep(database, async (step) => {
        // Two who vote at once would each miss the other's, and with it a tenth.
        if (!(await holdBroadcast(step, broadcastId))) return 'repeat';
        const cast = await step
          .insertInto('votes_cast')
          .values({ hash: hash.ofVote(broadcastId, memberId), broadcast_id: broadcastId })
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .executeTakeFirst();
        if (Number(cast.numInsertedOrUpdatedRows ?? 0) === 0) return 'repeat';
        await step
          .insertInto('votes')
          .values({ broadcast_id: broadcastId, option_no: option, amount: 1, shown: 0 })
          .onConflict((conflict) =>
            conflict.columns(['broadcast_id', 'option_no']).doUpdateSet({ amount: sql<number>`votes.amount + 1` }),
          )
          .execute();
        const { total } = await step
          .selectFrom('votes')
          .select(sql<number>`sum(amount)`.as('total'))
          .where('broadcast_id', '=', broadcastId)
          .executeTakeFirstOrThrow();
        if (Number(total) % LEAST_SHOWN === 0) {
          await step
            .updateTable('votes')
            .set((row) => ({ shown: row.ref('amount') }))
            .where('broadcast_id', '=', broadcastId)
            .execute();
        }
        return 'counted';
      }),

    async countVotes(broadcastId) {
      const rows = await database
        .selectFrom('votes')
        .select(['option_no', 'shown'])
        .where('broadcast_id', '=', broadcastId)
        .execute();
      const length = Math.max(0, ...rows.map(({ option_no }) => option_no + 1));
      return Array.from({ length }, (_, option) => rows.find(({ option_no }) => option_no === option)?.shown ?? 0);
    },
  };
}

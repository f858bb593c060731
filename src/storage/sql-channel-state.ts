import type { Kysely } from 'kysely';
import { claimantOf, type Instance, signClaim } from './database/instances.js';
import type { Schema } from './schema.js';
import type { ChannelState } from './store.js';

/** Leases by which two clocks may differ before the later one passes for set back. */
const APART = 2;

/** Tokens, one-time codes and locks of channels, on either database. */
export function createChannelStateVerbs(database: Kysely<Schema>, instance: Instance): ChannelState {
  /** Whose owner died; undefined where it lives, or nobody holds it. */
  const findOrphan = async (name: string): Promise<string | undefined> => {
    const held = await database.selectFrom('locks').select('owner').where('name', '=', name).executeTakeFirst();
    const dead = held ? await instance.listDead([claimantOf(held.owner)]) : [];
    return dead.length > 0 ? held?.owner : undefined;
  };

  return {
    async findState(name) {
      const row = await database
        .selectFrom('channel_state')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value;
    },

    async saveState(name, value) {
      await database
        .insertInto('channel_state')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },

    async removeState(name) {
      await database.deleteFrom('channel_state').where('name', '=', name).execute();
    },

    async claimLock({ name, owner, now, leaseMs, endsWithOwner = false }) {
      const orphan = endsWithOwner ? await findOrphan(name) : undefined;
      const signed = signClaim(await instance.live(), owner);
      const held_until = now.getTime() + leaseMs;
      const result = await database
        .insertInto('locks')
        .values({ name, owner: signed, held_until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner: signed, held_until })
            .where((where) =>
              where.or([
                where('locks.owner', 'in', orphan === undefined ? [signed] : [signed, orphan]),
                where('locks.held_until', '<=', now.getTime()),
                where('locks.held_until', '>', now.getTime() + APART * leaseMs),
              ]),
            ),
        )
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    },

    async releaseLock({ name, owner }) {
      const signed = signClaim(await instance.live(), owner);
      await database.deleteFrom('locks').where('name', '=', name).where('owner', '=', signed).execute();
    },
  };
}

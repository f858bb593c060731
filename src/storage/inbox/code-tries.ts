import type { Kysely } from 'kysely';
import type { AddressHash } from '../address-key.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';
import type { People } from '../store.js';

const PREFIX = 'wrong-codes.';
const KEPT_MS = 3_600_000;

/** Wrong codes by chat: until when they count and how many, under a keyed hash of the address. */
export function createTryVerbs(
  database: Kysely<Schema>,
  hash: AddressHash,
): Pick<People, 'recordWrongCode' | 'countWrongCodes'> {
  return {
    recordWrongCode: (address, now) =>
      inOneStep(database, async (step) => {
        await purgeTries(step, now);
        const name = `${PREFIX}${hash.ofChat(address)}`;
        const amount = (await readTries(step, name, now)) + 1;
        const value = `${now.getTime() + KEPT_MS} ${amount}`;
        await step
          .insertInto('channel_state')
          .values({ name, value })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
          .execute();
        return amount;
      }),

    countWrongCodes: (address, now) => readTries(database, `${PREFIX}${hash.ofChat(address)}`, now),
  };
}

async function readTries(database: Kysely<Schema>, name: string, now: Date): Promise<number> {
  const row = await database.selectFrom('channel_state').select('value').where('name', '=', name).executeTakeFirst();
  const [until = 0, amount = 0] = (row?.value ?? '').split(' ').map(Number);
  return until > now.getTime() ? amount : 0;
}

/** What no longer counts goes. */
export async function purgeTries(step: Step, now: Date): Promise<void> {
  const rows = await step
    .selectFrom('channel_state')
    .selectAll()
    .where('name', '>=', PREFIX)
    .where('name', '<', `${PREFIX}~`)
    .execute();
  const over = rows.filter(({ value }) => Number.parseInt(value, 10) <= now.getTime()).map(({ name }) => name);
  if (over.length > 0) await step.deleteFrom('channel_state').where('name', 'in', over).execute();
}

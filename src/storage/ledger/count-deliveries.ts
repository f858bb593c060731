import { type Kysely, type Selectable, sql } from 'kysely';
import type { Contact, DeliveryCount, Ledger, SeenCount } from '../ledger.js';
import type { Schema } from '../schema.js';

/** Member ids of one statement. */
const CHUNK = 1_000;
/** Rows that are counted in one go: on SQLite nothing else happens meanwhile. */
const RANGE = 20_000;
const GROUPS = ['status', 'reason', 'channel', 'by_means', 'unit_id', 'variant', 'is_resent'] as const;

/** What the planner and the reports ask of the rows. */
export function createCountVerbs(
  database: Kysely<Schema>,
): Pick<
  Ledger,
  'listContacts' | 'listReceivers' | 'hasOpenDeliveries' | 'countDeliveries' | 'countBroadcastsTo' | 'countSeen'
> {
  return {
    async listContacts({ memberIds, since, except }) {
      const contacts = new Map<string, Contact[]>();
      const [campaign] = except.split('@');
      for (let start = 0; start < memberIds.length; start += CHUNK) {
        const at = sql<number>`coalesce(ended_at, due_at)`;
        const rows = await database
          .selectFrom('deliveries')
          .select(['member_id', 'broadcast_id', at.as('at')])
          .where('member_id', 'in', memberIds.slice(start, start + CHUNK))
          .where('broadcast_id', '!=', except)
          .$if(except.includes('@'), (query) => query.where('broadcast_id', 'not like', `${campaign}@%`))
          .where('status', 'in', ['queued', 'sending', 'sent', 'delivered', 'unknown'])
          .where(at, '>=', since.getTime())
          .orderBy(at)
          .execute();
        for (const row of rows) {
          const contact = { at: new Date(row.at), broadcastId: row.broadcast_id };
          const held = contacts.get(row.member_id);
          if (held) held.push(contact);
          else contacts.set(row.member_id, [contact]);
        }
      }
      return contacts;
    },

    async listReceivers(broadcastId, memberIds) {
      const receivers = new Set<string>();
      for (let start = 0; start < memberIds.length; start += CHUNK) {
        const rows = await database
          .selectFrom('deliveries')
          .select('member_id')
          .where('broadcast_id', '=', broadcastId)
          .where('member_id', 'in', memberIds.slice(start, start + CHUNK))
          .where('status', 'in', ['sent', 'delivered', 'sending', 'unknown'])
          .execute();
        for (const { member_id } of rows) receivers.add(member_id);
      }
      return receivers;
    },

    async hasOpenDeliveries(broadcastId) {
      const row = await database
        .selectFrom('deliveries')
        .select('member_id')
        .where('broadcast_id', '=', broadcastId)
        .where('status', 'in', ['queued', 'sending'])
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async countDeliveries(broadcastId) {
      const counts = new Map<string, DeliveryCount>();
      let after = '';
      for (;;) {
        const end = await findEnd(database, broadcastId, after);
        for (const row of await countRange(database, broadcastId, after, end)) {
          const { amount, ...group } = toCount(row);
          const key = JSON.stringify(group);
          counts.set(key, { ...group, amount: amount + (counts.get(key)?.amount ?? 0) });
        }
        if (end === undefined) return [...counts.values()];
        after = end;
      }
    },

    async countBroadcastsTo(memberId) {
      const { amount } = await database
        .selectFrom('deliveries')
        .select(sql<number>`count(*)`.as('amount'))
        .where('member_id', '=', memberId)
        .executeTakeFirstOrThrow();
      return Number(amount);
    },

    async countSeen(broadcastId) {
      const rows = await database
        .selectFrom('seen_counts')
        .selectAll()
        .where('broadcast_id', '=', broadcastId)
        .orderBy('unit_id')
        .orderBy('variant')
        .execute();
      return rows.map(
        ({ unit_id, variant, amount }): SeenCount => ({
          ...(unit_id === '' ? {} : { unitId: unit_id }),
          variant,
          amount,
        }),
      );
    },
  };
}

/** The last row of the next range; undefined where it is the last range. */
async function findEnd(database: Kysely<Schema>, broadcastId: string, after: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('deliveries')
    .select('member_id')
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', '>', after)
    .orderBy('member_id')
    .offset(RANGE - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.member_id;
}

function countRange(database: Kysely<Schema>, broadcastId: string, after: string, end: string | undefined) {
  return database
    .selectFrom('deliveries')
    .select(GROUPS)
    .select(sql<number>`count(*)`.as('amount'))
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', '>', after)
    .$if(end !== undefined, (query) => query.where('member_id', '<=', end!))
    .groupBy(GROUPS)
    .execute();
}

function toCount(
  row: Selectable<Pick<Schema['deliveries'], (typeof GROUPS)[number]>> & { readonly amount: number },
): DeliveryCount {
  const { status, reason, channel, by_means, unit_id, variant, is_resent, amount } = row;
  return {
    status,
    ...(reason === null ? {} : { reason }),
    ...(channel === null ? {} : { channel }),
    ...(by_means === null ? {} : { by: by_means }),
    ...(unit_id === null ? {} : { unitId: unit_id }),
    variant,
    isResent: is_resent === 1,
    amount: Number(amount),
  };
}

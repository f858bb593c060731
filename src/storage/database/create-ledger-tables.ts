import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** A step of migration; never changes once released. */
export async function createLedgerTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('broadcasts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('is_urgent', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('broadcasts_by_status').on('broadcasts').column('status').execute();
  await schema
    .createTable('saved_segments')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('files')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('unnamed_since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await createDeliveries(schema);
  await schema
    .createTable('streams')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('next_at', 'double precision', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .addColumn('last_broadcast', 'text')
    .execute();
  await schema
    .createTable('seen_counts')
    .addColumn('broadcast_id', 'text', (column) => column.notNull())
    .addColumn('unit_id', 'text', (column) => column.notNull())
    .addColumn('variant', 'integer', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_counts_key', ['broadcast_id', 'unit_id', 'variant'])
    .execute();
  await schema
    .createTable('votes_cast')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('broadcast_id', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('votes_cast_in').on('votes_cast').column('broadcast_id').execute();
  await schema
    .createTable('votes')
    .addColumn('broadcast_id', 'text', (column) => column.notNull())
    .addColumn('option_no', 'integer', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addColumn('shown', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('votes_key', ['broadcast_id', 'option_no'])
    .execute();
}

async function createDeliveries(schema: Kysely<Schema>['schema']): Promise<void> {
  await schema
    .createTable('deliveries')
    .addColumn('broadcast_id', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('unit_id', 'text')
    .addColumn('channel', 'text')
    .addColumn('by_means', 'text')
    .addColumn('variant', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('due_at', 'bigint')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('parts_sent', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('token', 'text')
    .addColumn('message_id', 'text')
    .addColumn('is_resent', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', 'bigint')
    .addPrimaryKeyConstraint('deliveries_key', ['broadcast_id', 'member_id'])
    .execute();
  await schema
    .createIndex('deliveries_due')
    .on('deliveries')
    .columns(['broadcast_id', 'status', 'channel', 'due_at', 'member_id'])
    .execute();
  await schema.createIndex('deliveries_of').on('deliveries').column('member_id').execute();
  await schema
    .createIndex('deliveries_sent_as')
    .on('deliveries')
    .columns(['channel', 'message_id'])
    .where(sql`message_id`, 'is not', null)
    .execute();
  await schema
    .createIndex('deliveries_begun')
    .on('deliveries')
    .column('lease_until')
    .where(sql`status`, '=', sql.lit('sending'))
    .execute();
}

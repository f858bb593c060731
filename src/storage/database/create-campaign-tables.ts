import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';

/** A step of migration; never changes once released. */
export async function createCampaignTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('campaigns')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('occurrences')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('campaign_id', 'text', (column) => column.notNull())
    .addColumn('occasion', 'text', (column) => column.notNull())
    .addColumn('offset_days', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('broadcast_id', 'text')
    .execute();
  await schema.createIndex('occurrences_due').on('occurrences').columns(['due_at', 'id']).execute();
  await schema.createIndex('occurrences_in').on('occurrences').column('broadcast_id').execute();
  await schema
    .createTable('planned_until')
    // An integer here would be numbered by SQLite itself, and backups leave such numbers out.
    .addColumn('place', 'smallint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('campaign_choices')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('campaign_id', 'text', (column) => column.notNull())
    .addColumn('occasion', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('campaign_choices_key', ['member_id', 'campaign_id', 'occasion'])
    .execute();
  await schema
    .createTable('snoozes')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('occurrence_id', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('snoozes_key', ['member_id', 'occurrence_id'])
    .execute();
  await schema.createIndex('snoozes_due').on('snoozes').column('due_at').execute();
  await schema
    .createTable('unit_reports')
    .addColumn('campaign_id', 'text', (column) => column.notNull())
    .addColumn('occasion', 'text', (column) => column.notNull())
    .addColumn('unit_id', 'text', (column) => column.notNull())
    .addColumn('sessions', 'integer', (column) => column.notNull())
    .addColumn('attending', 'integer', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('unit_reports_key', ['campaign_id', 'occasion', 'unit_id'])
    .execute();
  await schema
    .createTable('feeds')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('feeds_of').on('feeds').column('member_id').execute();
}

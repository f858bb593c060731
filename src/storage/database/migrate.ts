import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';
import { createCampaignTables } from './create-campaign-tables.js';
import { createLedgerTables } from './create-ledger-tables.js';
import { createOutlineTables } from './create-outline-tables.js';
import { inOneStep } from './one-step.js';

/** Steps that have been released never change; new ones go to the end. */
const MIGRATIONS: readonly ((database: Kysely<Schema>) => Promise<void>)[] = [
  async (database) => {
    await database.schema
      .createTable('documents')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('issued_on', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('provisions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document_id', 'text', (column) => column.notNull().references('documents.id').onDelete('cascade'))
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('provisions_of').on('provisions').columns(['document_id', 'place']).execute();
  },
  async ({ schema }) => {
    await schema
      .createTable('seen_events')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('seen_when').on('seen_events').column('seen_at').execute();
    await schema
      .createTable('inbox_chats')
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('claimed_until', 'bigint', (column) => column.notNull())
      .addColumn('token', 'text', (column) => column.notNull())
      .addColumn('told_to_wait', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('inbox_chats_key', ['channel', 'chat'])
      .execute();
    await schema.createIndex('inbox_chats_due').on('inbox_chats').columns(['channel', 'due_at']).execute();
    await schema
      .createTable('inbox_events')
      .addColumn('place', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addColumn('sent_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('inbox_events_of').on('inbox_events').columns(['channel', 'chat']).execute();
    await schema
      .createTable('inbox_replies')
      .addColumn('place', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('is_started', 'integer', (column) => column.notNull())
      .execute();
    await schema.createIndex('inbox_replies_of').on('inbox_replies').columns(['channel', 'chat']).execute();
    await schema
      .createTable('chat_states')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('welcomed_on', 'text')
      .addColumn('slowed_at', 'bigint', (column) => column.notNull())
      .addColumn('recent', 'text', (column) => column.notNull())
      .addColumn('recent_until', 'bigint', (column) => column.notNull())
      .addColumn('context', 'text')
      .addColumn('context_until', 'bigint', (column) => column.notNull())
      .addColumn('touched_on', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('counts')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('amount', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('channel_state')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('locks')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('held_until', 'bigint', (column) => column.notNull())
      .execute();
  },
  async ({ schema }) => {
    await schema
      .createTable('units')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('valid_from', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('units_key', ['id', 'valid_from'])
      .execute();
    await schema
      .createTable('members')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text')
      .addColumn('quiet_from', 'integer')
      .addColumn('quiet_to', 'integer')
      .addColumn('joined_on', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('members_of_unit').on('members').columns(['unit_id', 'status']).execute();
    await schema
      .createTable('member_addresses')
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('chat', 'text', (column) => column.notNull())
      .addColumn('member_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('last_interaction_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('member_addresses_key', ['channel', 'chat'])
      .execute();
    await schema.createIndex('addresses_of').on('member_addresses').column('member_id').execute();
    await schema
      .createTable('member_roles')
      .addColumn('member_id', 'text', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text')
      .addPrimaryKeyConstraint('member_roles_key', ['member_id', 'place'])
      .execute();
    await schema
      .createTable('member_topics')
      .addColumn('member_id', 'text', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('member_topics_key', ['member_id', 'place'])
      .execute();
    await schema
      .createTable('consents')
      .addColumn('member_id', 'text', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('text_version', 'text', (column) => column.notNull())
      .addColumn('given_at', 'bigint', (column) => column.notNull())
      .addColumn('withdrawn_at', 'bigint')
      .addPrimaryKeyConstraint('consents_key', ['member_id', 'place'])
      .execute();
    await schema
      .createTable('codes')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('uses_left', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('audit')
      .addColumn('place', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('details', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('data_requests')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('made_at', 'bigint', (column) => column.notNull())
      .addColumn('deadline', 'text', (column) => column.notNull())
      .addColumn('done_at', 'bigint')
      .execute();
    await schema
      .createTable('feedback')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('unit_id', 'text')
      .execute();
    await schema
      .createTable('consent_texts')
      .addColumn('version', 'text', (column) => column.primaryKey())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('answer_counts')
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('amount', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('answer_counts_key', ['document_id', 'day'])
      .execute();
    await schema
      .createTable('question_counts')
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('question', 'text')
      .addColumn('amount', 'integer', (column) => column.notNull())
      .addColumn('last_day', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('question_counts_key', ['document_id', 'hash'])
      .execute();
  },
  createLedgerTables,
  createOutlineTables,
  createCampaignTables,
];

export const NEWEST_VERSION = MIGRATIONS.length;

/** Brings the database to a schema, the newest unless told otherwise; safe to call at every start, by two processes at once too. */
export async function migrate(database: Kysely<Schema>, to = NEWEST_VERSION): Promise<void> {
  await inOneStep(database, async (step) => {
    await step.schema
      .createTable('schema_version')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute();
    const versions = step.withTables<{ schema_version: { version: number } }>();
    const row = await versions.selectFrom('schema_version').select('version').executeTakeFirst();
    const from = row?.version ?? 0;
    if (from >= to) return;
    for (const migration of MIGRATIONS.slice(from, to)) await migration(step);
    await versions.deleteFrom('schema_version').execute();
    await versions.insertInto('schema_version').values({ version: to }).execute();
  });
}

/** Whether all steps have been taken; asks only. */
export async function isNewest(database: Kysely<Schema>): Promise<boolean> {
  const versions = database.withTables<{ schema_version: { version: number } }>();
  const row = await versions.selectFrom('schema_version').select('version').executeTakeFirst();
  return row?.version === NEWEST_VERSION;
}

import type { Generated, Kysely } from 'kysely';
import type { ChannelName } from '../channels/channel.js';

/** Rows as stored. Lists and records are JSON text, so that one query text serves SQLite and PostgreSQL. */
export interface Schema {
  documents: {
    id: string;
    /** Everything of the document but its provisions. */
    body: string;
    issued_on: string;
    version: string;
  };
  provisions: {
    id: string;
    document_id: string;
    place: number;
    body: string;
  };
  /** Ids of events that came, under a keyed hash. */
  seen_events: { hash: string; seen_at: number };
  /** Chats in which something waits. Instants are milliseconds of the epoch. */
  inbox_chats: {
    channel: ChannelName;
    chat: string;
    due_at: number;
    claimed_until: number;
    token: string;
    told_to_wait: number;
  };
  inbox_events: {
    place: Generated<number>;
    channel: ChannelName;
    chat: string;
    body: string;
    received_at: number;
    sent_at: number;
  };
  inbox_replies: {
    place: Generated<number>;
    channel: ChannelName;
    chat: string;
    body: string;
    attempts: number;
    /** 1 from just before sending until its end is recorded. */
    is_started: number;
  };
  /** What outlives a reply, under a keyed hash of the address. */
  chat_states: {
    hash: string;
    welcomed_on: string | null;
    slowed_at: number;
    recent: string;
    recent_until: number;
    context: string | null;
    context_until: number;
    touched_on: string;
  };
  counts: { name: string; amount: number };
  channel_state: { name: string; value: string };
  locks: { name: string; owner: string; held_until: number };
}

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
];

/** Brings the database to the newest schema; safe to call at every start. */
export async function migrate(database: Kysely<Schema>): Promise<void> {
  await database.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  const versions = database.withTables<{ schema_version: { version: number } }>();
  const row = await versions.selectFrom('schema_version').select('version').executeTakeFirst();
  for (let version = row?.version ?? 0; version < MIGRATIONS.length; version++) {
    await database.transaction().execute(async (step) => {
      await MIGRATIONS[version]?.(step);
      const inStep = step.withTables<{ schema_version: { version: number } }>();
      await inStep.deleteFrom('schema_version').execute();
      await inStep
        .insertInto('schema_version')
        .values({ version: version + 1 })
        .execute();
    });
  }
}

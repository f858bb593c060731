import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';

/** A step of migration; never changes once released. */
export async function createOutlineTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('outlines')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('frame_id', 'text', (column) => column.notNull())
    .addColumn('minutes', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('submitted_by', 'text')
    .addColumn('approved_by', 'text')
    .addColumn('approved_at', 'bigint')
    .addColumn('expires_on', 'text')
    .addUniqueConstraint('outlines_version', ['frame_id', 'minutes', 'version'])
    .execute();
  await schema.createIndex('outlines_by_status').on('outlines').columns(['status', 'created_at']).execute();
}

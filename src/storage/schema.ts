import type { Kysely } from 'kysely';

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

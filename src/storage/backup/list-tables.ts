import type { Kysely, TableMetadata } from 'kysely';

/** What waits to be answered, questions and all, and who holds a lock: a copy of it would outlive its day and be answered twice. */
const NEVER_COPIED = ['inbox_chats', 'inbox_events', 'inbox_replies', 'locks', 'schema_version'];

/** Every table of ours, by name, which also puts those that others refer to first. */
export async function listTables(
  database: Kysely<DynamicRows>,
  schema: string | undefined,
): Promise<readonly TableMetadata[]> {
  const tables = await database.introspection.getTables();
  return tables.filter((table) => table.schema === schema).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export const isCopied = ({ name }: TableMetadata): boolean => !NEVER_COPIED.includes(name);

/** Tables as they stand in a file, of any version. */
export type DynamicRows = Readonly<Record<string, Record<string, string | number | null>>>;

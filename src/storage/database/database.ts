import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';

/** Migrated tables of either database. What differs between the two ends here. */
export interface Database {
  readonly rows: Kysely<Schema>;
  /** Takes what was deleted out of the database's own log. */
  wipeLog(): Promise<void>;
  /** The schema in which the tables lie; SQLite has none. */
  readonly schema?: string;
}

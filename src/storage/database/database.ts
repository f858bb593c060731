import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';

/** Migrated tables of either database. What differs between the two ends here. */
export interface Database {
  readonly rows: Kysely<Schema>;
  /** As `Inbox.wipeDeleted`. */
  wipeDeleted(): Promise<boolean>;
  /** The schema in which the tables lie; SQLite has none. */
  readonly schema?: string;
}

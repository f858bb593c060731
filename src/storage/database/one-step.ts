import type { Kysely, Transaction } from 'kysely';
import { wait } from '../../time.js';
import type { Schema } from '../schema.js';

export type Step = Transaction<Schema>;

/** A step that collides with others again and again fails after so many times. */
const MOST_TRIES = 5;
/** By chance, so that two do not collide again and again in step. */
const LONGEST_PAUSE_MS = 50;
/** Deadlock and failed serialization of PostgreSQL; a snapshot of SQLite that another process outran. */
const COLLISIONS = ['40P01', '40001', 'SQLITE_BUSY_SNAPSHOT'];

/**
 * Does all of the work or nothing of it. Work that collided with another's is done again, so it may do nothing but ask
 * the database. Within a step it becomes part of that step.
 */
export async function inOneStep<T>(database: Kysely<Schema>, work: (step: Step) => Promise<T>): Promise<T> {
  if (database.isTransaction) return work(database as Step);
  for (let tries = 1; ; tries++) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (tries === MOST_TRIES || !COLLISIONS.includes((error as { code?: string }).code ?? '')) throw error;
      await wait(Math.random() * LONGEST_PAUSE_MS * tries);
    }
  }
}

/** Several reads that all see the same state. */
export async function inOneSnapshot<T>(database: Kysely<Schema>, work: (step: Step) => Promise<T>): Promise<T> {
  if (database.isTransaction) return work(database as Step);
  return database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

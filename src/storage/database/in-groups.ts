import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';
import { inOneStep, type Step } from './one-step.js';

type Work<T> = (step: Step) => Promise<T>;

interface Waiting {
  readonly work: Work<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** More would keep those that come meanwhile waiting for long. */
const MOST_AT_ONCE = 16;

/**
 * Small writes that come while another is being put on the disk go there together, so that a slow disk holds up how soon
 * one is done and not how many are. Each resolves once it is on the disk; where one fails, all of its group do. What
 * `isAhead` waits for nothing but its like.
 */
export function inGroups(database: Kysely<Schema>): <T>(work: Work<T>, isAhead: boolean) => Promise<T> {
  const [ahead, behind]: [Waiting[], Waiting[]] = [[], []];
  let isWriting = false;
  const write = async () => {
    isWriting = true;
    while (ahead.length + behind.length > 0) {
      const first = ahead.splice(0, MOST_AT_ONCE);
      const group = [...first, ...behind.splice(0, MOST_AT_ONCE - first.length)];
      try {
        const results = await inOneStep(database, async (step) => {
          const done: unknown[] = [];
          for (const { work } of group) done.push(await work(step));
          return done;
        });
        for (const [at, { resolve }] of group.entries()) resolve(results[at]);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isWriting = false;
  };
  return <T>(work: Work<T>, isAhead: boolean) =>
    new Promise<T>((resolve, reject) => {
      (isAhead ? ahead : behind).push({ work, resolve: (result) => resolve(result as T), reject });
      if (!isWriting) void write();
    });
}

import { LEAST_SHOWN } from '../../people/personal-data.js';

/** What may be told of a poll. */
export interface ToldVotes {
  /** All votes, in steps of ten. */
  readonly total: number;
  /** By option; absent where a small side could be made out. */
  readonly byOption?: readonly number[];
}

/**
 * All counts or none: the total is known, so one that is withheld alone would be worked out by subtraction. Counts come
 * in steps of ten votes, and who follows them compares: 19 votes would tell that there were nine one step before.
 */
export function tellVotes(counts: readonly number[]): ToldVotes {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.every(mayTell) ? { total, byOption: counts } : { total };
}

function mayTell(count: number): boolean {
  return count === 0 || (count >= LEAST_SHOWN && count !== 2 * LEAST_SHOWN - 1);
}

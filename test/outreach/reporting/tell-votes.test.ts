import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellVotes } from '../../../src/outreach/reporting/tell-votes.js';

const STEP = 10;

/** All ways to give so many votes to so many options. */
function splits(votes: number, options: number): number[][] {
  if (options === 1) return [[votes]];
  return Array.from({ length: votes + 1 }, (_, first) => first).flatMap((first) =>
    splits(votes - first, options - 1).map((rest) => [first, ...rest]),
  );
}

const toldOf = (counts: readonly number[]): string => JSON.stringify(tellVotes(counts).byOption ?? 'withheld');
const add = (counts: readonly number[], more: readonly number[]) => counts.map((count, at) => count + more[at]!);

/** Of each step, all counts that somebody who saw every step, and knows the rule, cannot rule out. */
function workOut(history: readonly (readonly number[])[]): readonly (readonly number[])[][] {
  const options = history[0]!.length;
  const steps = splits(STEP, options);
  const start: readonly number[] = Array.from({ length: options }, () => 0);
  const forward: Map<string, readonly number[]>[] = [new Map([[start.join(), start]])];
  for (const counts of history) {
    const next = new Map<string, readonly number[]>();
    for (const before of forward.at(-1)!.values()) {
      for (const step of steps) {
        const after = add(before, step);
        if (toldOf(after) === toldOf(counts)) next.set(after.join(), after);
      }
    }
    forward.push(next);
  }
  for (let at = forward.length - 2; at >= 0; at--) {
    for (const [key, before] of forward[at]!) {
      if (!steps.some((step) => forward[at + 1]!.has(add(before, step).join()))) forward[at]!.delete(key);
    }
  }
  return forward.slice(1).map((each) => [...each.values()]);
}

/** A poll as it goes on, by the ten votes of each step. */
const histories = (options: number, steps: number) =>
  fc.array(fc.constantFrom(...splits(STEP, options)), { minLength: 1, maxLength: steps }).map((grown) => {
    let counts: readonly number[] = Array.from({ length: options }, () => 0);
    return grown.map((step) => {
      counts = add(counts, step);
      return counts;
    });
  });

describe('what is told of votes', () => {
  it.each<readonly [readonly number[], readonly number[] | undefined]>([
    [[19, 1], undefined],
    [
      [20, 0],
      [20, 0],
    ],
    [
      [10, 10],
      [10, 10],
    ],
    [[30, 12, 8], undefined],
    [[21, 19], undefined],
    [
      [0, 0],
      [0, 0],
    ],
  ])('%j', (counts, byOption) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(tellVotes(counts)).toEqual({ total, ...(byOption ? { byOption } : {}) });
  });

  it.each([
    [2, 8, 400],
    [3, 4, 60],
  ])('lets nobody work out a withheld count of %d options below ten, seen step by step', (options, steps, numRuns) => {
    fc.assert(
      fc.property(histories(options, steps), (history) => {
        const possible = workOut(history);
        for (const [at, counts] of history.entries()) {
          if (tellVotes(counts).byOption) continue;
          for (const [option, count] of counts.entries()) {
            const values = new Set(possible[at]!.map((each) => each[option]));
            if (count < STEP) expect(values.size).toBeGreaterThan(1);
          }
        }
      }),
      { numRuns },
    );
  });

  it('needs the step beyond ten: without it nineteen would tell of nine', () => {
    // 20:0, then 21:9, then 21:19; all of these are withheld but the first.
    expect(
      [
        [20, 0],
        [21, 9],
        [21, 19],
        [31, 19],
        [30, 20],
      ].map((counts) => tellVotes(counts).byOption !== undefined),
    ).toEqual([true, false, false, false, true]);
  });
});

import fc from 'fast-check';
import { worlds } from './create-world.js';
import { listBrokenRules } from './list-broken-rules.js';
import { runWorld } from './run-world.js';

/** `run-schedules.ts SEED WORLDS`: lives that many worlds and prints what came of them, for a parent that set `TZ`. */
const [seed = 0, amount = 1] = process.argv.slice(2).map(Number);
const lived = fc.sample(worlds, { seed, numRuns: amount });
const histories = await Promise.all(lived.map((world, at) => runWorld(world, createRandom(seed + at))));
const rows: Record<string, number> = {};
for (const [key, count] of histories.flatMap((history) => Object.entries(history.rows))) {
  rows[key] = (rows[key] ?? 0) + count;
}
console.log(
  JSON.stringify({
    offset: new Date('2026-11-24').getTimezoneOffset(),
    broken: lived.flatMap((world, at) => listBrokenRules(world, histories[at]!)),
    arrivals: histories.reduce((sum, { arrivals }) => sum + arrivals.length, 0),
    rows,
  }),
);

/** Luck that repeats (mulberry32). */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

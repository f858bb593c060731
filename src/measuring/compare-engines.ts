import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fineStopwatch, stopwatch } from '../time.js';
import type { TestSet } from './read-test-set.js';
import { percentile, scoreRanking } from './retrieval-metrics.js';

export interface OpenedEngine {
  /** Ids of the ten best documents, best first. */
  search(question: string): Promise<readonly string[]>;
  close?(): void;
}

export interface Engine {
  readonly name: string;
  open(documents: TestSet['documents']): Promise<OpenedEngine>;
}

export interface EngineFigures {
  readonly name: string;
  readonly buildMs: number;
  /** Held by the built index in JavaScript's heap and buffers; what native libraries hold does not show. */
  readonly memoryMb: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** On the questions asked that have a judgement. */
  readonly ndcg10: number;
}

const WARM_UP = 30;
const MEGABYTE = 2 ** 20;

/** Builds each engine over the same documents, asks it the same questions, one engine after the other. */
export async function compareEngines(engines: readonly Engine[], set: TestSet): Promise<readonly EngineFigures[]> {
  const figures: EngineFigures[] = [];
  for (const engine of engines) figures.push(await measureEngine(engine, set));
  return figures;
}

async function measureEngine(
  { name, open }: Engine,
  { documents, queries, judgements }: TestSet,
): Promise<EngineFigures> {
  const before = await heldBytes();
  const buildTook = stopwatch();
  const engine = await open(documents);
  const buildMs = buildTook();
  const memoryMb = ((await heldBytes()) - before) / MEGABYTE;
  const asked = [...queries.values()].flat();
  for (const { text } of asked.slice(0, WARM_UP)) await engine.search(text);
  const took: number[] = [];
  const gains: number[] = [];
  for (const { id, text } of asked) {
    const watch = fineStopwatch();
    const found = await engine.search(text);
    took.push(watch());
    const gold = judgements.get(id);
    if (gold) gains.push(scoreRanking(found, gold).ndcg10);
  }
  engine.close?.();
  const ndcg10 = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length);
  return { name, buildMs, memoryMb, p50Ms: percentile(took, 0.5), p95Ms: percentile(took, 0.95), ndcg10 };
}

/** After a full collection, else what is no longer needed would count; a turn of the event loop lets go of the engine before. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  await setImmediate();
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { rememberAnswers } from '../answering/remember-answers.js';
import { systemClock } from '../time.js';
import type { ThreadData } from './compute-in-thread.js';
import type { AppOptions } from './open-app.js';
import { readKnowledge } from './read-knowledge.js';
import { createBriefingTables, type Served, type Work } from './served.js';
import { openWorkerPool } from './worker-pool.js';

/** In a thread that answers, young values are many and die soon: with 2 MB, as in the main thread, a tenth of its time went into sweeping them. */
const NURSERY_MB = 16;

/** Computing in threads of its own, so that who receives people never waits for it; here where `WORKERS` is 0 (docs/decisions/0025-what-computes-runs-in-threads.md). */
export async function openServed(options: AppOptions): Promise<Served> {
  const { config, clock = systemClock } = options;
  const cores = availableParallelism();
  const size = config.workers ?? Math.max(1, cores - 1);
  const served = await (size === 0 ? openHere(options) : openWithThreads(size, cores, options));
  const answerQuestion = rememberAnswers(served.work.answerQuestion, clock);
  return { ...served, work: { ...served.work, answerQuestion } };
}

/** Loaded where it is needed only: it brings all that computes. */
async function openHere(options: AppOptions): Promise<Served> {
  return (await import('./open-app.js')).openApp(options);
}

async function openWithThreads(
  size: number,
  cores: number,
  { config, logger, clock = systemClock, onProgress }: AppOptions,
): Promise<Served> {
  const { knowledge } = await readKnowledge(config, logger);
  const workerData: ThreadData = { config, modelThreads: Math.max(1, Math.floor(cores / (size + 1))) };
  const pool = openWorkerPool({
    size,
    openThread: () =>
      new Worker(new URL('./compute-in-thread.js', import.meta.url), {
        workerData,
        resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB },
      }),
    logger,
    ...(onProgress ? { onProgress } : {}),
  });
  const call = <Verb extends keyof Work>(verb: Verb) =>
    ((...args: readonly unknown[]) => pool.run(verb, args)) as Work[Verb];
  return {
    knowledge,
    briefingTables: createBriefingTables(knowledge, clock),
    work: {
      answerQuestion: call('answerQuestion'),
      summarize: call('summarize'),
      outlineTopic: call('outlineTopic'),
      renderDocx: call('renderDocx'),
      renderSheet: call('renderSheet'),
    },
    ready: pool.ready,
    clock,
    close: pool.close,
  };
}

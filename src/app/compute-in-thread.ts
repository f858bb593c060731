import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config.js';
import { createLogger } from '../observability/logger.js';
import { openApp } from './open-app.js';
import type { Work } from './served.js';
import { type FromThread, type ToThread, toPlainError } from './worker-pool.js';

/** What `openServed` starts a thread with. */
export interface ThreadData {
  readonly config: Config;
  /** Cores for each model. */
  readonly modelThreads: number;
}

const { config, modelThreads } = workerData as ThreadData;
const port = parentPort!;
const tell = (message: FromThread): void => port.postMessage(message);
const end = new AbortController();
port.on('message', (message: ToThread) => {
  if (message.type === 'ping') tell({ type: 'pong' });
  else if (message.type === 'run') void run(message);
  else {
    // What was computed of vectors is kept; then nothing is left to wait for.
    end.abort();
    void settled.then(() => process.exit());
  }
});

const opened = openApp({
  config,
  modelThreads,
  logger: createLogger(config.logLevel),
  onProgress: (done, total) => tell({ type: 'progress', done, total }),
  signal: end.signal,
});
const settled = opened.then((app) => app.ready).catch(() => undefined);
opened.then(
  (app) => {
    tell({ type: 'open' });
    void app.ready.then(() => tell({ type: 'ready' }));
  },
  (error) => {
    if (end.signal.aborted) return;
    tell({ type: 'failed', id: null, error: toPlainError(error) });
    process.exitCode = 1;
    port.close();
  },
);

async function run({ id, verb, args }: Extract<ToThread, { type: 'run' }>): Promise<void> {
  try {
    const { work } = await opened;
    const value = await (work[verb as keyof Work] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
    tell({ type: 'done', id, value });
  } catch (error) {
    tell({ type: 'failed', id, error: toPlainError(error) });
  }
}

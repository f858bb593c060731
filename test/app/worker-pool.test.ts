import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { openWorkerPool, type WorkerPool } from '../../src/app/worker-pool.js';

/** A thread that computes sums, dies, hangs or refuses, as it is told. */
const THREAD = `
const { parentPort, threadId } = require('node:worker_threads');
const tell = (message) => parentPort.postMessage(message);
parentPort.on('message', ({ type, id, verb, args }) => {
  if (type === 'ping') tell({ type: 'pong' });
  else if (type === 'end') process.exit();
  else if (verb === 'sum') tell({ type: 'done', id, value: args.reduce((a, b) => a + b, 0) });
  else if (verb === 'thread') tell({ type: 'done', id, value: threadId });
  else if (verb === 'refuse') tell({ type: 'failed', id, error: { message: args[0], code: 'invalid-input' } });
  else if (verb === 'wait') setTimeout(() => tell({ type: 'done', id, value: 'waited' }), args[0]);
  else if (verb === 'die') process.exit(1);
  else if (verb === 'hang') for (;;);
  else if (verb === 'die once') {
    const died = new Int32Array(args[0]);
    if (Atomics.add(died, 0, 1) === 0) process.exit(1);
    tell({ type: 'done', id, value: 'another thread' });
  }
});
tell({ type: 'open' });
tell({ type: 'ready' });
`;

let pool: WorkerPool;
afterEach(() => pool.close());

function open(size: number, { code = THREAD, stuckAfterMs = 60_000 } = {}) {
  let threads = 0;
  const told: string[] = [];
  pool = openWorkerPool({
    size,
    stuckAfterMs,
    openThread: () => {
      threads += 1;
      return new Worker(code, { eval: true });
    },
    logger: { warn: (_, line) => told.push(line), error: (_, line) => told.push(line) },
  });
  return { told, countThreads: () => threads };
}

describe('the worker pool', () => {
  it('gives back what threads compute, each caller its own', async () => {
    open(2);
    const sums = await Promise.all(Array.from({ length: 50 }, (_, at) => pool.run('sum', [at, 1])));
    expect(sums).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  it('opens the others once the first is ready, and uses them', async () => {
    const { countThreads } = open(3);
    await pool.ready;
    await expect.poll(countThreads).toBe(3);
    const used = async () => new Set(await Promise.all(Array.from({ length: 12 }, () => pool.run('thread', [])))).size;
    await expect.poll(used).toBe(3);
  });

  it('gives what a dead thread was at to another', async () => {
    const { countThreads } = open(1);
    expect(await pool.run('die once', [new SharedArrayBuffer(4)])).toBe('another thread');
    expect(await pool.run('sum', [1, 2])).toBe(3);
    expect(countThreads()).toBe(2);
  });

  it('gives up what kills thread after thread, and goes on with the rest', async () => {
    open(1);
    const [death, sum] = await Promise.allSettled([pool.run('die', []), pool.run('sum', [2, 3])]);
    expect(death).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(await pool.run('sum', [2, 3])).toBe(5);
    expect(sum.status === 'rejected' || sum.value === 5).toBe(true);
  });

  it('ends a thread that gives no sign of life, but not one that waits', async () => {
    const { told } = open(1, { stuckAfterMs: 200 });
    expect(await pool.run('wait', [1_000])).toBe('waited');
    expect(told).toEqual([]);
    await expect(pool.run('hang', [])).rejects.toMatchObject({ code: 'unavailable' });
    expect(told).toContain('a thread gave no sign of life and is ended');
    expect(await pool.run('sum', [4, 5])).toBe(9);
  });

  it('passes on what was refused, with its kind', async () => {
    open(1);
    await expect(pool.run('refuse', ['không có tệp này'])).rejects.toMatchObject({
      name: 'AppError',
      code: 'invalid-input',
      message: 'không có tệp này',
    });
  });

  it('is never ready where no thread can be opened, and says why', async () => {
    open(1, {
      code: `require('node:worker_threads').parentPort.postMessage({ type: 'failed', id: null, error: { message: 'thiếu tệp', code: 'misconfigured' } })`,
    });
    await expect(pool.ready).rejects.toMatchObject({ code: 'misconfigured', message: 'thiếu tệp' });
  });

  it('when it closes, what waits and what comes later is refused', async () => {
    open(1);
    const waiting = pool.run('wait', [60_000]);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    await pool.close();
    await refused;
    await expect(pool.run('sum', [])).rejects.toMatchObject({ code: 'unavailable' });
    await pool.ready;
  });
});

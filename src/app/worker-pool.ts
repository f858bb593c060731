import { AppError, type AppErrorCode } from '../errors.js';
import type { Logger } from '../observability/logger.js';
import { backOffMs } from '../time.js';

/** What a thread is told. */
export type ToThread =
  | { readonly type: 'run'; readonly id: number; readonly verb: string; readonly args: readonly unknown[] }
  | { readonly type: 'ping' }
  | { readonly type: 'end' };

/** What a thread tells. */
export type FromThread =
  /** It runs what it is given; vectors may still be missing. */
  | { readonly type: 'open' }
  /** Vectors serve, or will not. */
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'pong' }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number | null; readonly error: PlainError };

/** An error as it passes between threads, which takes off what is not of the language. */
export interface PlainError {
  readonly message: string;
  readonly code?: AppErrorCode;
  readonly stack?: string;
}

/** What the pool needs of a `Worker`. */
export interface Thread {
  postMessage(message: ToThread): void;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface WorkerPoolOptions {
  readonly size: number;
  readonly openThread: () => Thread;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly onProgress?: (done: number, total: number) => void;
  /** A thread at work that gives no sign of life for so long is ended. */
  readonly stuckAfterMs?: number;
}

export interface WorkerPool {
  /**
   * The value that a thread computes. What was under way in a thread that died is given to another, once; then it rejects
   * with `unavailable`, as it does when the pool is closed.
   */
  run(verb: string, args: readonly unknown[]): Promise<unknown>;
  /** Resolves once the first thread is ready, or the pool is closed; rejects where none can be opened. */
  readonly ready: Promise<void>;
  /** Ends all threads; what is under way is given up. */
  close(): Promise<void>;
}

interface Job {
  readonly id: number;
  readonly verb: string;
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Threads that died over it. */
  deaths: number;
}

interface Seat {
  readonly thread: Thread;
  readonly jobs: Map<number, Job>;
  isOpen: boolean;
  /** Since its last sign of life. In pings. */
  unanswered: number;
}

/** The next job lies there when one is done; of what waits for a model elsewhere several go on. */
const SIDE_BY_SIDE = 2;
const MOST_DEATHS = 2;
const STUCK_AFTER_MS = 10_000;
const PINGS = 5;
/** A thread that ends by itself has this long. Ended while a native library is loading, it may take the process with it. */
const GRACE_MS = 10_000;
const REOPEN = { firstMs: 500, longestMs: 30_000 };

/** Threads that compute, of which one that dies or hangs is replaced (docs/decisions/0025-what-computes-runs-in-threads.md). */
export function openWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { size, openThread, logger, onProgress, stuckAfterMs = STUCK_AFTER_MS } = options;
  const waiting: Job[] = [];
  const seats = new Set<Seat>();
  let lastId = 0;
  let isClosed = false;
  /** Threads that died before they were open, in a row. */
  let failures = 0;
  const ready = createPromise();
  ready.promise.catch(() => undefined);

  const give = () => {
    while (waiting.length > 0) {
      const [seat] = [...seats]
        .filter(({ isOpen, jobs }) => isOpen && jobs.size < SIDE_BY_SIDE)
        .sort((a, b) => a.jobs.size - b.jobs.size);
      if (!seat) return;
      const job = waiting.shift()!;
      if (seat.jobs.size === 0) seat.unanswered = 0;
      seat.jobs.set(job.id, job);
      seat.thread.postMessage({ type: 'run', id: job.id, verb: job.verb, args: job.args });
    }
  };
  const hear = (seat: Seat, message: FromThread): void => {
    seat.unanswered = 0;
    if (message.type === 'open') {
      seat.isOpen = true;
      failures = 0;
      give();
    } else if (message.type === 'ready') {
      ready.resolve();
      // Others find computed what the first one had to compute.
      if (seats.size < size) add();
    } else if (message.type === 'progress') onProgress?.(message.done, message.total);
    else if (message.type === 'done') settle(seat, message.id, (job) => job.resolve(message.value));
    else if (message.type === 'failed') {
      const error = toError(message.error);
      if (message.id === null) fail(error);
      else settle(seat, message.id, (job) => job.reject(error));
    }
  };
  const settle = (seat: Seat, id: number, end: (job: Job) => void) => {
    const job = seat.jobs.get(id);
    seat.jobs.delete(id);
    if (job) end(job);
    give();
  };
  /** Of a thread that could not open: at the start that ends the start, later it is tried again. */
  const fail = (error: Error) => {
    logger.error({ err: error }, 'a thread could not be opened');
    ready.reject(error);
  };
  const lose = (seat: Seat): void => {
    if (!seats.delete(seat) || isClosed) return;
    if (!seat.isOpen) failures += 1;
    for (const job of [...seat.jobs.values()].reverse()) {
      job.deaths += 1;
      if (job.deaths < MOST_DEATHS) waiting.unshift(job);
      else job.reject(new AppError('unavailable', GIVEN_UP));
    }
    logger.error({ jobs: seat.jobs.size, isOpen: seat.isOpen }, 'a thread ended; another takes its place');
    if (failures === 0) add();
    else setTimeout(add, backOffMs(failures - 1, REOPEN)).unref();
    give();
  };
  const add = (): void => {
    if (isClosed) return;
    const seat: Seat = { thread: openThread(), jobs: new Map(), isOpen: false, unanswered: 0 };
    seats.add(seat);
    seat.thread.on('message', (message) => hear(seat, message));
    seat.thread.on('error', (error) => logger.error({ err: error }, 'a thread failed'));
    seat.thread.on('exit', () => lose(seat));
  };
  const watch = setInterval(() => {
    for (const seat of seats) {
      if (seat.jobs.size === 0) continue;
      if (seat.unanswered >= PINGS) {
        logger.error({ jobs: seat.jobs.size }, 'a thread gave no sign of life and is ended');
        void seat.thread.terminate();
        lose(seat);
      } else {
        seat.unanswered += 1;
        seat.thread.postMessage({ type: 'ping' });
      }
    }
  }, stuckAfterMs / PINGS);
  watch.unref();
  add();

  return {
    run: (verb, args) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new AppError('unavailable', ENDING));
        waiting.push({ id: ++lastId, verb, args, resolve, reject, deaths: 0 });
        give();
      }),
    ready: ready.promise,
    async close() {
      isClosed = true;
      clearInterval(watch);
      ready.resolve();
      for (const job of [...waiting.splice(0), ...[...seats].flatMap(({ jobs }) => [...jobs.values()])])
        job.reject(new AppError('unavailable', ENDING));
      await Promise.all([...seats].map(endThread));
    },
  };
}

function endThread({ thread }: Seat): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(thread.terminate()), GRACE_MS);
    thread.on('exit', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    thread.postMessage({ type: 'end' });
  });
}

const ENDING = 'Dịch vụ đang dừng nên chưa trả lời được; dữ liệu đã lưu vẫn an toàn. Vui lòng thử lại sau ít phút.';
const GIVEN_UP = 'Chưa trả lời được câu này; dữ liệu đã lưu vẫn an toàn. Vui lòng thử lại hoặc hỏi cách khác.';

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    message: error.message,
    ...(error instanceof AppError ? { code: error.code } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
  };
}

function toError({ message, code, stack }: PlainError): Error {
  const error = code ? new AppError(code, message) : new Error(message);
  if (stack) error.stack = stack;
  return error;
}

function createPromise() {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((keep, fail) => {
    [resolve, reject] = [keep, fail];
  });
  return { promise, resolve, reject };
}

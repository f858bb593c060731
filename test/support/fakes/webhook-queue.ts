import { setTimeout } from 'node:timers/promises';
import { createRandom } from './fake-parts.js';
import { createWebhookCaller, type Posted, type WebhookCallerOptions } from './webhook-caller.js';

/** How long a shuffled delivery gathers events before it mixes them. */
const GATHER_MS = 25;
/** Posts under way at once, over all chats. */
const MOST_AT_ONCE = 32;

export interface WebhookQueueOptions extends WebhookCallerOptions {
  /** The pauses before each repeat; after the last one the event is given up. */
  readonly retryAfterMs: readonly number[];
  /** Passes those pauses. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isAcknowledged: (status: number) => boolean;
  /** Whether an answer is a reason to repeat; `undefined`: there was none. */
  readonly isRepeated: (status: number | undefined) => boolean;
  /** Carries the number of the repeat, from 1. */
  readonly retryHeader?: string;
  /** An event met every repeat and was never acknowledged. */
  readonly onGivenUp?: () => void;
}

/** Posts events in the order of their chat, chats beside each other; a repeat waits for nobody. */
export interface WebhookQueue {
  push(chat: string, event: Posted): void;
  /** Undefined: events wait. Only addresses of this machine are ever called. */
  setUrl(url: string | undefined): void;
  setPaused(isPaused: boolean): void;
  setDelivery(delivery: { readonly times?: number; readonly shuffleSeed?: number }): void;
  /** One post outside the queue: its status, or undefined where no answer came in time. */
  post(url: string, event: Posted): Promise<number | undefined>;
  /** Forgets all that waits. */
  clear(): void;
  readonly undelivered: number;
  /** As `WebhookCaller`. */
  readonly tookMs: readonly number[];
  /** Resolves once nothing waits to be acknowledged. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Held {
  readonly event: Posted;
  copiesLeft: number;
}

interface Attempt {
  readonly held: Held;
  readonly repeat: number;
}

export function createWebhookQueue(options: WebhookQueueOptions): WebhookQueue {
  const held = new Set<Held>();
  const lanes = new Map<string, Attempt[]>();
  const ready: string[] = [];
  const active = new Set<string>();
  const underWay = new Set<Promise<void>>();
  const settling: (() => void)[] = [];
  const stop = new AbortController();
  const caller = createWebhookCaller(options);
  let url: string | undefined;
  let isPaused = false;
  let delivery: { readonly times?: number; readonly shuffleSeed?: number } = {};
  let gathered: Attempt[] = [];
  let repeats = 0;

  const enqueue = (lane: string, attempt: Attempt) => {
    const waiting = lanes.get(lane);
    if (waiting) waiting.push(attempt);
    else {
      lanes.set(lane, [attempt]);
      if (!active.has(lane)) ready.push(lane);
    }
    pump();
  };

  const pump = () => {
    while (url !== undefined && !isPaused && !stop.signal.aborted && underWay.size < MOST_AT_ONCE) {
      const lane = ready.shift();
      if (lane === undefined) return;
      const attempt = lanes.get(lane)?.shift();
      if (!attempt) continue;
      active.add(lane);
      const done = run(attempt, url).finally(() => {
        underWay.delete(done);
        active.delete(lane);
        if (lanes.get(lane)?.length) ready.push(lane);
        else lanes.delete(lane);
        pump();
      });
      underWay.add(done);
    }
  };

  const run = async (attempt: Attempt, to: string) => {
    if (!held.has(attempt.held)) return;
    const status = await caller.post(to, count(attempt));
    if (stop.signal.aborted) return;
    if (status !== undefined && options.isAcknowledged(status)) return finish(attempt.held);
    const pause = options.retryAfterMs[attempt.repeat];
    if (!options.isRepeated(status)) return finish(attempt.held);
    if (pause === undefined) {
      finish(attempt.held);
      return options.onGivenUp?.();
    }
    repeats += 1;
    const lane = `repeat ${repeats}`;
    void options.wait(pause).then(() => enqueue(lane, { held: attempt.held, repeat: attempt.repeat + 1 }));
  };

  const count = ({ held: { event }, repeat }: Attempt): Posted => {
    if (!options.retryHeader || repeat === 0) return event;
    return { ...event, headers: { ...event.headers, [options.retryHeader]: String(repeat) } };
  };

  const finish = (each: Held) => {
    each.copiesLeft -= 1;
    if (each.copiesLeft <= 0) held.delete(each);
    if (held.size === 0) for (const resolve of settling.splice(0)) resolve();
  };

  const mix = (seed: number) => {
    const mixed = shuffle(gathered, seed);
    gathered = [];
    for (const attempt of mixed) enqueue('shuffled', attempt);
  };

  return {
    push(chat, event) {
      const each: Held = { event, copiesLeft: delivery.times ?? 1 };
      held.add(each);
      const seed = delivery.shuffleSeed;
      for (let copy = 0; copy < (delivery.times ?? 1); copy += 1) {
        const attempt = { held: each, repeat: 0 };
        if (seed === undefined) enqueue(chat, attempt);
        else if (gathered.push(attempt) === 1) {
          void setTimeout(GATHER_MS, undefined, { ref: false }).then(() => mix(seed));
        }
      }
    },
    setUrl(to) {
      url = to;
      pump();
    },
    setPaused(paused) {
      isPaused = paused;
      pump();
    },
    setDelivery: (next) => {
      delivery = next;
    },
    post: caller.post,
    tookMs: caller.tookMs,
    clear() {
      for (const each of [...held]) {
        each.copiesLeft = 0;
        finish(each);
      }
    },
    get undelivered() {
      return held.size;
    },
    settled: () => (held.size === 0 ? Promise.resolve() : new Promise((resolve) => settling.push(resolve))),
    async close() {
      stop.abort();
      caller.close();
      await Promise.allSettled(underWay);
    },
  };
}

/** Fisher and Yates. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}

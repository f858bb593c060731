import { type Bell, createBell, fineStopwatch } from '../../time.js';
import type { Strain } from './strain.js';

/** How much faster than its share what is late may follow: it catches up, and no platform notices. */
const CATCH_UP = 1.1;
/** A turn that came late by so much or less is no turn lost: timers of a busy machine run late again and again. */
const MOST_LATE_MS = 100;
/** Answers do not come evenly: with just as many calls as Little's law has on average, the pace would suffer. */
const HEADROOM = 1.5;
/** A platform that takes longer to answer than this is not pressed further. */
const LONGEST_ANSWER_S = 2;
const MOST_CALLS = 64;
/** So few cost little, and a machine that is busy for a moment keeps the pace. */
const LEAST_CALLS = 4;
/** While webhooks are acknowledged late, one call in so long shows that nothing stands still. */
const TRICKLE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 50;
/** Less than the lease of a claim: what waits longer is given back. */
const LONGEST_WAIT_MS = 8_000;

/** Lets calls to one platform out in turn, and no more at a time than the platform answers meanwhile (Little's law): whatever is under way where the process dies ends nobody knows how. */
export interface CallGate {
  /** How many calls may be under way. */
  most(): number;
  /** Whether as many wait for their turn as may be under way: more would only grow old. */
  isCrowded(): boolean;
  /** Runs a call at its turn. Undefined, and nothing done, where it has to be given back: the pass ends, or its turn does not come. */
  pass<T>(call: () => Promise<T>): Promise<T | undefined>;
  /** Leaves nothing behind on the signal. */
  close(): void;
}

export interface GateOptions {
  readonly perSecond: number;
  readonly strain: Pick<Strain, 'answeringMs'>;
  readonly isReceivingLate: () => boolean;
  readonly signal: AbortSignal | undefined;
}

export function createCallGate({ perSecond, strain, isReceivingLate, signal }: GateOptions): CallGate {
  const elapsedMs = fineStopwatch();
  const turns = createTurns(perSecond);
  // Rung for where a call ends; a turn is waited for whatever ends.
  const [ends, pauses]: readonly Bell[] = [createBell(signal), createBell(signal)];
  let [calling, waiting, lastMs] = [0, 0, -TRICKLE_EVERY_MS];
  let queue: Promise<unknown> = Promise.resolve();
  const most = () => mostCalls(perSecond, strain.answeringMs());
  const isHeldBack = () => isReceivingLate() && elapsedMs() - lastMs < TRICKLE_EVERY_MS;
  const takeTurn = async (sinceMs: number): Promise<boolean> => {
    const isOver = () => signal?.aborted === true || elapsedMs() - sinceMs > LONGEST_WAIT_MS;
    while (!isOver() && (calling >= most() || isHeldBack())) await ends!.wait(LOOK_EVERY_MS);
    if (isOver()) return false;
    await pauses!.wait(turns());
    if (isOver()) return false;
    calling += 1;
    lastMs = elapsedMs();
    return true;
  };
  return {
    most,
    isCrowded: () => waiting >= most(),
    async pass(call) {
      waiting += 1;
      const sinceMs = elapsedMs();
      const turn = queue.then(() => takeTurn(sinceMs));
      queue = turn;
      const isTurn = await turn;
      waiting -= 1;
      if (!isTurn) return undefined;
      try {
        return await call();
      } finally {
        calling -= 1;
        ends!.ring();
      }
    },
    close() {
      ends!.close();
      pauses!.close();
    },
  };
}

/** As many as leave while one answer is waited for. Until an answer came, one tries for all. */
function mostCalls(perSecond: number, answeringMs: number | undefined): number {
  if (answeringMs === undefined) return 1;
  const longest = Math.min(Math.ceil(perSecond * LONGEST_ANSWER_S), MOST_CALLS);
  return Math.min(Math.max(Math.ceil((perSecond * HEADROOM * answeringMs) / 1_000), LEAST_CALLS), longest);
}

/** Turns at the pace of a channel: how long to wait for the next one. */
function createTurns(perSecond: number): () => number {
  // Not by the clock of the wall: that one jumps.
  const elapsedMs = fineStopwatch();
  const intervalMs = 1_000 / perSecond / CATCH_UP;
  let nextAtMs = 0;
  return () => {
    const now = elapsedMs();
    const atMs = Math.max(nextAtMs, now - MOST_LATE_MS);
    nextAtMs = atMs + intervalMs;
    return Math.max(0, atMs - now);
  };
}

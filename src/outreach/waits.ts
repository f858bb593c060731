/** Waits that the end cuts short, and that can be rung for. */
export interface Waits {
  /** Resolves after so long, when rung for, or when all ends. */
  wait(ms: number): Promise<void>;
  ring(): void;
  /** Leaves nothing behind on the signal. */
  close(): void;
}

/** One listener for all waits of a signal: it lives as long as the process, and remembers each. */
export function createWaits(signal?: AbortSignal): Waits {
  const sleepers = new Set<() => void>();
  const ring = () => {
    for (const wake of [...sleepers]) wake();
  };
  signal?.addEventListener('abort', ring);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        sleepers.add(wake);
      }),
    ring,
    close: () => signal?.removeEventListener('abort', ring),
  };
}

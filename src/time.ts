/** A day in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
export type LocalDate = string;

/** The only source of "now"; everything else takes an instant or a day as an argument. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** The day in Asia/Ho_Chi_Minh (UTC+7, no daylight saving) at an instant. */
export function toLocalDate(instant: Date): LocalDate {
  return new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
}

/** Whether a string is a day that exists, e.g. not 2026-02-30. */
export function isLocalDate(value: string): value is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === value;
}

/**
 * As Vietnamese documents write it: days below 10 and the months 1 and 2 bear a zero (36-HD/VPTW;
 * docs/domain.md#days): `2021-10-25` → `25/10/2021`, `2012-06-07` → `07/6/2012`. A bare year stays as it is.
 */
export function formatDay(day: LocalDate): string {
  const [year, month, date] = day.split('-');
  if (!month || !date) return day;
  const numeral = Number(month);
  return `${date}/${numeral <= 2 ? month : numeral}/${year}`;
}

/** `09:05 24/11/2026`, in Asia/Ho_Chi_Minh. */
export function formatInstant(instant: Date): string {
  const time = new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(11, 16);
  return `${time} ${formatDay(toLocalDate(instant))}`;
}

/** Milliseconds from some fixed point, for durations only. */
export const stopwatch = (): (() => number) => {
  const tookMs = fineStopwatch();
  return () => Math.round(tookMs());
};

/** As `stopwatch`, with fractions: for measuring what takes less than a millisecond. */
export const fineStopwatch = (): (() => number) => {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
};

/**
 * How long to wait after so many failures in a row, 0 being the first: `firstMs`, then twice as long each time, never
 * longer than `longestMs` (binary exponential back-off). Where several wait side by side, `spreadMs` parts them.
 */
export function backOffMs(
  failures: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
): number {
  return Math.min(firstMs * 2 ** Math.max(failures, 0), longestMs);
}

/** Up to a quarter longer, by `random` (0 to 1): those that wait for the same thing do not return in step (jitter). */
export function spreadMs(ms: number, random: () => number = Math.random): number {
  return Math.round(ms * (1 + random() / 4));
}

/** Resolves after so long, or as soon as the signal comes. Never rejects. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

/** Ends waits early: for those who sleep until something is due and can be told that it came sooner. */
export interface Bell {
  /** Resolves after so long, when rung, or when the signal comes; at once where it was rung since the last wait. */
  wait(ms: number): Promise<void>;
  /** Wakes all who wait; where nobody does, the next one who would. */
  ring(): void;
  /** Leaves nothing behind on the signal. */
  close(): void;
}

/** One listener for all waits: a signal that lives as long as the process looks through all that it has at each change. */
export function createBell(signal?: AbortSignal): Bell {
  const sleepers = new Set<() => void>();
  let isRung = false;
  const ring = () => {
    if (sleepers.size === 0) isRung = true;
    for (const wake of [...sleepers]) wake();
  };
  signal?.addEventListener('abort', ring);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        if (isRung || signal?.aborted) {
          isRung = false;
          return resolve();
        }
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

/** A time to let pass. A clock that is set back ends it: nobody waits for hours because of that. */
export function createPause(clock: Clock): { start(ms: number): void; leftMs(): number } {
  let [startedAt, endsAt] = [0, 0];
  return {
    start(ms) {
      startedAt = clock().getTime();
      endsAt = startedAt + ms;
    },
    leftMs() {
      const now = clock().getTime();
      return now < startedAt ? 0 : Math.max(0, endsAt - now);
    },
  };
}

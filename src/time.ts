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

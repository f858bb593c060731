import type { LocalDate } from '../time.js';

/** On which days something takes place. `from` and `to` are the first and the last day that count; absent: no bound. */
export type Schedule = Recurrence & { readonly from?: LocalDate; readonly to?: LocalDate };

/**
 * A day that a month lacks (31, 29/2, lunar 30) falls on its last day. Yearly lunar days fall in the plain month,
 * monthly lunar ones in leap months too.
 */
export type Recurrence =
  | { readonly type: 'once'; readonly on: LocalDate }
  /** Every year; `month` 1 to 12, `day` 1 to 31. */
  | { readonly type: 'year'; readonly month: number; readonly day: number }
  /** Every lunar year; `month` 1 to 12, `day` 1 to 30. */
  | { readonly type: 'lunar-year'; readonly month: number; readonly day: number }
  /** Every month; `day` 1 to 31. */
  | { readonly type: 'month'; readonly day: number }
  /** Every lunar month; `day` 1 to 30. */
  | { readonly type: 'lunar-month'; readonly day: number }
  /** Every month, its first, second, third, fourth or last day of the week so named. */
  | { readonly type: 'month-weekday'; readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: Weekday }
  | { readonly type: 'week'; readonly weekday: Weekday };

/** 1 is Monday, 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * Where a day goes that is a day of rest. none: nowhere. next, previous: to the nearest working day after or before it.
 * monday: to the Monday after it, and on from there where that is a day of rest too.
 */
export const SHIFT_RULES = ['none', 'next', 'previous', 'monday'] as const;

export type ShiftRule = (typeof SHIFT_RULES)[number];

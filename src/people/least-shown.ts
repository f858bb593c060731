/** Votes, feedback and counts are shown, and the words behind them kept, only in groups of so many or more. */
export const LEAST_SHOWN = 10;

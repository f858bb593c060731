import type { FakeCounts, Fault, Faults } from './fake-platform.js';

const FAULTS: readonly Fault[] = [
  'rate-limited',
  'rate-limited-untimed',
  'down',
  'lost-answer',
  'broken',
  'unauthorized',
  'window-closed',
  'quota-spent',
];

/** A face without a network (terminal, web) has none of its faults. */
export const NO_FAULTS: Faults = {
  unknown: FAULTS,
  failNext: (fault) => {
    throw new Error(`nothing here can be ${fault}`);
  },
  setDown: () => undefined,
  setDelivery: () => undefined,
  setStrictLimits: () => undefined,
};

export function countShown(shown: () => number): FakeCounts {
  return {
    calls: {},
    refusals: {},
    callsDuringPause: 0,
    downloads: 0,
    undelivered: 0,
    acknowledgedMs: [],
    get shown() {
      return shown();
    },
  };
}

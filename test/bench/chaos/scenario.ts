import type { ChannelName } from '../../../src/channels/channel.js';
import type { FakePlatform } from '../../support/fakes/fake-platform.js';
import type { Tally } from './stage/flood.js';

export interface ScenarioOptions {
  /** The same seed kills and shuffles at the same points. */
  readonly seed: number;
  /** Questions that wait for their answer at any time. */
  readonly inFlight: number;
  /** How often a process is killed; as often as each scenario thinks fit where absent. */
  readonly kills?: number;
  /** Of the announcement in `broadcast`. */
  readonly recipients: number;
  /** How long a platform is down. */
  readonly outageMs: number;
  /** Platforms that go down, one after the other. */
  readonly outageOf: readonly ChannelName[];
  /** Whether Zalo Bot polls in `kill`: its platform hands an update out once, so what was on its way is gone (docs/zalo.md#bot-and-telegram). */
  readonly zaloBotPolling: boolean;
  /** How long after it was asked a question may be answered while clocks jump. */
  readonly longestWaitMs: number;
  /** Leaves out what has to wait for the next minute of the clock, and rounds that differ little from another. */
  readonly isShort: boolean;
  readonly onProgress: (line: string) => void;
}

/** What a scenario saw, and the promises that it saw broken. */
export interface Verdict extends Tally {
  /** As the service counts it: sent again since nobody knows whether it had arrived. */
  readonly inDoubt: number;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly broken: readonly string[];
}

export type Scenario = (options: ScenarioOptions) => Promise<Verdict>;

/** The promise of the inbox: nothing lost, and nothing twice but what is counted as in doubt. */
export function judge({ lost, repeated }: Tally, inDoubt: number): string[] {
  return [
    ...(lost > 0 ? [`${lost} câu bị mất`] : []),
    ...(repeated > inDoubt ? [`${repeated} câu trả lời hai lần, chỉ ${inDoubt} được đếm là không rõ`] : []),
  ];
}

/** One entry where the promise is broken, none where it is kept. */
export const expectThat = (isKept: boolean, words: string): string[] => (isKept ? [] : [words]);

export const toFigures = (title: string, tally: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(tally).map(([words, amount]) => [`${title}: ${words}`, amount]));

/** Calls that broke a platform's rules, by its words. */
export function sumRefusals(platforms: readonly FakePlatform[]): Readonly<Record<string, number>> {
  const refused: Record<string, number> = {};
  for (const { channel, counts } of platforms) {
    for (const [words, amount] of Object.entries(counts.refusals)) refused[`${channel} ${words}`] = amount;
  }
  return refused;
}

/** Rounds of one scenario as one, each figure and promise under the name of its round. */
export function sumVerdicts(rounds: ReadonlyMap<string, Verdict>): Verdict {
  const verdicts = [...rounds.values()];
  const sum = (read: (verdict: Verdict) => number) => verdicts.reduce((total, verdict) => total + read(verdict), 0);
  const named = [...rounds].flatMap(([name, { figures }]) =>
    Object.entries(figures).map(([words, value]) => [`${name}: ${words}`, value] as const),
  );
  return {
    asked: sum(({ asked }) => asked),
    lost: sum(({ lost }) => lost),
    repeated: sum(({ repeated }) => repeated),
    inDoubt: sum(({ inDoubt }) => inDoubt),
    figures: Object.fromEntries(named),
    broken: [...rounds].flatMap(([name, { broken }]) => broken.map((words) => `${name}: ${words}`)),
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelName } from '../../../../src/channels/channel.js';
import { percentile } from '../../../../src/measuring/retrieval-metrics.js';
import { fineStopwatch } from '../../../../src/time.js';
import type { FakePlatform } from '../../../support/fakes/fake-platform.js';
import { readMarks, readQuestions } from '../../load/read-questions.js';

/** One person's only question and what their phone showed of it. Instants are milliseconds since the flood began. */
export interface Asked {
  readonly channel: ChannelName;
  readonly askedAt: number;
  answeredAt?: number;
  /** Answers to the end; 1 is right. */
  answers: number;
  /** Messages that said word for word what an earlier one had said. */
  repeats: number;
  readonly shown: Set<string>;
}

export interface Tally {
  readonly asked: number;
  readonly lost: number;
  /** Questions of which something was shown more than once. */
  readonly repeated: number;
}

export interface Flood {
  readonly asked: readonly Asked[];
  /** Milliseconds since it began. */
  now(): number;
  /** New people ask, one question each, so many in turn over the platforms. */
  ask(amount: number, platforms?: readonly FakePlatform[]): Promise<void>;
  /** From now on, each who is answered is followed by somebody new on the same platform, until `stop`. */
  keep(): void;
  stop(): void;
  /** Resolves once at least so many are answered, or nothing came for long. */
  answered(amount: number): Promise<void>;
  /** Resolves once all is answered and nothing comes any more, or nothing came for long. */
  drained(): Promise<void>;
  tally(channel?: ChannelName): Tally;
}

const LOOK_EVERY_MS = 50;
/** A second answer would show by then. */
const SETTLE_MS = 2_500;

export interface FloodOptions {
  /** Without any news for so long, the rest is given up as lost. */
  readonly giveUpAfterMs?: number;
}

export function openFlood(platforms: readonly FakePlatform[], { giveUpAfterMs = 45_000 }: FloodOptions = {}): Flood {
  const now = fineStopwatch();
  const marks = readMarks();
  const questions = readQuestions();
  const asked: Asked[] = [];
  const byPerson = new Map<string, Asked>();
  let lastNewsAt = 0;
  let isKept = false;

  const askOne = async (platform: FakePlatform) => {
    const number = asked.length;
    const person = `Đoàn viên ${number}`;
    const one: Asked = { channel: platform.channel, askedAt: now(), answers: 0, repeats: 0, shown: new Set() };
    asked.push(one);
    byPerson.set(`${platform.channel} ${person}`, one);
    lastNewsAt = now();
    // Without joining: a welcome is no answer.
    await platform.say(person, questions[number % questions.length]!, { joins: false });
  };

  for (const platform of platforms) {
    platform.onShown((person, { text }) => {
      const one = byPerson.get(`${platform.channel} ${person}`);
      if (!one || text.trim() === marks.waiting) return;
      lastNewsAt = now();
      if (one.shown.has(text)) one.repeats += 1;
      one.shown.add(text);
      const found = text.split(marks.answer).length - 1;
      one.answers += found;
      if (found === 0 || one.answeredAt !== undefined) return;
      one.answeredAt = lastNewsAt;
      if (isKept) void askOne(platform);
    });
  }

  const countAnswered = () => asked.reduce((sum, { answers }) => sum + Number(answers > 0), 0);
  const waitUntil = async (isDone: () => boolean, restMs: number) => {
    lastNewsAt = now();
    while (now() - lastNewsAt < (isDone() ? restMs : giveUpAfterMs)) await wait(LOOK_EVERY_MS);
  };

  return {
    asked,
    now,
    async ask(amount, over = platforms) {
      for (let turn = 0; turn < amount; turn++) await askOne(over[turn % over.length]!);
    },
    keep() {
      isKept = true;
    },
    stop() {
      isKept = false;
    },
    answered: (amount) => waitUntil(() => countAnswered() >= amount, 0),
    drained: () =>
      waitUntil(
        () => countAnswered() === asked.length && platforms.every(({ counts }) => counts.undelivered === 0),
        SETTLE_MS,
      ),
    tally(channel) {
      const mine = asked.filter((one) => channel === undefined || one.channel === channel);
      return {
        asked: mine.length,
        lost: mine.filter(({ answers }) => answers === 0).length,
        repeated: mine.filter(({ answers, repeats }) => answers > 1 || repeats > 0).length,
      };
    },
  };
}

/** How long people waited for their answer; those who never got one are not in it. */
export function measureWaits(asked: readonly Asked[]): { readonly p95Ms: number; readonly maxMs: number } {
  const waits = asked.flatMap(({ askedAt, answeredAt }) => (answeredAt === undefined ? [] : [answeredAt - askedAt]));
  return { p95Ms: Math.round(percentile(waits, 0.95)), maxMs: Math.round(Math.max(0, ...waits)) };
}

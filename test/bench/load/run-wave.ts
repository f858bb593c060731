import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelName } from '../../../src/channels/channel.js';
import { createRandom } from '../../support/fakes/fake-parts.js';
import type { FakePlatform } from '../../support/fakes/fake-platform.js';
import type { ChildService } from './start-service.js';

export interface WaveOptions {
  readonly platforms: readonly FakePlatform[];
  readonly service: ChildService;
  readonly members: number;
  readonly overMs: number;
  readonly questions: readonly string[];
  /** Words that stand under every answer once, and those that are said to who waits. */
  readonly marks: { readonly answer: string; readonly waiting: string };
}

/** One member's question and what their phone showed of it. */
export interface Asked {
  readonly channel: ChannelName;
  /** Like all instants here: milliseconds since the wave began. */
  readonly askedAt: number;
  firstShownAt?: number;
  lastShownAt?: number;
  /** Answers to the end; 1 is right. */
  answers: number;
  messages: number;
  waitingNotices: number;
}

/** The service and the machine at one moment. */
export interface Sample {
  readonly at: number;
  readonly chats: number;
  /** Age of the oldest question that waits; 0 where none does. */
  readonly oldestMs: number;
  /** Events that the fakes hold and the service has not taken. */
  readonly undelivered: number;
  readonly memoryMb: number;
}

export interface Wave {
  readonly asked: readonly Asked[];
  readonly samples: readonly Sample[];
  /** Processor time that the service took, in seconds. */
  readonly cpuS: number;
  /** How long each webhook call took until it was acknowledged, on a connection of its own. */
  readonly acknowledgedMs: readonly number[];
  /** How late this process was at worst, for one call in a hundred: what the fakes themselves add. */
  readonly ownDelayMs: number;
}

const SAMPLE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 100;
/** Without any answer for so long, the rest is given up as lost. */
const GIVE_UP_AFTER_MS = 30_000;
/** After the last answer; a second one would show by then. */
const SETTLE_MS = 3_000;

/** Every member asks one question, evenly with jitter; resolves once all is answered, nothing waits, and nothing comes any more. */
export async function runWave({ platforms, service, members, overMs, questions, marks }: WaveOptions): Promise<Wave> {
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const asked = new Map<string, Asked>();
  let lastNewsAt = 0;
  const isOver = new AbortController();
  for (const platform of platforms) {
    platform.onShown((person, { text }) => {
      const one = asked.get(`${platform.channel} ${person}`);
      if (!one || isOver.signal.aborted) return;
      if (text.trim() === marks.waiting) {
        one.waitingNotices += 1;
        return;
      }
      lastNewsAt = now();
      one.firstShownAt ??= lastNewsAt;
      one.lastShownAt = lastNewsAt;
      one.messages += 1;
      one.answers += text.split(marks.answer).length - 1;
    });
  }
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const calledBefore = platforms.map(({ counts }) => counts.acknowledgedMs.length);
  const cpuBefore = service.readCpuS() ?? 0;
  const samples: Sample[] = [];
  const sampling = sampleUntil(isOver.signal, async () => {
    samples.push(await takeSample(now(), platforms, service));
  });

  const random = createRandom(members);
  for (let member = 0; member < members; member++) {
    await waitUntil(((member + random()) / members) * overMs, now);
    const platform = platforms[member % platforms.length]!;
    const person = `Đoàn viên ${member}`;
    asked.set(`${platform.channel} ${person}`, {
      channel: platform.channel,
      askedAt: now(),
      answers: 0,
      messages: 0,
      waitingNotices: 0,
    });
    // Without joining: a welcome is no answer.
    await platform.say(person, questions[member % questions.length]!, { joins: false });
  }
  lastNewsAt = Math.max(lastNewsAt, now());
  const isDone = () => {
    for (const { answers } of asked.values()) if (answers === 0) return false;
    return platforms.every(({ counts }) => counts.undelivered === 0);
  };
  while (now() - lastNewsAt < (isDone() ? SETTLE_MS : GIVE_UP_AFTER_MS)) await wait(LOOK_EVERY_MS);
  isOver.abort();
  delay.disable();
  await sampling;
  samples.push(await takeSample(now(), platforms, service));
  return {
    asked: [...asked.values()],
    samples,
    cpuS: (service.readCpuS() ?? 0) - cpuBefore,
    acknowledgedMs: platforms.flatMap(({ counts }, at) => counts.acknowledgedMs.slice(calledBefore[at])),
    ownDelayMs: delay.percentile(99) / 1e6,
  };
}

async function takeSample(at: number, platforms: readonly FakePlatform[], service: ChildService): Promise<Sample> {
  const { depth } = await service.status();
  const oldest = Math.min(...depth.flatMap(({ oldestAt }) => oldestAt?.getTime() ?? []));
  return {
    at,
    chats: depth.reduce((sum, { chats }) => sum + chats, 0),
    oldestMs: Number.isFinite(oldest) ? Date.now() - oldest : 0,
    undelivered: platforms.reduce((sum, { counts }) => sum + counts.undelivered, 0),
    memoryMb: service.readMemoryMb() ?? 0,
  };
}

async function sampleUntil(signal: AbortSignal, sample: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sample();
    await wait(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function waitUntil(at: number, now: () => number): Promise<void> {
  const leftMs = at - now();
  if (leftMs > 0) await wait(leftMs);
}

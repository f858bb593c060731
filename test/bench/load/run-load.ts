import type { ChannelName } from '../../../src/channels/channel.js';
import { percentile } from '../../../src/measuring/retrieval-metrics.js';
import type { FakePlatform } from '../../support/fakes/fake-platform.js';
import { openFakeTelegram } from '../../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../../support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../../support/fakes/fake-zalo-oa.js';
import { readMarks, readQuestions } from './read-questions.js';
import { type Asked, runWave, type Sample, type Wave } from './run-wave.js';
import { type ChildService, startService } from './start-service.js';

export interface LoadOptions {
  readonly members: number;
  readonly overMs: number;
  /** Whether Telegram's limits (30/s in all, 1/s per chat) hold for answers too. */
  readonly isStrict: boolean;
  /** As in `.env.example`. */
  readonly embeddings: 'none' | 'builtin';
  /** The same members ask the same again: memory is flat where the second time needs no more. */
  readonly waves: number;
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

export interface WaitFigures {
  readonly asked: number;
  /** From the moment the platform holds the question to the first words of the answer on the phone. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface WaveFigures {
  readonly all: WaitFigures;
  readonly channels: Readonly<Partial<Record<ChannelName, WaitFigures>>>;
  readonly lost: number;
  readonly doubled: number;
  readonly messages: number;
  readonly waitingNotices: number;
  readonly byWords: number;
  readonly byMeaning: number;
  /** From the first question to the last answer. */
  readonly drainedMs: number;
  readonly deepestChats: number;
  readonly oldestMs: number;
  readonly mostUndelivered: number;
  readonly peakMb: number;
  readonly drainedMb: number;
  readonly cpuS: number;
  readonly acknowledged: AcknowledgedFigures;
  readonly ownDelayMs: number;
  readonly samples: readonly Sample[];
}

/** Of webhook calls, from dialling to the acknowledgement. */
export interface AcknowledgedFigures {
  readonly calls: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Calls that took longer than Zalo waits. */
  readonly late: number;
}

export interface LoadFigures extends Pick<LoadOptions, 'members' | 'overMs' | 'isStrict' | 'embeddings'> {
  readonly waves: readonly WaveFigures[];
  readonly startMb: number;
  /** What the platforms refused, by channel and their words. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly callsDuringPause: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
}

/** Questions that the service answers before anything is measured, as one that has run for a while. */
const WARM_UP = 40;

/** The compiled service in a process of its own against the fakes in this one, all three channels. */
export async function runLoad(options: LoadOptions): Promise<LoadFigures> {
  const { members, overMs, isStrict, embeddings, dataDir, settings, nodeOptions } = options;
  const platforms: FakePlatform[] = await Promise.all([
    openFakeTelegram(),
    openFakeZaloOa(),
    openFakeZaloBot({ webhook: true }),
  ]);
  platforms.find(({ channel }) => channel === 'telegram')?.faults.setStrictLimits(isStrict);
  let service: ChildService | undefined;
  try {
    service = await startService({
      platforms,
      dataDir,
      settings: { EMBEDDINGS: embeddings, ...settings },
      ...(nodeOptions ? { nodeOptions } : {}),
    });
    const questions = readQuestions();
    await warmUp(service, questions);
    const startMb = service.readMemoryMb() ?? 0;
    const waves: WaveFigures[] = [];
    let before = (await service.status()).counts;
    for (let turn = 0; turn < options.waves; turn++) {
      const wave = await runWave({ platforms, service, members, overMs, questions, marks: readMarks() });
      const { counts } = await service.status();
      waves.push(toFigures(wave, before, counts));
      before = counts;
    }
    return {
      members,
      overMs,
      isStrict,
      embeddings,
      waves,
      startMb,
      refusals: sumRefusals(platforms),
      callsDuringPause: platforms.reduce((sum, { counts }) => sum + counts.callsDuringPause, 0),
      counts: before,
      warnings: { ...service.warnings },
    };
  } finally {
    await service?.stop();
    await Promise.all(platforms.map((platform) => platform.close()));
  }
}

async function warmUp({ address }: ChildService, questions: readonly string[]): Promise<void> {
  for (const text of questions.slice(0, WARM_UP)) {
    const response = await fetch(`${address}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    if (!response.ok) throw new Error(`the service answered ${response.status} before any load`);
  }
}

function toFigures(
  { asked, samples, cpuS, ownDelayMs, acknowledgedMs }: Wave,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): WaveFigures {
  const channels = [...new Set(asked.map(({ channel }) => channel))];
  const most = (read: (sample: Sample) => number) => Math.max(...samples.map(read));
  const sum = (read: (one: Asked) => number) => asked.reduce((total, one) => total + read(one), 0);
  const grew = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
  return {
    all: toWaitFigures(asked),
    channels: Object.fromEntries(
      channels.map((name) => [name, toWaitFigures(asked.filter(({ channel }) => channel === name))]),
    ),
    lost: sum(({ answers }) => Number(answers === 0)),
    doubled: sum(({ answers }) => Number(answers > 1)),
    messages: sum(({ messages }) => messages),
    waitingNotices: sum(({ waitingNotices }) => waitingNotices),
    byWords: grew('answers-by-words'),
    byMeaning: grew('answers-by-meaning'),
    drainedMs: Math.max(...asked.map(({ lastShownAt = 0 }) => lastShownAt)),
    deepestChats: most(({ chats }) => chats),
    oldestMs: most(({ oldestMs }) => oldestMs),
    mostUndelivered: most(({ undelivered }) => undelivered),
    peakMb: most(({ memoryMb }) => memoryMb),
    drainedMb: samples.at(-1)?.memoryMb ?? 0,
    cpuS,
    acknowledged: toAcknowledgedFigures(acknowledgedMs),
    ownDelayMs,
    samples,
  };
}

/** Zalo takes an app for dead that answers later (docs/zalo.md#webhooks). */
const LATE_MS = 2_000;

export function toAcknowledgedFigures(tookMs: readonly number[]): AcknowledgedFigures {
  return {
    calls: tookMs.length,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    maxMs: tookMs.reduce((most, ms) => Math.max(most, ms), 0),
    late: tookMs.filter((ms) => ms > LATE_MS).length,
  };
}

function toWaitFigures(asked: readonly Asked[]): WaitFigures {
  const waits = asked.flatMap(({ askedAt, firstShownAt }) =>
    firstShownAt === undefined ? [] : [firstShownAt - askedAt],
  );
  return {
    asked: asked.length,
    p50Ms: percentile(waits, 0.5),
    p95Ms: percentile(waits, 0.95),
    maxMs: Math.max(0, ...waits),
  };
}

function sumRefusals(platforms: readonly FakePlatform[]): Record<string, number> {
  return Object.fromEntries(
    platforms.flatMap(({ channel, counts }) =>
      Object.entries(counts.refusals).map(([words, amount]) => [`${channel}: ${words}`, amount]),
    ),
  );
}

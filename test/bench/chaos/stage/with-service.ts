import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../../src/time.js';
import { type FakeTelegram, type FakeTelegramOptions, openFakeTelegram } from '../../../support/fakes/fake-telegram.js';
import { type FakeZaloBot, openFakeZaloBot } from '../../../support/fakes/fake-zalo-bot.js';
import { type FakeZaloOa, type FakeZaloOaOptions, openFakeZaloOa } from '../../../support/fakes/fake-zalo-oa.js';
import { type OpenedService, openService } from '../../../support/open-service.js';
import { type Flood, type FloodOptions, openFlood } from './flood.js';

export interface Parts {
  readonly telegram: FakeTelegram;
  readonly oa: FakeZaloOa;
  readonly bot: FakeZaloBot;
  readonly platforms: readonly [FakeTelegram, FakeZaloOa, FakeZaloBot];
  readonly flood: Flood;
  readonly status: OpenedService['status'];
  /** Ends the service and starts it again on the same folder. */
  restart(): Promise<void>;
}

export interface PartOptions {
  readonly telegram?: FakeTelegramOptions;
  readonly oa?: FakeZaloOaOptions;
  readonly flood?: FloodOptions;
  /** What the service takes for now. */
  readonly clock?: Clock;
  /** What the platforms take for now; theirs is right. */
  readonly platformClock?: Clock;
}

/** Repeats of Zalo OA come in 0.3 s to 36 s: longer than a restart. */
const HASTE = 100;
/** Both sides share one process here, which is busy while the service opens; how soon it answers is measured elsewhere. */
const ANSWER_WITHIN_MS = 30_000;

/** The service in this process before all three platforms, which are strangers to every other scenario. */
export async function withService<T>(options: PartOptions, work: (parts: Parts) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'so-tay-chaos-'));
  const clock = options.platformClock && { clock: options.platformClock };
  const platforms = [
    await openFakeTelegram({ ...clock, ...options.telegram }),
    await openFakeZaloOa({
      wait: (ms) => wait(ms / HASTE, undefined, { ref: false }),
      answerWithinMs: ANSWER_WITHIN_MS,
      ...clock,
      ...options.oa,
    }),
    await openFakeZaloBot({ webhook: true, webhookRetriesMs: new Array<number>(1_000).fill(250), ...clock }),
  ] as const;
  const [telegram, oa, bot] = platforms;
  const open = () => openService(platforms, { dataDir, ...(options.clock ? { clock: options.clock } : {}) });
  let service: OpenedService | undefined;
  try {
    service = await open();
    return await work({
      telegram,
      oa,
      bot,
      platforms,
      flood: openFlood(platforms, options.flood),
      status: () => service!.status(),
      async restart() {
        await service?.stop();
        service = await open();
      },
    });
  } finally {
    await service?.stop();
    await Promise.all(platforms.map((platform) => platform.close()));
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { locateKnowledge } from '../../../src/app/locate-knowledge.js';
import type { ChannelName } from '../../../src/channels/channel.js';
import type { BroadcastStatus } from '../../../src/people/broadcast.js';
import { openStore } from '../../../src/storage/open-store.js';
import { ROOT } from '../../support/read-sources.js';
import { sumRefusals } from '../chaos/scenario.js';
import { createAnnouncement, openAnnouncedPlatforms, writeAnnouncingSettings } from '../chaos/stage/announcement.js';
import { findFreePort, startChild, toSettings } from '../chaos/stage/child-process.js';
import { measureWaits, openFlood } from '../chaos/stage/flood.js';

/** As `.env` has them by default. */
const PER_SECOND: Readonly<Partial<Record<ChannelName, number>>> = { telegram: 25, 'zalo-oa': 66, 'zalo-bot': 1 };
const SHARE = 0.8;
/** The first messages come while rows are still being written and the service makes itself ready. */
const WARM_UP_MS = 8_000;
/** So long nobody must be written to before it counts as silence. */
const SILENCE_MS = 3_000;
/** During its second half, people ask: one on each platform, so often. */
const ASK_EVERY_MS = 1_000;

export interface ChannelRate {
  readonly channel: ChannelName;
  readonly allowed: number;
  /** What announcements may take of it. */
  readonly share: number;
  /** Messages a second, by the time between them: while nobody asks, and while people do. */
  readonly heldAlone: number;
  readonly held: number;
  readonly messages: number;
}

export interface SendFigures {
  readonly seconds: number;
  readonly channels: readonly ChannelRate[];
  /** Calls that broke a platform's rules, by its words; a flood error is one. Before anybody asked, and in all. */
  readonly refusalsAlone: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly callsDuringPause: number;
  readonly replies: { readonly asked: number; readonly lost: number; readonly p95Ms: number; readonly maxMs: number };
  /** From the word to the last message that still came; 0 where none did. */
  readonly pausedAfterMs: number;
  readonly resumedAfterMs: number;
  readonly cancelledAfterMs: number;
  /** Who got it twice. */
  readonly repeated: number;
}

/** What was promised and did not hold. */
export function findBroken({ channels, refusals, replies, repeated, ...figures }: SendFigures): readonly string[] {
  return [
    ...channels
      .filter(({ held, heldAlone, share }) => Math.min(held, heldAlone) < share * 0.99)
      .map(({ channel }) => `${channel} không giữ đủ phần`),
    // What was held up a moment ago may follow a little faster, never faster than the platform allows.
    ...channels
      .filter(({ held, heldAlone, allowed }) => Math.max(held, heldAlone) > allowed)
      .map(({ channel }) => `${channel} vượt mức cho phép`),
    ...Object.keys(refusals).map((words) => `nền tảng từ chối: ${words}`),
    ...(figures.pausedAfterMs < 1_000 ? [] : ['tạm dừng quá một giây']),
    ...(figures.cancelledAfterMs < 1_000 ? [] : ['hủy quá một giây']),
    ...(replies.lost === 0 ? [] : ['có câu hỏi không được trả lời']),
    ...(repeated === 0 ? [] : ['có người nhận hai lần']),
  ];
}

/** The whole service before three platforms with their real limits: an announcement to more people than it can reach, and questions meanwhile. */
export async function runSend(seconds: number): Promise<SendFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-gui-'));
  const recipients = Math.ceil(3 * 60 * (seconds + 40));
  const { platforms, accepted, close } = await openAnnouncedPlatforms(recipients, 'real');
  const sent = new Map<ChannelName, number[]>(platforms.map(({ channel }) => [channel, []]));
  let lastAt = 0;
  for (const { channel, onShown } of platforms) {
    onShown((person) => {
      if (!person.startsWith('Người nhận')) return;
      lastAt = performance.now();
      sent.get(channel)!.push(lastAt);
    });
  }
  const port = await findFreePort();
  const more = await writeAnnouncingSettings(folder, 'real');
  await cp(join(ROOT, 'knowledge'), more.KNOWLEDGE_DIR!, { recursive: true });
  await writeFile(join(more.KNOWLEDGE_DIR!, 'holidays.yaml'), 'weeklyRest: []\n');
  const settings = toSettings(platforms, folder, port, more);
  const place = locateKnowledge(settings.config).store;
  const id = await createAnnouncement(place, recipients, platforms);
  const store = await openStore(place);
  const service = startChild(settings);
  try {
    if (!(await service.listening)) throw new Error(`the service ended: ${Object.keys(service.words).join('\n')}`);
    for (const { channel, setWebhookUrl } of platforms) setWebhookUrl(`http://127.0.0.1:${port}/webhook/${channel}`);
    while (lastAt === 0) await wait(50);
    await wait(WARM_UP_MS);

    const flood = openFlood(platforms);
    const [fromAt, untilAt] = [performance.now(), performance.now() + seconds * 1_000];
    await wait((seconds * 1_000) / 2);
    const [refusalsAlone, askedAt] = [sumRefusals(platforms), performance.now()];
    while (performance.now() < untilAt) {
      await flood.ask(platforms.length);
      await wait(ASK_EVERY_MS);
    }
    const channels = platforms.map(({ channel }) =>
      measureRate(channel, sent.get(channel)!, [fromAt, askedAt, performance.now()]),
    );
    await flood.drained();

    const become = async (status: BroadcastStatus) => {
      await store.changeBroadcast(id, (held) => ({ ...held, status }));
      return performance.now();
    };
    const pausedAt = await become('paused');
    await wait(SILENCE_MS);
    const pausedAfterMs = Math.max(0, lastAt - pausedAt);
    const [resumedAt, before] = [await become('sending'), lastAt];
    while (lastAt === before) await wait(5);
    const resumedAfterMs = lastAt - resumedAt;
    await wait(SILENCE_MS);
    const cancelledAt = await become('cancelled');
    await wait(SILENCE_MS);
    const cancelledAfterMs = Math.max(0, lastAt - cancelledAt);
    const people = Array.from({ length: recipients }, (_, number) => `Người nhận ${number}`);
    return {
      seconds,
      channels,
      refusalsAlone,
      refusals: sumRefusals(platforms),
      callsDuringPause: platforms.reduce((sum, { counts }) => sum + counts.callsDuringPause, 0),
      replies: { asked: flood.asked.length, lost: flood.tally().lost, ...measureWaits(flood.asked) },
      pausedAfterMs,
      resumedAfterMs,
      cancelledAfterMs,
      repeated: people.filter((person) => platforms.some(({ channel }) => accepted.of(channel, person) > 1)).length,
    };
  } finally {
    await service.stop();
    await store.close();
    await close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function measureRate(
  channel: ChannelName,
  times: readonly number[],
  [fromAt, askedAt, toAt]: readonly [number, number, number],
): ChannelRate {
  const allowed = PER_SECOND[channel] ?? 0;
  return {
    channel,
    allowed,
    share: allowed * SHARE,
    heldAlone: perSecond(times, fromAt, askedAt),
    held: perSecond(times, askedAt, toAt),
    messages: times.filter((at) => at >= fromAt && at <= toAt).length,
  };
}

function perSecond(times: readonly number[], fromAt: number, toAt: number): number {
  const within = times.filter((at) => at >= fromAt && at <= toAt);
  const [first, last] = [within[0], within.at(-1)];
  return within.length > 1 ? ((within.length - 1) * 1_000) / (last! - first!) : 0;
}

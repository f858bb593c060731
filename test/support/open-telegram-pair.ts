import { afterEach, expect } from 'vitest';
import type { Channel, ChannelTrouble, CommandEntry, IncomingEvent, Receive } from '../../src/channels/channel.js';
import { openTelegram } from '../../src/channels/telegram/open-telegram.js';
import { readConfig } from '../../src/config.js';
import { type FakeTelegram, type FakeTelegramOptions, openFakeTelegram } from './fakes/fake-telegram.js';
import { serveWebhook } from './serve-webhook.js';

export const SECRET = 'bi-mat_1';
export const PUBLIC_URL = 'https://bot.example';
export const AN = 'Nguyễn Văn An';

export interface Pair {
  readonly channel: Channel;
  readonly platform: FakeTelegram;
  readonly troubles: ChannelTrouble[];
}

export const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

export async function openPair(options: FakeTelegramOptions, commands: readonly CommandEntry[] = []): Promise<Pair> {
  const platform = await openFakeTelegram(options);
  const troubles: ChannelTrouble[] = [];
  return { channel: openAt(platform.settings, troubles, commands), platform, troubles };
}

export function openAt(
  settings: Readonly<Record<string, string>>,
  troubles: ChannelTrouble[] = [],
  commands: readonly CommandEntry[] = [],
): Channel {
  const config = readConfig({ ...settings, PUBLIC_URL });
  return openTelegram({
    config: config.telegram!,
    publicUrl: config.publicUrl,
    commands,
    clock: () => new Date('2026-11-24T08:00:00Z'),
    onTrouble: (trouble) => troubles.push(trouble),
  });
}

/** A pair that listens, and what came of it. */
export async function listen(options: FakeTelegramOptions = {}, commands: readonly CommandEntry[] = []) {
  const pair = await openPair(options, commands);
  const inbox = listenWith(pair.channel);
  cleanups.push(() => pair.platform.close(), inbox.stop);
  if (pair.channel.webhook) {
    const hook = await serveWebhook(pair.channel.webhook, inbox.receive);
    pair.platform.setWebhookUrl(hook.url);
    cleanups.push(hook.close);
  }
  return { ...pair, ...inbox };
}

export function listenWith(channel: Channel, journal: Receive = async () => undefined) {
  const events: IncomingEvent[] = [];
  const stop = new AbortController();
  const receive: Receive = async (come) => {
    await journal(come);
    events.push(...come);
  };
  const listening = channel.listen(receive, stop.signal);
  return {
    events,
    receive,
    /** The events once there are so many. */
    async come(count: number) {
      await expect.poll(() => events.length).toBe(count);
      return events;
    },
    async stop() {
      stop.abort();
      await listening;
    },
  };
}

import type { ChannelName, Failure } from '../../channels/channel.js';

/** When each channel may be used again. One per process; all chats of a channel share it, since a platform counts by token. */
export interface Pace {
  /** The instant, in milliseconds of the epoch, before which nothing is sent; 0 where nothing stands in the way. */
  pausedUntil(channel: ChannelName): number;
  sent(channel: ChannelName): void;
  /** How long the reply that failed is put off; the whole channel waits where the failure is not this person's alone. */
  failed(channel: ChannelName, failure: Failure, now: Date): number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Pauses as the platform asks, or doubling from 1 s to 15 s, with up to a quarter more by `random` (0 to 1) so that chats do not return in step. */
export function createPace(random: () => number = Math.random): Pace {
  const until = new Map<ChannelName, number>();
  const failures = new Map<ChannelName, number>();
  return {
    pausedUntil: (channel) => until.get(channel) ?? 0,
    sent(channel) {
      failures.delete(channel);
    },
    failed(channel, { code, retryAfterMs }, now) {
      const inARow = (failures.get(channel) ?? 0) + 1;
      failures.set(channel, inARow);
      const doubled = Math.min(FIRST_PAUSE_MS * 2 ** (inARow - 1), LONGEST_PAUSE_MS);
      const waitMs = Math.round((retryAfterMs ?? doubled) * (1 + random() / 4));
      // An answer that got lost says little about the platform: only this reply waits.
      if (code !== 'timeout' || inARow > 3) {
        until.set(channel, Math.max(until.get(channel) ?? 0, now.getTime() + waitMs));
      }
      return waitMs;
    },
  };
}

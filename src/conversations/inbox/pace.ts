import type { ChannelName, Failure } from '../../channels/channel.js';

/** When each channel may be used again. One per process; all chats of a channel share it, since a platform counts by token. */
export interface Pace {
  /** Whether nothing is sent for now. A clock that is set back ends the pause: nobody waits for hours because of that. */
  isPaused(channel: ChannelName, now: Date): boolean;
  sent(channel: ChannelName): void;
  /** How long the reply that failed is put off, at most `LONGEST_PAUSE_MS`; the whole channel waits where the failure is not this person's alone. */
  failed(channel: ChannelName, failure: Failure, now: Date): number;
}

/** Whatever a platform asks for: it is asked again then, by an adapter that knows better whether it may. */
export const LONGEST_PAUSE_MS = 300_000;
const FIRST_DOUBLED_MS = 1_000;
const LAST_DOUBLED_MS = 15_000;

/** Pauses as the platform asks, or doubling from 1 s to 15 s, with up to a quarter more by `random` (0 to 1) so that chats do not return in step. */
export function createPace(random: () => number = Math.random): Pace {
  const pauses = new Map<ChannelName, { readonly from: number; readonly until: number }>();
  const failures = new Map<ChannelName, number>();
  const findPause = (channel: ChannelName, now: Date) => {
    const pause = pauses.get(channel);
    return pause && pause.from <= now.getTime() && now.getTime() < pause.until ? pause : undefined;
  };
  return {
    isPaused: (channel, now) => findPause(channel, now) !== undefined,
    sent(channel) {
      failures.delete(channel);
    },
    failed(channel, { code, retryAfterMs }, now) {
      const inARow = (failures.get(channel) ?? 0) + 1;
      failures.set(channel, inARow);
      const doubled = Math.min(FIRST_DOUBLED_MS * 2 ** (inARow - 1), LAST_DOUBLED_MS);
      const waitMs = Math.min(Math.round((retryAfterMs ?? doubled) * (1 + random() / 4)), LONGEST_PAUSE_MS);
      // An answer that got lost says little about the platform: only this reply waits.
      if (code !== 'timeout' || inARow > 3) {
        const [from, until] = [now.getTime(), now.getTime() + waitMs];
        if ((findPause(channel, now)?.until ?? 0) < until) pauses.set(channel, { from, until });
      }
      return waitMs;
    },
  };
}

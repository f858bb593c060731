import type { ChannelName, Failure } from '../../channels/channel.js';
import { backOffMs, spreadMs } from '../../time.js';

/** When each channel may be used again. One per process; all chats of a channel share it, since a platform counts by token. */
export interface Pace {
  /** How long nothing is sent for now; 0 where nothing stands against it. A clock that is set back ends the pause: nobody waits for hours because of that. */
  leftMs(channel: ChannelName, now: Date): number;
  /** Whether nothing went through since the last pause: one chat tries for all, so that a platform in need is not met by a crowd. */
  isShaky(channel: ChannelName): boolean;
  sent(channel: ChannelName): void;
  /** How long the reply that failed is put off, at most `LONGEST_PAUSE_MS`; the whole channel waits where the failure is not this person's alone. */
  failed(channel: ChannelName, failure: Failure, now: Date): number;
}

/** Whatever a platform asks for: it is asked again then, by an adapter that knows better whether it may. */
export const LONGEST_PAUSE_MS = 300_000;
const BACK_OFF = { firstMs: 1_000, longestMs: 15_000 };
/** An answer that got lost says little about the platform: so many may, and only their replies wait. */
const MOST_LOST = 3;

/** Pauses as the platform asks, or doubling from 1 s to 15 s, with up to a quarter more by `random` (0 to 1) so that chats do not return in step. */
export function createPace(random: () => number = Math.random): Pace {
  const pauses = new Map<ChannelName, { readonly from: number; readonly until: number }>();
  /** Since something last went through. */
  const failures = new Map<ChannelName, { readonly lost: number; readonly pauses: number }>();
  const findPause = (channel: ChannelName, now: Date) => {
    const pause = pauses.get(channel);
    return pause && pause.from <= now.getTime() && now.getTime() < pause.until ? pause : undefined;
  };
  return {
    leftMs: (channel, now) => (findPause(channel, now)?.until ?? now.getTime()) - now.getTime(),
    isShaky: (channel) => (failures.get(channel)?.pauses ?? 0) > 0,
    sent(channel) {
      failures.delete(channel);
    },
    failed(channel, { code, retryAfterMs }, now) {
      let { lost, pauses: count } = failures.get(channel) ?? { lost: 0, pauses: 0 };
      const pause = findPause(channel, now);
      if (code === 'timeout') lost += 1;
      const isLone = code === 'timeout' && lost <= MOST_LOST;
      // Those that were under way together fail together: one failure, one pause.
      if (!isLone && !pause) count += 1;
      failures.set(channel, { lost, pauses: count });
      const waitMs = Math.min(spreadMs(retryAfterMs ?? backOffMs(count - 1, BACK_OFF), random), LONGEST_PAUSE_MS);
      const until = now.getTime() + waitMs;
      if (!isLone && (!pause || (retryAfterMs !== undefined && pause.until < until))) {
        pauses.set(channel, { from: now.getTime(), until });
      }
      return waitMs;
    },
  };
}

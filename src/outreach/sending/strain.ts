import type { Failure } from '../../channels/channel.js';
import { RecentMap } from '../../recent-map.js';
import { backOffMs, spreadMs } from '../../time.js';

/** How a channel fares, as far as this process saw; what it sent to whom is in the ledger. */
export interface Strain {
  /** Whether nothing went through since the last trouble: one tries for all, so that a platform in need meets no crowd. */
  isShaky(): boolean;
  /** Until when the whole channel rests, and what was about to leave waits; undefined where it does not. */
  restsUntil(now: Date): Date | undefined;
  /** The platform answered as it should. */
  eased(): void;
  /** How long the whole channel rests; 0 where the failure is this recipient's alone. */
  failed(failure: Failure, now: Date): number;
  /** A message of a broadcast was taken, or refused for what it is. True where so many were refused, and none was ever taken, that something must be wrong with it. */
  noteFit(broadcastId: string, isTaken: boolean): boolean;
  /** A call took so long, from the note that it begins to that of how it ended. */
  answered(tookMs: number): void;
  /** How long calls take of late; undefined before the first one. */
  answeringMs(): number | undefined;
}

const BACK_OFF = { firstMs: 1_000, longestMs: 60_000 };
/** Staff have to act; until then a try a minute tells when they did. */
const UNAUTHORIZED_REST_MS = 60_000;
/** A person's quota and the account's cannot be told apart, but so many persons in a row are the account. */
const MOST_QUOTAS_SPENT = 3;
const QUOTA_REST_MS = 600_000;
/** An answer that got lost says little about the platform. */
const MOST_LOST = 3;
const MOST_REFUSED = 20;
/** Of which it is known how they were taken: more than ever go out side by side. */
const MOST_BROADCASTS = 1_000;
/** The last call's part in the moving mean; of the first few as much as of each, and none of the very first, before which nothing was warm. */
const NEWEST = 0.1;
/** Where nothing gets through faster because more is under way, all take longer: not for that may even more leave. So the mean counts only up to so many times the fastest call, which is forgotten slowly. */
const MOST_OVER_FASTEST = 3;
const FORGETTING = 1.001;

/** `random` (0 to 1) spreads workers, so that they do not return in step. */
export function createStrain(random: () => number = Math.random): Strain {
  let [rests, lost, quotasSpent, restsFrom, restsTo] = [0, 0, 0, 0, 0];
  const refused = new RecentMap<string, number>(MOST_BROADCASTS);
  let [answers, meanMs, fastestMs] = [0, 0, Infinity];
  const ease = () => {
    [rests, lost, quotasSpent] = [0, 0, 0];
  };
  const rest = (ms: number, now: number): number => {
    const restMs = spreadMs(ms, random);
    if (restsTo < now + restMs) [restsFrom, restsTo] = [now, now + restMs];
    return restMs;
  };
  const isResting = (at: Date) => restsFrom <= at.getTime() && at.getTime() < restsTo;
  return {
    isShaky: () => rests > 0,
    restsUntil: (now) => (isResting(now) ? new Date(restsTo) : undefined),
    eased: ease,
    failed({ code, retryAfterMs }, at) {
      const now = at.getTime();
      switch (code) {
        case 'unauthorized':
          rests += 1;
          return rest(UNAUTHORIZED_REST_MS, now);
        case 'quota-spent':
          // Of this kind of message alone: others go on.
          if (retryAfterMs !== undefined) return 0;
          quotasSpent += 1;
          return quotasSpent < MOST_QUOTAS_SPENT ? 0 : rest(QUOTA_REST_MS, now);
        case 'timeout':
          lost += 1;
          if (lost <= MOST_LOST) return 0;
          break;
        case 'rate-limited':
        case 'unavailable':
          break;
        default:
          // The platform itself is well.
          ease();
          return 0;
      }
      // Those that were under way together fail together: one trouble, one rest.
      if (!isResting(at) || rests === 0) rests += 1;
      return rest(retryAfterMs ?? backOffMs(rests - 1, BACK_OFF), now);
    },
    noteFit(broadcastId, isTaken) {
      const before = refused.get(broadcastId) ?? 0;
      const amount = isTaken ? -Infinity : before + 1;
      refused.set(broadcastId, amount >= MOST_REFUSED ? 0 : amount);
      return amount >= MOST_REFUSED;
    },
    answered(tookMs) {
      const part = Math.max(NEWEST, 1 / Math.max(1, answers));
      meanMs += part * (tookMs - meanMs);
      answers += 1;
      fastestMs = Math.min(tookMs, fastestMs * FORGETTING);
    },
    answeringMs: () => (answers === 0 ? undefined : Math.min(meanMs, MOST_OVER_FASTEST * fastestMs)),
  };
}

import { createHmac, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { RecentMap } from '../recent-map.js';
import type { Clock } from '../time.js';

export interface QuestionLimits {
  /** Of one caller; a third of them may come at once. 0: no limit. */
  readonly perMinute: number;
  /** Of all callers, questions that are being answered. 0: no limit. */
  readonly atOnce: number;
  /** Reverse proxies of ours, each of which adds whom it serves to `X-Forwarded-For`. 0: that header is not believed. */
  readonly proxyHops: number;
}

export interface Refusal {
  /** caller: this one asks too fast. all: too many are being answered. */
  readonly because: 'caller' | 'all';
  /** Of the header `Retry-After`, in whole seconds, at least 1. */
  readonly retryAfterS: number;
}

export interface QuestionGate {
  /** Why a question is not taken now; undefined where it is, and counts. */
  findRefusal(c: Context): Refusal | undefined;
  /** Callers remembered now. */
  readonly callers: number;
  /** The same door, its answers under way counted. */
  count<Given extends unknown[], Taken>(answer: (...given: Given) => Promise<Taken>): typeof answer;
}

/** A caller that is not here again is let go; who has more addresses than this meets the limit for all. */
const MOST_CALLERS = 10_000;
const MINUTE_MS = 60_000;
/** Share of a minute's questions that may come at once. */
const BURST = 1 / 3;
const BUSY_RETRY_S = 5;

/**
 * Limits by the generic cell rate algorithm (ITU-T I.371): of each caller one instant is kept, at which all that it
 * asked would have been asked at the steady rate. Callers are known by a keyed hash of their network whose key dies
 * with the process, and forgotten as soon as they could ask at will again. `onHiddenCallers` is called once, where a
 * proxy seems to stand before us that `proxyHops` does not count: all its callers pass for one then.
 */
export function createQuestionGate(
  { perMinute, atOnce, proxyHops }: QuestionLimits,
  clock: Clock,
  onHiddenCallers: () => void = () => {},
): QuestionGate {
  let isToldOf = false;
  const key = randomBytes(32);
  const callers = new RecentMap<string, number>(MOST_CALLERS);
  const intervalMs = MINUTE_MS / perMinute;
  const toleranceMs = (Math.max(1, Math.round(perMinute * BURST)) - 1) * intervalMs;
  let underWay = 0;

  const waitMsOf = (network: string, now: number): number => {
    for (const [caller, until] of callers) {
      if (until > now && until <= now + MINUTE_MS) break;
      callers.delete(caller);
    }
    const caller = createHmac('sha256', key).update(network).digest('base64url').slice(0, 16);
    const known = callers.get(caller) ?? now;
    // One that lies further ahead than any can was set before the clock went back.
    const steadyAt = known > now + MINUTE_MS ? now : Math.max(known, now);
    const waitMs = steadyAt - toleranceMs - now;
    if (waitMs > 0) return waitMs;
    callers.set(caller, steadyAt + intervalMs);
    return 0;
  };

  return {
    get callers() {
      return callers.size;
    },
    findRefusal(c) {
      if (atOnce > 0 && underWay >= atOnce) return { because: 'all', retryAfterS: BUSY_RETRY_S };
      if (!isToldOf && proxyHops === 0 && c.req.header('X-Forwarded-For') !== undefined) {
        isToldOf = true;
        onHiddenCallers();
      }
      const network = perMinute > 0 ? findNetwork(c, proxyHops) : undefined;
      const waitMs = network === undefined ? 0 : waitMsOf(network, clock().getTime());
      return waitMs > 0 ? { because: 'caller', retryAfterS: Math.ceil(waitMs / 1_000) } : undefined;
    },
    count:
      (answer) =>
      async (...given) => {
        underWay += 1;
        try {
          return await answer(...given);
        } finally {
          underWay -= 1;
        }
      },
  };
}

/** Where a request comes from; undefined where no address is known, as through a socket of the system. */
function findNetwork(c: Context, proxyHops: number): string | undefined {
  const env = c.env as { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } } | undefined;
  const forwarded = c.req.header('X-Forwarded-For')?.split(',') ?? [];
  // Only what our own proxies added is true: the last entries, one each.
  const address = (proxyHops > 0 ? forwarded.at(-proxyHops) : undefined) ?? env?.incoming?.socket?.remoteAddress;
  return address === undefined ? undefined : toNetwork(address.trim());
}

/** IPv4 as it is, without the port that some proxies add; of IPv6 the 64 bits that one household or office has for itself. */
function toNetwork(address: string): string {
  const [, ipv4] = /^(?:::ffff:)?(\d+(?:\.\d+){3})(?::\d+)?$/i.exec(address) ?? [];
  if (ipv4) return ipv4;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const behind = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - behind.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...behind].slice(0, 4).join(':').toLowerCase();
}

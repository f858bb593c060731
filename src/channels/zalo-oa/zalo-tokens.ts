import { createHash, randomUUID } from 'node:crypto';
import type { ZaloOaConfig } from '../../config.js';
import type { ChannelState } from '../../storage/store.js';
import { backOffMs, type Clock, createPause, wait } from '../../time.js';
import type { Failure } from '../channel.js';
import { ask } from './ask-zalo.js';
import type { Troubles } from './zalo-failures.js';

const GRANT = 'zalo-oa.grant';
const REFRESHING = 'zalo-oa.refreshing';
/** Hash of the access token that Zalo refused last. Beside the grant: written without its lock, it cannot undo a renewal. */
const REFUSED = 'zalo-oa.refused';
/** Longer than two requests that time out. */
const LEASE_MS = 60_000;
const LOCK_POLL_MS = 200;
const LOCK_POLLS = 120;
/** Part of its life after which a token is replaced. */
const RENEW_AT = 0.8;
/** From its own issue; each renewal gives a new one (docs/zalo.md#tokens, seen 2026-11-24). */
const REFRESH_LIFE_MS = 90 * 86_400_000;
/** Where the answer does not say: the shortest life in any source. */
const UNSTATED_LIFE_S = 3_600;
const BACK_OFF = { firstMs: 1_000, longestMs: 60_000 };
/** A token that replaced a refused one and is refused too is replaced no sooner: each renewal spends a refresh token. */
const DISTRUST_MS = 60_000;

/** What Zalo's consent gave us, as kept in the state. Times are milliseconds of the epoch. */
interface Grant {
  readonly access: string;
  readonly refresh: string;
  readonly expiresAt: number;
  readonly obtainedAt: number;
  readonly oaId: string;
  /** Set once the refresh token was refused: the access token serves while it lasts. */
  readonly needsConsentSince?: number;
  /** It came in the place of one that Zalo refused before its time. */
  readonly replacesRefused?: boolean;
}

export interface GrantStatus {
  /** none: never connected. needs-consent: an admin of the OA has to consent again. */
  readonly status: 'none' | 'granted' | 'needs-consent';
  readonly since?: Date;
  readonly accessExpiresAt?: Date;
  readonly refreshExpiresAt?: Date;
}

/** For `npm run status`; bears no token. */
export async function readGrant(state: ChannelState): Promise<GrantStatus> {
  const grant = await findGrant(state);
  if (!grant) return { status: 'none' };
  const accessExpiresAt = new Date(grant.expiresAt);
  if (grant.needsConsentSince !== undefined) {
    return { status: 'needs-consent', since: new Date(grant.needsConsentSince), accessExpiresAt };
  }
  return {
    status: 'granted',
    since: new Date(grant.obtainedAt),
    accessExpiresAt,
    refreshExpiresAt: new Date(grant.obtainedAt + REFRESH_LIFE_MS),
  };
}

/** The OA that consented. */
export async function findOaId(state: ChannelState): Promise<string | undefined> {
  return (await findGrant(state))?.oaId || undefined;
}

async function findGrant(state: ChannelState): Promise<Grant | undefined> {
  const kept = await state.findState(GRANT);
  return kept === undefined ? undefined : (JSON.parse(kept) as Grant);
}

export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
  readonly lifeMs: number;
}

/** Keeps a pair that Zalo gave to `oaId`; waits for a refresher at work on an older one, but not for ever. */
export async function saveGrant(
  pair: TokenPair,
  oaId: string,
  { state, clock }: { readonly state: ChannelState; readonly clock: Clock },
): Promise<void> {
  const lock = await takeLock(state, clock);
  try {
    await writeGrant({ pair, oaId }, { state, clock });
  } finally {
    await lock?.release();
  }
}

async function writeGrant(
  { pair, ...known }: { readonly pair: TokenPair } & Pick<Grant, 'oaId' | 'replacesRefused'>,
  { state, clock }: Pick<TokenDoors, 'state' | 'clock'>,
): Promise<Grant> {
  const obtainedAt = clock().getTime();
  const { access, refresh, lifeMs } = pair;
  const grant: Grant = { access, refresh, expiresAt: obtainedAt + lifeMs, obtainedAt, ...known };
  await state.saveState(GRANT, JSON.stringify(grant));
  return grant;
}

/** One refresher at a time, over all processes. `isSettled` ends the wait early. */
async function takeLock(
  state: ChannelState,
  clock: Clock,
  { polls = LOCK_POLLS, isSettled }: { polls?: number; isSettled?: () => Promise<boolean> } = {},
): Promise<{ release(): Promise<void> } | undefined> {
  const owner = randomUUID();
  for (let poll = 0; poll < polls; poll++) {
    if (poll > 0) await wait(LOCK_POLL_MS);
    if (await state.claimLock({ name: REFRESHING, owner, now: clock(), leaseMs: LEASE_MS, endsWithOwner: true })) {
      return { release: () => state.releaseLock({ name: REFRESHING, owner }) };
    }
    if (await isSettled?.()) return undefined;
  }
  return undefined;
}

export type PairAnswer =
  | { readonly status: 'pair'; readonly pair: TokenPair }
  /** Zalo said no: asking again is useless. `detail` is its code. */
  | { readonly status: 'refused'; readonly detail: string }
  /** lost: it may have been done. unavailable: it was not. */
  | { readonly status: 'lost' | 'unavailable' };

/** A call of the token endpoint (docs/zalo.md#tokens): the app's secret in a header, the rest as a form. */
export async function askForPair(
  config: ZaloOaConfig,
  fields: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<PairAnswer> {
  const answer = await ask(
    `${config.oauthRoot}/v4/oa/access_token`,
    {
      method: 'POST',
      headers: { secret_key: config.appSecret },
      body: new URLSearchParams({ ...fields, app_id: config.appId }),
    },
    timeoutMs,
  );
  if (answer.status === 'failed') return { status: answer.failure.code === 'timeout' ? 'lost' : 'unavailable' };
  const { body, httpStatus } = answer;
  const [access, refresh] = [body?.access_token, body?.refresh_token];
  if (typeof access === 'string' && access && typeof refresh === 'string' && refresh) {
    const lifeS = Number(body?.expires_in);
    return { status: 'pair', pair: { access, refresh, lifeMs: (lifeS > 0 ? lifeS : UNSTATED_LIFE_S) * 1_000 } };
  }
  const code = Number(body?.error ?? Number.NaN);
  // Not documented which codes there are (docs/zalo.md#tokens): what is not known to pass is final.
  if (body && Number.isInteger(code) && code !== 0 && code !== -32 && httpStatus < 500 && httpStatus !== 429) {
    return { status: 'refused', detail: String(code) };
  }
  return { status: httpStatus < 300 && code !== -32 ? 'lost' : 'unavailable' };
}

export type Token =
  | { readonly status: 'ready'; readonly access: string }
  | { readonly status: 'failed'; readonly failure: Failure };

export interface Tokens {
  /** The token to call with, renewed ahead of its end. */
  get(): Promise<Token>;
  /** Another one, after Zalo refused this one, which is never used again by any process. */
  renew(refused: string): Promise<Token>;
}

export interface TokenDoors {
  readonly config: ZaloOaConfig;
  readonly state: ChannelState;
  readonly clock: Clock;
  readonly troubles: Troubles;
  readonly timeoutMs: number;
}

const NO_GRANT: Token = { status: 'failed', failure: { code: 'unauthorized', detail: 'needs consent' } };
const REFUSED_TOKEN: Token = { status: 'failed', failure: { code: 'unauthorized', detail: 'token refused' } };

export function createTokens({ config, state, clock, troubles, timeoutMs }: TokenDoors): Tokens {
  const refreshing = new Map<string, Promise<Token>>();
  let failures = 0;
  const pause = createPause(clock);
  const nowMs = () => clock().getTime();

  const isRefused = async (access: string) => (await state.findState(REFUSED)) === hashOf(access);
  const isDistrusted = ({ replacesRefused, obtainedAt }: Grant): boolean =>
    replacesRefused === true && obtainedAt <= nowMs() && nowMs() < obtainedAt + DISTRUST_MS;

  const get = async (): Promise<Token> => {
    const grant = await findGrant(state);
    const isAlive = grant !== undefined && nowMs() < grant.expiresAt && !(await isRefused(grant.access));
    if (!grant || grant.needsConsentSince !== undefined) {
      troubles.tell('needs-consent');
      return grant && isAlive ? toToken(grant) : NO_GRANT;
    }
    troubles.end('needs-consent');
    if (isAlive && nowMs() < grant.obtainedAt + RENEW_AT * (grant.expiresAt - grant.obtainedAt)) return toToken(grant);
    if (!isAlive && isDistrusted(grant)) return REFUSED_TOKEN;
    const renewed = await refreshOnce(grant.access, isAlive);
    return renewed.status === 'failed' && isAlive ? toToken(grant) : renewed;
  };

  /** Shared by all calls of this process that wait for the same token to be replaced. */
  const refreshOnce = (stale: string, isAlive: boolean): Promise<Token> => {
    const running = refreshing.get(stale) ?? refresh(stale, isAlive).finally(() => refreshing.delete(stale));
    refreshing.set(stale, running);
    return running;
  };

  const refresh = async (stale: string, isAlive: boolean): Promise<Token> => {
    if (pause.leftMs() > 0) return toUnavailable(pause.leftMs());
    const lock = await takeLock(state, clock, {
      polls: isAlive ? 1 : LOCK_POLLS,
      isSettled: async () => (await findGrant(state))?.access !== stale,
    });
    if (!lock) {
      const grant = await findGrant(state);
      return grant && grant.access !== stale ? toToken(grant) : toUnavailable();
    }
    try {
      return await replace(stale, isAlive);
    } finally {
      await lock.release();
    }
  };

  /** Under the lock: the state may have moved on while it was waited for. */
  const replace = async (stale: string, isAlive: boolean): Promise<Token> => {
    const grant = await findGrant(state);
    if (!grant || grant.needsConsentSince !== undefined) return NO_GRANT;
    if (grant.access !== stale) return toToken(grant);
    const fields = { refresh_token: grant.refresh, grant_type: 'refresh_token' };
    let answer = await askForPair(config, fields, timeoutMs);
    // The pair may have been replaced without our learning the new one; only the same refresh token can tell.
    if (answer.status === 'lost') answer = await askForPair(config, fields, timeoutMs);
    if (answer.status === 'pair') {
      failures = 0;
      const replacesRefused = await isRefused(stale);
      const fresh = await writeGrant({ pair: answer.pair, oaId: grant.oaId, replacesRefused }, { state, clock });
      troubles.end('unreachable');
      return toToken(fresh);
    }
    if (answer.status === 'refused') return loseGrant(grant, answer.detail);
    failures += 1;
    const pauseMs = backOffMs(failures - 1, BACK_OFF);
    pause.start(pauseMs);
    // While the old token serves, nobody misses anything.
    if (!isAlive) troubles.tell('unreachable', 'token endpoint');
    return toUnavailable(pauseMs);
  };

  const loseGrant = async (grant: Grant, detail: string): Promise<Token> => {
    const current = await findGrant(state);
    // Someone whose lease outlived ours was faster.
    if (current && current.refresh !== grant.refresh) return toToken(current);
    await state.saveState(GRANT, JSON.stringify({ ...grant, needsConsentSince: nowMs() }));
    troubles.tell('needs-consent', detail);
    return NO_GRANT;
  };

  const renew = async (refused: string): Promise<Token> => {
    const grant = await findGrant(state);
    if (!grant) return NO_GRANT;
    if (grant.access !== refused) return (await isRefused(grant.access)) ? REFUSED_TOKEN : toToken(grant);
    await state.saveState(REFUSED, hashOf(refused));
    if (grant.needsConsentSince !== undefined) return NO_GRANT;
    return isDistrusted(grant) ? REFUSED_TOKEN : refreshOnce(refused, false);
  };

  return { get, renew };
}

function hashOf(access: string): string {
  return createHash('sha256').update(access).digest('hex');
}

function toToken({ access }: Grant): Token {
  return { status: 'ready', access };
}

function toUnavailable(retryAfterMs?: number): Token {
  const detail = 'token not renewed';
  return {
    status: 'failed',
    failure: { code: 'unavailable', detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  };
}

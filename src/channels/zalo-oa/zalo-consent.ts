import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ZaloOaConfig } from '../../config.js';
import type { ChannelState } from '../../storage/store.js';
import type { Clock } from '../../time.js';
import type { OnTrouble } from '../channel.js';
import { askForPair, saveGrant } from './zalo-tokens.js';

const CODE = 'zalo-oa.consent-code';
const PENDING = 'zalo-oa.consent';
const LIFE_MS = 15 * 60_000;
const LEASE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const VERIFIER_LENGTH = 43;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The consent of an OA's admin (docs/zalo.md#consent, seen 2026-11-24): a link with a one-time code, Zalo's page, the way back. */
export interface Consent {
  /** A code that begins one consent within 15 minutes; a newer one takes its place. Only its hash is kept. */
  createCode(): Promise<string>;
  /** Spends the code: the address of Zalo's page. Undefined where the code does not hold. */
  start(code: string): Promise<string | undefined>;
  /** Changes what Zalo gave for tokens. expired: nobody began this here. unavailable: Zalo did not answer; the same may be tried again. */
  finish(given: ConsentAnswer): Promise<'done' | 'refused' | 'expired' | 'unavailable'>;
}

export interface ConsentAnswer {
  readonly code: string;
  readonly oaId: string;
  readonly state: string;
}

export interface ConsentDoors {
  readonly config: ZaloOaConfig;
  /** Zalo sends the admin back to `/zalo/xac-nhan` below it; must be what Zalo's console holds. */
  readonly publicUrl: string;
  readonly state: ChannelState;
  readonly clock: Clock;
  /** Is told that the need of a consent is over: who noted the need may call Zalo again only hours later. */
  readonly onTrouble: OnTrouble;
  readonly timeoutMs?: number;
}

interface KeptCode {
  readonly hash: string;
  readonly until: number;
}

/** One consent at a time: a newer one takes its place. */
interface Pending extends KeptCode {
  readonly verifier: string;
}

export function openConsent(doors: ConsentDoors): Consent {
  const { config, publicUrl, state, clock, onTrouble, timeoutMs = TIMEOUT_MS } = doors;
  const find = async <T extends KeptCode>(name: string, secret: string): Promise<T | undefined> => {
    const kept = JSON.parse((await state.findState(name)) ?? 'null') as T | null;
    return kept && clock().getTime() < kept.until && isSame(kept.hash, hashOf(secret)) ? kept : undefined;
  };
  const save = (name: string, kept: KeptCode) => state.saveState(name, JSON.stringify(kept));
  const until = () => clock().getTime() + LIFE_MS;

  /** What is spent by two at once is spent by one. */
  const alone = async <T>(name: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    const owner = randomUUID();
    if (!(await state.claimLock({ name, owner, now: clock(), leaseMs: LEASE_MS }))) return otherwise;
    try {
      return await work();
    } finally {
      await state.releaseLock({ name, owner });
    }
  };

  return {
    async createCode() {
      const code = randomBytes(24).toString('base64url');
      await save(CODE, { hash: hashOf(code), until: until() });
      return code;
    },

    start: (code) =>
      alone(
        CODE,
        async () => {
          if (!(await find(CODE, code))) return undefined;
          await state.removeState(CODE);
          const verifier = config.codeVerifier ?? createVerifier();
          const sent = randomBytes(24).toString('base64url');
          const pending: Pending = { hash: hashOf(sent), until: until(), verifier };
          await save(PENDING, pending);
          return toConsentUrl(config, publicUrl, verifier, sent);
        },
        undefined,
      ),

    finish: ({ code, oaId, state: returned }) =>
      alone(
        PENDING,
        async () => {
          const pending = await find<Pending>(PENDING, returned);
          if (!pending) return 'expired';
          const fields = { code, grant_type: 'authorization_code', code_verifier: pending.verifier };
          const first = await askForPair(config, fields, timeoutMs);
          const answer = first.status === 'lost' ? await askForPair(config, fields, timeoutMs) : first;
          if (answer.status === 'pair') await saveGrant(answer.pair, oaId, { state, clock });
          else if (answer.status !== 'refused') return 'unavailable';
          await state.removeState(PENDING);
          if (answer.status === 'refused') return 'refused';
          onTrouble({ channel: 'zalo-oa', kind: 'recovered', detail: 'needs-consent' });
          return 'done';
        },
        'expired',
      ),
  };
}

/**
 * The link is built here [CONFLICT]: one source has the console make it, from a challenge saved there. With
 * `ZALO_OA_CODE_VERIFIER` set to that pair's verifier both give the same challenge.
 */
function toConsentUrl({ appId, oauthRoot }: ZaloOaConfig, publicUrl: string, verifier: string, state: string): string {
  const fields = new URLSearchParams({
    app_id: appId,
    redirect_uri: `${publicUrl}/zalo/xac-nhan`,
    code_challenge: createHash('sha256').update(verifier, 'ascii').digest('base64url'),
    state,
  });
  return `${oauthRoot}/v4/oa/permission?${fields}`;
}

function createVerifier(): string {
  return Array.from({ length: VERIFIER_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/time.js';
import { type Answer, type Call, mediaTypeOf, toJson } from './fake-parts.js';

const CODE_LIFE_MS = 10 * 60_000;
const ACCESS_LIFE_S = 90_000;
const REFRESH_LIFE_MS = 90 * 24 * 3_600_000;
/** No official code exists for a spent refresh token (docs/zalo.md#tokens): nobody may rely on this one. */
const REFUSED = -14_014;
const FIELDS = {
  authorization_code: ['app_id', 'code', 'code_verifier', 'grant_type'],
  refresh_token: ['app_id', 'grant_type', 'refresh_token'],
} as const;

export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
  /** Seconds, as a string. */
  readonly expires_in: string;
}

/**
 * lost-before-rotation: the connection is cut and nothing was done. lost-after-rotation: done, and the answer cut.
 * busy: −32. broken: 502.
 */
export type TokenFault = 'lost-before-rotation' | 'lost-after-rotation' | 'busy' | 'broken';

export interface FakeOauthOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly clock: Clock;
  /** Callback and challenge as saved in the console: a link that differs is refused [CONFLICT, docs/zalo.md#consent]. Absent: any link is taken. */
  readonly console?: { readonly callbackUrl: string; readonly codeChallenge: string };
}

interface Grant {
  refresh: string;
  refreshUntil: number;
}

interface Access {
  readonly grant: Grant;
  until: number;
}

/** OAuth v4 of an OA (docs/zalo.md#consent). Throws nothing but what `consent` says. */
export function createFakeOauth(options: FakeOauthOptions, onRefusal: (words: string) => void) {
  const now = () => options.clock().getTime();
  const codes = new Map<string, { readonly challenge: string; readonly until: number }>();
  const grants = new Map<string, Grant>();
  const accesses = new Map<string, Access>();
  const planned: TokenFault[] = [];
  let serial = 0;

  const newToken = (kind: string) => {
    serial += 1;
    return `${kind}-${serial}-${randomBytes(24).toString('base64url')}`;
  };

  const issue = (grant: Grant): TokenPair => {
    const pair = { access_token: newToken('access'), refresh_token: newToken('refresh') };
    // The replaced pair is dead at once (docs/zalo.md#tokens).
    for (const access of accesses.values()) if (access.grant === grant) access.until = 0;
    grants.delete(grant.refresh);
    grant.refresh = pair.refresh_token;
    grant.refreshUntil = now() + REFRESH_LIFE_MS;
    grants.set(grant.refresh, grant);
    accesses.set(pair.access_token, { grant, until: now() + ACCESS_LIFE_S * 1_000 });
    return { ...pair, expires_in: String(ACCESS_LIFE_S) };
  };

  const refuse = (reason: string, isBreach: boolean, code = REFUSED): Answer => {
    if (isBreach) onRefusal(`oauth: ${reason}`);
    return toJson({
      error: code,
      error_name: 'Invalid request',
      error_reason: reason,
      error_description: reason,
      ref_doc: 'https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new',
    });
  };

  const token = (call: Call): Answer => {
    if (call.method !== 'POST') return refuse('method', true);
    if (mediaTypeOf(call) !== 'application/x-www-form-urlencoded') return refuse('content type', true);
    if (call.headers.secret_key !== options.appSecret) return refuse('secret_key', true);
    const form = new URLSearchParams(call.body.toString('utf8'));
    const kind = form.get('grant_type');
    if (kind !== 'authorization_code' && kind !== 'refresh_token') return refuse('grant_type', true);
    if ([...form.keys()].sort().join() !== FIELDS[kind].join()) return refuse(`fields of ${kind}`, true);
    if (form.get('app_id') !== options.appId) return refuse('app_id', true);
    const result = kind === 'authorization_code' ? exchange(form) : refresh(form.get('refresh_token')!);
    return 'access_token' in result ? toJson(result) : refuse(result.reason, result.isBreach);
  };

  const exchange = (form: URLSearchParams) => {
    const code = codes.get(form.get('code')!);
    codes.delete(form.get('code')!);
    if (!code || code.until < now()) return { reason: 'code is invalid or expired', isBreach: false };
    const verifier = form.get('code_verifier')!;
    if (!/^[A-Za-z\d]{43}$/.test(verifier)) return { reason: 'code_verifier', isBreach: true };
    const challenge = createHash('sha256').update(verifier, 'ascii').digest('base64url');
    if (challenge !== code.challenge) return { reason: 'code_verifier does not match', isBreach: true };
    return issue({ refresh: '', refreshUntil: 0 });
  };

  const refresh = (refreshToken: string) => {
    const grant = grants.get(refreshToken);
    if (!grant || grant.refreshUntil < now()) return { reason: 'refresh_token is invalid or used', isBreach: false };
    return issue(grant);
  };

  const consent = (link: string): string => {
    const { pathname, searchParams } = new URL(link);
    const refuseLink = (words: string) => {
      onRefusal(`consent: ${words}`);
      return new Error(`the consent page refuses: ${words}`);
    };
    if (pathname !== '/v4/oa/permission') throw refuseLink(`path ${pathname}`);
    const { app_id, redirect_uri, code_challenge, state, ...others } = Object.fromEntries(searchParams);
    const [other] = Object.keys(others);
    if (other) throw refuseLink(`unknown parameter ${other}`);
    if (app_id !== options.appId) throw refuseLink('app_id');
    if (!redirect_uri || !URL.canParse(redirect_uri)) throw refuseLink('-14003 invalid redirect uri');
    if (!code_challenge || !/^[\w-]{43}$/.test(code_challenge)) throw refuseLink('code_challenge');
    const saved = options.console;
    if (saved && (saved.callbackUrl !== redirect_uri || saved.codeChallenge !== code_challenge)) {
      throw refuseLink('-14003 invalid redirect uri');
    }
    const code = newToken('code');
    codes.set(code, { challenge: code_challenge, until: now() + CODE_LIFE_MS });
    const back = new URL(redirect_uri);
    back.searchParams.set('code', code);
    back.searchParams.set('oa_id', options.oaId);
    if (state !== undefined) back.searchParams.set('state', state);
    return back.href;
  };

  return {
    handle(call: Call): Answer {
      if (call.path === '/v4/oa/permission') {
        try {
          return {
            status: 302,
            headers: { location: consent(`http://fake.invalid${call.path}?${call.query}`) },
            body: '',
          };
        } catch (error) {
          return { status: 400, body: String(error) };
        }
      }
      if (call.path !== '/v4/oa/access_token') return { status: 404, body: 'Not Found' };
      const fault = planned.shift();
      if (fault === 'lost-before-rotation') return 'cut';
      if (fault === 'busy') return refuse('Your application reached limit call api', false, -32);
      if (fault === 'broken') return { status: 502, body: '<html>Bad Gateway</html>' };
      const answer = token(call);
      return fault === 'lost-after-rotation' ? 'cut' : answer;
    },
    consent,
    grant: () => ({ ...issue({ refresh: '', refreshUntil: 0 }), oa_id: options.oaId }),
    /** −216 for what was never issued, −220 for what is over; 0 where it opens the API. */
    checkAccess(accessToken: string): 0 | -216 | -220 {
      const access = accesses.get(accessToken);
      if (!access) return -216;
      return access.until > now() ? 0 : -220;
    },
    expireAccessTokens() {
      for (const access of accesses.values()) access.until = 0;
    },
    revokeGrants() {
      grants.clear();
      for (const access of accesses.values()) access.until = 0;
    },
    failNextTokenCall(fault: TokenFault, times = 1) {
      planned.push(...new Array<TokenFault>(times).fill(fault));
    },
  };
}

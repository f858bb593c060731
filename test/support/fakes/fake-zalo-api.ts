import { createHmac } from 'node:crypto';
import { parse } from 'lossless-json';
import type { Clock } from '../../../src/time.js';
import {
  type Answer,
  addOne,
  type Call,
  type Counts,
  type FaultScript,
  mediaTypeOf,
  readForm,
  toJson,
} from './fake-parts.js';
import type { Fault } from './fake-platform.js';
import { Refusal } from './fake-zalo-rules.js';
import { bareIds } from './fake-zalo-webhooks.js';

const MINUTE_MS = 60_000;
/** Read without `data`, or without anything to read. */
const WITHOUT_DATA = ['/v2.0/oa/tag/gettagsofoa', '/v2.0/oa/getoa'];
/** What a scripted fault answers; those that cut are not here. */
const CODE_OF: Readonly<Partial<Record<Fault, number>>> = {
  'rate-limited': -32,
  'rate-limited-untimed': -32,
  unauthorized: -216,
  'window-closed': -230,
  'quota-spent': -211,
};

export interface ApiDoors {
  readonly clock: Clock;
  readonly appSecret: string;
  readonly needsProof: boolean;
  readonly bareIds: boolean;
  readonly callsPerMinute: number;
  /** −216, −220 or 0. */
  checkAccess(accessToken: string): number;
  readonly script: FaultScript;
  readonly counts: Counts;
}

type Calls<Input> = Readonly<Record<string, (input: Input) => unknown>>;

export interface ApiCalls {
  readonly gets: Calls<unknown>;
  readonly posts: Calls<unknown>;
  readonly uploads: Calls<FormData>;
  /** Posts that put something on a phone: the script of faults is for these. */
  readonly messages: Calls<unknown>;
}

/** The envelope of the OpenAPI (docs/zalo.md#calls): who may call, in which form, how often; HTTP 200 whatever comes of it. */
export function createZaloApi(doors: ApiDoors, calls: ApiCalls) {
  const { counts, script } = doors;
  const codes: number[] = [];
  const minutes = new Map<string, { readonly minute: number; calls: number }>();
  let pausedUntil = 0;

  /** One more call of its family this minute; how many are left, below 0 where it is one too many. */
  const countDown = (path: string): number => {
    const family = path.startsWith('/v2.0/article/') ? 'article' : path.endsWith('/message/template') ? 'zbs' : 'oa';
    const minute = Math.floor(doors.clock().getTime() / MINUTE_MS);
    const known = minutes.get(family);
    const current = known?.minute === minute ? known : { minute, calls: 0 };
    minutes.set(family, current);
    current.calls += 1;
    return doors.callsPerMinute - current.calls;
  };

  const pause = () => {
    pausedUntil = (Math.floor(doors.clock().getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  };

  const authorize = ({ headers, query }: Call) => {
    const token = headers.access_token;
    if (headers.authorization !== undefined) throw new Refusal(-216, 'Access token is invalid (no Bearer here)', true);
    if (query.has('access_token')) throw new Refusal(-216, 'Access token is invalid (not in the query)', true);
    if (headers.secret_key !== undefined) throw new Refusal(-216, 'Access token is invalid (secret_key sent)', true);
    if (typeof token !== 'string' || token === '') throw new Refusal(-216, 'Access token is invalid (none)', true);
    const code = doors.checkAccess(token);
    if (code !== 0) throw new Refusal(code);
    const proof = headers.appsecret_proof;
    if (proof === undefined && !doors.needsProof) return;
    if (proof !== createHmac('sha256', doors.appSecret).update(token).digest('hex')) {
      throw new Refusal(-242, undefined, true);
    }
  };

  const run = (call: Call): unknown => {
    const { path, method } = call;
    const [get, post, upload] = [calls.gets[path], calls.posts[path] ?? calls.messages[path], calls.uploads[path]];
    if (get && method === 'GET') return get(readQuery(call));
    if (method !== 'POST' || get) throw new Refusal(-201, 'method is invalid!', true);
    if (upload) return runUpload(call, upload);
    if (mediaTypeOf(call) !== 'application/json') throw new Refusal(-201, 'content type is invalid!', true);
    return post!(readJson(call.body.toString('utf8')));
  };

  const runUpload = async (call: Call, upload: (form: FormData) => unknown) => {
    const form = mediaTypeOf(call) === 'multipart/form-data' ? await readForm(call) : undefined;
    if (!form) throw new Refusal(-201, 'content type is invalid!', true);
    return upload(form);
  };

  const answer = async (call: Call, fault: Fault | undefined, left: number): Promise<Answer> => {
    const isTimed = fault !== 'rate-limited-untimed';
    const headers: Readonly<Record<string, string>> = isTimed
      ? {
          'X-RateLimit-Limit': String(doors.callsPerMinute),
          'X-RateLimit-Remain': String(fault === 'rate-limited' ? 0 : Math.max(0, left)),
        }
      : {};
    try {
      authorize(call);
      if (left < 0 && script.isStrict) {
        pause();
        throw new Refusal(-32, undefined, true);
      }
      if (fault === 'rate-limited') pause();
      const code = fault === undefined ? undefined : CODE_OF[fault];
      if (code !== undefined) throw new Refusal(code);
      const scripted = call.path in calls.messages ? codes.shift() : undefined;
      if (scripted !== undefined) throw new Refusal(scripted);
      const data = await run(call);
      const json = toJson({ error: 0, message: 'Success', data }, 200, headers);
      return doors.bareIds && json !== 'cut' ? { ...json, body: bareIds(json.body) } : json;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (refusal.isBreach) addOne(counts.refusals, `${refusal.code} ${refusal.message}`);
      return toJson({ error: refusal.code, message: refusal.message }, 200, headers);
    }
  };

  return {
    async handle(host: 'openapi' | 'business', call: Call): Promise<Answer> {
      const { path } = call;
      if (host === 'openapi' && path.startsWith('/tep/')) {
        counts.downloads += 1;
        return { status: 200, body: 'a file that nobody should fetch' };
      }
      addOne(counts.calls, path);
      if (script.isDown) return 'cut';
      const isHere = (path === '/message/template') === (host === 'business');
      if (!isHere || ![calls.gets, calls.posts, calls.uploads, calls.messages].some((each) => path in each)) {
        addOne(counts.refusals, `no such address: ${path}`);
        return toJson({ error: 404, message: 'Not Found' }, 404);
      }
      if (doors.clock().getTime() < pausedUntil) counts.callsDuringPause += 1;
      const fault = path in calls.messages ? script.takeNext() : undefined;
      if (fault === 'down') return 'cut';
      if (fault === 'broken') return { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502</h1>' };
      const result = await answer(call, fault, countDown(path));
      return fault === 'lost-answer' ? 'cut' : result;
    },
    refuseNext(code: number, times = 1) {
      codes.push(...new Array<number>(times).fill(code));
    },
  };
}

function readQuery({ query, path, body }: Call): unknown {
  if (body.length > 0) throw new Refusal(-201, 'body is invalid!', true);
  const [key, ...others] = [...query.keys()];
  if (WITHOUT_DATA.includes(path)) {
    if (key !== undefined) throw new Refusal(-201, `${key} is invalid!`, true);
    return {};
  }
  if (key !== 'data' || others.length > 0) throw new Refusal(-201, 'data is invalid!', true);
  return readJson(query.get('data')!);
}

/** Whole numbers that a double cannot hold stay exact. */
function readJson(text: string): unknown {
  try {
    return parse(text, undefined, (digits) => {
      const isExact = !/^-?\d+$/.test(digits) || Number.isSafeInteger(Number(digits));
      return isExact ? Number(digits) : BigInt(digits);
    });
  } catch {
    throw new Refusal(-201, 'body is invalid!', true);
  }
}

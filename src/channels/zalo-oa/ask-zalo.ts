import { isSafeNumber, parse } from 'lossless-json';
import type { Failure } from '../channel.js';

export type Fields = Readonly<Record<string, unknown>>;

export type RawAnswer =
  | { readonly status: 'answered'; readonly httpStatus: number; readonly body: Fields | undefined }
  | { readonly status: 'failed'; readonly failure: Failure };

/** One request; whatever breaks becomes a failure that bears nothing of the request. */
export async function ask(url: string, init: RequestInit, timeoutMs: number): Promise<RawAnswer> {
  try {
    // A redirect would carry the token to another host.
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const body = readJson(await response.text());
    return { status: 'answered', httpStatus: response.status, body: isFields(body) ? body : undefined };
  } catch (error) {
    return {
      status: 'failed',
      failure: neverLeft(error)
        ? { code: 'unavailable', detail: 'not reached' }
        : { code: 'timeout', detail: 'no answer' },
    };
  }
}

/** Whether the connection itself failed, so that nothing can have arrived. */
function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS.*|CERT.*|.*SELF_SIGNED.*|UNABLE_TO.*)$/.test(
    code,
  );
}

/** JSON without loss: a number that JavaScript would round stays the text that it was (docs/zalo.md#ids). Undefined where it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return parse(text, null, (number) => (isSafeNumber(number) ? Number(number) : number));
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An id, whether it came as a text or as a bare number. */
export function toId(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { GrammyError, HttpError } from 'grammy';
import type { Failure } from '../channel.js';
import type { Troubles } from '../troubles.js';

/** Nobody is there to read it, or we may not write there (docs/telegram.md#errors, seen 2026-11-24). */
const NOBODY_THERE =
  /chat not found|user not found|peer_id_invalid|deactivated|kicked|not a member|not enough rights|have no rights|chat_write_forbidden|user_is_blocked|initiate conversation/i;

/** Codes of errors that happen before a request leaves: no name, no way, no one listening, no trust in the certificate. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_|ERR_TLS|.*_CERT)/;

/** What went wrong with a call, by class of code first: Telegram's words may change (docs/telegram.md#errors). */
export function toFailure(error: unknown): Failure {
  if (error instanceof GrammyError) return toApiFailure(error);
  const code = codeOf(error instanceof HttpError ? error.error : error);
  if (NEVER_LEFT.test(code)) return { code: 'unavailable', detail: code };
  // No answer, one cut short, or a gateway's page in place of Telegram's: the message may have arrived.
  if (error instanceof HttpError) return { code: 'timeout', detail: code };
  return { code: 'unknown', detail: code };
}

function toApiFailure({ error_code, description, parameters }: GrammyError): Failure {
  const detail = `${error_code} ${withoutContents(description)}`;
  if (error_code === 429) {
    const { retry_after } = parameters;
    return {
      code: 'rate-limited',
      detail,
      ...(retry_after === undefined ? {} : { retryAfterMs: retry_after * 1_000 }),
    };
  }
  if (error_code >= 500) return { code: 'unavailable', detail };
  // A malformed token makes an address that is not there.
  if (error_code === 401 || error_code === 404) return { code: 'unauthorized', detail };
  if (error_code === 403 || NOBODY_THERE.test(description)) return { code: 'recipient-blocked', detail };
  if (error_code === 400 || error_code === 413) return { code: 'invalid-message', detail };
  return { code: 'unknown', detail };
}

export function isFormattingRefused(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 400 && /can't parse/i.test(error.description);
}

/** The id under which a group goes on, where that is why the call failed. */
export function findMovedTo(error: unknown): string | undefined {
  const moved = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
  return moved === undefined ? undefined : String(moved);
}

/** Telegram quotes what was sent, and may name ids. */
function withoutContents(description: string): string {
  return description
    .replace(/(["'“]).*(["'”])/s, '$1…$2')
    .replace(/-?\d{5,}/g, '…')
    .slice(0, 120);
}

/** Never the message: node-fetch writes the address, and with it the token, into it. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return 'no answer';
}

/** What a failure is to operators: a second poller, or a webhook that is set while we poll, is a conflict (409). */
export function toTrouble(failure: Failure): Parameters<Troubles['wrong']>[0] {
  const { detail = '' } = failure;
  return detail.startsWith('409') ? { kind: 'conflict', detail } : failure;
}

export type Answer = { readonly ok: true; readonly result: unknown } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

export function done(result: unknown): Answer {
  return { ok: true, result };
}

/** In Telegram's words (docs/telegram.md#errors). */
export function refuse(error_code: number, words: string, parameters?: Refusal['parameters']): Refusal {
  const names: Readonly<Record<number, string>> = {
    400: 'Bad Request: ',
    403: 'Forbidden: ',
    409: 'Conflict: ',
    429: 'Too Many Requests: ',
  };
  return {
    ok: false,
    error_code,
    description: `${names[error_code] ?? ''}${words}`,
    ...(parameters ? { parameters } : {}),
  };
}

import { backOffMs, type Clock, stopwatch, wait } from '../../time.js';
import type { IncomingEvent, Receive } from '../channel.js';
import type { Troubles } from '../troubles.js';
import type { BotAnswer, CallBot } from './zalo-bot-calls.js';

const LONG_POLL_S = 30;
const POLL_ANSWER_WITHIN_MS = (LONG_POLL_S + 5) * 1_000;
/** A poll that ends sooner, with nothing, was not held: asking on at once would be a flood. */
const SHORTEST_POLL_MS = 100;
const BACK_OFF = { firstMs: 250, longestMs: 60_000 };
/** Whoever polls with the same token takes our webhook away without a word. */
const LOOK_AFTER_MS = 10 * 60_000;

export interface ListenDoors {
  readonly call: CallBot;
  /** Where the platform reaches us; null where nothing is known of it. */
  readonly ownUrl: string | null;
  readonly clock: Clock;
  readonly troubles: Troubles;
  /** What the platform says of the bot itself. */
  readonly onIdentified: (names: readonly string[]) => void;
  readonly toEvent: (update: unknown, receivedAt: Date) => IncomingEvent | undefined;
}

/**
 * Polls until the signal comes. The platform hands an update out once and takes no acknowledgement (docs/zalo.md#bot-methods, seen
 * 2026-11-24): it is held here until the journal has it, and one that was handed out to a connection that broke is
 * gone. That is why a webhook is for real use and polling for trying out.
 */
export async function pollZaloBot(doors: ListenDoors, receive: Receive, signal: AbortSignal): Promise<void> {
  const { call, troubles } = doors;
  let isReady = false;
  for (let failures = 0; !signal.aborted; ) {
    isReady ||= (await isIdentified(doors, signal)) && (await isFreeToPoll(doors, signal));
    if (!isReady) {
      await rest(failures++, signal);
      continue;
    }
    const tookMs = stopwatch();
    const answer = await call(
      'getUpdates',
      { timeout: String(LONG_POLL_S) },
      { signal, answerWithinMs: POLL_ANSWER_WITHIN_MS },
    );
    if (answer.status === 'done' || answer.errorCode === 408) {
      failures = 0;
      troubles.right();
      if (answer.status === 'done') await deliver(doors.toEvent(answer.result, doors.clock()), receive, signal);
      else if (tookMs() < SHORTEST_POLL_MS) await rest(0, signal);
    } else if (!signal.aborted) {
      // A webhook that someone has set meanwhile shows as a refusal; which one is not documented.
      isReady = ['unavailable', 'timeout', 'rate-limited'].includes(answer.failure.code);
      if (isReady) troubles.wrong(answer.failure);
      await rest(failures++, signal);
    }
  }
}

/** Sets the webhook and sees to it that it stays, until the signal comes. */
export async function keepZaloBotWebhook(doors: ListenDoors, secret: string, signal: AbortSignal): Promise<void> {
  const { call, ownUrl, troubles } = doors;
  let isOurs = false;
  for (let failures = 0; !signal.aborted; ) {
    const url = urlOf(await call('getWebhookInfo', {}, { signal }));
    const isElsewhere = url !== undefined && url !== ownUrl;
    // That none is set is a conflict only where ours was.
    if (isElsewhere && (isOurs || url !== '')) {
      troubles.wrong({ kind: 'conflict', detail: url === '' ? 'our webhook was deleted' : 'webhook set elsewhere' });
    }
    let isSet: boolean = isOurs && !isElsewhere;
    if (!isSet && (await isIdentified(doors, signal))) {
      const answer = await call('setWebhook', { url: ownUrl, secret_token: secret }, { signal });
      isSet = isDone(answer, troubles, signal);
      isOurs = isSet && isVerified(answer);
      // It is kept all the same, so that events may come.
      if (isSet && !isOurs) troubles.wrong({ kind: 'unreachable', detail: 'the platform could not call the webhook' });
    }
    if (isOurs && isSet) troubles.right();
    failures = isSet ? 0 : failures + 1;
    if (isSet) await wait(LOOK_AFTER_MS, signal);
    else await rest(failures - 1, signal);
  }
}

/** docs/zalo.md#bot-methods: the platform may try the address at once and says how that went. */
function isVerified(answer: BotAnswer): boolean {
  return answer.status === 'done' && toObject(toObject(answer.result).verification).ok !== false;
}

async function isIdentified({ call, troubles, onIdentified }: ListenDoors, signal: AbortSignal): Promise<boolean> {
  const me = await call('getMe', {}, { signal });
  if (!isDone(me, troubles, signal)) return false;
  const { display_name, account_name } = toObject(me.result);
  onIdentified([display_name, account_name].filter((name): name is string => typeof name === 'string'));
  return true;
}

/** Polling and a webhook exclude each other (docs/zalo.md#bot-updates): ours is taken away, anyone else's is theirs. */
async function isFreeToPoll({ call, ownUrl, troubles }: ListenDoors, signal: AbortSignal): Promise<boolean> {
  const info = await call('getWebhookInfo', {}, { signal });
  // Not available everywhere.
  if (info.status === 'failed' && info.errorCode === 404) return true;
  if (!isDone(info, troubles, signal)) return false;
  const url = urlOf(info);
  if (!url) return true;
  if (url === ownUrl) return isDone(await call('deleteWebhook', {}, { signal }), troubles, signal);
  troubles.wrong({ kind: 'conflict', detail: 'webhook set elsewhere' });
  return false;
}

/** Until the journal has it. Once the signal has come, one more try: nobody else has this update. */
async function deliver(event: IncomingEvent | undefined, receive: Receive, signal: AbortSignal): Promise<void> {
  if (!event) return;
  for (let failures = 0; ; failures++) {
    const isLastTry = signal.aborted;
    try {
      return await receive([event]);
    } catch {
      if (isLastTry) return;
      await rest(failures, signal);
    }
  }
}

function isDone(
  answer: BotAnswer,
  troubles: Troubles,
  signal: AbortSignal,
): answer is BotAnswer & { readonly status: 'done' } {
  if (answer.status === 'failed' && !signal.aborted) troubles.wrong(answer.failure);
  return answer.status === 'done';
}

/** Empty: no webhook is set. Undefined: not known. */
function urlOf(info: BotAnswer): string | undefined {
  if (info.status === 'failed') return undefined;
  const { url } = toObject(info.result);
  return typeof url === 'string' ? url : '';
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function rest(failures: number, signal: AbortSignal): Promise<void> {
  return wait(backOffMs(failures, BACK_OFF), signal);
}

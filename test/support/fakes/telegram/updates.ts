import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createWebhookCaller } from '../webhook-caller.js';
import { type Answer, done, refuse } from './answers.js';

/** Empty or absent `allowed_updates` means all but these (docs/telegram.md#updates). */
const NEVER_UNASKED = ['chat_member', 'message_reaction', 'message_reaction_count'];
/** How long Telegram waits is not documented; some ten seconds were seen. */
const ANSWER_WITHIN_MS = 10_000;
const REPEAT_AFTER_MS = [30, 60, 120, 250, 500];

interface Entry {
  readonly update_id: number;
  readonly chat: number;
  readonly update: object;
  readonly times: number;
  timesLeft: number;
  isHandedOut: boolean;
}

interface Hook {
  readonly url: string;
  readonly secret: string | undefined;
  readonly mostAtOnce: number;
}

/** What people did and the bot has not confirmed: by long polling or by webhook, never both (docs/telegram.md#updates). */
export function createUpdates() {
  let nextId = 500_000_001;
  const entries = new Map<number, Entry>();
  const queues = new Map<number, Set<Entry>>();
  let allowed: readonly string[] | undefined;
  let delivery: { readonly times?: number; readonly shuffleSeed?: number } = {};
  let poller: { answer(answer: Answer): void; wake(): void; drop(): void } | undefined;
  let hook: Hook | undefined;
  let route: string | undefined;
  let [isDown, isClosed] = [false, false];
  let lastError: { readonly date: number; readonly words: string } | undefined;
  const chatsBeingServed = new Set<number>();
  const closing = new AbortController();
  const caller = createWebhookCaller({ answerWithinMs: ANSWER_WITHIN_MS });

  const isAllowed = (type: string) => (allowed?.length ? allowed.includes(type) : !NEVER_UNASKED.includes(type));
  const shuffle = createShuffle(() => delivery.shuffleSeed);

  const remove = (entry: Entry) => {
    entries.delete(entry.update_id);
    queues.get(entry.chat)?.delete(entry);
  };

  const confirmBefore = (offset: number) => {
    if (offset < 0) {
      for (const entry of Array.from(entries.values()).slice(0, offset)) remove(entry);
      return;
    }
    for (const [id, entry] of entries) {
      if (id >= offset) continue;
      if (!entry.isHandedOut && entry.timesLeft < entry.times) continue;
      entry.timesLeft -= 1;
      if (entry.timesLeft <= 0 || !entry.isHandedOut) remove(entry);
      entry.isHandedOut = false;
    }
  };

  const take = (limit: number): readonly object[] => {
    const taken: Entry[] = [];
    for (const entry of entries.values()) {
      if (taken.length >= limit) break;
      entry.isHandedOut = true;
      taken.push(entry);
    }
    return shuffle(taken).map(({ update }) => update);
  };

  const serveChat = async (chat: number) => {
    if (chatsBeingServed.has(chat)) return;
    chatsBeingServed.add(chat);
    try {
      // What is to come out of order has to lie there together first.
      if (delivery.shuffleSeed !== undefined) await pause(30);
      for (;;) {
        const waiting = queues.get(chat);
        const [entry] = shuffle([...(waiting ?? [])]);
        if (!entry || !waiting) return;
        await postUntilTaken(entry);
        if (!hook || isClosed) return;
        remove(entry);
      }
    } finally {
      chatsBeingServed.delete(chat);
    }
  };

  const postUntilTaken = async (entry: Entry) => {
    for (let failures = 0; entry.timesLeft > 0 && hook && !isClosed; ) {
      if (!isDown && (await atOnce(() => post(entry)))) {
        entry.timesLeft -= 1;
        failures = 0;
        continue;
      }
      const waitMs = REPEAT_AFTER_MS[Math.min(failures++, REPEAT_AFTER_MS.length - 1)];
      await pause(waitMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  const post = async (entry: Entry): Promise<boolean> => {
    if (!hook) return false;
    const headers: Record<string, string> =
      hook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': hook.secret };
    const status = await caller.post(route ?? hook.url, { headers, body: JSON.stringify(entry.update) });
    if (status !== undefined && status >= 200 && status < 300) return true;
    const words = status === undefined ? 'Connection failed' : `Wrong response from the webhook: ${status}`;
    lastError = { date: Math.floor(Date.now() / 1_000), words };
    return false;
  };
  const atOnce = createGate(() => hook?.mostAtOnce ?? 40);

  const wake = () => {
    if (isDown) return;
    if (hook) for (const [chat, waiting] of queues) if (waiting.size > 0) void serveChat(chat);
    poller?.wake();
  };

  return {
    add(chat: number, type: string, content: object) {
      if (!isAllowed(type)) return;
      const { times = 1 } = delivery;
      const update_id = nextId++;
      const update = { update_id, [type]: content };
      const entry: Entry = { update_id, chat, update, times, timesLeft: times, isHandedOut: false };
      entries.set(update_id, entry);
      if (!queues.has(chat)) queues.set(chat, new Set());
      queues.get(chat)!.add(entry);
      if (hook && !isDown) void serveChat(chat);
      else poller?.wake();
    },
    /** Answers by itself once there is something, the time is over, or another one asks. */
    poll(fields: Readonly<Record<string, unknown>>, response: ServerResponse): Promise<Answer> {
      if (hook) {
        const words =
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        return Promise.resolve(refuse(409, words));
      }
      poller?.answer(
        refuse(409, 'terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      if (Array.isArray(fields.allowed_updates)) allowed = fields.allowed_updates.map(String);
      const offset = Number(fields.offset ?? 0);
      if (offset !== 0) confirmBefore(offset);
      const limit = Math.min(Math.max(Number(fields.limit ?? 100), 1), 100);
      if (entries.size > 0) return Promise.resolve(done(take(limit)));
      return new Promise((resolve) => {
        const timer = setTimeout(() => me.answer(done([])), Number(fields.timeout ?? 0) * 1_000);
        const leave = () => {
          clearTimeout(timer);
          if (poller === me) poller = undefined;
        };
        const me = {
          answer(answer: Answer) {
            leave();
            resolve(answer);
          },
          // A little later, so that a flock of messages travels together.
          wake: () => setImmediate(() => poller === me && me.answer(done(take(limit)))),
          drop() {
            leave();
            response.destroy();
          },
        };
        poller = me;
        response.once('close', leave);
      });
    },
    setWebhook(fields: Readonly<Record<string, unknown>>): Answer {
      const url = String(fields.url ?? '');
      if (url === '') return this.deleteWebhook(fields);
      if (!isCallable(url)) return refuse(400, 'bad webhook: An HTTPS URL must be provided for webhook');
      const secret = fields.secret_token === undefined ? undefined : String(fields.secret_token);
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
        return refuse(400, 'secret token contains unallowed characters');
      }
      if (Array.isArray(fields.allowed_updates)) allowed = fields.allowed_updates.map(String);
      if (fields.drop_pending_updates === true) this.forget();
      hook = { url, secret, mostAtOnce: Number(fields.max_connections ?? 40) };
      poller?.answer(refuse(409, 'terminated by setWebhook request'));
      wake();
      return done(true);
    },
    deleteWebhook(fields: Readonly<Record<string, unknown>>): Answer {
      if (fields.drop_pending_updates === true) this.forget();
      hook = undefined;
      return done(true);
    },
    getWebhookInfo: (): Answer =>
      done({
        url: hook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: entries.size,
        ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.words } : {}),
        ...(allowed ? { allowed_updates: allowed } : {}),
      }),
    forget() {
      entries.clear();
      queues.clear();
    },
    setRoute(url: string) {
      route = url;
    },
    setDelivery(wanted: { readonly times?: number; readonly shuffleSeed?: number }) {
      delivery = wanted;
    },
    setDown(down: boolean) {
      isDown = down;
      if (down) poller?.drop();
      else wake();
    },
    /** Where the bot wants to be called; empty where it polls. */
    get webhookUrl() {
      return hook?.url ?? '';
    },
    get undelivered() {
      return entries.size;
    },
    acknowledgedMs: caller.tookMs,
    close() {
      isClosed = true;
      closing.abort();
      caller.close();
      poller?.drop();
    },
  };
}

/** Telegram calls https only; a server of one's own also calls http on its own machine (docs/telegram.md#updates). */
function isCallable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'http:') return hostname === '127.0.0.1' || hostname === 'localhost';
  return protocol === 'https:' && ['', '443', '80', '88', '8443'].includes(port);
}

/** The same order for the same seed; none: as they are. */
function createShuffle(seedOf: () => number | undefined) {
  let state: { readonly seed: number; value: number } | undefined;
  return <T>(items: T[]): T[] => {
    const seed = seedOf();
    if (seed === undefined) return items;
    if (state?.seed !== seed) state = { seed, value: seed >>> 0 };
    for (let at = items.length - 1; at > 0; at--) {
      state.value = (Math.imul(state.value, 1_664_525) + 1_013_904_223) >>> 0;
      const other = Math.floor((state.value / 2 ** 32) * (at + 1));
      [items[at], items[other]] = [items[other]!, items[at]!];
    }
    return items;
  };
}

/** So many at a time, the others in line. */
function createGate(mostOf: () => number) {
  let inside = 0;
  const line: (() => void)[] = [];
  return async <T>(step: () => Promise<T>): Promise<T> => {
    while (inside >= mostOf()) await new Promise<void>((resolve) => line.push(resolve));
    inside += 1;
    try {
      return await step();
    } finally {
      inside -= 1;
      line.shift()?.();
    }
  };
}

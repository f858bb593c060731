import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '../../../src/time.js';
import {
  type Answer,
  addOne,
  type Call,
  createCounts,
  createFaultScript,
  createPhones,
  createRandom,
  findNumber,
  isLoopback,
  openServer,
  toJson,
} from './fake-parts.js';
import type { FakePlatform, Fault, Faults, ShownMessage } from './fake-platform.js';
import { BotRefusal, displayText, fileEvent, METHODS, readArguments, refuseAddress } from './fake-zalo-bot-rules.js';
import type { Posted } from './webhook-caller.js';
import { createWebhookQueue } from './webhook-queue.js';

const TOKEN = '123456789:fake-zalo-bot-token';
const WEBHOOK_SECRET = 'fake-zalo-bot-secret';
const MESSAGES_A_MONTH = 3_000;
const MESSAGE_METHODS: readonly string[] = ['sendMessage', 'sendPhoto', 'sendSticker', 'sendVoice'];
/** docs/zalo.md#bot-errors-and-limits: there is no window, and a spent quota has the code of a flood. */
const UNKNOWN: readonly Fault[] = ['window-closed', 'quota-spent'];
/** docs/zalo.md#bot-errors-and-limits: 403 is what the platform calls its own failure. */
const CODE_OF: Readonly<Partial<Record<Fault, number>>> = {
  'rate-limited': 429,
  'rate-limited-untimed': 429,
  broken: 403,
  unauthorized: 401,
};

export interface FakeZaloBotOptions {
  readonly clock?: Clock;
  /** Whether `settings` ask for a webhook. */
  readonly webhook?: boolean;
  /** How deliveries come: as documented, or as seen live [CONFLICT, docs/zalo.md#bot-updates]. */
  readonly body?: 'flat' | 'wrapped';
  /** Under which key a picture comes [CONFLICT, docs/zalo.md#bot-updates]. */
  readonly photoKey?: 'photo_url' | 'photo';
  readonly nameKey?: 'display_name' | 'name';
  /** A poll waits as long as it asks, and at most this. */
  readonly longestPollMs?: number;
  /** The pauses before a webhook is repeated; none are documented. Empty: never repeated. */
  readonly webhookRetriesMs?: readonly number[];
  readonly answerWithinMs?: number;
  /** Whether the HTTP status repeats the code of a failure; 200 otherwise. */
  readonly httpErrors?: boolean;
}

export interface FakeZaloBot extends FakePlatform {
  /** The id of a person's chat, whether or not they ever wrote. */
  idOf(person: string): string;
  /** The person wrote long ago: nothing is delivered. */
  know(person: string): void;
  /** What the platform makes of a protected person's message; `bare` has no `message` at all. */
  sendUnsupported(person: string, options?: { readonly bare?: boolean }): Promise<void>;
  /** Any other event, as it would come. */
  emit(person: string, event: object): void;
  /** The address that `setWebhook` gave; '' where none is set. */
  readonly webhookUrl: string;
  /** Resolves once the webhook acknowledged every event or it was given up. */
  settled(): Promise<void>;
}

interface BotPerson {
  readonly name: string;
  readonly id: string;
  hasWritten: boolean;
  hasLeft: boolean;
}

/**
 * A strict Zalo Bot Platform (docs/zalo.md#zalo-bot). It delivers to the address that `setWebhook` gave;
 * `setWebhookUrl` stands for the network: whatever public address was given then leads there.
 */
export async function openFakeZaloBot(options: FakeZaloBotOptions = {}): Promise<FakeZaloBot> {
  const clock = options.clock ?? systemClock;
  const now = () => clock().getTime();
  const counts = createCounts({ undelivered: () => updates.length + queue.undelivered, tookMs: () => queue.tookMs });
  const phones = createPhones();
  const typingListeners: ((person: string) => void)[] = [];
  const people = new Map<string, BotPerson>();
  const byId = new Map<string, BotPerson>();
  const updates: { readonly chat: string; readonly event: object }[] = [];
  const polls: (() => void)[] = [];
  let hook = { url: '', secret: '', updatedAt: now() };
  let route: string | undefined;
  let counted = { month: '', messages: 0 };
  const queue = createWebhookQueue({
    answerWithinMs: options.answerWithinMs ?? 5_000,
    retryAfterMs: options.webhookRetriesMs ?? [20, 100, 500, 2_000, 5_000],
    wait: (ms) => setTimeout(ms, undefined, { ref: false }),
    isAcknowledged: (status) => status >= 200 && status < 300,
    isRepeated: () => true,
  });
  let delivery: Parameters<Faults['setDelivery']>[0] = {};
  let random = createRandom(0);
  const setDelivery: Faults['setDelivery'] = (next) => {
    delivery = next;
    random = createRandom(next.shuffleSeed ?? 0);
    queue.setDelivery(next);
  };
  const script = createFaultScript({
    isStrict: false,
    unknown: UNKNOWN,
    onDown(isDown) {
      queue.setPaused(isDown);
      if (isDown) for (const wake of polls.splice(0)) wake();
    },
    onDelivery: setDelivery,
  });

  const personOf = (name: string) => {
    const known = people.get(name);
    if (known) return known;
    const person: BotPerson = { name, id: randomBytes(10).toString('hex'), hasWritten: false, hasLeft: false };
    people.set(name, person);
    byId.set(person.id, person);
    return person;
  };

  const toPosted = (event: object): Posted => ({
    headers: { 'X-Bot-Api-Secret-Token': hook.secret },
    body: JSON.stringify(options.body === 'wrapped' ? { ok: true, result: event } : event),
  });
  const emit = (chat: string, event: object) => {
    if (hook.url !== '') return queue.push(chat, toPosted(event));
    for (let copy = 0; copy < (delivery.times ?? 1); copy += 1) {
      const place = delivery.shuffleSeed === undefined ? updates.length : random() * (updates.length + 1);
      updates.splice(Math.floor(place), 0, { chat, event });
      polls.shift()?.();
    }
  };
  const write = (name: string, eventName: string, content: object) => {
    const person = personOf(name);
    person.hasWritten = true;
    person.hasLeft = false;
    countMonth();
    const message = {
      message_id: randomBytes(10).toString('hex'),
      date: now(),
      from: { id: person.id, [options.nameKey ?? 'display_name']: name, is_bot: false },
      chat: { id: person.id, chat_type: 'PRIVATE' },
      ...content,
    };
    emit(person.id, { event_name: eventName, message });
  };

  /** Both directions count (docs/zalo.md#bot-errors-and-limits); false where this month's are spent. */
  const countMonth = (): boolean => {
    const month = clock().toISOString().slice(0, 7);
    if (counted.month !== month) counted = { month, messages: 0 };
    counted.messages += 1;
    return !script.isStrict || counted.messages <= MESSAGES_A_MONTH;
  };

  const show = (chatId: unknown, text: string, attachments: ShownMessage['attachments'] = []) => {
    const person = byId.get(String(chatId));
    // A bot cannot write first (docs/zalo.md#bot-errors-and-limits).
    if (!person?.hasWritten) throw new BotRefusal(404, 'chat not found');
    if (!countMonth()) throw new BotRefusal(429, 'Quota exceeded');
    const id = randomBytes(10).toString('hex');
    if (!person.hasLeft) {
      counts.shown += 1;
      phones.show(person.name, { id, text, buttons: [], attachments });
    }
    return { message_id: id, date: now() };
  };

  const takeUpdate = async (timeout: unknown, gone: AbortSignal): Promise<object> => {
    if (hook.url !== '') throw new BotRefusal(400, 'getUpdates is not available while a webhook is set', true);
    if (updates.length === 0) {
      const waitMs = Math.min(Number(timeout ?? 30) * 1_000, options.longestPollMs ?? 30_000);
      await waitForUpdate(waitMs, gone);
    }
    if (hook.url !== '') throw new BotRefusal(400, 'terminated by setWebhook');
    const update = gone.aborted || script.isDown ? undefined : updates.shift();
    if (!update) throw new BotRefusal(408, 'Request timeout');
    return update.event;
  };
  const waitForUpdate = async (ms: number, gone: AbortSignal) => {
    const done = new AbortController();
    const wake = () => done.abort();
    polls.push(wake);
    const signal = AbortSignal.any([gone, done.signal]);
    await setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);
    if (polls.includes(wake)) polls.splice(polls.indexOf(wake), 1);
    // Whoever was woken but has gone leaves the update to the next.
    else if (gone.aborted) polls.shift()?.();
  };

  const setHook = (url: string, secret: string) => {
    hook = { url, secret, updatedAt: now() };
    queue.setUrl(url === '' ? undefined : (route ?? url));
    for (const wake of polls.splice(0)) wake();
    // Whether what the webhook has not taken goes to whoever polls is unknown [CONFLICT, docs/zalo.md#bot-updates]: here it is lost.
    if (url === '') return queue.clear();
    for (const { chat, event } of updates.splice(0)) queue.push(chat, toPosted(event));
  };

  const verify = async () => {
    const status = await queue.post(route ?? hook.url, { headers: toPosted({}).headers, body: '{}' });
    const ok = status !== undefined && status >= 200 && status < 300;
    return { ok, outcome: ok ? 'success' : status ? 'http_error' : 'unreachable', status_code: status ?? 0, hint: '' };
  };

  /** Only on this machine; elsewhere a picture is taken for good. */
  const fetchSize = async (url: string): Promise<number | undefined> => {
    if (!isLoopback(url)) return 0;
    const response = await fetch(url).catch(() => undefined);
    return response?.ok ? (await response.arrayBuffer()).byteLength : undefined;
  };

  /** Fetched twice, as seen live (docs/zalo.md#bot-methods): an address that serves once shows a black picture. */
  const fetchPhoto = async (url: string): Promise<number> => {
    const sizes = await Promise.all([0, 1].map(() => fetchSize(url)));
    if (sizes.includes(undefined)) throw new BotRefusal(400, 'photo cannot be fetched', true);
    return sizes[0]!;
  };

  const run = async (method: string, given: Readonly<Record<string, unknown>>, gone: AbortSignal): Promise<unknown> => {
    switch (method) {
      case 'getMe':
        return {
          id: '1459232241454765289',
          account_name: 'bot.so-tay-doan-vien',
          account_type: 'BASIC',
          can_join_groups: false,
          display_name: 'Bot Sổ tay Đoàn viên',
        };
      case 'getUpdates':
        return takeUpdate(given.timeout, gone);
      case 'setWebhook': {
        refuseAddress(String(given.url));
        setHook(String(given.url), String(given.secret_token));
        return { url: hook.url, updated_at: hook.updatedAt, verification: await verify() };
      }
      case 'deleteWebhook':
        setHook('', '');
        return { url: '', updated_at: hook.updatedAt };
      case 'getWebhookInfo':
        return { url: hook.url, updated_at: hook.updatedAt };
      case 'testWebhook':
        return { ...(await verify()), latency_ms: 1 };
      case 'sendMessage':
        return show(given.chat_id, displayText(String(given.text), given.parse_mode));
      case 'sendPhoto': {
        const url = String(given.photo);
        const size = await fetchPhoto(url);
        const name = new URL(url).pathname.split('/').at(-1) ?? '';
        return show(given.chat_id, String(given.caption ?? ''), [{ kind: 'image', name, size }]);
      }
      case 'sendSticker':
        return show(given.chat_id, '', [{ kind: 'image', name: String(given.sticker), size: 0 }]);
      case 'sendVoice':
        return show(given.chat_id, '', [{ kind: 'file', name: String(given.voice_url), size: 0 }]);
      case 'sendChatAction': {
        const person = byId.get(String(given.chat_id));
        if (person) for (const listener of typingListeners) listener(person.name);
        return { ok: true };
      }
      default:
        return { ok: true };
    }
  };

  const refuse = (code: number, description: string): Answer =>
    toJson({ ok: false, error_code: code, description }, options.httpErrors ? code : 200);

  const handle = async (call: Call): Promise<Answer> => {
    if (call.path.startsWith('/tep/')) {
      counts.downloads += 1;
      return { status: 200, body: 'a file that nobody should fetch' };
    }
    const [, token, method = ''] = /^\/bot([^/]+)\/([^/]+)$/.exec(call.path) ?? [];
    addOne(counts.calls, method);
    if (script.isDown) return 'cut';
    if (token === undefined || decodeURIComponent(token) !== TOKEN) return refuse(401, 'Unauthorized');
    const isMessage = MESSAGE_METHODS.includes(method);
    const fault = isMessage ? script.takeNext() : undefined;
    if (fault === 'down') return 'cut';
    const code = fault === undefined ? undefined : CODE_OF[fault];
    if (code !== undefined) return refuse(code, WORDS_OF[code]!);
    try {
      if (!(method in METHODS)) throw new BotRefusal(400, `wrong method name ${method}`, true);
      const result = await run(method, await readArguments(call, method), call.gone);
      return fault === 'lost-answer' || script.isDown ? 'cut' : toJson({ ok: true, result });
    } catch (refusal) {
      if (!(refusal instanceof BotRefusal)) throw refusal;
      if (script.isDown) return 'cut';
      if (refusal.isBreach) addOne(counts.refusals, `${refusal.code} ${refusal.message}`);
      return refuse(refusal.code, refusal.message);
    }
  };

  const server = await openServer(handle);
  const say = async (name: string, text: string) => write(name, 'message.text.received', { text });

  return {
    channel: 'zalo-bot',
    settings: {
      ZALO_BOT_TOKEN: TOKEN,
      ZALO_BOT_API_ROOT: server.root,
      ...(options.webhook ? { ZALO_BOT_WEBHOOK_SECRET: WEBHOOK_SECRET } : {}),
    },
    say,
    async sendFile(name, kind, caption) {
      const address = `${server.root}/tep/${randomBytes(8).toString('hex')}`;
      const { event, content } = fileEvent(kind, address, options.photoKey ?? 'photo_url');
      write(name, event, { ...content, ...(kind === 'image' && caption !== undefined ? { caption } : {}) });
    },
    async press(name, label) {
      const number = findNumber(phones.of(name), label);
      if (number === undefined) throw new Error(`no message lists the choice ${label}`);
      await say(name, number);
    },
    async join(name) {
      personOf(name).hasLeft = false;
    },
    async leave(name) {
      personOf(name).hasLeft = true;
    },
    shown: phones.of,
    onShown: phones.onShown,
    onTyping: (listener) => void typingListeners.push(listener),
    setWebhookUrl(url) {
      route = url;
      if (hook.url !== '') queue.setUrl(url);
    },
    faults: script.faults,
    counts,
    async close() {
      await queue.close();
      await server.close();
    },
    idOf: (name) => personOf(name).id,
    know(name) {
      personOf(name).hasWritten = true;
    },
    async sendUnsupported(name, { bare = false } = {}) {
      if (bare) emit(personOf(name).id, { event_name: 'message.unsupported.received' });
      else write(name, 'message.unsupported.received', {});
    },
    emit: (name, event) => emit(personOf(name).id, event),
    get webhookUrl() {
      return hook.url;
    },
    settled: queue.settled,
  };
}

const WORDS_OF: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Internal server error',
  429: 'Quota exceeded',
};

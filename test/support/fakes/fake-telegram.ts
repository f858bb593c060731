import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../../src/time.js';
import type { FakePlatform, Fault, ShownMessage } from './fake-platform.js';
import { type Answer, type Refusal, refuse } from './telegram/answers.js';
import { type BotCommand, createBotMethods } from './telegram/bot-methods.js';
import { BOT, createChats, type SentMessage, toShown } from './telegram/chats.js';
import { createFlood } from './telegram/flood.js';
import { type Call, parseCall } from './telegram/parse-call.js';
import { createPeople } from './telegram/people.js';
import { createMessageMethods } from './telegram/send-messages.js';
import { createUpdates } from './telegram/updates.js';

export interface FakeTelegramOptions {
  /** Seconds that an injected `rate-limited` asks to wait; 1 where absent. */
  readonly retryAfterS?: number;
  /** The secret of webhooks in `settings`; absent: the service is to poll. */
  readonly webhookSecret?: string;
  /** What dates are told by. */
  readonly clock?: Clock;
}

type Acts = Omit<ReturnType<typeof createPeople>, 'say' | 'sendFile' | 'press' | 'join' | 'leave'>;

export interface FakeTelegram extends FakePlatform, Acts {
  readonly botName: string;
  /** What the bot sent to a person or a group of that name, entities and all. */
  sentTo(name: string): readonly SentMessage[];
  commands(scope?: string, language?: string): readonly BotCommand[];
  readonly taps: { readonly answered: number; readonly unanswered: number };
  /** The chat's id. */
  chatOf(name: string): string;
  /** The next messages are answered so, and not sent. */
  answerNext(answer: Refusal, times?: number): void;
  /** All calls get this answer until it is taken back; for what concerns more than messages. */
  setAnswer(answer: Refusal | undefined): void;
  readonly webhookUrl: string;
}

const TOKEN = `${BOT.id}:AAfake-token_of-a-fake-telegram-0000`;
const UNKNOWN_FAULTS: readonly Fault[] = ['window-closed', 'quota-spent'];
const SENDS = ['sendmessage', 'sendphoto', 'senddocument'];
/** Refusals that no rule was broken for: nobody can know beforehand who left. */
const NO_RULE_BROKEN = /chat not found|initiate conversation|blocked|kicked|deactivated|deleted|upgraded|too old/;

/** A strict Telegram on 127.0.0.1: docs/telegram.md#what-the-fake-refuses, as of 2026-11-24. */
export async function openFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const chats = createChats(options.clock ?? systemClock);
  const [flood, updates, bot] = [createFlood(), createUpdates(), createBotMethods()];
  const people = createPeople({ chats, add: updates.add, press: bot.press });
  const listeners: ((person: string, message: ShownMessage) => void)[] = [];
  const typingListeners: ((person: string) => void)[] = [];
  const calls: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  const faults: { readonly fault: Fault | Refusal; left: number }[] = [];
  let [shown, downloads, isDown] = [0, 0, false];
  let answerToAll: Refusal | undefined;
  const methods: Readonly<Record<string, (call: Call) => Answer>> = {
    ...bot.methods,
    ...createMessageMethods({
      chats,
      flood,
      onSent(chat, message) {
        shown += 1;
        for (const listener of listeners) listener(chat.name, toShown(message));
      },
      onTyping(chat) {
        for (const listener of typingListeners) listener(chat.name);
      },
    }),
    setwebhook: ({ fields }) => updates.setWebhook(fields),
    deletewebhook: ({ fields }) => updates.deleteWebhook(fields),
    getwebhookinfo: () => updates.getWebhookInfo(),
  };

  const injected = new WeakSet<Answer>();
  const answer = async (call: Call, response: ServerResponse): Promise<Answer | 'cut'> => {
    if (call.method !== 'getupdates') flood.noteCall();
    if (call.token !== TOKEN) return refuse(401, 'Unauthorized');
    if (answerToAll) {
      injected.add(answerToAll);
      return answerToAll;
    }
    if (call.method === 'getupdates') return updates.poll(call.fields, response);
    const method = methods[call.method];
    if (!method) return refuse(404, 'Not Found');
    const fault = SENDS.includes(call.method) ? takeFault() : undefined;
    if (fault === undefined) return method(call);
    if (typeof fault === 'object') {
      injected.add(fault);
      flood.pause(fault.parameters?.retry_after ?? 0);
      return fault;
    }
    if (fault === 'lost-answer') method(call);
    return 'cut';
  };

  const takeFault = (): Refusal | 'down' | 'lost-answer' | undefined => {
    const next = faults[0];
    if (!next) return undefined;
    next.left -= 1;
    if (next.left <= 0) faults.shift();
    if (typeof next.fault === 'object') return next.fault;
    const retry_after = options.retryAfterS ?? 1;
    switch (next.fault) {
      case 'rate-limited':
        return refuse(429, `retry after ${retry_after}`, { retry_after });
      case 'rate-limited-untimed':
        return refuse(429, 'retry later');
      case 'broken':
        return refuse(500, 'Internal Server Error');
      case 'unauthorized':
        return refuse(401, 'Unauthorized');
      default:
        return next.fault === 'lost-answer' ? 'lost-answer' : 'down';
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (isDown) {
      calls['while down'] = (calls['while down'] ?? 0) + 1;
      return void request.socket.destroy();
    }
    if (request.url?.startsWith('/file/')) {
      downloads += 1;
      return void response.writeHead(200).end('bytes');
    }
    const call = await parseCall(request);
    if (call) calls[call.name] = (calls[call.name] ?? 0) + 1;
    const given = call ? await answer(call, response) : refuse(404, 'Not Found');
    if (given === 'cut' || isDown) return void request.socket.destroy();
    if (!given.ok && given.error_code < 500 && !NO_RULE_BROKEN.test(given.description) && !injected.has(given)) {
      refusals[given.description] = (refusals[given.description] ?? 0) + 1;
    }
    const status = given.ok ? 200 : given.error_code;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(given));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  // One that the server closes just as the next call leaves is a call without an answer.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const { say, sendFile, press, join, leave, ...acts } = people;
  return {
    channel: 'telegram',
    settings: {
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...(options.webhookSecret === undefined ? {} : { TELEGRAM_WEBHOOK_SECRET: options.webhookSecret }),
    },
    ...acts,
    say: async (person, text, { joins = true } = {}) => say(person, text, joins),
    sendFile: async (person, kind, caption) => sendFile(person, kind, caption),
    press: async (person, label) => press(person, label),
    join: async (person) => join(person),
    leave: async (person) => leave(person),
    shown: (person) => chats.person(person).sent.map(toShown),
    onShown: (listener) => void listeners.push(listener),
    onTyping: (listener) => void typingListeners.push(listener),
    setWebhookUrl: updates.setRoute,
    faults: {
      unknown: UNKNOWN_FAULTS,
      failNext(fault, times = 1) {
        if (UNKNOWN_FAULTS.includes(fault)) throw new Error(`Telegram knows no ${fault}`);
        faults.push({ fault, left: times });
      },
      setDown(down) {
        isDown = down;
        updates.setDown(down);
      },
      setDelivery: updates.setDelivery,
      setStrictLimits: flood.setStrict,
    },
    counts: {
      calls,
      refusals,
      get shown() {
        return shown;
      },
      get callsDuringPause() {
        return flood.callsDuringPause;
      },
      get downloads() {
        return downloads;
      },
      get undelivered() {
        return updates.undelivered;
      },
      acknowledgedMs: updates.acknowledgedMs,
    },
    botName: BOT.username!,
    sentTo: (name) => chats.named(name)?.sent ?? [],
    commands: (scope = 'default', language = '') => bot.commands(scope, language),
    get taps() {
      return { answered: bot.countTaps(true), unanswered: bot.countTaps(false) };
    },
    chatOf: (name) => String(chats.named(name)?.id),
    answerNext: (given, times = 1) => void faults.push({ fault: given, left: times }),
    setAnswer(given) {
      answerToAll = given;
    },
    get webhookUrl() {
      return updates.webhookUrl;
    },
    async close() {
      updates.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

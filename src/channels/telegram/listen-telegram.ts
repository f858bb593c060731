import { once } from 'node:events';
import type { Api } from 'grammy';
import { backOffMs, type Clock, wait } from '../../time.js';
import type { CommandEntry, IncomingEvent, OnTrouble, Receive } from '../channel.js';
import { createTroubles, type Troubles } from '../troubles.js';
import { LONG_POLL_S, toSignal } from './call-telegram.js';
import { findTapId, type TelegramBot, toIncomingEvent } from './telegram-events.js';
import { toFailure, toTrouble } from './telegram-failures.js';

/** An edited message is not asked again (docs/telegram.md#updates). */
const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;
const BACK_OFF = { firstMs: 250, longestMs: 30_000 };

interface ListenDoors {
  readonly asks: Api;
  readonly identify: () => Promise<TelegramBot>;
  /** Where Telegram is to call us; null: we ask. */
  readonly hook: { readonly url: string; readonly secret: string } | null;
  readonly commands: readonly CommandEntry[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

export async function listenToTelegram(doors: ListenDoors, receive: Receive, signal: AbortSignal): Promise<void> {
  const { asks, hook } = doors;
  const troubles = createTroubles('telegram', doors.onTrouble);
  const getReady = async () => {
    if (hook) {
      const options = { secret_token: hook.secret, allowed_updates: ALLOWED_UPDATES };
      await asks.setWebhook(hook.url, options, toSignal(signal));
    } else {
      await asks.deleteWebhook({}, toSignal(signal));
    }
    await doors.identify();
  };
  const takeUpdates = async () => {
    await insist(getReady, troubles, signal);
    if (hook) await untilAborted(signal);
    else await poll(doors, receive, troubles, signal);
  };
  await Promise.all([takeUpdates(), setCommands(doors, signal)]);
}

/** Asks for updates until the signal comes. The next question confirms what came before it: not until the journal has it. */
async function poll(doors: ListenDoors, receive: Receive, troubles: Troubles, signal: AbortSignal): Promise<void> {
  let offset = 0;
  let refusals = 0;
  while (!signal.aborted) {
    await insist(
      async () => {
        const options = { offset, timeout: LONG_POLL_S, allowed_updates: ALLOWED_UPDATES };
        const updates = await doors.asks.getUpdates(options, toSignal(signal));
        const bot = await doors.identify();
        const events = updates.flatMap((update) => toIncomingEvent(update, bot, doors.clock()) ?? []);
        for (const update of updates) acknowledgeTap(doors.asks, update);
        if (await isJournalled(events, receive)) {
          refusals = 0;
          // Not the highest ever: after a quiet week the numbers start anew anywhere (docs/telegram.md#updates).
          if (updates.length > 0) offset = Math.max(...updates.map(({ update_id }) => update_id)) + 1;
        } else {
          await rest(refusals++, signal);
        }
      },
      troubles,
      signal,
    );
  }
}

async function isJournalled(events: readonly IncomingEvent[], receive: Receive): Promise<boolean> {
  try {
    if (events.length > 0) await receive(events);
    return true;
  } catch {
    return false;
  }
}

/** At once, or the person's phone shows a bar that goes on and on. One that is too old, or pressed twice, is refused: no matter. */
export function acknowledgeTap(asks: Api, update: unknown): void {
  const tap = findTapId(update);
  if (tap !== undefined) asks.answerCallbackQuery(tap).catch(() => undefined);
}

/** The menu, for Vietnamese phones and for all others. It never keeps messages waiting. */
async function setCommands({ asks, commands, onTrouble }: ListenDoors, signal: AbortSignal): Promise<void> {
  const toList = (entries: readonly CommandEntry[]) =>
    entries.map(({ name, description }) => ({ command: name, description }));
  const isForAll = ({ scope = 'everyone' }: CommandEntry) => scope === 'everyone';
  const chats = new Set(commands.flatMap(({ scope }) => (typeof scope === 'object' ? [scope.chat] : [])));
  // A chat with a list of its own is shown no other (docs/telegram.md#commands).
  const lists = [
    { scope: { type: 'default' as const }, list: toList(commands.filter(isForAll)) },
    ...Array.from(chats, (chat) => ({
      scope: { type: 'chat' as const, chat_id: chat },
      list: toList(commands.filter((each) => isForAll(each) || (each.scope as { chat: string }).chat === chat)),
    })),
  ];
  for (const { scope, list } of lists) {
    for (const language of [{}, { language_code: 'vi' as const }]) {
      const set = async () => {
        await asks.setMyCommands(list, { scope, ...language }, toSignal(signal)).catch((error: unknown) => {
          const { code, detail = '' } = toFailure(error);
          if (code !== 'invalid-message' && code !== 'recipient-blocked') throw error;
          onTrouble({ channel: 'telegram', kind: 'refused', detail });
        });
      };
      await insist(set, undefined, signal);
    }
  }
}

/** Tries until it is done or the signal comes, with growing rests. */
async function insist(step: () => Promise<void>, troubles: Troubles | undefined, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      await step();
      troubles?.right();
      return;
    } catch (error) {
      if (signal.aborted) return;
      const failure = toFailure(error);
      troubles?.wrong(toTrouble(failure));
      await rest(failures, signal, failure.retryAfterMs);
    }
  }
}

function rest(failures: number, signal: AbortSignal, askedMs = 0): Promise<void> {
  return wait(Math.max(backOffMs(failures, BACK_OFF), askedMs), signal);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

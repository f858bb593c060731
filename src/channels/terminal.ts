import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { backOffMs, type Clock, wait } from '../time.js';
import type { Capabilities, Channel, IncomingEvent, Receive } from './channel.js';

const GOODBYES = /^(thoát|thoat|exit|quit)[.!]?$/iu;
const PROMPT = 'Anh/chị: ';
const HINT = 'Gõ “thoát” hoặc nhấn Ctrl+D để kết thúc.';
const FAREWELL = 'Chào anh/chị.';
const BACK_OFF = { firstMs: 250, longestMs: 5_000 };

const CAPABILITIES: Capabilities = {
  textLimit: Number.POSITIVE_INFINITY,
  captionLimit: Number.POSITIVE_INFINITY,
  markup: 'plain',
  buttons: null,
  images: null,
  files: null,
  typing: false,
  edits: false,
  introducesItself: false,
  mostPerMinute: Number.POSITIVE_INFINITY,
  burstMs: 0,
  proactive: null,
};

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether somebody sits there: they are greeted and prompted. Else input is lines, output answers. */
  readonly isWatched: boolean;
  readonly clock: Clock;
}

/**
 * One conversation, line by line; each run is a chat of its own. `listen` also resolves at the end of the input and at
 * “thoát”. Turns alternate: the next line is read once `finishTurn` was called for the last.
 */
export function openTerminal({ input, output, isWatched, clock }: TerminalOptions): Channel {
  const chat = randomUUID();
  const turns: string[] = [];
  let events = 0;
  let sent = 0;
  let goOn = (): void => undefined;

  const tell = async (event: { type: 'joined' } | { type: 'message'; text: string }, doors: ListenDoors) => {
    events += 1;
    const head = { id: `${chat}-${events}`, from: { channel: 'terminal' as const, chat }, receivedAt: clock() };
    const finished = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const isMessage = event.type === 'message';
    await insist(isMessage ? { ...head, ...event, files: [], history: [...turns] } : { ...head, ...event }, doors);
    if (isMessage) turns.push(event.text);
    await Promise.race([finished, doors.aborted]);
  };

  const listen = async (receive: Receive, signal: AbortSignal): Promise<void> => {
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const doors = { receive, signal, aborted };
    if (isWatched) {
      await tell({ type: 'joined' }, doors);
      if (!signal.aborted) output.write(`${HINT}\n\n`);
    }
    if (signal.aborted) return;
    const lines = createInterface({ input, output, terminal: isWatched, signal });
    lines.setPrompt(isWatched ? PROMPT : '');
    lines.prompt();
    for await (const line of lines) {
      const text = line.normalize('NFC').trim();
      if (signal.aborted || GOODBYES.test(text)) break;
      if (text !== '') await tell({ type: 'message', text }, doors);
      if (signal.aborted) break;
      lines.prompt();
    }
    if (isWatched) output.write(`\n${FAREWELL}\n`);
    lines.close();
  };

  return {
    name: 'terminal',
    capabilities: { ...CAPABILITIES, introducesItself: !isWatched },
    async send(to, { text }) {
      if (to !== chat || !output.writable) {
        return { status: 'failed', failure: { code: 'recipient-blocked', detail: 'nobody is there' } };
      }
      output.write(isWatched ? `\n${text}\n\n` : `${text}\n`);
      sent += 1;
      return { status: 'sent', messageId: `${chat}-reply-${sent}` };
    },
    async showTyping() {},
    listen,
    finishTurn(of) {
      if (of === chat) goOn();
    },
  };
}

interface ListenDoors {
  readonly receive: Receive;
  readonly signal: AbortSignal;
  readonly aborted: Promise<void>;
}

/** A line is read once: it is handed over until the journal has it. */
async function insist(event: IncomingEvent, { receive, signal }: ListenDoors): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await receive([event]);
    } catch {
      await wait(backOffMs(failures, BACK_OFF), signal);
    }
  }
}

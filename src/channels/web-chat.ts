import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.js';
import type { Clock } from '../time.js';
import type { Capabilities, Channel, OutgoingMessage, Receive } from './channel.js';

const CAPABILITIES: Capabilities = {
  textLimit: Number.POSITIVE_INFINITY,
  captionLimit: Number.POSITIVE_INFINITY,
  markup: 'markdown',
  buttons: {
    kinds: ['send', 'url', 'phone'],
    most: Number.POSITIVE_INFINITY,
    labelLimit: Number.POSITIVE_INFINITY,
    sendLimitBytes: Number.POSITIVE_INFINITY,
  },
  images: null,
  files: null,
  typing: false,
  edits: false,
  introducesItself: true,
  isFleeting: true,
  burstMs: 0,
  proactive: null,
};

/** Answers under way when the service is told to stop have this long to finish. */
const GRACE_MS = 1_000;

export interface WebQuestion {
  readonly text: string;
  /** The person's own earlier turns, oldest first: the page keeps them, nothing is kept here. */
  readonly history?: readonly string[];
}

export interface WebChat extends Channel {
  /**
   * Hands a question to the conversation and resolves with all that it says to it, in order. Rejects with `AppError`
   * `unavailable` where nobody listens, the journal cannot be written, or `signal` or the end of the service comes first.
   */
  ask(question: WebQuestion, signal?: AbortSignal): Promise<readonly OutgoingMessage[]>;
}

interface Turn {
  readonly messages: OutgoingMessage[];
  readonly resolve: (messages: readonly OutgoingMessage[]) => void;
  readonly reject: (error: AppError) => void;
}

/** The page's own face. Each question is a chat of its own: no two requests can be told to be one person's. */
export function openWebChat({
  clock,
  graceMs = GRACE_MS,
}: {
  readonly clock: Clock;
  readonly graceMs?: number;
}): WebChat {
  const turns = new Map<string, Turn>();
  let receive: Receive | undefined;

  const end = (chat: string, settle: (turn: Turn) => void): void => {
    const turn = turns.get(chat);
    turns.delete(chat);
    if (turn) settle(turn);
    if (turns.size === 0) onIdle();
  };
  let onIdle = (): void => undefined;

  return {
    name: 'web',
    capabilities: CAPABILITIES,

    async ask({ text, history }, signal) {
      if (!receive || signal?.aborted) throw notNow();
      const chat = randomUUID();
      const answered = new Promise<readonly OutgoingMessage[]>((resolve, reject) => {
        turns.set(chat, { messages: [], resolve, reject });
      });
      const giveUp = (): void => end(chat, (turn) => turn.reject(notNow()));
      signal?.addEventListener('abort', giveUp, { once: true });
      const event = {
        type: 'message' as const,
        id: randomUUID(),
        from: { channel: 'web' as const, chat },
        receivedAt: clock(),
        text,
        files: [],
        ...(history && { history }),
      };
      receive([event]).catch((cause: unknown) => end(chat, (turn) => turn.reject(notNow(cause))));
      try {
        return await answered;
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },

    async send(chat, message) {
      const turn = turns.get(chat);
      if (!turn) return { status: 'failed', failure: { code: 'recipient-blocked', detail: 'nobody waits' } };
      turn.messages.push(message);
      return { status: 'sent', messageId: `${chat}-${turn.messages.length}` };
    },

    async showTyping() {},

    async listen(given, signal) {
      receive = given;
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      receive = undefined;
      if (turns.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs);
          onIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      for (const chat of [...turns.keys()]) end(chat, (turn) => turn.reject(notNow()));
    },

    finishTurn(chat) {
      end(chat, (turn) => turn.resolve(turn.messages));
    },
  };
}

function notNow(cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'Trợ lý đang khởi động hoặc đang dừng nên chưa trả lời được câu này. Anh/chị vui lòng gửi lại sau ít giây.',
    { cause },
  );
}

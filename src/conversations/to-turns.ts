import type { IncomingEvent, IncomingFile, IncomingMessage } from '../channels/channel.js';
import type { StoredEvent } from '../storage/store.js';
import { findCommand } from './commands.js';

/** What a person said at once: one event, or messages sent so close together that they are one question. */
export interface Turn {
  /** The journal's rows that it came from. */
  readonly events: readonly StoredEvent[];
  readonly said:
    | {
        readonly type: 'words';
        readonly text: string;
        /** By a button rather than by typing. */
        readonly isTap: boolean;
        readonly files: readonly IncomingFile[];
        readonly isGroup: boolean;
        readonly messageId?: string;
        readonly history?: readonly string[];
      }
    | { readonly type: 'joined'; readonly isGroup: boolean }
    | { readonly type: 'left' }
    | { readonly type: 'moved'; readonly event: IncomingEvent & { readonly type: 'moved' } };
}

const MOST_JOINED = 5;
/** In code units: what is longer is a question of its own. */
const LONGEST_JOINED = 500;

/** Events of one chat in order → turns. Messages are joined where each came within `burstMs` of the one before and none stands for itself. */
export function toTurns(events: readonly StoredEvent[], burstMs: number): Turn[] {
  const turns: Turn[] = [];
  let burst: StoredEvent[] = [];
  const close = () => {
    if (burst.length > 0) turns.push(toTurn(burst));
    burst = [];
  };
  for (const each of events) {
    const last = burst.at(-1);
    if (!last || !isOneBurst(last.event, each.event, burstMs) || burst.length === MOST_JOINED) close();
    burst.push(each);
  }
  close();
  return turns;
}

function isOneBurst(earlier: IncomingEvent, later: IncomingEvent, burstMs: number): boolean {
  if (earlier.type !== 'message' || later.type !== 'message' || burstMs === 0) return false;
  const gapMs = sentAt(later) - sentAt(earlier);
  return gapMs <= burstMs && !standsAlone(earlier) && !standsAlone(later) && !endsAsQuestion(earlier);
}

const sentAt = (event: IncomingEvent): number => (event.sentAt ?? event.receivedAt).getTime();

/** A command, a number, a file, a long text: it belongs to nothing that was sent before or after it. */
export function standsAlone({ text, files }: IncomingMessage): boolean {
  return (
    files.length > 0 || text.length > LONGEST_JOINED || /^\s*\d{1,2}\s*$/.test(text) || findCommand(text) !== undefined
  );
}

export const endsAsQuestion = ({ text }: IncomingMessage): boolean => /[?？]\s*$/.test(text);

function toTurn(events: readonly StoredEvent[]): Turn {
  const event = events.at(-1)!.event;
  switch (event.type) {
    case 'message': {
      const messages = events.flatMap((each) => (each.event.type === 'message' ? [each.event] : []));
      return {
        events,
        said: {
          type: 'words',
          text: messages
            .map(({ text }) => text.trim())
            .filter((text) => text !== '')
            .join('\n'),
          isTap: false,
          files: event.files,
          isGroup: event.isGroup ?? false,
          ...(event.messageId ? { messageId: event.messageId } : {}),
          ...(event.history ? { history: event.history } : {}),
        },
      };
    }
    case 'tap':
      return {
        events,
        said: { type: 'words', text: event.data, isTap: true, files: [], isGroup: event.isGroup ?? false },
      };
    case 'joined':
      return { events, said: { type: 'joined', isGroup: event.isGroup ?? false } };
    case 'moved':
      return { events, said: { type: 'moved', event } };
    default:
      return { events, said: { type: 'left' } };
  }
}

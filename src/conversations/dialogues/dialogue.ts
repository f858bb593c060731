import type { Address, Capabilities, OutgoingMessage } from '../../channels/channel.js';
import type { Member } from '../../people/member.js';
import type { DialogueState } from '../../storage/store.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { ReplyDoors } from '../conversation-doors.js';
import type { Speech } from '../speak.js';

/** What was said, to whom it is said back, and where the dialogue stands. */
export interface DialogueTurn {
  /** Words of the person; what a choice sends where one was picked. Empty where a command opens the dialogue. */
  readonly text: string;
  /** Absent where a command opens the dialogue. */
  readonly at?: DialogueState;
  readonly address: Address;
  readonly member: Member | undefined;
  readonly capabilities: Capabilities;
}

export interface DialogueReply {
  /** What goes before the speech as it stands, fit for the channel: what others read, or would. */
  readonly shown?: readonly OutgoingMessage[];
  readonly speech: Speech;
  /** Where it stands now; absent: it is over. */
  readonly next?: DialogueState;
  /** Nothing is kept of the chat any more. */
  readonly forgetsChat?: boolean;
}

/** One step of a dialogue. Commands go before it, `thôi` ends it. */
export type Dialogue = (turn: DialogueTurn, doors: ReplyDoors) => Promise<DialogueReply>;

/** Says a text by its key and ends. */
export function end(doors: ReplyDoors, key: string, fields?: Readonly<Record<string, string>>): DialogueReply {
  return { speech: { text: doors.texts(key, fields) } };
}

/** Offers choices whose words are what they send. */
export function offer(text: string, labels: readonly string[], next: DialogueState): DialogueReply {
  return { speech: { text, choices: labels.map((label) => ({ label, text: label })) }, next };
}

/** The same words, typed with marks or without. */
export function isSame(said: string, meant: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFC')
      .trim()
      .toLowerCase()
      .replace(/[.!]+$/, '');
  return plain(said) === plain(meant) || plain(said) === foldText(plain(meant));
}

import type { Address, Capabilities, OutgoingMessage } from '../../src/channels/channel.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import { replyToTurn } from '../../src/conversations/reply-to-turn.js';
import type { ChatState } from '../../src/storage/store.js';

export interface Person {
  readonly address: Address;
  /** Says something and reads all that is said back. */
  says(text: string): Promise<string>;
  /** Presses the button, or types the number, of the label that holds these words. */
  picks(words: string): Promise<string>;
  /** What was last said, message by message. */
  readonly read: () => readonly OutgoingMessage[];
  readonly state: () => ChatState | null;
}

/** One person in one chat, met before, without a channel between. */
export function createPerson(address: Address, capabilities: Capabilities, doors: ReplyDoors): Person {
  let state: ChatState | null = { recent: [], welcomedOn: '2026-01-01' };
  let messages: readonly OutgoingMessage[] = [];
  const says = async (text: string, isTap = false): Promise<string> => {
    const said = { type: 'words', text, isTap, files: [], isGroup: false } as const;
    const member = await doors.people.findMemberAt(address);
    const kept: ChatState = state ?? { recent: [], welcomedOn: '2026-01-01' };
    const reply = await replyToTurn(said, { address, capabilities, state: kept, member, byWords: true }, doors);
    ({ messages, state } = reply);
    return messages.map((message) => message.text).join('\n');
  };
  return {
    address,
    says: (text) => says(text),
    picks(words) {
      const button = messages.at(-1)?.buttons?.find(({ label }) => label.includes(words));
      if (button && 'send' in button) return says(button.send, true);
      const line = messages
        .flatMap(({ text }) => text.split('\n'))
        .find((each) => /^\d+\) /.test(each) && each.includes(words));
      if (!line) throw new Error(`nobody offers “${words}”`);
      return says(line.split(')')[0]!);
    },
    read: () => messages,
    state: () => state,
  };
}

/** All that a person can read, buttons included. */
export const screenOf = (person: Person): string =>
  person
    .read()
    .flatMap(({ text, buttons = [] }) => [text, ...buttons.map(({ label }) => label)])
    .join('\n');

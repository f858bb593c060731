import type { Capabilities, Channel, IncomingEvent, OutgoingMessage, Receipt } from '../../src/channels/channel.js';

/** A channel without a platform: what is sent lies in `sent`, and `receipts` says how the next sends end (sent, when empty). */
export interface ScriptedChannel extends Channel {
  readonly sent: { readonly chat: string; readonly message: OutgoingMessage }[];
  readonly typing: string[];
  readonly receipts: Receipt[];
  /** Words that a person typed, as an event of this channel. */
  write(id: string, text: string, at: Date, more?: Partial<IncomingEvent>): IncomingEvent;
}

export const PLAIN: Capabilities = {
  textLimit: 2_000,
  captionLimit: 2_000,
  markup: 'plain',
  buttons: null,
  images: null,
  files: null,
  typing: true,
  edits: false,
  introducesItself: false,
  burstMs: 1_500,
  proactive: null,
};

export function createScriptedChannel(capabilities: Partial<Capabilities> = {}, chat = '17'): ScriptedChannel {
  const sent: ScriptedChannel['sent'] = [];
  const typing: string[] = [];
  const receipts: Receipt[] = [];
  return {
    name: 'telegram',
    capabilities: { ...PLAIN, ...capabilities },
    sent,
    typing,
    receipts,
    async send(to, message) {
      const receipt = receipts.shift() ?? { status: 'sent', messageId: String(sent.length + 1) };
      if (receipt.status === 'sent' || receipt.failure.code === 'timeout') sent.push({ chat: to, message });
      return receipt;
    },
    async showTyping(to) {
      typing.push(to);
    },
    listen: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    write: (id, text, at, more = {}) =>
      ({
        id,
        from: { channel: 'telegram', chat },
        type: 'message',
        text,
        files: [],
        receivedAt: at,
        ...more,
      }) as IncomingEvent,
  };
}

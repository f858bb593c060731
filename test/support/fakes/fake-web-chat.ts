import type { Channel, OutgoingMessage, Receipt } from '../../../src/channels/channel.js';
import { openWebChat } from '../../../src/channels/web-chat.js';
import { systemClock } from '../../../src/time.js';
import { createPhones } from './fake-parts.js';
import type { FakePlatform, ShownMessage } from './fake-platform.js';
import { countShown, NO_FAULTS } from './no-network.js';

export interface FakeWebChatOptions {
  /** Whether each message that is sent ends its turn, as where no conversation listens that would say so. */
  readonly endsTurns?: boolean;
}

/** People at the web page, each request an `ask`; a phone shows what it resolves with. */
export function openFakeWebChat({ endsTurns = false }: FakeWebChatOptions = {}): {
  readonly channel: Channel;
  readonly platform: FakePlatform;
} {
  const web = openWebChat({ clock: systemClock, graceMs: 0 });
  const phones = createPhones();
  const openPages = new Map<string, AbortController>();
  const turns = new Map<string, Promise<void>>();
  let chats: string[] = [];
  let ids = 0;
  let count = 0;

  const say = async (person: string, text: string): Promise<void> => {
    const page = openPages.get(person) ?? new AbortController();
    openPages.set(person, page);
    const known = chats.length;
    const turn = web.ask({ text }, page.signal).then(
      (messages) => {
        for (const message of messages) phones.show(person, toShown(message));
      },
      // The page says so, and the person presses again, unless they have left or the service has stopped.
      () => (page.signal.aborted || isStopped ? undefined : say(person, text)),
    );
    // The journal sees an ask at once.
    const chat = chats[known];
    if (chat !== undefined) turns.set(chat, turn);
  };

  let isStopped = true;
  const channel: Channel = {
    ...web,
    listen(receive, signal) {
      isStopped = false;
      signal.addEventListener('abort', () => {
        isStopped = true;
      });
      return web.listen((events) => {
        chats = [...chats, ...events.map(({ from }) => from.chat)];
        return receive(events);
      }, signal);
    },
    async send(chat, message): Promise<Receipt> {
      const receipt = await web.send(chat, message);
      if (endsTurns) {
        web.finishTurn?.(chat);
        await turns.get(chat);
      }
      return receipt;
    },
  };

  const toShown = ({ text, buttons = [] }: OutgoingMessage): ShownMessage & { readonly sends: readonly string[] } => {
    ids += 1;
    count += 1;
    return {
      id: String(ids),
      text,
      buttons: buttons.map(({ label }) => label),
      attachments: [],
      sends: buttons.map((button) => ('send' in button ? button.send : '')),
    };
  };

  return {
    channel,
    platform: {
      channel: 'web',
      settings: {},
      say,
      async sendFile() {
        throw new Error('the page takes no files');
      },
      async press(person, label) {
        const message = phones.of(person).findLast(({ buttons }) => buttons.includes(label));
        if (!message || !('sends' in message)) throw new Error('nothing shows this label');
        const sends = message.sends as readonly string[];
        await say(person, sends[message.buttons.indexOf(label)] ?? '');
      },
      join: async () => undefined,
      async leave(person) {
        openPages.get(person)?.abort();
        openPages.delete(person);
      },
      shown: phones.of,
      onShown: phones.onShown,
      setWebhookUrl: () => undefined,
      lacks: ['files', 'memory'],
      faults: NO_FAULTS,
      counts: countShown(() => count),
      close: async () => undefined,
    },
  };
}

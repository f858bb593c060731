import { PassThrough, Writable } from 'node:stream';
import type { Channel } from '../../../src/channels/channel.js';
import { openTerminal } from '../../../src/channels/terminal.js';
import { systemClock } from '../../../src/time.js';
import { findNumber } from './fake-parts.js';
import type { FakePlatform, ShownMessage } from './fake-platform.js';
import { countShown, NO_FAULTS } from './no-network.js';

/** A terminal at which nobody is prompted, whose lines are typed by `say` and whose output is the phone. */
export function openFakeTerminal(): { readonly channel: Channel; readonly platform: FakePlatform } {
  const input = new PassThrough();
  const shown: ShownMessage[] = [];
  const listeners: ((person: string, message: ShownMessage) => void)[] = [];
  let typist = '';
  const output = new Writable({
    write(chunk, _, done) {
      const text = String(chunk);
      if (text !== '') {
        const message = { id: String(shown.length), text: text.replace(/\n$/, ''), buttons: [], attachments: [] };
        shown.push(message);
        for (const listener of listeners) listener(typist, message);
      }
      done();
    },
  });
  const terminal = openTerminal({ input, output, isWatched: false, clock: systemClock });
  let chat: string | undefined;
  const channel: Channel = {
    ...terminal,
    listen: (receive, signal) =>
      terminal.listen(async (events) => {
        await receive(events);
        chat = events[0]?.from.chat;
      }, signal),
  };
  const say = async (person: string, text: string) => {
    if (text.includes('\n')) throw new Error('a terminal takes one line');
    typist = person;
    // People type when they have read what came: their turn before this one is over.
    if (chat !== undefined) terminal.finishTurn?.(chat);
    input.write(`${text}\n`);
  };
  return {
    channel,
    platform: {
      channel: 'terminal',
      settings: {},
      say,
      async sendFile() {
        throw new Error('a terminal takes no files');
      },
      async press(person, label) {
        const number = findNumber(shown, label);
        if (number === undefined) throw new Error('nothing shows this label');
        await say(person, number);
      },
      // It tells nobody who comes and goes.
      join: async () => undefined,
      leave: async () => undefined,
      shown: () => shown,
      onShown: (listener) => {
        listeners.push(listener);
      },
      setWebhookUrl: () => undefined,
      lacks: ['line-breaks', 'files', 'others'],
      faults: NO_FAULTS,
      counts: countShown(() => shown.length),
      async close() {
        input.end();
        output.end();
      },
    },
  };
}

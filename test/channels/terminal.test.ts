import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../src/channels/channel.js';
import { openTerminal } from '../../src/channels/terminal.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { openFakeTerminal } from '../support/fakes/fake-terminal.js';

describeChannel('terminal', async () => ({ ...openFakeTerminal(), troubles: [] }));

/** A whole conversation: each event is answered by the words that `reply` gives for it. */
async function converse(input: string, { isWatched = false, reply = (event: IncomingEvent) => wordsOf(event) } = {}) {
  const [keys, screen] = [new PassThrough(), new PassThrough()];
  const terminal = openTerminal({ input: keys, output: screen, isWatched, clock: () => new Date(0) });
  const events: IncomingEvent[] = [];
  keys.end(input);
  await terminal.listen(async (come) => {
    events.push(...come);
    for (const event of come) {
      // As the conversation does: after the journal, on its own time.
      setImmediate(async () => {
        await terminal.send(event.from.chat, { text: `[${reply(event)}]` });
        terminal.finishTurn?.(event.from.chat);
      });
    }
  }, new AbortController().signal);
  screen.end();
  return { events, screen: await readAll(screen), said: events.map(wordsOf) };
}

const wordsOf = (event: IncomingEvent) => (event.type === 'message' ? event.text : event.type);

describe('the terminal', () => {
  it('gives one answer for each line, the last one without a line end too', async () => {
    const { screen, said } = await converse('một\n\n  \nhai');
    expect(said).toEqual(['một', 'hai']);
    expect(screen).toBe('[một]\n[hai]\n');
  });

  it.each(['thoát', 'THOÁT', 'thoát'.normalize('NFD'), 'thoat', 'quit.'])('ends at “%s”', async (word) => {
    expect((await converse(`một\n${word}\nhai\n`)).said).toEqual(['một']);
  });

  it('sends the turns before along, composed, and knows one run from another', async () => {
    const { events } = await converse(`${'đảng'.normalize('NFD')}\nhai\n`);
    expect(events[1]).toMatchObject({ text: 'hai', history: ['đảng'] });
    expect((await converse('ba')).events[0]?.from.chat).not.toBe(events[0]?.from.chat);
  });

  it('greets and prompts whoever sits there, one turn after the other', async () => {
    const { screen, said } = await converse('một\nhai\n', { isWatched: true });
    expect(said).toEqual(['joined', 'một', 'hai']);
    const order = ['[joined]', 'Gõ “thoát”', 'Anh/chị: ', '[một]', 'Anh/chị: ', '[hai]', 'Anh/chị: ', 'Chào anh/chị.'];
    let at = 0;
    for (const each of order) {
      at = screen.indexOf(each, at);
      expect(at, each).toBeGreaterThanOrEqual(0);
      at += each.length;
    }
  });

  it('stops when told to, in the middle of a turn', async () => {
    const keys = new PassThrough();
    const stop = new AbortController();
    const terminal = openTerminal({
      input: keys,
      output: new PassThrough(),
      isWatched: false,
      clock: () => new Date(0),
    });
    const listening = terminal.listen(async () => stop.abort(), stop.signal);
    keys.write('một\nhai\n');
    await listening;
  });
});

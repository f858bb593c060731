import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../src/channels/channel.js';
import { openWebChat } from '../../src/channels/web-chat.js';
import { describeChannel } from '../contracts/channel.contract.js';
import { openFakeWebChat } from '../support/fakes/fake-web-chat.js';

describeChannel('web', async () => ({ ...openFakeWebChat({ endsTurns: true }), troubles: [] }));

const open = (graceMs = 0) => {
  const web = openWebChat({ clock: () => new Date(0), graceMs });
  const stop = new AbortController();
  const events: IncomingEvent[] = [];
  const listening = web.listen(async (come) => void events.push(...come), stop.signal);
  return { web, stop, events, listening };
};
const UNAVAILABLE = { name: 'AppError', code: 'unavailable' };

describe('the web chat', () => {
  it('gives all that was said to a question, in order, once the turn is over', async () => {
    const { web, events } = open();
    const asked = web.ask({ text: 'một', history: ['không'] });
    const other = web.ask({ text: 'hai' });
    const [first, second] = events.map(({ from }) => from.chat);
    expect(events).toMatchObject([{ text: 'một', history: ['không'] }, { text: 'hai' }]);
    expect(first).not.toBe(second);
    await web.send(first!, { text: 'a' });
    await web.send(second!, { text: 'x' });
    await web.send(first!, { text: 'b', buttons: [{ label: 'c', send: 'c' }] });
    web.finishTurn?.(first!);
    expect(await asked).toEqual([{ text: 'a' }, { text: 'b', buttons: [{ label: 'c', send: 'c' }] }]);
    web.finishTurn?.(second!);
    expect(await other).toEqual([{ text: 'x' }]);
    expect(await web.send(first!, { text: 'muộn' })).toMatchObject({ failure: { code: 'recipient-blocked' } });
  });

  it('asks nothing before anybody listens or after the end', async () => {
    await expect(openWebChat({ clock: () => new Date(0) }).ask({ text: 'một' })).rejects.toMatchObject(UNAVAILABLE);
    const { web, stop, listening } = open();
    stop.abort();
    await listening;
    await expect(web.ask({ text: 'một' })).rejects.toMatchObject(UNAVAILABLE);
  });

  it('lets an answer under way finish when the service stops, and gives up on the others', async () => {
    const { web, stop, events, listening } = open(50);
    const [quick, slow] = [web.ask({ text: 'một' }), web.ask({ text: 'hai' })];
    const lost = expect(slow).rejects.toMatchObject(UNAVAILABLE);
    stop.abort();
    web.finishTurn?.(events[0]!.from.chat);
    expect(await quick).toEqual([]);
    await listening;
    await lost;
  });

  it('says so where the person leaves or the journal cannot be written', async () => {
    const { web } = open();
    const page = new AbortController();
    const asked = web.ask({ text: 'một' }, page.signal);
    page.abort();
    await expect(asked).rejects.toMatchObject(UNAVAILABLE);
    const full = openWebChat({ clock: () => new Date(0) });
    void full.listen(() => Promise.reject(new Error('full')), new AbortController().signal);
    await expect(full.ask({ text: 'một' })).rejects.toMatchObject(UNAVAILABLE);
  });
});

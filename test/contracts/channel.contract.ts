import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelTrouble, IncomingEvent } from '../../src/channels/channel.js';
import type { FakePlatform } from '../support/fakes/fake-platform.js';
import { serveWebhook } from '../support/serve-webhook.js';

export interface OpenedChannel {
  readonly channel: Channel;
  readonly platform: FakePlatform;
  /** What the adapter told about itself, in order. */
  readonly troubles: readonly ChannelTrouble[];
}

const AN = 'An';
const BINH = 'Bình';

/** What every adapter has to do, whatever its platform. `open` gives a channel pointed at a fake of its platform, nothing sent or said yet. */
export function describeChannel(name: string, open: () => Promise<OpenedChannel>): void {
  describe(`a channel (${name})`, () => {
    let opened: OpenedChannel;
    let inbox: Inbox;
    beforeEach(async () => {
      opened = await open();
      inbox = await listenTo(opened);
    });
    afterEach(async () => {
      await inbox.stop();
      await opened.platform.close();
    });

    const meet = async (person: string, words = 'chào') => {
      await opened.platform.say(person, words);
      return inbox.next((event) => event.type === 'message' && event.text === words);
    };

    const lacks = (what: NonNullable<FakePlatform['lacks']>[number]) => opened.platform.lacks?.includes(what) ?? false;

    it('turns what a person writes into one event, letters untouched', async () => {
      const words = `Điều 5 <b>QĐ</b> & “37”? 😀${lacks('line-breaks') ? ' ' : '\n'}đảng viên`;
      const event = await meet(AN, words);
      expect(event).toMatchObject({ type: 'message', text: words, files: [], from: { channel: opened.channel.name } });
      expect(event.id).not.toBe('');
      expect(event.from.chat).not.toBe('');
    });

    it('tells people apart, and a person from the day before as the same', async () => {
      const [an, binh, again] = [await meet(AN, 'một'), await meet(BINH, 'hai'), await meet(AN, 'ba')];
      expect(again.from.chat === an.from.chat).toBe(!lacks('memory'));
      expect(binh.from.chat === an.from.chat).toBe(lacks('others'));
      expect(new Set([an.id, binh.id, again.id]).size).toBe(3);
    });

    it('shows what is sent, letter by letter, with nothing read as markup', async () => {
      const { from } = await meet(AN);
      const words = 'Điều 5 <b>không đậm</b> & a_b* [x] “đúng” 1. 2) #3 `4` 😀\n\nDòng hai.';
      expect(await opened.channel.send(from.chat, { text: words })).toMatchObject({ status: 'sent' });
      expect(opened.platform.shown(AN).map(({ text }) => text)).toEqual([words]);
    });

    it('sends as much as it says that it can', async () => {
      const { from } = await meet(AN);
      const limit = Math.min(opened.channel.capabilities.textLimit, 8_000);
      const words = `${'ệ'.repeat(limit - 2)}<&`;
      expect(await opened.channel.send(from.chat, { text: words })).toMatchObject({ status: 'sent' });
      expect(opened.platform.shown(AN).at(-1)?.text).toBe(words);
    });

    it('brings back what a button sends', async () => {
      if (!opened.channel.capabilities.buttons) return expect(opened.channel.capabilities.buttons).toBeNull();
      const { from } = await meet(AN);
      await opened.channel.send(from.chat, {
        text: 'Chọn:',
        buttons: [{ label: 'Còn hiệu lực?', send: 'qđ 37 còn không' }],
      });
      expect(opened.platform.shown(AN).at(-1)?.buttons).toEqual(['Còn hiệu lực?']);
      await opened.platform.press(AN, 'Còn hiệu lực?');
      const event = await inbox.next((each) => saidBy(each) === 'qđ 37 còn không');
      expect(event.from.chat === from.chat).toBe(!lacks('memory'));
    });

    it('says that files came, and fetches none', async () => {
      await meet(AN);
      if (lacks('files')) return expect(opened.platform.sendFile(AN, 'image')).rejects.toThrow();
      await opened.platform.sendFile(AN, 'image');
      const event = await inbox.next((each) => each.type === 'message' && each.files.length > 0);
      expect(event).toMatchObject({ type: 'message', text: '', files: [{ kind: 'image' }] });
      expect(opened.platform.counts.downloads).toBe(0);
    });

    it('says that a person joined and left, where the platform tells', async () => {
      await opened.platform.join(AN);
      const { from } = await meet(AN);
      await opened.platform.leave(AN);
      // Telegram says "joined" only of who comes back; a first start is a message there.
      await opened.platform.join(AN);
      await meet(AN, 'lại đây');
      const kinds = inbox.events.filter((event) => event.from.chat === from.chat).map(({ type }) => type);
      expect(kinds.filter((kind) => kind === 'joined').length).toBeLessThanOrEqual(2);
      expect(kinds.includes('left')).toBe(kinds.includes('joined'));
    });

    it('gives a receipt, not an error, for a person who left', async () => {
      const { from } = await meet(AN);
      await opened.platform.leave(AN);
      const receipt = await opened.channel.send(from.chat, { text: 'Anh/chị còn đó không?' });
      if (receipt.status === 'failed') expect(['recipient-blocked', 'window-closed']).toContain(receipt.failure.code);
      // A platform that tells nobody (Zalo Bot) takes what it then shows nowhere.
      expect(opened.platform.shown(AN).length).toBeLessThanOrEqual(receipt.status === 'sent' ? 1 : 0);
    });

    it('gives a receipt, not an error, for a chat that nobody knows', async () => {
      const receipt = await opened.channel.send('999999999999', { text: 'Ai đó?' });
      if (receipt.status === 'failed') {
        expect(['recipient-blocked', 'invalid-message', 'window-closed']).toContain(receipt.failure.code);
      }
    });

    it.each([
      ['down', ['unavailable', 'timeout']],
      ['lost-answer', ['timeout']],
      ['broken', ['unavailable', 'timeout']],
      ['unauthorized', ['unauthorized']],
      ['rate-limited', ['rate-limited']],
      ['rate-limited-untimed', ['rate-limited']],
      ['window-closed', ['window-closed']],
      ['quota-spent', ['quota-spent']],
    ] as const)('reports %s as a value, and never sends twice in one call', async (fault, codes) => {
      const { from } = await meet(AN);
      if (opened.platform.faults.unknown?.includes(fault)) {
        return expect(() => opened.platform.faults.failNext(fault)).toThrow();
      }
      opened.platform.faults.failNext(fault, 20);
      const receipt = await opened.channel.send(from.chat, { text: 'Một lần thôi.' });
      if (receipt.status === 'failed') expect(codes).toContain(receipt.failure.code);
      // A face without a network (terminal, web) knows none of these.
      else expect(opened.platform.counts.calls).toEqual({});
      expect(opened.platform.shown(AN).length).toBeLessThanOrEqual(1);
    });

    it('shows that it writes without ever failing', async () => {
      const { from } = await meet(AN);
      await opened.channel.showTyping(from.chat);
      if (!opened.platform.faults.unknown?.includes('down')) opened.platform.faults.failNext('down');
      await opened.channel.showTyping(from.chat);
      await opened.channel.showTyping('999999999999');
      expect(opened.platform.shown(AN)).toEqual([]);
    });

    it('gives a repeat the id of the first', async () => {
      opened.platform.faults.setDelivery({ times: 3 });
      await opened.platform.say(AN, 'một lần');
      await inbox.next((event) => saidBy(event) === 'một lần');
      opened.platform.faults.setDelivery({});
      await meet(BINH, 'xong');
      const ids = inbox.events.filter((event) => saidBy(event) === 'một lần').map(({ id }) => id);
      expect(new Set(ids).size).toBe(1);
    });

    it('loses nothing that the journal refused', async () => {
      await meet(AN);
      inbox.refuseNext();
      await opened.platform.say(AN, 'đừng mất');
      expect(saidBy(await inbox.next((event) => saidBy(event) === 'đừng mất'))).toBe('đừng mất');
    });
  });
}

function saidBy(event: IncomingEvent): string | undefined {
  return event.type === 'message' ? event.text : event.type === 'tap' ? event.data : undefined;
}

interface Inbox {
  readonly events: readonly IncomingEvent[];
  /** The first event that came, or comes, and matches. */
  next(matches: (event: IncomingEvent) => boolean): Promise<IncomingEvent>;
  /** The journal fails once. */
  refuseNext(): void;
  stop(): Promise<void>;
}

async function listenTo({ channel, platform }: OpenedChannel): Promise<Inbox> {
  const stop = new AbortController();
  const events: IncomingEvent[] = [];
  const waiting: { matches: (event: IncomingEvent) => boolean; resolve: (event: IncomingEvent) => void }[] = [];
  let refusals = 0;
  const receive = async (come: readonly IncomingEvent[]) => {
    if (refusals > 0 && come.length > 0) {
      refusals -= 1;
      throw new Error('the journal is full');
    }
    events.push(...come);
    for (const each of [...waiting]) {
      const found = come.find(each.matches);
      if (!found) continue;
      waiting.splice(waiting.indexOf(each), 1);
      each.resolve(found);
    }
  };
  const hook = channel.webhook ? await serveWebhook(channel.webhook, receive) : undefined;
  if (hook) platform.setWebhookUrl(hook.url);
  const done = channel.listen(receive, stop.signal);
  return {
    events,
    next: (matches) => {
      const found = events.find(matches);
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ matches, resolve }));
    },
    refuseNext: () => {
      refusals += 1;
    },
    async stop() {
      stop.abort();
      await done;
      await hook?.close();
    },
  };
}

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address, IncomingEvent } from '../../src/channels/channel.js';
import type { ChatState, ClaimedChat, Store } from '../../src/storage/store.js';

const AN: Address = { channel: 'telegram', chat: '17' };
const BINH: Address = { channel: 'telegram', chat: '18' };
const START = Date.UTC(2026, 10, 24, 3);
const at = (seconds: number) => new Date(START + seconds * 1000);
const OPTIONS = { burstMs: 1500, mostWaiting: 5 };
const NOTHING_KEPT: ChatState = { recent: [] };

const message = (id: string, from: Address, text: string, seconds = 0, sentSeconds?: number): IncomingEvent => ({
  id,
  from,
  type: 'message',
  text,
  files: [],
  receivedAt: at(seconds),
  ...(sentSeconds === undefined ? {} : { sentAt: at(sentSeconds) }),
});
const textsOf = (claim: ClaimedChat | undefined) =>
  claim?.events.map(({ event }) => (event.type === 'message' ? event.text : event.type));

/** What every inbox has to keep, whatever it is made of. `open` gives one that holds nothing. */
export function describeInbox(name: string, open: () => Promise<Store>): void {
  describe(`an inbox (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    const claim = (seconds: number, ...except: string[]) =>
      store.claimChat({ channel: 'telegram', now: at(seconds), leaseMs: 60_000, longestPauseMs: 300_000, except });
    const answer = async (claimed: ClaimedChat, ...texts: string[]) => {
      const messages = texts.map((text) => ({ text }));
      const { events } = claimed;
      return store.recordReplies(claimed, { events, messages, state: NOTHING_KEPT, now: at(2) });
    };

    it('takes each id once, whatever came between', async () => {
      const first = message('1', AN, 'một');
      expect(await store.recordEvents([first], OPTIONS)).toEqual(['new']);
      expect(await store.recordEvents([first, message('2', AN, 'hai'), first], OPTIONS)).toEqual([
        'repeat',
        'new',
        'repeat',
      ]);
      const claimed = await claim(5);
      await answer(claimed!, 'xong');
      expect(await store.recordEvents([first], OPTIONS)).toEqual(['repeat']);
    });

    it('tells equal ids of two channels apart', async () => {
      const other = { ...message('1', { channel: 'zalo-bot', chat: '17' }, 'khác') };
      expect(await store.recordEvents([message('1', AN, 'một'), other], OPTIONS)).toEqual(['new', 'new']);
    });

    it('gives a chat once its burst is over, its events in the order in which they were sent', async () => {
      await store.recordEvents([message('1', AN, 'hai', 0, 2), message('2', AN, 'một', 1, 1)], OPTIONS);
      expect(await claim(2)).toBeUndefined();
      const claimed = await claim(2.5);
      expect(claimed?.address).toEqual(AN);
      expect(textsOf(claimed)).toEqual(['một', 'hai']);
      expect(claimed?.events[0]?.event.receivedAt).toEqual(at(1));
    });

    it('waits for no burst without end', async () => {
      for (let n = 0; n < 5; n++) await store.recordEvents([message(`${n}`, AN, `${n}`, n * 1.4)], OPTIONS);
      expect(await claim(5.9)).toBeUndefined();
      expect(await claim(6)).toBeDefined();
    });

    it('lets a tap wait for nothing', async () => {
      await store.recordEvents([{ id: '1', from: AN, type: 'tap', data: 'menu', receivedAt: at(0) }], OPTIONS);
      expect(textsOf(await claim(0))).toEqual(['tap']);
    });

    it('gives a claimed chat to nobody else until its lease is over', async () => {
      await store.recordEvents([message('1', AN, 'một'), message('2', BINH, 'hai', 0.1)], OPTIONS);
      expect((await claim(3))?.address).toEqual(AN);
      expect((await claim(3))?.address).toEqual(BINH);
      // Another machine's clock is a little behind.
      expect(await claim(2.5)).toBeUndefined();
      expect(await claim(62)).toBeUndefined();
      expect((await claim(63))?.address).toEqual(AN);
    });

    it('gives no chat again to who is answering it, whatever the clock says', async () => {
      await store.recordEvents([message('1', AN, 'một'), message('2', BINH, 'hai', 0.1)], OPTIONS);
      await claim(3);
      expect((await claim(3_600, AN.chat))?.address).toEqual(BINH);
      expect(await claim(3_600, AN.chat, BINH.chat)).toBeUndefined();
    });

    it('lets nothing wait for hours because the clock went back', async () => {
      await store.recordEvents([message('1', AN, 'một', 3_600), message('2', BINH, 'hai', 3_600.1)], OPTIONS);
      await claim(3_602);
      expect((await claim(0, AN.chat))?.address).toEqual(BINH);
      // Who held this one has lost it.
      expect((await claim(0, BINH.chat))?.address).toEqual(AN);
      expect(await claim(0)).toBeUndefined();
    });

    it('gives chats out once, whoever asks at once', async () => {
      const chats = Array.from({ length: 20 }, (_, n) => message(`${n}`, { ...AN, chat: `${n}` }, 'chào'));
      await store.recordEvents(chats, OPTIONS);
      const claims = await Promise.all(Array.from({ length: 40 }, () => claim(5)));
      const given = claims.flatMap((each) => (each ? [each.address.chat] : []));
      expect(given.length).toBe(20);
      expect(new Set(given).size).toBe(20);
    });

    it('tells when the next chat may be claimed: not a moment sooner, then for sure, whatever happens meanwhile', async () => {
      const CHATS = [AN, BINH, { ...AN, chat: '19' }];
      const act = fc.record({
        do: fc.constantFrom('write' as const, 'claim' as const, 'give back' as const, 'forget' as const),
        chat: fc.nat(2),
        ms: fc.integer({ min: 0, max: 90_000 }),
      });
      let events = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 30 }), async (acts) => {
          for (const chat of CHATS) await store.forgetChat(chat);
          expect(await store.findChatDueAt('telegram')).toBeUndefined();
          const held: ClaimedChat[] = [];
          let seconds = 0;
          const claimNow = async () => {
            const claimed = await claim(seconds);
            if (claimed) held.push(claimed);
            return claimed;
          };
          for (const each of acts) {
            if (each.do === 'write') {
              events += 1;
              await store.recordEvents([message(`e${events}`, CHATS[each.chat]!, 'chào', seconds)], OPTIONS);
            } else if (each.do === 'claim') await claimNow();
            else if (each.do === 'forget') await store.forgetChat(CHATS[each.chat]!);
            else {
              const given = held.pop();
              if (given) await store.releaseChat(given, at(seconds + each.ms / 1_000));
            }
            const dueAt = await store.findChatDueAt('telegram');
            const before = dueAt && (dueAt.getTime() - 1 - START) / 1_000;
            if (before !== undefined && before >= seconds) expect(await claim(before)).toBeUndefined();
            else if (dueAt === undefined) expect(await claim(seconds + 3_600)).toBeUndefined();
            if (each.ms % 2 === 0 || !dueAt) continue;
            seconds = Math.max(seconds, (dueAt.getTime() - START) / 1_000);
            expect(await claimNow()).toBeDefined();
          }
        }),
        { numRuns: 40 },
      );
    });

    it('gives back at once what a dead process held', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      await claim(3);
      await store.releaseClaims(['zalo-oa']);
      expect(await claim(3)).toBeUndefined();
      await store.releaseClaims(['telegram']);
      expect(textsOf(await claim(3))).toEqual(['một']);
    });

    it('puts replies in the place of events, in one step', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      const replies = await answer(claimed!, 'phần 1', 'phần 2');
      expect(replies?.map(({ message: { text }, attempts }) => [text, attempts])).toEqual([
        ['phần 1', 0],
        ['phần 2', 0],
      ]);
      await store.releaseClaims(['telegram']);
      const again = await claim(3);
      expect(again?.events).toEqual([]);
      expect(again?.replies.map(({ message: { text }, isInDoubt }) => [text, isInDoubt])).toEqual([
        ['phần 1', false],
        ['phần 2', false],
      ]);
    });

    it('keeps attachments to the last byte, and nothing of a chat that is to be forgotten', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      const bytes = new Uint8Array([0, 255, 10, 13]);
      const file = { kind: 'file', name: 'a.csv', mediaType: 'text/csv', content: { bytes } } as const;
      const messages = [{ text: 'tệp', attachments: [file] }];
      await store.recordReplies(claimed!, { events: claimed!.events, messages, state: null, now: at(3) });
      await store.releaseClaims(['telegram']);
      const again = await claim(3);
      expect(again?.replies.map((reply) => reply.message)).toEqual(messages);
      expect(again?.state).toEqual({ recent: [] });
    });

    it('refuses replies of a claim that was lost', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const late = await claim(3);
      const next = await claim(100);
      expect(await answer(late!, 'muộn')).toBeUndefined();
      const replies = await answer(next!, 'đúng');
      expect(await store.startReply(late!, replies![0]!)).toBe(false);
      expect(await store.startReply(next!, replies![0]!)).toBe(true);
    });

    it('knows which reply is in doubt after a crash', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      const replies = (await answer(claimed!, 'gửi dở', 'chưa gửi')) ?? [];
      await store.startReply(claimed!, replies[0]!);
      await store.releaseClaims(['telegram']);
      const again = await claim(3);
      expect(again?.replies.map(({ isInDoubt, attempts }) => [isInDoubt, attempts])).toEqual([
        [true, 1],
        [false, 0],
      ]);
      await store.postponeReply(again!, again!.replies[0]!);
      await store.releaseClaims(['telegram']);
      expect((await claim(3))?.replies[0]).toMatchObject({ isInDoubt: false, attempts: 1 });
    });

    it('forgets a chat in which nothing waits any more, and keeps one in which something does', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      const replies = (await answer(claimed!, 'xong')) ?? [];
      await store.recordEvents([message('2', AN, 'hai', 3)], OPTIONS);
      await store.finishReply(claimed!, replies[0]!);
      await store.releaseChat(claimed!, at(3));
      expect(await claim(4)).toBeUndefined();
      const next = await claim(4.5);
      expect(textsOf(next)).toEqual(['hai']);
      await answer(next!);
      await store.releaseChat(next!, at(5));
      expect(await store.measureInbox()).toEqual([]);
    });

    it('keeps a chat from coming sooner than it was put off to', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      await store.releaseChat((await claim(3))!, at(30));
      await store.recordEvents([message('2', AN, 'hai', 4)], OPTIONS);
      expect(await claim(29.9)).toBeUndefined();
      expect(textsOf(await claim(30))).toEqual(['một', 'hai']);
    });

    it('takes no more than so many events of one chat', async () => {
      const many = Array.from({ length: 7 }, (_, n) => message(`${n}`, AN, `${n}`));
      const results = await store.recordEvents([...many, message('x', BINH, 'khác')], OPTIONS);
      expect(results).toEqual(['new', 'new', 'new', 'new', 'new', 'full', 'full', 'new']);
      expect(await store.recordEvents([many[6]!], OPTIONS)).toEqual(['repeat']);
    });

    it('names each chat that waits too long once', async () => {
      await store.recordEvents([message('1', AN, 'một'), message('2', BINH, 'hai', 8)], OPTIONS);
      const ask = (seconds: number) =>
        store.claimWaitingNotices({ channel: 'telegram', since: at(seconds - 10), limit: 9 });
      expect(await ask(9)).toEqual([]);
      expect(await ask(11)).toEqual([AN]);
      expect(await ask(12)).toEqual([]);
      expect(await ask(20)).toEqual([BINH]);
    });

    it('counts what the platform says of messages, and keeps no row of it', async () => {
      const seen: IncomingEvent = { id: 's1', from: AN, type: 'seen', messageId: '9', receivedAt: at(0) };
      await store.recordEvents([seen, seen, { ...seen, id: 'd1', type: 'delivered' }], OPTIONS);
      expect(await store.listCounts()).toMatchObject({ 'messages-seen': 1, 'messages-delivered': 1 });
      expect(await store.measureInbox()).toEqual([]);
    });

    it('counts nobody as writing fast because the clock went back', async () => {
      await store.recordEvents([message('1', AN, 'một', 3_600), message('2', AN, 'hai', 3_601)], OPTIONS);
      await store.recordEvents([message('3', AN, 'ba', 0)], OPTIONS);
      expect((await claim(2))?.state.recent).toEqual([at(0).getTime()]);
    });

    it('keeps the state of a chat, the context while it lasts', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      expect(claimed?.state).toEqual({ recent: [at(0).getTime()] });
      const state: ChatState = {
        recent: [],
        welcomedOn: '2026-11-24',
        slowedAt: START,
        context: { documentId: 'x', choices: [{ label: 'a', text: 'b' }], until: START + 1_800_000 },
      };
      await store.recordReplies(claimed!, { events: claimed!.events, messages: [], state, now: at(3) });
      await store.releaseChat(claimed!, at(3));
      await store.recordEvents([message('2', AN, 'hai', 10)], OPTIONS);
      const next = await claim(20);
      expect(next?.state).toEqual({ ...state, recent: [START, START + 10_000] });
      await store.releaseClaims(['telegram']);
      const later = await claim(1800);
      expect(later?.state).toEqual({ recent: [], welcomedOn: '2026-11-24', slowedAt: START });
    });

    it('moves a chat with what waits and what is kept', async () => {
      const to = { ...AN, chat: '-100' };
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      const claimed = await claim(3);
      const kept = { recent: [], welcomedOn: '2026-11-24' };
      await store.recordReplies(claimed!, { events: [], messages: [{ text: 'trả lời' }], state: kept, now: at(3) });
      await store.moveChat(AN, to, at(4));
      const moved = await claim(4);
      expect(moved?.address).toEqual(to);
      expect(textsOf(moved)).toEqual(['một']);
      expect(moved?.replies).toHaveLength(1);
      expect(moved?.state.welcomedOn).toBe('2026-11-24');
      await store.releaseChat(claimed!, at(4));
      expect(await claim(500)).toMatchObject({ address: to });
    });

    it('forgets a chat whole', async () => {
      await store.recordEvents([message('1', AN, 'một'), message('2', BINH, 'hai')], OPTIONS);
      await store.forgetChat(AN);
      expect((await claim(5))?.address).toEqual(BINH);
      expect(await claim(5)).toBeUndefined();
    });

    it('keeps a reply to a chat that nobody has claimed until it is due', async () => {
      await store.recordReply(AN, { text: 'muộn' }, at(30));
      expect(await claim(29)).toBeUndefined();
      const claimed = await claim(30);
      expect(claimed).toMatchObject({ address: AN, events: [], replies: [{ message: { text: 'muộn' }, attempts: 0 }] });
      await store.finishReply(claimed!, claimed!.replies[0]!);
      await store.releaseChat(claimed!, at(30));
      expect(await store.measureInbox()).toEqual([]);
    });

    it('wipes what was deleted and nothing that waits', async () => {
      await store.recordEvents([message('1', AN, 'một'), message('2', BINH, 'hai', 2)], OPTIONS);
      await answer((await claim(2))!, 'trả lời');
      await expect.poll(() => store.wipeDeleted()).toBe(true);
      const [an, binh] = [await claim(120), await claim(120)];
      expect([an?.address, binh?.address]).toEqual([AN, BINH]);
      expect([textsOf(an), textsOf(binh)]).toEqual([[], ['hai']]);
      expect(an?.replies.map(({ message: { text } }) => text)).toEqual(['trả lời']);
      expect(await store.recordEvents([message('3', AN, 'ba', 121)], OPTIONS)).toEqual(['new']);
    });

    it('purges what is over, and only that', async () => {
      await store.recordEvents([message('1', AN, 'một')], OPTIONS);
      await store.purgeInbox({ now: at(3), seenBefore: at(-1), untouchedSince: '2026-11-24' });
      expect(await store.recordEvents([message('1', AN, 'một')], OPTIONS)).toEqual(['repeat']);
      await store.purgeInbox({ now: at(90), seenBefore: at(1), untouchedSince: '2026-11-25' });
      expect(await store.recordEvents([message('1', AN, 'một', 91)], OPTIONS)).toEqual(['new']);
      expect((await claim(200))?.state.recent).toEqual([]);
    });

    it('measures what waits, by channel', async () => {
      const other = message('9', { channel: 'zalo-oa', chat: '5' }, 'khác', 7);
      await store.recordEvents([message('1', AN, 'một'), message('2', AN, 'hai', 1), other], OPTIONS);
      const depth = await store.measureInbox();
      expect(depth.toSorted((a, b) => a.channel.localeCompare(b.channel))).toEqual([
        { channel: 'telegram', chats: 1, events: 2, replies: 0, oldestAt: at(0) },
        { channel: 'zalo-oa', chats: 1, events: 1, replies: 0, oldestAt: at(7) },
      ]);
    });
  });

  describe(`the state of channels (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('keeps, replaces and removes', async () => {
      expect(await store.findState('zalo')).toBeUndefined();
      await store.saveState('zalo', 'a');
      await store.saveState('zalo', 'b');
      expect(await store.findState('zalo')).toBe('b');
      await store.removeState('zalo');
      expect(await store.findState('zalo')).toBeUndefined();
    });

    it('gives a lock to one owner until it lets go or its time is over', async () => {
      const ask = (owner: string, seconds: number) =>
        store.claimLock({ name: 'token', owner, now: at(seconds), leaseMs: 10_000 });
      expect(await Promise.all([ask('a', 0), ask('b', 0)])).toEqual([true, false]);
      expect(await ask('a', 5)).toBe(true);
      expect(await ask('b', 14)).toBe(false);
      expect(await ask('b', 15)).toBe(true);
      await store.releaseLock({ name: 'token', owner: 'a' });
      expect(await ask('c', 16)).toBe(false);
      await store.releaseLock({ name: 'token', owner: 'b' });
      expect(await ask('c', 16)).toBe(true);
      // The clock was an hour ahead, and whoever held the lock then is dead.
      expect(await ask('d', 3_600)).toBe(true);
      expect([await ask('e', 20), await ask('f', 20)]).toEqual([true, false]);
    });
  });
}

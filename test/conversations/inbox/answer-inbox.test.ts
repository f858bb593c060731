import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelName, FailureCode, IncomingEvent, Receipt } from '../../../src/channels/channel.js';
import type { ReplyDoors } from '../../../src/conversations/conversation-doors.js';
import { type AnswerInboxDoors, answerInbox } from '../../../src/conversations/inbox/answer-inbox.js';
import { createPace } from '../../../src/conversations/inbox/pace.js';
import { receiveEvents } from '../../../src/conversations/inbox/receive-events.js';
import { createLogger } from '../../../src/observability/logger.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createReplyDoors } from '../../support/create-reply-doors.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';
import { addressOn, createMember } from '../../support/outreach-samples.js';
import { createScriptedChannel, type ScriptedChannel } from '../../support/scripted-channel.js';

const START = Date.UTC(2026, 10, 24, 3);
const QUESTION = 'quy định 22 còn hiệu lực không';
const failed = (code: FailureCode, retryAfterMs?: number): Receipt => ({
  status: 'failed',
  failure: { code, ...(retryAfterMs ? { retryAfterMs } : {}) },
});

let opened: TestApp;
let store: Store;
let channel: ScriptedChannel;
let doors: AnswerInboxDoors;
let seconds: number;
const now = () => new Date(START + seconds * 1000);

beforeAll(async () => {
  opened = await openTestApp();
});
beforeEach(async () => {
  seconds = 0;
  store = await openStore(':memory:');
  channel = createScriptedChannel();
  const reply: ReplyDoors = createReplyDoors(opened.app, store, now);
  doors = {
    ...reply,
    inbox: store,
    channels: new Map([['telegram' as ChannelName, channel]]),
    arrivals: new Map(),
    wordsOnlyAbove: 100,
    keepDays: opened.config.keepDays,
    logger: createLogger('silent'),
    pace: createPace(() => 0),
    isHurried: () => true,
  };
});
afterEach(() => store.close());

const receive = (...events: IncomingEvent[]) => receiveEvents(events, channel, doors);
const write = (id: string, text: string, more?: Partial<IncomingEvent>) => channel.write(id, text, now(), more);
const answerAt = (second: number) => {
  seconds = second;
  return answerInbox('telegram', doors);
};
const said = () => channel.sent.map(({ message }) => message.text);
/** As a process that died would leave it. */
const restart = () => store.releaseClaims(['telegram']);

describe('the inbox', () => {
  it('shows that it writes at once, and answers once the burst is over', async () => {
    await receive(write('1', QUESTION));
    expect(channel.typing).toEqual(['17']);
    expect(await answerAt(1)).toBe(0);
    expect(await answerAt(2)).toBe(1);
    expect(said()).toHaveLength(1);
    expect(said()[0]).toMatch(/^Không còn: Quy định 22-QĐ\/TW/);
    expect(await answerAt(3)).toBe(0);
    expect(await store.measureInbox()).toEqual([]);
  });

  it('answers a repeat no second time, before or after the answer', async () => {
    await receive(write('1', QUESTION));
    await receive(write('1', QUESTION), write('1', QUESTION));
    await answerAt(2);
    await receive(write('1', QUESTION));
    await answerAt(9);
    expect(said()).toHaveLength(1);
    expect(await store.listCounts()).toMatchObject({ 'events-repeated': 3 });
  });

  it('joins a burst into one question', async () => {
    await receive(write('1', 'quy định 22'));
    seconds = 1;
    await receive(write('2', 'còn hiệu lực không'));
    await answerAt(3);
    expect(said()).toHaveLength(1);
    expect(said()[0]).toMatch(/^Không còn: Quy định 22-QĐ\/TW/);
  });

  it('answers in the order in which people wrote, each chat by itself', async () => {
    await receive(write('1', 'menu'), write('2', '/huong_dan'), write('3', '/quyenriengtu'));
    await answerAt(2);
    expect(said().map((text) => text.slice(0, 12))).toEqual(
      ['menu', 'guide', 'privacy'].map((key) => doors.texts(key).slice(0, 12)),
    );
  });

  it('keeps no other chat waiting while one platform is slow', async () => {
    const slow = new Promise<void>((resolve) => {
      const { send } = channel;
      let first = true;
      channel.send = async (chat, message) => {
        if (!first) return send(chat, message);
        first = false;
        // The first is answered only after the second was.
        const receipt = new Promise<Receipt>((done) => {
          release = () => done(send(chat, message));
        });
        resolve();
        return receipt;
      };
    });
    let release = () => {};
    await receive(write('1', QUESTION), write('2', QUESTION, { from: { channel: 'telegram', chat: '18' } }));
    const pass = answerAt(2);
    await slow;
    while (channel.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(channel.sent.map(({ chat }) => chat)).toEqual(['18']);
    release();
    await pass;
    expect(channel.sent.map(({ chat }) => chat)).toEqual(['18', '17']);
  });

  it('hears whoever calls between the answers to many', async () => {
    const chats = Array.from({ length: 10 }, (_, at) => String(at));
    await receive(...chats.map((chat) => write(chat, QUESTION, { from: { channel: 'telegram', chat } })));
    let rounds = 0;
    const count = () => {
      rounds += 1;
      if (channel.sent.length < chats.length) setImmediate(count);
    };
    setImmediate(count);
    expect(await answerAt(2)).toBe(10);
    expect(rounds).toBeGreaterThanOrEqual(10);
  });

  it('answers after a crash what was not answered, and once', async () => {
    await receive(write('1', QUESTION));
    await store.claimChat({ channel: 'telegram', now: new Date(START + 2000), leaseMs: 60_000 });
    expect(await answerAt(3)).toBe(0);
    await restart();
    expect(await answerAt(4)).toBe(1);
    expect(said()).toHaveLength(1);
  });

  it('sends again, and counts, the one reply that a crash left in doubt', async () => {
    await receive(write('1', QUESTION));
    seconds = 2;
    const claim = await store.claimChat({ channel: 'telegram', now: now(), leaseMs: 60_000 });
    const messages = [{ text: 'phần một' }, { text: 'phần hai' }];
    const state = { recent: [] };
    const replies = await store.recordReplies(claim!, { events: claim!.events, messages, state, now: now() });
    await store.startReply(claim!, replies![0]!);
    await restart();
    await answerAt(3);
    expect(said()).toEqual(['phần một', 'phần hai']);
    expect(await store.listCounts()).toMatchObject({ 'replies-in-doubt': 1 });
  });

  it.each(['rate-limited', 'unavailable', 'unauthorized', 'quota-spent'] as const)(
    'waits after %s and sends then, once',
    async (code) => {
      channel.receipts.push(failed(code, 7_000));
      await receive(write('1', QUESTION));
      await answerAt(2);
      expect(said()).toEqual([]);
      await answerAt(8);
      expect(said()).toEqual([]);
      await answerAt(9);
      expect(said()).toHaveLength(1);
      expect((await store.listCounts())['replies-in-doubt']).toBeUndefined();
    },
  );

  it('makes no call on a channel while it has to wait', async () => {
    channel.receipts.push(failed('rate-limited', 7_000));
    await receive(write('1', QUESTION));
    await answerAt(2);
    await receive(write('2', QUESTION, { from: { channel: 'telegram', chat: '18' } }));
    await answerAt(8);
    expect(channel.sent).toEqual([]);
    await answerAt(10);
    expect(channel.sent.map(({ chat }) => chat).toSorted()).toEqual(['17', '18']);
  });

  it('sends again, and counts, where the answer of the platform was lost', async () => {
    channel.receipts.push(failed('timeout'));
    await receive(write('1', QUESTION));
    await answerAt(2);
    await answerAt(4);
    expect(said()).toHaveLength(2);
    expect(await store.listCounts()).toMatchObject({ 'replies-in-doubt': 1 });
    await answerAt(60);
    expect(said()).toHaveLength(2);
  });

  it.each(['recipient-blocked', 'window-closed', 'invalid-message', 'unknown'] as const)(
    'does not try again after %s, and goes on with the next question',
    async (code) => {
      channel.receipts.push(failed(code));
      await receive(write('1', 'menu'), write('2', '/huong_dan'));
      await answerAt(2);
      expect(said()).toEqual([doors.texts.typed?.('guide')]);
      expect(await store.listCounts()).toMatchObject({ [`replies-refused-${code}`]: 1 });
      expect(await store.measureInbox()).toEqual([]);
    },
  );

  it('comes back after ten minutes of an unreachable platform with everything in order', async () => {
    channel.receipts.push(...Array.from({ length: 400 }, () => failed('unavailable')));
    await receive(write('1', 'menu'));
    for (let second = 2; second < 600; second += 1) await answerAt(second);
    const tries = 400 - channel.receipts.length;
    expect(tries).toBeLessThan(60);
    channel.receipts.length = 0;
    await receive(write('2', '/huong_dan'));
    await answerAt(640);
    await answerAt(660);
    expect(said().map((text) => text.slice(0, 12))).toEqual(
      ['menu', 'guide'].map((key) => doors.texts(key).slice(0, 12)),
    );
  });

  it('answers once though the clock jumps an hour ahead while the answer is on its way', async () => {
    const { send } = channel;
    let second: Promise<number> | undefined;
    channel.send = async (chat, message) => {
      seconds = 3_600;
      await receive(write('2', QUESTION, { from: { channel: 'telegram', chat: '18' } }));
      seconds = 3_602;
      second ??= new Promise((resolve) => setTimeout(() => resolve(channel.sent.length), 200));
      await second;
      return send(chat, message);
    };
    await receive(write('1', QUESTION));
    await answerAt(2);
    expect(channel.sent.map(({ chat }) => chat).toSorted()).toEqual(['17', '18']);
    expect((await store.listCounts())['replies-in-doubt']).toBeUndefined();
  });

  it('waits for no hour that the clock is set back, neither after a pause nor with what came before', async () => {
    channel.receipts.push(failed('rate-limited', 7_000));
    await receive(write('1', 'menu'));
    await answerAt(2);
    await receive(write('2', '/huong_dan', { from: { channel: 'telegram', chat: '18' } }));
    await answerAt(-3_600);
    expect(channel.sent.map(({ chat }) => chat).toSorted()).toEqual(['17', '18']);
  });

  it('goes on where the journal fails just as a chat is given back', async () => {
    let failures = 1;
    const releaseChat: Store['releaseChat'] = async (...given) => {
      if (failures-- > 0) throw new Error('đĩa bận');
      return store.releaseChat(...given);
    };
    doors = { ...doors, inbox: { ...store, releaseChat } };
    await receive(write('1', 'menu'));
    expect(await answerAt(2)).toBe(1);
    expect(said()).toHaveLength(1);
    await answerAt(200);
    expect(said()).toHaveLength(1);
    expect(await store.measureInbox()).toEqual([]);
  });

  it('takes what fails together for one failure, and lets one chat try for all', async () => {
    const chats = Array.from({ length: 12 }, (_, n) => `${n}`);
    channel.receipts.push(...Array.from({ length: 13 }, () => failed('unavailable')));
    const { send } = channel;
    const underWay: (() => void)[] = [];
    channel.send = async (chat, message) => {
      if (underWay.length < chats.length) {
        await new Promise<void>((resolve) => {
          if (underWay.push(resolve) === chats.length) for (const goOn of underWay) goOn();
        });
      }
      return send(chat, message);
    };
    await receive(...chats.map((chat) => write(chat, 'menu', { from: { channel: 'telegram', chat } })));
    await answerAt(2);
    expect(channel.receipts).toHaveLength(1);
    await answerAt(3);
    expect(channel.receipts).toHaveLength(0);
    expect(said()).toEqual([]);
    await answerAt(4.9);
    expect(said()).toEqual([]);
    await answerAt(5);
    expect(said()).toHaveLength(12);
  });

  it('slows down who floods, says so once a minute, and says that it may not read all', async () => {
    const flood = Array.from({ length: 60 }, (_, n) => write(`${n}`, `câu hỏi số ${n} về quy định 37?`));
    await receive(...flood);
    expect(await store.listCounts()).toMatchObject({ 'events-not-taken': 30 });
    await answerAt(2);
    expect(said().filter((text) => text === doors.texts('slow-down'))).toHaveLength(1);
    const after = said().length;
    expect(after).toBeLessThan(5);
    await answerAt(4);
    expect(said()).toHaveLength(after);
    for (let second = 7; second < 50; second += 1) await answerAt(second);
    expect(said().filter((text) => text === doors.texts('slow-down'))).toHaveLength(1);
    expect(said().length).toBeLessThan(after + 12);
  });

  it('forgets a chat that left, and meets it anew', async () => {
    await receive(write('1', QUESTION));
    await answerAt(2);
    await receive(write('2', '', { type: 'left' }));
    await answerAt(3);
    await receive(write('3', '', { type: 'joined' }));
    await answerAt(4);
    expect(said()).toHaveLength(2);
    expect(said()[1]).toMatch(/máy, không phải người/);
  });

  it('goes on under the new id of a chat that moved', async () => {
    await receive(write('1', QUESTION));
    await answerAt(2);
    const to = { channel: 'telegram', chat: '-100' } as const;
    await receive(write('2', '', { type: 'moved', to }));
    await answerAt(3);
    await receive(write('3', 'ai ký?', { from: to }));
    await answerAt(6);
    expect(channel.sent.at(-1)).toMatchObject({ chat: '-100' });
    expect(said().at(-1)).toMatch(/22-QĐ\/TW/);
  });

  it('follows a chat whose new id only the answer to a message tells', async () => {
    channel.receipts.push({ status: 'sent', messageId: '1', movedTo: '-100' });
    await receive(write('1', 'menu'), write('2', '/huong_dan'));
    await answerAt(2);
    expect(channel.sent.map(({ chat }) => chat)).toEqual(['17', '-100']);
  });

  it('apologises where it fails, and does not fail again and again', async () => {
    const broken = { ...doors, answerQuestion: () => Promise.reject(new Error('hỏng')) };
    await receive(write('1', QUESTION));
    seconds = 2;
    await answerInbox('telegram', broken);
    expect(said()).toEqual([doors.texts('failed')]);
    expect(await answerAt(60)).toBe(0);
  });

  describe('that erases somebody', () => {
    const askToErase = async () => {
      channel = createScriptedChannel({ proactive: { templates: false, perSecond: 20 } });
      doors = { ...doors, channels: new Map([['telegram' as ChannelName, channel]]) };
      await store.createMember(createMember('an', { addresses: [addressOn('telegram', '17', now())] }));
      await receive(write('1', 'xóa'));
      await answerAt(2);
      await receive(write('2', /XÓA \d{6}/.exec(said()[0]!)?.[0] ?? ''));
    };

    it('says so only when nothing of it waits any more', async () => {
      await askToErase();
      const { send } = channel;
      let waiting: unknown;
      channel.send = async (chat, message) => {
        waiting = await store.measureInbox();
        return send(chat, message);
      };
      await answerAt(4);
      expect(said().at(-1)).toMatch(/Đã xóa hết/);
      expect(waiting).toEqual([]);
    });

    it('says so later where the platform puts it off, once', async () => {
      await askToErase();
      channel.receipts.push(failed('rate-limited', 20_000));
      await answerAt(4);
      expect(said()).toHaveLength(1);
      await answerAt(20);
      expect(said()).toHaveLength(1);
      await answerAt(30);
      await answerAt(90);
      expect(said().slice(1)).toEqual([doors.texts('erase.done')]);
      expect(await store.measureInbox()).toEqual([]);
    });

    it('tries no more where nobody can be told', async () => {
      await askToErase();
      channel.receipts.push(failed('recipient-blocked'));
      await answerAt(4);
      await answerAt(900);
      expect(said()).toHaveLength(1);
      expect(await store.listCounts()).toMatchObject({ 'replies-refused-recipient-blocked': 1 });
    });
  });

  it('says which way it searched', async () => {
    await receive(write('1', QUESTION));
    await answerAt(2);
    doors = { ...doors, isHurried: () => false };
    seconds = 3;
    await receive(write('2', QUESTION));
    await answerAt(5);
    expect(await store.listCounts()).toMatchObject({ 'answers-by-words': 1, 'answers-by-meaning': 1 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/channels/channel.js';
import { toCapabilities } from '../../src/channels/zalo-oa/zalo-messages.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import { replyToTurn, type TurnOptions } from '../../src/conversations/reply-to-turn.js';
import type { Reply } from '../../src/conversations/speak.js';
import { openStore } from '../../src/storage/open-store.js';
import type { ChatState, Store } from '../../src/storage/store.js';
import { createReplyDoors } from '../support/create-reply-doors.js';
import { TELEGRAM, ZALO_BOT } from '../support/faces.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';
import { PLAIN } from '../support/scripted-channel.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const BUTTONS: Capabilities = {
  ...PLAIN,
  textLimit: 4_000,
  buttons: { kinds: ['send', 'url'], most: 8, labelLimit: 200, sendLimitBytes: 64 },
};
const MET: ChatState = { recent: [], welcomedOn: '2026-11-01' };

let opened: TestApp;
let store: Store;
let doors: ReplyDoors;
beforeAll(async () => {
  opened = await openTestApp();
  store = await openStore(':memory:');
  doors = createReplyDoors(opened.app, store, () => NOW);
});
afterAll(async () => {
  await store.close();
});

const address = { channel: 'telegram', chat: '17' } as const;
/** A reply that keeps something. */
type Kept = Reply & { readonly state: ChatState };
const turn = async (
  said: Parameters<typeof replyToTurn>[0],
  options: Pick<TurnOptions, 'capabilities' | 'state'>,
): Promise<Kept> => {
  const { state, ...reply } = await replyToTurn(said, { address, member: undefined, byWords: true, ...options }, doors);
  if (!state) expect.unreachable('a plain turn keeps its chat');
  return { ...reply, state };
};

const words = (text: string, more: object = {}) =>
  ({ type: 'words', text, isTap: false, files: [], isGroup: false, ...more }) as const;
const reply = (text: string, state: ChatState = MET, capabilities = PLAIN, more: object = {}): Promise<Kept> =>
  turn(words(text, more), { capabilities, state });
const read = ({ messages }: Reply) => messages.map(({ text }) => text).join('\n---\n');

describe('a reply', () => {
  it('welcomes who joins: a machine, what is kept, a proof, three questions to tap', async () => {
    const joined = { type: 'joined', isGroup: false } as const;
    const { messages, state } = await turn(joined, { capabilities: BUTTONS, state: { recent: [] } });
    expect(messages).toHaveLength(1);
    expect(messages[0]!.text).toMatch(/máy, không phải người/);
    expect(messages[0]!.text).toMatch(/không lưu tên/);
    expect(messages[0]!.text).toMatch(/“.+”\n\(.*-QĐ\/TW.*\)/);
    expect(messages[0]!.buttons).toHaveLength(3);
    expect(state.welcomedOn).toBe('2026-11-24');
    const again = await turn(joined, { capabilities: BUTTONS, state });
    expect(again.messages).toEqual([]);
  });

  it('lists the three questions as numbers where there are no buttons', async () => {
    const { messages, state } = await reply('/start', { recent: [] });
    expect(messages[0]!.text).toMatch(/1\) .+\n2\) .+\n3\) /);
    expect(read(await reply('2', state))).toMatch(/Quy định 22/);
  });

  it.each(['/start', 'menu', 'hướng dẫn', 'tham gia', 'tóm tắt', '3', 'số 21 nói gì'])(
    'speaks of typing alone where there are no buttons: %s',
    async (text) => {
      const said = read(await reply(text, MET, ZALO_BOT));
      expect(said).not.toMatch(/bấm|nút/i);
      if (/^1\) /m.test(said) && !/hỏi tiếp/.test(said)) expect(said).toMatch(/gõ/i);
    },
  );

  it('has no heading without lines where choices are buttons', async () => {
    const asked = ['quy định 37 điều 5', 'quy định 22 còn hiệu lực không', 'số 21 nói gì'];
    for (const face of [BUTTONS, TELEGRAM, toCapabilities('template')]) {
      for (const text of asked) {
        const { messages } = await reply(text, MET, face);
        for (const message of messages) expect(message.text).not.toMatch(/:(\n\n🤖.*)?$/);
        expect(messages.at(-1)?.buttons?.length).toBeGreaterThan(0);
      }
    }
    expect(read(await reply(asked[0]!, MET, ZALO_BOT))).toMatch(/hỏi tiếp:\n1\) .+\n2\) /);
  });

  it('answers a first question first, and says then what it is', async () => {
    const first = await reply('quy định 22 còn hiệu lực không', { recent: [] });
    expect(read(first)).toMatch(/^Không còn: Quy định 22-QĐ\/TW[\s\S]*tôi là máy, không phải người/);
    expect(read(await reply('quy định 22 còn hiệu lực không', first.state))).not.toMatch(/Lần đầu/);
  });

  it('answers a first greeting with the welcome alone', async () => {
    const { messages, state } = await reply('xin chào', { recent: [] });
    expect(messages).toHaveLength(1);
    expect(messages[0]!.text).toMatch(/Ví dụ, hỏi/);
    expect(state.welcomedOn).toBe('2026-11-24');
  });

  it('remembers the document for half an hour, and never the question', async () => {
    const first = await reply('điều 5 quy định 37 nói gì');
    expect(JSON.stringify(first.state)).not.toContain('điều 5 quy định 37 nói gì');
    expect(first.state.context?.documentId).toBe('37-QĐ/TW@2021-10-25');
    expect(first.state.context?.until).toBe(NOW.getTime() + 30 * 60_000);
    expect(read(await reply('còn điều 6 thì sao', first.state))).toMatch(/37-QĐ\/TW[\s\S]*Điều 6/);
  });

  it('takes a number as the choice that it stands for', async () => {
    const asked = await reply('nghị quyết 21 nói về gì', MET, BUTTONS);
    const choices = asked.state.context?.choices ?? [];
    expect(choices.length).toBeGreaterThan(1);
    const chosen = await reply('2', asked.state, BUTTONS);
    expect(chosen.state.context?.documentId).toBeDefined();
    expect(read(await reply('7', asked.state, BUTTONS))).toMatch(/không còn giữ/);
    expect(read(await reply('2', MET))).toMatch(/không còn giữ/);
  });

  it('offers choices as buttons within 64 bytes, which mean the same however late they are pressed', async () => {
    const asked = await reply('nghị quyết 21 nói về gì', MET, BUTTONS);
    const buttons = asked.messages.at(-1)!.buttons ?? [];
    expect(buttons.length).toBe(asked.state.context?.choices.length);
    for (const [at, button] of buttons.entries()) {
      if (!('send' in button)) expect.unreachable('a choice sends words');
      expect(Buffer.byteLength(button.send)).toBeLessThanOrEqual(64);
      const pressed = await reply(button.send, asked.state, BUTTONS, { isTap: true });
      const typed = await reply(String(at + 1), asked.state, BUTTONS);
      expect(read(pressed)).toBe(read(typed));
      const late = read(await reply(button.send, MET, BUTTONS, { isTap: true }));
      expect([read(pressed), doors.texts('old-button')]).toContain(late);
    }
    expect(read(asked)).not.toMatch(/^\d\) /m);
  });

  it('asks back on a bare dung, and stops only when told', async () => {
    const asked = await reply('dung', MET, BUTTONS);
    expect(read(asked)).toMatch(/dừng/);
    expect(asked.messages.at(-1)!.buttons).toHaveLength(2);
    expect(read(await reply('1', asked.state))).toBe(doors.texts('stopped'));
    expect(read(await reply('2', asked.state))).toBe(doors.texts('unsure-other'));
  });

  it('forgets the thread on mới and on dừng', async () => {
    const first = await reply('quy định 37 còn hiệu lực không');
    for (const command of ['mới', '/dung']) {
      const { state } = await reply(command, first.state);
      expect(state).toEqual({ recent: [], welcomedOn: '2026-11-01' });
    }
  });

  it.each(['menu', '/huong_dan', '/quyenriengtu'])('keeps the thread on %s', async (command) => {
    const first = await reply('quy định 37 còn hiệu lực không');
    const { state, messages } = await reply(command, first.state);
    expect(messages.length).toBe(1);
    expect(state.context?.documentId).toBe('37-QĐ/TW@2021-10-25');
  });

  it('names every command in the menu', async () => {
    const text = read(await reply('menu'));
    for (const word of ['menu', 'hướng dẫn', 'mới', 'xem tiếp', 'quyền riêng tư', 'dừng']) {
      expect(text).toContain(`• ${word}: `);
    }
  });

  it('declines files without opening them, and answers the words beside them', async () => {
    expect(read(await reply('', MET, PLAIN, { files: [{ kind: 'image' }] }))).toBe(doors.texts('files'));
    const both = read(await reply('quy định 22 còn hiệu lực không', MET, PLAIN, { files: [{ kind: 'file' }] }));
    expect(both).toMatch(/^Không còn[\s\S]*không mở và không tải/);
  });

  it('shows at most three parts, then the rest on asking, and loses no word', async () => {
    const narrow = { ...PLAIN, textLimit: 400 };
    const question = '19 điều đảng viên không được làm là gì';
    const whole = await reply(question, MET, { ...PLAIN, textLimit: 100_000 });
    let { messages, state } = await reply(question, MET, narrow);
    const seen: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      expect(messages.length).toBeLessThanOrEqual(3);
      for (const { text } of messages) expect(text.length).toBeLessThanOrEqual(400);
      seen.push(...messages.map(({ text }) => text));
      if (!state.context?.rest) break;
      ({ messages, state } = await reply('xem tiếp', state, narrow));
    }
    expect(seen.length).toBeGreaterThan(3);
    const wordsIn = (text: string) => text.replace(/\n\nCòn \d+ phần nữa\..*/g, '').match(/[\p{L}\p{N}]+/gu);
    expect(wordsIn(seen.join('\n'))).toEqual(wordsIn(read(whole)));
    expect(read(await reply('xem tiếp', state, narrow))).toBe(doors.texts('no-more'));
  });

  it('tells who floods to slow down, once a minute', async () => {
    const now = NOW.getTime();
    const flooded: ChatState = { ...MET, recent: Array.from({ length: 21 }, (_, n) => now - n * 100) };
    const first = await reply('quy định 37', flooded);
    expect(first.messages[0]!.text).toBe(doors.texts('slow-down'));
    expect(first.messages.length).toBeGreaterThan(1);
    const second = await reply('quy định 37', { ...first.state, recent: flooded.recent });
    expect(second.messages[0]!.text).not.toBe(doors.texts('slow-down'));
  });

  it('quotes the message that it answers in a group, and introduces itself there once', async () => {
    const inGroup = { isGroup: true, messageId: '55' };
    const { messages } = await reply('quy định 22 còn hiệu lực không', { recent: [] }, PLAIN, inGroup);
    expect(messages[0]).toMatchObject({ replyTo: '55' });
    expect(messages[0]!.text).not.toMatch(/Lần đầu/);
  });

  it('welcomes nobody on a face that introduces itself', async () => {
    const web = { ...PLAIN, introducesItself: true };
    const { messages } = await reply('quy định 22 còn hiệu lực không', { recent: [] }, web, { history: [] });
    expect(messages[0]!.text).not.toMatch(/Lần đầu/);
    expect(messages[0]!.answer?.outcome).toBe('answered');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebChat } from '../../../src/channels/web-chat.js';
import type { ReplyDoors } from '../../../src/conversations/conversation-doors.js';
import { replyToTurn } from '../../../src/conversations/reply-to-turn.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createReplyDoors } from '../../support/create-reply-doors.js';
import { FACES, TELEGRAM } from '../../support/faces.js';
import { openTestApp } from '../../support/open-test-app.js';
import { createPerson } from '../../support/talk.js';

const clock = () => new Date('2026-11-24T03:00:00Z');
const NO_MORE = 'Không còn phần nào chưa xem';

let store: Store;
let doors: ReplyDoors;
beforeAll(async () => {
  const { app } = await openTestApp();
  store = await openStore(':memory:');
  doors = createReplyDoors(app, store, clock);
});
afterAll(async () => {
  await store.close();
});

const linesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('• ')).length;

describe.each(FACES)('“xem tiếp” behind a summary, on a face of %s', (_, channel, capabilities) => {
  it('leads on to the next length, until all is told, and only then says so', async () => {
    const an = createPerson({ channel, chat: 'an' }, capabilities, doors);
    const first = await an.says('tóm tắt quy định 37');
    expect(first).toMatch(/Còn \d+ ý nữa/);
    const second = await an.says('xem tiếp');
    expect(linesOf(second)).toBeGreaterThan(linesOf(first));
    expect(second).toMatch(/^Tóm tắt Quy định 37-QĐ\/TW/);
    let all = '';
    let said = await an.says('xem tiếp');
    for (let each = 0; each < 30 && !said.includes(NO_MORE); each++) {
      all += `\n${said}`;
      said = await an.says('xem tiếp');
    }
    expect(said).toContain(NO_MORE);
    expect(linesOf(all)).toBeGreaterThan(linesOf(second));
    expect(all).not.toMatch(/Còn \d+ ý nữa/);
  });

  it('is forgotten once something else was asked', async () => {
    const an = createPerson({ channel, chat: 'an' }, capabilities, doors);
    await an.says('tóm tắt quy định 37');
    await an.says('quy định 22 còn hiệu lực không?');
    expect(await an.says('xem tiếp')).toContain(NO_MORE);
  });
});

describe('“xem tiếp”', () => {
  it('behind a list that was cut leads to all that is held of the document', async () => {
    // As a list longer than an answer may be ends (`quoteProvisions`); none of the shipped documents has one.
    const cut: ReplyDoors['answerQuestion'] = async (question) => {
      const answer = await doors.answerQuestion(question);
      const note = { role: 'note', text: 'Còn 77 ý nữa; anh/chị hỏi tiếp từng phần để xem đủ.', left: 77 } as const;
      return { ...answer, claims: [...answer.claims, note] };
    };
    const an = createPerson({ channel: 'telegram', chat: 'an' }, TELEGRAM, { ...doors, answerQuestion: cut });
    await an.says('quy định 37 gồm những nội dung gì');
    expect(await an.says('xem tiếp')).toMatch(/^Tóm tắt Quy định 37-QĐ\/TW/);
  });

  it('keeps a command of ours, and nothing of what was asked', async () => {
    const an = createPerson({ channel: 'telegram', chat: 'an' }, TELEGRAM, doors);
    await an.says('tóm tắt qđ 37');
    expect(an.state()?.context?.more).toBe('/tomtat 3 phút: 37-QĐ/TW@2021-10-25');
  });

  it('works where the face keeps the turns and we nothing', async () => {
    const { capabilities } = openWebChat({ clock });
    const ask = async (text: string, history: readonly string[] = []): Promise<string> => {
      const said = { type: 'words', text, isTap: false, files: [], isGroup: false, history } as const;
      const address = { channel: 'web', chat: 'tab' } as const;
      const options = { address, capabilities, state: { recent: [] }, member: undefined, byWords: true };
      return (await replyToTurn(said, options, doors)).messages.map((message) => message.text).join('\n');
    };
    const turns = ['tóm tắt quy định 37', 'xem tiếp', 'xem tiếp', 'xem tiếp'];
    const said: string[] = [];
    for (const [at, text] of turns.entries()) said.push(await ask(text, turns.slice(0, at)));
    const lengths = said.slice(0, 3).map(linesOf);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(new Set(lengths).size).toBe(3);
    expect(said[3]).toContain(NO_MORE);
    expect(await ask('xem tiếp', ['xóa'])).toContain(NO_MORE);
  });
});

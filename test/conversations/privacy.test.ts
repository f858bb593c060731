import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/channels/channel.js';
import { type AnswerInboxDoors, answerInbox } from '../../src/conversations/inbox/answer-inbox.js';
import { createPace } from '../../src/conversations/inbox/pace.js';
import { receiveEvents } from '../../src/conversations/inbox/receive-events.js';
import type { Logger } from '../../src/observability/logger.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { foldText } from '../../src/text/vietnamese-text.js';
import { createReplyDoors } from '../support/create-reply-doors.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';
import { createScriptedChannel } from '../support/scripted-channel.js';

const PEOPLE = 200;
const HOUR_MS = 3_600_000;

/** What must not be found again of somebody. */
interface Trace {
  readonly chat: string;
  readonly name: string;
  readonly phone: string;
  readonly question: string;
}

const traceOf = (n: number): Trace => ({
  chat: `84612345678901${String(10_000 + n)}`,
  name: `Nguyễn Thị Mẫu ${String.fromCharCode(65 + (n % 26))}${n}x`,
  phone: `09${String(71_000_000 + n * 37)}`,
  question: `quy định 37 có nói việc riêng số ${n} của tổ dệt len mẫu không`,
});

let folder: string;
let opened: TestApp;
let store: Store;
const logs: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rieng-tu-'));
  opened = await openTestApp();
  store = await openStore(join(folder, 'so-tay.sqlite'));
  await store.saveUnits(SAMPLE_UNITS);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('after two hundred conversations', () => {
  it('nothing is found of who never joined or was erased: no id, name, phone or question', async () => {
    let now = new Date('2026-11-24T03:00:00Z');
    const write = (details: object, message: string) => void logs.push(`${message} ${JSON.stringify(details)}`);
    const logger: Logger = { info: write, warn: write, error: write };
    const channel = createScriptedChannel({ proactive: { templates: false, perSecond: 20 } });
    const doors: AnswerInboxDoors = {
      ...createReplyDoors(opened.app, store, () => now),
      inbox: store,
      channels: new Map([['telegram' as ChannelName, channel]]),
      arrivals: new Map(),
      wordsOnlyAbove: 100,
      keepDays: opened.config.keepDays,
      logger,
      pace: createPace(() => 0),
      isHurried: () => true,
    };
    let events = 0;
    const say = async (chat: string, text: string) => {
      events += 1;
      const from = { channel: 'telegram', chat } as const;
      const before = channel.sent.length;
      const event = {
        id: `e${events}`,
        from,
        type: 'message',
        text,
        files: [],
        senderName: 'x',
        receivedAt: now,
      } as const;
      await receiveEvents([event], channel, doors);
      now = new Date(now.getTime() + 7_000);
      await answerInbox('telegram', doors);
      return channel.sent
        .slice(before)
        .map(({ message }) => message.text)
        .join('\n');
    };
    const steps = ['tham gia', 'tan phong', '1', '1', '1', 'xong', 'giờ nào cũng được', 'đồng ý'];

    const traces = Array.from({ length: PEOPLE }, (_, n) => traceOf(n));
    const joined: Trace[] = [];
    for (const [n, trace] of traces.entries()) {
      await say(trace.chat, `Tôi là ${trace.name}, số ${trace.phone}. ${trace.question}`);
      await say(trace.chat, trace.question);
      if (n % 10 > 1) continue;
      for (const step of steps) await say(trace.chat, step);
      expect((await store.findMemberAt({ channel: 'telegram', chat: trace.chat }))?.status).toBe('joined');
      if (n % 10 === 0) joined.push(trace);
      else {
        const code = /XÓA (\d{6})/.exec(await say(trace.chat, 'xóa'))?.[1];
        expect(await say(trace.chat, `xóa ${code}`)).toMatch(/Đã xóa hết/);
      }
    }
    // One is cut off in the middle of sending, as by a platform that is gone for good.
    channel.receipts.push({ status: 'failed', failure: { code: 'recipient-blocked' } });
    await say(traceOf(3).chat, traceOf(3).question);

    now = new Date(now.getTime() + HOUR_MS);
    await store.purgeInbox({ now, seenBefore: new Date(0), untouchedSince: '2026-01-01' });
    expect(await store.wipeDeleted()).toBe(true);
    const found = await readAll();
    expect(found).toContain(joined[0]!.chat);
    const mustBeGone = traces.filter((trace) => !joined.includes(trace));
    expect(mustBeGone.length).toBe(PEOPLE - 20);
    const left = mustBeGone.flatMap((trace) =>
      Object.values(trace)
        .flatMap((words: string) => [words, foldText(words), words.normalize('NFD')])
        .filter((words) => found.includes(words)),
    );
    expect(left).toEqual([]);
    // Questions of members are kept with nobody either.
    expect(traces.filter(({ question }) => found.includes(question) || found.includes(foldText(question)))).toEqual([]);
    await store.close();
  });
});

/** Every byte of the folder, free pages and the database's log included, and the service's log. */
async function readAll(): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const bodies = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
  );
  return [...bodies.map((body) => body.toString('utf8')), ...logs].join('\n');
}

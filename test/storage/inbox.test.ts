import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { stopwatch } from '../../src/time.js';
import { describeInbox } from '../contracts/inbox.contract.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const newFolder = () => join(folder, `${++count}`);

describeInbox('SQLite in memory', () => openStore(':memory:'));
describeInbox('SQLite in a file', () => openStore(join(newFolder(), 'so-tay.sqlite')));

describe('the inbox on the disk', () => {
  const now = new Date('2026-11-24T03:00:00Z');
  const question = 'câu-hỏi-riêng-của-một-người';
  const chat = '8461234567890123456';

  async function readAll(path: string): Promise<string> {
    const files = await readdir(path);
    return (await Promise.all(files.map((file) => readFile(join(path, file), 'latin1')))).join('\n');
  }

  it('holds no question and no address once the reply is sent, not even in deleted pages or the log', async () => {
    const path = newFolder();
    const store = await openStore(join(path, 'so-tay.sqlite'));
    const from = { channel: 'zalo-oa', chat } as const;
    const event = { id: 'm-1', from, type: 'message', text: question, files: [], receivedAt: now } as const;
    await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 });
    const claim = await store.claimChat({ channel: 'zalo-oa', now, leaseMs: 1000 });
    const bytes = Buffer.from(question).toString('latin1');
    expect(await readAll(path)).toContain(bytes);

    const kept = { recent: [], welcomedOn: '2026-11-24' };
    const messages = [{ text: 'trả lời' }];
    const replies = await store.recordReplies(claim!, { events: claim!.events, messages, state: kept, now });
    if (!replies) expect.unreachable('the claim was lost');
    await store.finishReply(claim!, replies[0]!);
    await store.releaseChat(claim!, now);
    expect(await store.wipeDeleted()).toBe(true);
    const left = await readAll(path);
    expect(left).not.toContain(bytes);
    expect(left).not.toContain(chat);
    expect(left).not.toContain('m-1');
    await store.close();
  });

  it('holds nothing of what was answered while others wait, however rows were moved about', async () => {
    const path = newFolder();
    const store = await openStore(join(path, 'so-tay.sqlite'));
    const questions = Array.from({ length: 600 }, (_, n) => ({
      id: `m-${n}`,
      from: { channel: 'zalo-oa', chat: `8461234567890${1_000 + ((n * 7_919) % 9_000)}-${n}` } as const,
      type: 'message' as const,
      text: `câu-hỏi-${n}-riêng ${'z'.repeat((n * 131) % 1_500)}`,
      files: [],
      receivedAt: new Date(now.getTime() + ((n * 613) % 600)),
    }));
    const gone: string[] = [];
    for (let start = 0; start < questions.length; start += 60) {
      await store.recordEvents(questions.slice(start, start + 60), { burstMs: 0, mostWaiting: 5 });
      for (let answered = 0; answered < 50; answered++) {
        const later = new Date(now.getTime() + 10_000);
        const claim = (await store.claimChat({ channel: 'zalo-oa', now: later, leaseMs: 1000 }))!;
        await store.recordReplies(claim, { events: claim.events, messages: [], state: { recent: [] }, now });
        await store.releaseChat(claim, now);
        const [{ event }] = claim.events as [(typeof claim.events)[0]];
        gone.push(claim.address.chat, event.type === 'message' ? event.text.split(' ')[0]! : '');
      }
    }
    expect(await store.wipeDeleted()).toBe(true);
    const left = await readAll(path);
    expect(gone.filter((words) => left.includes(Buffer.from(words).toString('latin1')))).toEqual([]);
    expect((await store.measureInbox())[0]).toMatchObject({ chats: 100, events: 100 });
    const next = await store.claimChat({ channel: 'zalo-oa', now: new Date(now.getTime() + 10_000), leaseMs: 1000 });
    expect(questions).toContainEqual(next!.events[0]!.event);
    await store.close();
  });

  it('waits for nobody who reads the file, and wipes once they are done', async () => {
    const path = join(newFolder(), 'so-tay.sqlite');
    const store = await openStore(path);
    const event = { id: '1', from: { channel: 'telegram', chat }, type: 'joined', receivedAt: now } as const;
    await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 });
    const reader = new Sqlite(path);
    reader.exec('begin; select * from inbox_events');
    await store.forgetChat(event.from);
    const tookMs = stopwatch();
    expect(await store.wipeDeleted()).toBe(false);
    expect(tookMs()).toBeLessThan(1_000);
    reader.exec('commit; begin immediate');
    expect(await store.wipeDeleted()).toBe(false);
    reader.exec('commit');
    expect(await store.wipeDeleted()).toBe(true);
    expect(await readAll(dirname(path))).not.toContain(chat);
    reader.close();
    await store.close();
  });

  it('knows a repeat and a chat again after a restart, by a key that only the owner reads', async () => {
    const path = newFolder();
    const file = join(path, 'so-tay.sqlite');
    const event = { id: '1', from: { channel: 'telegram', chat }, type: 'joined', receivedAt: now } as const;
    const options = { burstMs: 0, mostWaiting: 5 };
    const first = await openStore(file);
    expect(await first.recordEvents([event], options)).toEqual(['new']);
    await first.close();
    const second = await openStore(file);
    expect(await second.recordEvents([event], options)).toEqual(['repeat']);
    await second.close();
    expect((await stat(join(path, 'address.key'))).mode & 0o777).toBe(0o600);
  });

  it('shares one key between processes that start at once', async () => {
    const file = join(newFolder(), 'so-tay.sqlite');
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(file)));
    const event = { id: '1', from: { channel: 'telegram', chat }, type: 'joined', receivedAt: now } as const;
    const results = [];
    for (const store of stores) results.push(...(await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 })));
    expect(results).toEqual(['new', 'repeat', 'repeat', 'repeat']);
    await Promise.all(stores.map((store) => store.close()));
  });
});

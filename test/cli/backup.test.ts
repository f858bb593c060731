import { randomBytes } from 'node:crypto';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/people/member.js';
import { restoreBackup } from '../../src/storage/backup/restore-backup.js';
import { writeBackup } from '../../src/storage/backup/write-backup.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store, StorePlace } from '../../src/storage/store.js';
import { sampleDocument } from '../contracts/store.contract.js';
import { usePostgres } from '../support/open-postgres.js';
import { makeTemporaryFolder, runCommand, startService } from '../support/run-command.js';
import {
  countByStatus,
  queued,
  sampleBroadcast,
  sendAll,
  skipped,
  startSending,
} from '../support/sample-broadcasts.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const HOUR = 3_600_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const postgres = usePostgres();
const newFile = async () => join(await makeTemporaryFolder(), 'so-tay.sqlite');
const KINDS: readonly (readonly [string, () => Promise<StorePlace>])[] = [
  ['SQLite', newFile],
  ['PostgreSQL', () => postgres.newPlace()],
];

const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  status: 'joined',
  roles: [{ role: 'member' }, { role: 'unit-admin', unitId: 'a' }],
  unitId: 'a',
  addresses: [{ address: { channel: 'telegram', chat: `chat-${id}` }, state: 'reachable', lastInteractionAt: NOW }],
  topics: ['thong-bao'],
  quietHours: { from: 22, to: 7 },
  consents: [{ purpose: 'join', textVersion: 'v1', givenAt: NOW }],
  joinedOn: '2026-11-24',
  ...more,
});

async function within<T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const fill = (place: StorePlace) =>
  within(place, async (store) => {
    await store.saveDocument(sampleDocument('37-QĐ/TW', '2021-10-25', ['Một.', '😀\u0000\uE000"\t\n']));
    await store.saveUnits([{ id: 'a', name: 'Công đoàn A', kind: 'group', validFrom: '2025-07-01' }]);
    for (const id of ['m1', 'm2']) await store.createMember(member(id));
    await store.saveCode({
      hash: 'h1',
      purpose: { type: 'link', memberId: 'm1' },
      usesLeft: 2,
      expiresAt: later(HOUR),
    });
    for (const action of ['hai', 'một', 'ba'])
      await store.recordAudit({ at: NOW, actor: 'm1', action, subject: 'm2', details: { role: 'admin' } });
    await store.saveRequest({ id: 'r', kind: 'see', madeAt: NOW, deadline: '2026-11-25' });
    await store.saveFeedback({ id: 'f', day: '2026-11-24', topic: 'khac', text: 'Góp\u0000ý \uE0001' });
    await store.saveConsentText('v1', 'Lời');
    for (let n = 0; n < 10; n++) await store.countAnswer({ documentId: '37', day: '2026-11-24', question: 'x' });
    await store.saveState('zalo-oa/grant', 'mã');
    await store.addToCount('answers-by-words', 3);
    const event = { id: '1', from: member('m1').addresses[0]!.address, type: 'joined', receivedAt: NOW } as const;
    await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 });
    await startSending(store, 'b1', [queued('m1'), skipped('m2')], { author: 'm1' });
    await sendAll(store);
    await store.changeBroadcast('b1', (held) => ({ ...held, status: 'done' }));
    await store.saveSegment({ name: 'Tổ 1', owner: 'm1', segment: { branch: 'a' } });
    await store.saveFile(Buffer.from('tệp'));
    for (let n = 0; n < 10; n++) await store.castVote({ broadcastId: 'b1', memberId: `m${n}`, option: n % 2 });
  });

const readAll = (place: StorePlace) =>
  within(place, async (store) => ({
    documents: await store.listDocuments(),
    units: await store.listUnits(),
    members: [await store.findMember('m1'), await store.findMember('m2')],
    code: await store.findCode('h1', NOW),
    audit: await store.listAudit(9),
    requests: await store.listRequests(),
    feedback: await store.listFeedback(9),
    text: await store.findConsentText('v1'),
    answers: await store.listAnswerCounts('2026-01-01'),
    state: await store.findState('zalo-oa/grant'),
    counts: await store.listCounts(),
    broadcasts: await store.listBroadcasts({ limit: 9 }),
    deliveries: await countByStatus(store, 'b1'),
    segments: await store.listSegments(),
    file: await store.findFile(await store.saveFile(Buffer.from('tệp'))),
    votes: await store.countVotes('b1'),
  }));

const linesOf = async (file: string) =>
  gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');

/** Pseudonyms stay the same where the key came along. */
async function bringKey(from: StorePlace, to: StorePlace): Promise<void> {
  const folderOf = (place: StorePlace) => (typeof place === 'string' ? dirname(place) : place.folder);
  await within(to, async () => {});
  await copyFile(join(folderOf(from), 'address.key'), join(folderOf(to), 'address.key'));
}

describe('a backup', () => {
  it.each([
    ['SQLite', 'PostgreSQL', KINDS[0]![1], KINDS[1]![1]],
    ['PostgreSQL', 'SQLite', KINDS[1]![1], KINDS[0]![1]],
  ])(
    'of %s is the same file from %s, and gives back everything but what waits',
    async (_from, _to, open, openOther) => {
      const [place, other, folder] = [await open(), await openOther(), await makeTemporaryFolder()];
      await fill(place);
      await bringKey(place, other);
      const [file, again] = [join(folder, 'a.gz'), join(folder, 'b.gz')];
      expect(await writeBackup(place, file, NOW)).toMatchObject({ waiting: 1 });
      expect(await restoreBackup(other, file, NOW)).toMatchObject({ erased: 0, hasSameKey: true });
      expect(await readAll(other)).toEqual(await readAll(place));
      await within(other, async (store) => {
        expect(await store.measureInbox()).toEqual([]);
        // A repeat is known again, and numbers go on where they stopped.
        const event = { id: '1', from: member('m1').addresses[0]!.address, type: 'joined', receivedAt: NOW } as const;
        expect(await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 })).toEqual(['repeat']);
      });
      await writeBackup(other, again, NOW);
      expect((await linesOf(again)).toSorted()).toEqual((await linesOf(file)).toSorted());
      await within(other, (store) => store.recordAudit({ at: NOW, actor: 'system', action: 'mới', details: {} }));
      expect((await readAll(other)).audit.map(({ action }) => action)).toEqual(['mới', 'ba', 'một', 'hai']);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    },
  );

  it.each(KINDS)('replaces all rows, and leaves erased people erased (%s)', async (_name, open) => {
    const [place, file] = [await open(), join(await makeTemporaryFolder(), 'a.gz')];
    await fill(place);
    await writeBackup(place, file, NOW);
    await within(place, async (store) => {
      expect(await store.eraseMember('m1', later(HOUR))).toBe(true);
      await store.createMember(member('m3'));
      await store.removeDocument('37-QĐ/TW@2021-10-25');
    });
    expect(await restoreBackup(place, file, NOW)).toMatchObject({ erased: 1 });
    const held = await readAll(place);
    expect(held.members).toEqual([undefined, member('m2')]);
    expect(held.documents).toHaveLength(1);
    expect([held.code, held.audit[0]?.actor]).toEqual([undefined, 'erased']);
    await within(place, async (store) => expect(await store.findMember('m3')).toBeUndefined());

    // Under a new id at the old address: erased before joining again, so it stays.
    const back = member('m4', {
      addresses: member('m1').addresses,
      consents: [{ purpose: 'join', textVersion: 'v1', givenAt: later(2 * HOUR) }],
    });
    await within(place, (store) => store.createMember(back));
    await writeBackup(place, file, NOW);
    expect(await restoreBackup(place, file, NOW)).toMatchObject({ erased: 0 });
    await within(place, async (store) => expect(await store.findMember('m4')).toEqual(back));
    // Erased again.
    await within(place, (store) => store.eraseMember('m4', later(3 * HOUR)));
    expect(await restoreBackup(place, file, NOW)).toMatchObject({ erased: 1 });
    await within(place, async (store) => expect(await store.findMemberAt(back.addresses[0]!.address)).toBeUndefined());
  });

  it.each(KINDS)('pauses what was under way, and does not claim to know who got it since (%s)', async (_name, open) => {
    const [place, file] = [await open(), join(await makeTemporaryFolder(), 'a.gz')];
    await within(place, async (store) => {
      await startSending(store, 'b1', [queued('m1'), queued('m2', NOW), queued('m3', later(9 * HOUR))]);
      await sendAll(store, NOW, 1);
      await store.createBroadcast(sampleBroadcast('b2', { status: 'approved' }));
      await store.createBroadcast(sampleBroadcast('b3', { status: 'waiting' }));
    });
    await writeBackup(place, file, NOW);
    await within(place, (store) => sendAll(store));
    expect(await restoreBackup(place, file, later(HOUR))).toMatchObject({ paused: 2 });
    await within(place, async (store) => {
      const held = await store.listBroadcasts({ limit: 9 });
      expect(Object.fromEntries(held.map(({ id, status }) => [id, status]))).toEqual({
        b1: 'paused',
        b2: 'paused',
        b3: 'waiting',
      });
      // One was sent before, one since, one has its hour still to come.
      expect(await countByStatus(store, 'b1')).toEqual({ sent: 1, unknown: 1, queued: 1 });
    });
  });

  it.each(KINDS)('changes nothing where it is broken or newer (%s)', async (_name, open) => {
    const [place, folder] = [await open(), await makeTemporaryFolder()];
    const [file, broken] = [join(folder, 'a.gz'), join(folder, 'b.gz')];
    await fill(place);
    await writeBackup(place, file, NOW);
    const before = await readAll(place);
    const whole = await readFile(file);
    const lines = await linesOf(file);
    const pack = (each: readonly string[]) => gzipSync(`${each.join('\n')}\n`);
    const row = lines.findIndex((line) => line.startsWith('["m1"'));
    const cases: readonly Uint8Array[] = [
      Buffer.from('không phải bản sao'),
      randomBytes(500),
      pack([]),
      pack(['null']),
      pack(lines.slice(0, 1)),
      pack(lines.slice(0, -1)),
      pack(lines.slice(1)),
      pack(lines.toSpliced(row, 1)),
      pack(lines.toSpliced(row, 0, lines[row]!)),
      pack(lines.with(row, '["m1"]')),
      pack(lines.with(row, '[{}]')),
      pack([...lines, lines[row]!]),
      pack(lines.map((line) => line.replace('"table":"members"', '"table":"khác"'))),
      pack(lines.map((line) => line.replace('"quiet_from"', '"x\\""'))),
      pack(lines.map((line) => line.replace('"schemaVersion":', '"schemaVersion":9'))),
    ];
    for (const bytes of cases) {
      await writeFile(broken, bytes);
      await expect(restoreBackup(place, broken, NOW)).rejects.toMatchObject({ code: 'invalid-input' });
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await writeFile(broken, whole.subarray(0, length));
        await expect(restoreBackup(place, broken, NOW)).rejects.toMatchObject({ code: 'invalid-input' });
      }),
      { numRuns: 15 },
    );
    await expect(restoreBackup(place, join(folder, 'không có'), NOW)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await readAll(place)).toEqual(before);
    await within(place, async (store) => expect(await store.measureInbox()).toHaveLength(1));
  });

  it('tells of another key', async () => {
    const [place, other, file] = [await newFile(), await newFile(), join(await makeTemporaryFolder(), 'a.gz')];
    await fill(place);
    await writeBackup(place, file, NOW);
    expect(await restoreBackup(other, file, NOW)).toMatchObject({ hasSameKey: false });
  });
});

describe('npm run backup and npm run restore', () => {
  it.each([
    ['SQLite', async () => ({})],
    ['PostgreSQL', async () => ({ DATABASE_URL: await postgres.newUrl() })],
  ])('copy beside a service that is written to, and restore once it has ended (%s)', async (_name, settings) => {
    const DATA_DIR = await makeTemporaryFolder();
    const env: Record<string, string> = { DATA_DIR, ...(await settings()) };
    const place: StorePlace = env.DATABASE_URL
      ? { url: env.DATABASE_URL, folder: DATA_DIR }
      : join(DATA_DIR, 'so-tay.sqlite');
    const file = join(DATA_DIR, 'bản sao.gz');
    const service = await startService({ env });
    let isOver = false;
    const writing = within(place, async (store) => {
      for (let n = 0; !isOver; n++) {
        await store.saveDocument(sampleDocument('1-QĐ/TW', '2020-01-01', [`${n}`, `${n}`], `Lần ${n}`));
        await new Promise(setImmediate);
      }
    });
    const copied = await runCommand('cli/backup.js', [file], { env });
    isOver = true;
    await writing;
    expect([copied.code, copied.stderr]).toEqual([0, '']);
    const { code, stderr } = await runCommand('cli/restore.js', [file, '--yes'], { env });
    expect([code, stderr.trim().split('\n')]).toEqual([1, [expect.stringContaining('Một dịch vụ đang chạy')]]);
    await service.stop();

    const unsure = await runCommand('cli/restore.js', [file], { env });
    expect([unsure.code, unsure.stderr]).toEqual([1, expect.stringContaining('--yes')]);
    const restored = await runCommand('cli/restore.js', [file, '--yes'], { env });
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    await within(place, async (store) => {
      const [held] = (await store.listDocuments()).filter(({ number }) => number === '1-QĐ/TW');
      const [first, second] = held!.provisions.map(({ text }) => text);
      expect([held!.title, second]).toEqual([`Lần ${first}`, first]);
    });
  });

  it('lets one service run on a folder, and many on one PostgreSQL', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder(), PORT: '0' };
    const first = await startService({ env });
    const { code, stderr } = await runCommand('main.js', [], { env });
    expect([code, stderr.trim().split('\n')]).toEqual([1, [expect.stringContaining(env.DATA_DIR)]]);
    await first.stop();
    const shared = { DATA_DIR: env.DATA_DIR, DATABASE_URL: await postgres.newUrl() };
    const [one, two] = await Promise.all([startService({ env: shared }), startService({ env: shared })]);
    expect((await fetch(`${one.address}/khoe`)).status).toBe(200);
    expect((await fetch(`${two.address}/khoe`)).status).toBe(200);
    const ends = await Promise.all([one.stop(), two.stop()]);
    expect(ends.map((end) => [end.code, end.stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
  });
});

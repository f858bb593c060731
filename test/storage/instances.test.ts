import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { IncomingEvent } from '../../src/channels/channel.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store, StorePlace } from '../../src/storage/store.js';
import { usePostgres } from '../support/open-postgres.js';
import { ROOT } from '../support/read-sources.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const LATER = new Date(NOW.getTime() + 1_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-song-'));
});
afterAll(() => rm(folder, { recursive: true }));

const message = (chat: string): IncomingEvent => ({
  id: chat,
  from: { channel: 'telegram', chat },
  type: 'message',
  text: 'một',
  files: [],
  receivedAt: NOW,
});
const claimFrom = (store: Store) => store.claimChat({ channel: 'telegram', now: LATER, leaseMs: 180_000 });

/** Another process, with a chat and the lock `token`; killed as if the power were cut. */
async function claimElsewhere(place: StorePlace): Promise<{ kill(): Promise<void> }> {
  const file = join(ROOT, 'test/support/claim-and-hang.ts');
  const args = ['--import', 'tsx', file, JSON.stringify(place), NOW.toISOString()];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(String((await once(child.stdout, 'data'))[0])).toBe('1 true\n');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function describeInstances(name: string, newPlace: () => Promise<StorePlace>): void {
  describe(`who works on a store (${name})`, () => {
    const open = async (place: StorePlace): Promise<Store> => {
      const store = await openStore(place);
      onTestFinished(() => store.close());
      return store;
    };

    it('keeps what it has claimed while another starts', async () => {
      const place = await newPlace();
      const [one, other] = [await open(place), await open(place)];
      await one.recordEvents([message('1'), message('2')], { burstMs: 0, mostWaiting: 5 });
      const claim = await claimFrom(one);
      await other.releaseClaims(['telegram']);
      expect((await claimFrom(other))?.address.chat).toBe('2');
      expect(await claimFrom(other)).toBeUndefined();
      const { events } = claim!;
      const replies = await one.recordReplies(claim!, {
        events,
        messages: [{ text: 'xong' }],
        state: null,
        now: LATER,
      });
      expect(replies).toHaveLength(1);
    });

    it('loses at once what it had claimed when it is killed, and not before', async () => {
      const place = await newPlace();
      const store = await open(place);
      await store.recordEvents([message('1')], { burstMs: 0, mostWaiting: 5 });
      const dead = await claimElsewhere(place);
      await store.releaseClaims(['telegram']);
      expect(await claimFrom(store)).toBeUndefined();
      const takeLock = (endsWithOwner: boolean) =>
        store.claimLock({ name: 'token', owner: 'heir', now: LATER, leaseMs: 60_000, endsWithOwner });
      expect(await takeLock(true)).toBe(false);

      await dead.kill();
      await expect.poll(() => takeLock(true)).toBe(true);
      await store.releaseClaims(['zalo-oa']);
      expect(await claimFrom(store)).toBeUndefined();
      await store.releaseClaims(['telegram']);
      expect((await claimFrom(store))?.address.chat).toBe('1');
    });

    it('leaves a lock that only its time ends to its time, and a lock that was let go to whoever comes', async () => {
      const place = await newPlace();
      const [store, second] = [await open(place), await openStore(place)];
      const lock = { name: 'cooling', now: NOW, leaseMs: 60_000 };
      expect(await second.claimLock({ ...lock, owner: 'a' })).toBe(true);
      await second.close();
      expect(await store.claimLock({ ...lock, owner: 'b' })).toBe(false);
      const third = await open(place);
      expect(await third.claimLock({ ...lock, name: 'let-go', owner: 'a', endsWithOwner: true })).toBe(true);
      expect(await store.claimLock({ ...lock, name: 'let-go', owner: 'b', endsWithOwner: true })).toBe(false);
      await third.releaseLock({ name: 'let-go', owner: 'a' });
      expect(await store.claimLock({ ...lock, name: 'let-go', owner: 'b', endsWithOwner: true })).toBe(true);
    });
  });
}

describeInstances('SQLite', async () => join(await mkdtemp(join(folder, 'd-')), 'so-tay.sqlite'));
const postgres = usePostgres();
describeInstances('PostgreSQL', () => postgres.newPlace());

describe('the folder', () => {
  it('keeps no file of who closed, nor of who was killed once it was asked about', async () => {
    const place = join(await mkdtemp(join(folder, 'd-')), 'so-tay.sqlite');
    const list = async () => (await readdir(join(place, '..'))).filter((name) => name.startsWith('instance-'));
    const store = await openStore(place);
    expect(await list()).toEqual([]);
    await store.recordEvents([message('1')], { burstMs: 0, mostWaiting: 5 });
    const dead = await claimElsewhere(place);
    await dead.kill();
    const left = await list();
    expect(left.length).toBeGreaterThan(0);
    await store.releaseClaims(['telegram']);
    expect((await list()).filter((name) => left.includes(name))).toEqual([]);
    await store.close();
    expect(await list()).toEqual([]);
  });
});

import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IncomingEvent } from '../../src/channels/channel.js';
import type { Member } from '../../src/people/member.js';
import { openStore } from '../../src/storage/open-store.js';
import type { StorePlace } from '../../src/storage/store.js';
import { describeInbox } from '../contracts/inbox.contract.js';
import { describePeople } from '../contracts/people.contract.js';
import { describeStore, sampleDocument } from '../contracts/store.contract.js';
import { POSTGRES_PASSWORD, usePostgres } from '../support/open-postgres.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const OPTIONS = { burstMs: 0, mostWaiting: 50 };
const postgres = usePostgres();
const open = async () => openStore(await postgres.newPlace());

describeStore('PostgreSQL', open);
describeInbox('PostgreSQL', open);
describePeople('PostgreSQL', open);

/** Stores of as many processes, over one database. */
async function openMany(amount: number, place?: StorePlace) {
  const shared = place ?? (await postgres.newPlace());
  const stores = await Promise.all(Array.from({ length: amount }, () => openStore(shared)));
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
  return stores;
}
const message = (id: string, chat: string): IncomingEvent => ({
  id,
  from: { channel: 'telegram', chat },
  type: 'message',
  text: id,
  files: [],
  receivedAt: NOW,
});
const member = (id: string, chat: string): Member => ({
  id,
  status: 'joined',
  roles: [],
  addresses: [{ address: { channel: 'telegram', chat }, state: 'reachable', lastInteractionAt: NOW }],
  topics: [],
  consents: [],
  joinedOn: '2026-11-24',
});
const claimFrom = (store: Awaited<ReturnType<typeof open>>) =>
  store.claimChat({ channel: 'telegram', now: NOW, leaseMs: 1000 });

describe('many processes on one PostgreSQL', () => {
  it('start at once, in a schema that is not there yet', async () => {
    const stores = await openMany(5);
    await stores[0]!.saveDocument(sampleDocument('1-QĐ/TW', '2020-01-01', ['Một.']));
    expect(await stores[4]!.listDocuments()).toHaveLength(1);
  });

  it('get each chat once', async () => {
    const stores = await openMany(3);
    await stores[0]!.recordEvents(
      Array.from({ length: 40 }, (_, n) => message(`${n}`, `${n}`)),
      OPTIONS,
    );
    const claims = await Promise.all(Array.from({ length: 60 }, (_, n) => claimFrom(stores[n % stores.length]!)));
    const chats = claims.flatMap((claim) => (claim ? [claim.address.chat] : []));
    expect([chats.length, new Set(chats).size]).toEqual([40, 40]);
  });

  it('take a repeat once, whoever hears it first', async () => {
    const stores = await openMany(3);
    const results = await Promise.all(
      stores.map((store) => store.recordEvents([message('1', 'a'), message('2', 'b')], OPTIONS)),
    );
    expect(results.flat().filter((result) => result === 'new')).toHaveLength(2);
  });

  it('lose no event that comes while its chat is given back', async () => {
    const [one, two] = await openMany(2);
    for (let n = 0; n < 40; n++) {
      await one!.recordEvents([message(`a${n}`, 'chat')], OPTIONS);
      const claim = await claimFrom(one!);
      await one!.recordReplies(claim!, { events: claim!.events, messages: [], state: { recent: [] }, now: NOW });
      await Promise.all([two!.recordEvents([message(`b${n}`, 'chat')], OPTIONS), one!.releaseChat(claim!, NOW)]);
      const next = await claimFrom(two!);
      expect(next?.events.map(({ event }) => event.id)).toEqual([`b${n}`]);
      await two!.recordReplies(next!, { events: next!.events, messages: [], state: { recent: [] }, now: NOW });
      await two!.releaseChat(next!, NOW);
    }
    expect(await one!.measureInbox()).toEqual([]);
  });

  it('go on where two want the same rows in another order', async () => {
    const [one, two] = await openMany(2);
    const batch = (name: string, chats: readonly string[]) => chats.map((chat) => message(`${name}${chat}`, chat));
    const chats = Array.from({ length: 20 }, (_, n) => `${n}`);
    const results = await Promise.all([
      one!.recordEvents(batch('a', chats), OPTIONS),
      two!.recordEvents(batch('b', chats.toReversed()), OPTIONS),
    ]);
    expect(results.flat().every((result) => result === 'new')).toBe(true);
    expect((await one!.measureInbox())[0]).toMatchObject({ chats: 20, events: 40 });
  });

  it('leave nothing of a member who is erased while another changes them', async () => {
    const [one, two] = await openMany(2);
    for (let n = 0; n < 20; n++) {
      await one!.createMember(member(`m${n}`, 'chat'));
      await Promise.all([
        one!.changeMember(`m${n}`, (held) => ({ ...held, topics: ['thong-bao'] })),
        two!.eraseMember(`m${n}`, NOW),
        one!.noteAddress({ channel: 'telegram', chat: 'chat' }, { state: 'blocked' }),
      ]);
      expect(await one!.findMemberAt({ channel: 'telegram', chat: 'chat' })).toBeUndefined();
      // The address is free for somebody else.
      await one!.createMember(member(`next${n}`, 'chat'));
      await one!.eraseMember(`next${n}`, NOW);
    }
  });
});

describe('PostgreSQL', () => {
  it('gives back any text, NUL too, in rows of every kind', async () => {
    const [store] = await openMany(1);
    const letters = fc.string({ unit: fc.constantFrom('a', 'đ', '\u0000', '\uE000', '0', '1', '"', '\\', '😀') });
    await fc.assert(
      fc.asyncProperty(letters, letters, async (name, value) => {
        await store!.saveState(name, value);
        expect(await store!.findState(name)).toBe(value);
        await store!.removeState(name);
        expect(await store!.findState(name)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('sorts as SQLite does, whatever language the server sorts by', async () => {
    const [store, other] = [...(await openMany(1)), await openStore(':memory:')];
    const ids = ['b', 'đ', 'B', 'a', 'Ă', '-', '10', '9', 'e'];
    const units = ids.map((id) => ({ id, name: id, kind: 'group' as const, validFrom: '2025-07-01' }));
    await Promise.all([store!.saveUnits(units), other!.saveUnits(units)]);
    expect(await store!.listUnits()).toEqual(await other!.listUnits());
    await other!.close();
  });

  it('tells in one sentence that nobody is there or lets us in, and never the password', async () => {
    const place = await postgres.newPlace();
    const wrong = [
      { ...place, url: place.url.replace(/:\d+\//, ':1/') },
      { ...place, url: place.url.replace('postgres://so_tay', 'postgres://nobody') },
      { ...place, url: place.url.replace(/postgres$/, 'not_there') },
    ];
    for (const each of wrong) {
      const error = await openStore(each).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('DATABASE_URL') });
      const told = inspect(error, { depth: null, showHidden: true });
      for (const secret of [POSTGRES_PASSWORD, encodeURIComponent(POSTGRES_PASSWORD)])
        expect(told).not.toContain(secret);
    }
  });

  it('refuses a database of another alphabet', async () => {
    await postgres.query(`create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0`);
    const place = await postgres.newPlace();
    await expect(openStore({ ...place, url: place.url.replace(/postgres$/, 'latin') })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('UTF8'),
    });
  });

  it('tells nothing of a row that it refuses', async () => {
    const [store] = await openMany(1);
    await store!.createMember(member('m1', '8461234567890123456'));
    const error = await store!.createMember(member('m2', '8461234567890123456')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('8461234567890123456');
  });

  it('is there again after it was away, and the process lives on', async () => {
    const [store] = await openMany(1);
    await store!.saveState('name', 'value');
    const kill = (what: string) =>
      postgres.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'so-tay-doan-vien' and ${what}`,
      );
    await kill('true');
    await expect.poll(() => store!.findState('name').catch(() => 'away')).toBe('value');

    // In the middle of a verb.
    const many = Array.from({ length: 40_000 }, (_, place) => `Nội dung ${place}.`);
    const saving = store!.saveDocument(sampleDocument('1-QĐ/TW', '2020-01-01', many)).catch((error: unknown) => error);
    await expect.poll(() => kill(`state <> 'idle'`).then((rows) => rows.length), { interval: 5 }).toBeGreaterThan(0);
    expect(await saving).toMatchObject({ code: 'unavailable' });
    expect(await store!.listDocuments()).toEqual([]);

    await postgres.restart();
    await expect.poll(() => store!.findState('name').catch(() => 'away')).toBe('value');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../src/channels/channel.js';
import type { Member } from '../../src/people/member.js';
import type { Unit } from '../../src/people/unit.js';
import type { OneTimeCode, Store } from '../../src/storage/store.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const HOUR = 3_600_000;
const AN: Address = { channel: 'zalo-oa', chat: '8461234567890123456' };

const unit = (id: string, validFrom: string, more: Partial<Unit> = {}): Unit => ({
  id,
  name: `Công đoàn ${id}`,
  kind: 'group',
  validFrom,
  ...more,
});
const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  status: 'joined',
  roles: [{ role: 'member' }],
  unitId: 'tan-phong',
  addresses: [{ address: { channel: 'telegram', chat: id }, state: 'reachable', lastInteractionAt: NOW }],
  topics: ['thong-bao'],
  quietHours: { from: 22, to: 7 },
  consents: [
    { purpose: 'join', textVersion: 'v1', givenAt: NOW },
    { purpose: 'giai-bao-chi', textVersion: 'v1', givenAt: NOW, withdrawnAt: later(1) },
    { purpose: 'thong-bao', textVersion: 'v1', givenAt: NOW },
  ],
  joinedOn: '2026-11-24',
  ...more,
});
const code = (hash: string, more: Partial<OneTimeCode> = {}): OneTimeCode => ({
  hash,
  purpose: { type: 'join', unitId: 'tan-phong' },
  usesLeft: 1,
  expiresAt: later(HOUR),
  ...more,
});

/** What every store has to keep of people, whatever it is made of. `open` gives one that holds nothing. */
export function describePeople(name: string, open: () => Promise<Store>): void {
  describe(`people (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('keeps periods of units, and replaces all periods of those it is given', async () => {
      const old = unit('a', '2020-01-01', { validTo: '2025-06-30', mergedInto: 'b' });
      await store.saveUnits([unit('b', '2025-07-01'), old, unit('c', '2020-01-01')]);
      await store.saveUnits([unit('b', '2025-07-01', { name: 'Tên mới' }), unit('b', '2026-01-01')]);
      expect(await store.listUnits()).toEqual([
        old,
        unit('b', '2025-07-01', { name: 'Tên mới' }),
        unit('b', '2026-01-01'),
        unit('c', '2020-01-01'),
      ]);
    });

    it('takes thousands of units at once', async () => {
      const many = Array.from({ length: 5_000 }, (_, n) => unit(`u-${String(n).padStart(4, '0')}`, '2025-07-01'));
      await store.saveUnits(many);
      expect(await store.listUnits()).toEqual(many);
    });

    it('gives a member back to the last field, by id and by address', async () => {
      const an = member('m1', {
        roles: [{ role: 'member' }, { role: 'unit-admin', unitId: 'tan-phong' }],
        addresses: [
          { address: { channel: 'telegram', chat: '17' }, state: 'blocked', lastInteractionAt: NOW },
          { address: AN, state: 'reachable', lastInteractionAt: later(5) },
        ],
      });
      await store.createMember(an);
      expect(await store.findMember('m1')).toEqual(an);
      expect(await store.findMemberAt(AN)).toEqual(an);
      expect(await store.findMemberAt({ ...AN, channel: 'zalo-bot' })).toBeUndefined();
      const { unitId: _, quietHours: __, ...least } = member('m2', { topics: [], consents: [] });
      await store.createMember(least);
      expect(await store.findMember('m2')).toEqual(least);
    });

    it('lets an address be one member only', async () => {
      await store.createMember(member('m1'));
      await expect(store.createMember(member('m2', { addresses: member('m1').addresses }))).rejects.toThrow();
      expect(await store.findMember('m2')).toBeUndefined();
    });

    it('changes a member in one step, losing no change made at the same time', async () => {
      await store.createMember(member('m1', { roles: [] }));
      const grant = (unitId: string) =>
        store.changeMember('m1', (held) => ({ ...held, roles: [...held.roles, { role: 'unit-admin', unitId }] }));
      await Promise.all(['a', 'b', 'c', 'd'].map(grant));
      const roles = (await store.findMember('m1'))?.roles.map(({ unitId }) => unitId);
      expect(roles?.toSorted()).toEqual(['a', 'b', 'c', 'd']);
      expect(await store.changeMember('nobody', (held) => held)).toBeUndefined();
    });

    it('notes what a chat tells of an address, and nothing of who never joined', async () => {
      await store.createMember(member('m1'));
      const { address } = member('m1').addresses[0]!;
      await store.noteAddress(address, { state: 'blocked' });
      await store.noteAddress(AN, { state: 'blocked' });
      expect((await store.findMember('m1'))?.addresses).toEqual([
        { address, state: 'blocked', lastInteractionAt: NOW },
      ]);
      await store.noteAddress(address, { state: 'reachable', interactedAt: later(60_000) });
      await store.noteAddress(address, { state: 'reachable', interactedAt: later(HOUR) });
      const [held] = (await store.findMember('m1'))!.addresses;
      expect(held).toEqual({ address, state: 'reachable', lastInteractionAt: later(HOUR) });
      await store.moveChat(address, { ...address, chat: 'mới' }, NOW);
      expect((await store.findMemberAt({ ...address, chat: 'mới' }))?.id).toBe('m1');
    });

    it('makes one of two members, with both addresses and each yes', async () => {
      await store.createMember(member('m1', { topics: [], consents: [] }));
      await store.createMember(member('m2'));
      const joined = await store.joinMembers('m2', 'm1');
      expect(joined?.addresses.map(({ address }) => address.chat)).toEqual(['m1', 'm2']);
      expect(joined?.consents).toEqual(member('m2').consents);
      expect(await store.findMember('m2')).toBeUndefined();
      expect((await store.findMemberAt({ channel: 'telegram', chat: 'm2' }))?.id).toBe('m1');
      expect(await store.joinMembers('m1', 'm1')).toBeUndefined();
    });

    it('erases a member with everything that hangs on them, and nobody else', async () => {
      await store.createMember(member('m1'));
      await store.createMember(member('m2'));
      const { address } = member('m1').addresses[0]!;
      const event = { id: '1', from: address, type: 'message', text: 'x', files: [], receivedAt: NOW } as const;
      await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 });
      await store.saveCode(code('h1', { purpose: { type: 'link', memberId: 'm1' } }));
      await store.recordAudit({ at: NOW, actor: 'm1', action: 'grant-role', subject: 'm2', details: {} });
      expect(await store.eraseMember('m1', NOW)).toBe(true);
      expect(await store.findMember('m1')).toBeUndefined();
      expect(await store.findMemberAt(address)).toBeUndefined();
      expect(await store.measureInbox()).toEqual([]);
      expect(await store.takeCode('h1', NOW)).toBeUndefined();
      expect(await store.listAudit(5)).toMatchObject([{ actor: 'erased', subject: 'm2' }]);
      expect(await store.findMember('m2')).toEqual(member('m2'));
      expect(await store.eraseMember('m1', NOW)).toBe(false);
    });

    it('counts who joined in units, and only them', async () => {
      await store.createMember(member('m1'));
      await store.createMember(member('m2', { unitId: 'khac' }));
      await store.createMember(member('m3', { status: 'left' }));
      expect(await store.countMembers(new Set(['tan-phong']))).toBe(1);
      expect(await store.countMembers(new Set(['tan-phong', 'khac', 'không có']))).toBe(2);
      expect(await store.countMembers(new Set())).toBe(0);
    });

    it('lists members by pages in the order of their ids, each once, those who left too', async () => {
      const ids = ['b', 'đ', 'B', 'a', 'Ă', '-', '10', '9', 'e'];
      for (const id of ids) await store.createMember(member(id, id === 'a' ? { status: 'left' } : {}));
      const [all, listed]: [readonly Member[], string[]] = [await store.listMembers({ limit: 99 }), []];
      expect(all.map(({ id }) => id)).toEqual(ids.toSorted());
      expect(all.find(({ id }) => id === 'a')).toEqual(member('a', { status: 'left' }));
      for (let page = await store.listMembers({ limit: 2 }); page.length > 0; ) {
        expect(page.length).toBeLessThanOrEqual(2);
        listed.push(...page.map(({ id }) => id));
        page = await store.listMembers({ after: listed.at(-1)!, limit: 2 });
      }
      expect(listed).toEqual(ids.toSorted());
    });

    it('lists who holds a role, and who left long ago', async () => {
      await store.createMember(member('m1', { roles: [{ role: 'member' }, { role: 'admin' }] }));
      await store.createMember(member('m2'));
      expect(await store.listRoleHolders()).toEqual([{ memberId: 'm1', roles: [{ role: 'admin' }] }]);
      const consents = [{ purpose: 'join', textVersion: 'v1', givenAt: NOW, withdrawnAt: later(HOUR) }] as const;
      await store.createMember(member('m3', { status: 'left', consents }));
      expect(await store.listLeftMembers(later(HOUR))).toEqual([]);
      expect(await store.listLeftMembers(later(HOUR + 1))).toEqual(['m3']);
    });

    it('lets a code be used as often as it says, in its time, whoever asks at once', async () => {
      expect(await store.saveCode(code('h1'))).toBe(true);
      expect(await store.saveCode(code('h1', { usesLeft: 9 }))).toBe(false);
      const takes = await Promise.all(Array.from({ length: 5 }, () => store.takeCode('h1', NOW)));
      expect(takes.filter((taken) => taken !== undefined)).toEqual([code('h1', { usesLeft: 0 })]);
      expect(await store.saveCode(code('h1'))).toBe(false);
      expect(await store.takeCode('h1', NOW)).toBeUndefined();
      await store.saveCode(code('h2', { usesLeft: 2 }));
      expect(await store.takeCode('h2', later(HOUR))).toBeUndefined();
      expect((await store.takeCode('h2', NOW))?.usesLeft).toBe(1);
      expect((await store.takeCode('h2', NOW))?.usesLeft).toBe(0);
      expect(await store.takeCode('h2', NOW)).toBeUndefined();
    });

    it('counts wrong codes of a chat until an hour after the last, and keeps no address', async () => {
      const bot: Address = { channel: 'zalo-bot', chat: AN.chat };
      expect(await store.countWrongCodes(AN, NOW)).toBe(0);
      const amounts = [];
      for (let n = 0; n < 3; n++) amounts.push(await store.recordWrongCode(AN, later(n * 50 * 60_000)));
      expect(amounts).toEqual([1, 2, 3]);
      expect([await store.countWrongCodes(AN, later(2 * HOUR)), await store.countWrongCodes(bot, NOW)]).toEqual([3, 0]);
      expect(await store.countWrongCodes(AN, later(4 * HOUR))).toBe(0);
      expect(await store.recordWrongCode(AN, later(4 * HOUR))).toBe(1);
    });

    it('takes many codes, those again that it holds aside', async () => {
      const many = Array.from({ length: 2_000 }, (_, n) => code(`h${n}`));
      expect(await store.saveCodes(many)).toBe(2_000);
      expect(await store.saveCodes([...many, code('new')])).toBe(1);
    });
  });

  describe(`records (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('keeps the audit in order, newest first', async () => {
      const entry = (action: string) => ({ at: NOW, actor: 'system', action, details: { role: 'admin' } });
      await store.recordAudit(entry('một'));
      await store.recordAudit({ ...entry('hai'), subject: 'm1' });
      expect(await store.listAudit(9)).toEqual([{ ...entry('hai'), subject: 'm1' }, entry('một')]);
      expect(await store.listAudit(1)).toHaveLength(1);
    });

    it('keeps requests, open ones first by deadline', async () => {
      const first = { id: 'a', kind: 'erase', madeAt: NOW, deadline: '2026-11-26' } as const;
      const second = { id: 'b', kind: 'see', madeAt: NOW, deadline: '2026-11-25' } as const;
      await store.saveRequest(first);
      await store.saveRequest(second);
      expect(await store.listRequests()).toEqual([second, first]);
      await store.saveRequest({ ...second, doneAt: later(1) });
      expect(await store.listRequests()).toEqual([first, { ...second, doneAt: later(1) }]);
    });

    it('keeps feedback and the words of consents', async () => {
      const feedback = { id: 'f1', day: '2026-11-24', topic: 'khac', text: 'Góp ý', unitId: 'tan-phong' };
      const { unitId: _, ...bare } = { ...feedback, id: 'f2', day: '2026-11-25' };
      await store.saveFeedback(feedback);
      await store.saveFeedback(bare);
      expect(await store.listFeedback(9)).toEqual([bare, feedback]);
      await store.saveConsentText('v1', 'Lời một');
      await store.saveConsentText('v1', 'Lời khác');
      expect(await store.findConsentText('v1')).toBe('Lời một');
      expect(await store.findConsentText('v2')).toBeUndefined();
    });

    it('shows what was answered ten times, and keeps no words of what was asked less', async () => {
      const count = (documentId: string, day: string, question?: string) =>
        store.countAnswer({ documentId, day, ...(question ? { question } : {}) });
      for (let n = 0; n < 10; n++) await count('37', `2026-11-${10 + n}`, 'nhan qua');
      for (let n = 0; n < 9; n++) await count('37', '2026-11-20', 'hoi it');
      for (let n = 0; n < 9; n++) await count('22', '2026-11-20');
      expect(await store.listAnswerCounts('2026-11-01')).toEqual([
        { documentId: '37', amount: 19 },
        { documentId: '37', question: 'nhan qua', amount: 10 },
      ]);
      expect(await store.listAnswerCounts('2026-11-21')).toEqual([]);
    });

    it('purges what is over', async () => {
      await store.recordAudit({ at: NOW, actor: 'system', action: 'x', details: {} });
      await store.saveFeedback({ id: 'f1', day: '2026-11-24', topic: 'khac', text: 'Góp ý' });
      await store.saveRequest({ id: 'a', kind: 'see', madeAt: NOW, deadline: '2026-11-25' });
      await store.saveRequest({ id: 'b', kind: 'see', madeAt: NOW, deadline: '2026-11-25', doneAt: NOW });
      for (let n = 0; n < 10; n++) await store.countAnswer({ documentId: '37', day: '2026-11-24', question: 'x' });
      await store.saveCode(code('h1'));
      const limits = (at: Date, day: string) => ({
        codesBefore: at,
        auditBefore: at,
        requestsBefore: at,
        feedbackBefore: day,
        answersBefore: day,
      });
      await store.purgeRecords(limits(NOW, '2026-11-24'));
      expect(await store.listAudit(9)).toHaveLength(1);
      expect(await store.findCode('h1', NOW)).toEqual(code('h1'));
      expect(await store.takeCode('h1', NOW)).toBeDefined();
      expect(await store.findCode('h1', NOW)).toBeUndefined();
      await store.purgeRecords(limits(later(2 * HOUR), '2026-11-25'));
      expect(await store.listAudit(9)).toEqual([]);
      expect(await store.listFeedback(9)).toEqual([]);
      expect((await store.listRequests()).map(({ id }) => id)).toEqual(['a']);
      expect(await store.listAnswerCounts('2026-01-01')).toEqual([]);
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outline } from '../../src/documents/outline.js';
import type { OutlineDraft } from '../../src/storage/outlines.js';
import type { Store } from '../../src/storage/store.js';

export function sampleOutline(more: Partial<Outline> = {}): Outline {
  const line = {
    text: 'Đảng viên phải nêu gương.',
    provisionId: '08-QĐi/TW@2018-10-25#Đ1',
    documentId: '08-QĐi/TW@2018-10-25',
    address: 'Điều 1',
    label: 'Quy định 08-QĐi/TW, Điều 1',
  };
  return {
    frameId: 'neu-guong',
    minutes: 15,
    title: 'Nêu gương',
    occasion: '',
    audience: 'Đoàn viên',
    bases: [{ documentId: line.documentId, version: 'v1', newer: [] }],
    parts: [{ title: 'Nội dung', points: [line] }],
    figures: [],
    slogans: [{ text: 'Khẩu hiệu', source: 'https://example.org/' }],
    discussion: ['Ở đơn vị mình thì sao?'],
    questions: [{ question: 'Ai phải nêu gương?', answer: [line] }],
    asOf: '2026-11-24',
    ...more,
  };
}

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 3));
const draft = (id: string, more: Partial<Outline> = {}, createdAt = at(24)): OutlineDraft => ({
  id,
  outline: sampleOutline(more),
  createdAt,
});

/** What every keeper of outlines has to do, whatever it is made of. `open` gives one that holds nothing. */
export function describeOutlines(name: string, open: () => Promise<Store>): void {
  describe(`outlines (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('are given back to the last field, and number their versions by subject and length', async () => {
      const first = await store.createOutline(draft('AAAA2222'));
      expect(first).toEqual({ ...draft('AAAA2222'), version: 1, status: 'draft' });
      expect(await store.findOutline('AAAA2222')).toEqual(first);
      expect((await store.createOutline(draft('BBBB2222')))?.version).toBe(2);
      expect((await store.createOutline(draft('CCCC2222', { minutes: 5 })))?.version).toBe(1);
      expect((await store.createOutline(draft('DDDD2222', { frameId: 'khac' })))?.version).toBe(1);
      expect(await store.findOutline('EEEE2222')).toBeUndefined();
    });

    it('leave what is held under a taken id as it is', async () => {
      await store.createOutline(draft('AAAA2222'));
      expect(await store.createOutline(draft('AAAA2222', { title: 'Khác' }))).toBeUndefined();
      expect((await store.findOutline('AAAA2222'))?.outline.title).toBe('Nêu gương');
    });

    it('made at once get versions of their own', async () => {
      const ids = Array.from({ length: 12 }, (_, each) => `AAAA22${String(each).padStart(2, '0')}`);
      const made = await Promise.all(ids.map((id) => store.createOutline(draft(id))));
      expect(made.map((each) => each?.version).sort((a, b) => a! - b!)).toEqual(ids.map((_, each) => each + 1));
    });

    it('are listed newest first, by state, subject and length', async () => {
      await store.createOutline(draft('AAAA2222', {}, at(20)));
      await store.createOutline(draft('BBBB2222', {}, at(22)));
      await store.createOutline(draft('CCCC2222', { minutes: 5 }, at(21)));
      await store.changeOutline('AAAA2222', (held) => ({ ...held, status: 'waiting', submittedBy: 'm1' }));
      const ids = async (options: Parameters<Store['listOutlines']>[0]) =>
        (await store.listOutlines(options)).map(({ id }) => id);
      expect(await ids({ limit: 10 })).toEqual(['BBBB2222', 'CCCC2222', 'AAAA2222']);
      expect(await ids({ limit: 1 })).toEqual(['BBBB2222']);
      expect(await ids({ statuses: ['waiting'], limit: 10 })).toEqual(['AAAA2222']);
      expect(await ids({ frameId: 'neu-guong', minutes: 15, limit: 10 })).toEqual(['BBBB2222', 'AAAA2222']);
      expect(await ids({ statuses: [], limit: 10 })).toEqual([]);
    });

    it('change in one step: who asked, who approved, until when; never what they say', async () => {
      await store.createOutline(draft('AAAA2222'));
      const approval = { by: 'm2', at: at(25) };
      const changed = await store.changeOutline('AAAA2222', (held) => ({
        ...held,
        outline: sampleOutline({ title: 'Khác' }),
        version: 9,
        status: 'approved',
        submittedBy: 'm1',
        approval,
        expiresOn: '2027-02-24',
      }));
      expect(changed).toEqual({
        ...draft('AAAA2222'),
        version: 1,
        status: 'approved',
        submittedBy: 'm1',
        approval,
        expiresOn: '2027-02-24',
      });
      expect(await store.findOutline('AAAA2222')).toEqual(changed);
      expect(await store.changeOutline('ZZZZ2222', (held) => held)).toBeUndefined();
    });

    it('counts every one of the changes made at once', async () => {
      await store.createOutline(draft('AAAA2222'));
      const add = () =>
        store.changeOutline('AAAA2222', (held) => ({ ...held, submittedBy: `${held.submittedBy ?? ''}x` }));
      await Promise.all(Array.from({ length: 8 }, add));
      expect((await store.findOutline('AAAA2222'))?.submittedBy).toBe('xxxxxxxx');
    });

    it('forget who asked and who approved once they are erased, and follow a person who becomes one with another', async () => {
      for (const id of ['m1', 'm2', 'm3']) {
        const address = { channel: 'telegram', chat: id } as const;
        await store.createMember({
          id,
          status: 'joined',
          roles: [],
          addresses: [{ address, state: 'reachable', lastInteractionAt: at(1) }],
          topics: [],
          consents: [],
          joinedOn: '2026-01-01',
        });
      }
      await store.createOutline(draft('AAAA2222'));
      const approval = { by: 'm2', at: at(25) };
      await store.changeOutline('AAAA2222', (held) => ({ ...held, status: 'approved', submittedBy: 'm1', approval }));
      await store.joinMembers('m2', 'm3');
      expect((await store.findOutline('AAAA2222'))?.approval?.by).toBe('m3');
      await store.eraseMember('m1', at(26));
      await store.eraseMember('m3', at(26));
      expect(await store.findOutline('AAAA2222')).toMatchObject({ submittedBy: 'erased', approval: { by: 'erased' } });
    });

    it('seal words so that only this store makes the seal', async () => {
      expect(store.seal('a')).toMatch(/^[\w-]{22}$/);
      expect(store.seal('a')).toBe(store.seal('a'));
      expect(store.seal('a')).not.toBe(store.seal('b'));
      const other = await open();
      expect(other.seal('a')).not.toBe(store.seal('a'));
      await other.close();
    });
  });
}

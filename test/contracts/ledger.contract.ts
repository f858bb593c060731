import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/storage/store.js';
import {
  begin,
  claimSome,
  countByStatus,
  DAY,
  HOUR,
  later,
  NOW,
  queued,
  sampleBroadcast,
  sampleContent,
  sampleMember,
  sendAll,
  skipped,
  startSending,
} from '../support/sample-broadcasts.js';

/** What every store has to keep of broadcasts, whatever it is made of. `open` gives one that holds nothing. */
export function describeLedger(name: string, open: () => Promise<Store>): void {
  describe(`the ledger (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('gives a broadcast back to the last field, and creates it once', async () => {
      const whole = sampleBroadcast('b1', {
        content: sampleContent({ template: { id: 't1', data: { at: '2026-11-24', dueAt: '9 giờ' } }, corrects: 'b0' }),
        approvals: [{ by: 'm1', at: later(1), contentHash: 'h' }],
        plannedThrough: 'm5',
        toldAt: later(5),
      });
      expect(await store.createBroadcast(whole)).toBe(true);
      expect(await store.createBroadcast(sampleBroadcast('b1'))).toBe(false);
      expect(await store.findBroadcast('b1')).toEqual(whole);
      expect(await store.findBroadcast('b2')).toBeUndefined();
    });

    it('lists broadcasts by state, newest first', async () => {
      await store.createBroadcast(sampleBroadcast('b1', { status: 'draft' }));
      await store.createBroadcast(sampleBroadcast('b2', { status: 'done', createdAt: later(1) }));
      await store.createBroadcast(sampleBroadcast('b3', { status: 'sending', createdAt: later(2) }));
      const idsOf = async (options: Parameters<Store['listBroadcasts']>[0]) =>
        (await store.listBroadcasts(options)).map(({ id }) => id);
      expect(await idsOf({ limit: 9 })).toEqual(['b3', 'b2', 'b1']);
      expect(await idsOf({ limit: 1 })).toEqual(['b3']);
      expect(await idsOf({ limit: 9, statuses: ['draft', 'done'] })).toEqual(['b2', 'b1']);
      expect(await idsOf({ limit: 9, statuses: [] })).toEqual([]);
    });

    it('changes a broadcast in one step, losing no change made at the same time', async () => {
      await store.createBroadcast(sampleBroadcast('b1'));
      const approve = (by: string) =>
        store.changeBroadcast('b1', (held) => ({
          ...held,
          approvals: [...held.approvals, { by, at: NOW, contentHash: 'h' }],
        }));
      await Promise.all(['m1', 'm2', 'm3', 'm4'].map(approve));
      expect((await store.findBroadcast('b1'))?.approvals.map(({ by }) => by).toSorted()).toEqual([
        'm1',
        'm2',
        'm3',
        'm4',
      ]);
      expect(await store.changeBroadcast('nothing', (held) => held)).toBeUndefined();
    });

    it('keeps segments by name and files by what is in them', async () => {
      const segment = {
        name: 'Khối sản xuất',
        owner: 'm1',
        segment: { and: [{ branch: 'a' }, { role: 'admin' }] },
      } as const;
      await store.saveSegment({ ...segment, owner: 'm0' });
      await store.saveSegment(segment);
      await store.saveSegment({ ...segment, name: 'Cả nhà máy' });
      expect(await store.findSegment('Khối sản xuất')).toEqual(segment);
      expect((await store.listSegments()).map(({ name: each }) => each)).toEqual(['Cả nhà máy', 'Khối sản xuất']);
      const bytes = Uint8Array.from({ length: 700 }, (_, n) => n % 256);
      const id = await store.saveFile(bytes);
      expect(await store.saveFile(bytes)).toBe(id);
      expect(await store.findFile(id)).toEqual(bytes);
      expect(await store.findFile('nothing')).toBeUndefined();
    });

    it('writes a page of a plan once, however often it is planned', async () => {
      await store.createBroadcast(sampleBroadcast('b1'));
      const page = { broadcastId: 'b1', rows: [queued('m1'), skipped('m2')], through: 'm2', isLast: false };
      expect(await store.recordPlan(page)).toBe(true);
      expect(
        await store.recordPlan({ ...page, rows: [skipped('m1'), queued('m2'), queued('m3')], through: 'm3' }),
      ).toBe(true);
      expect(await countByStatus(store, 'b1')).toEqual({ queued: 2, skipped: 1 });
      expect(await store.findBroadcast('b1')).toMatchObject({ plannedThrough: 'm3', isPlanned: false });
      expect(await claimSome(store)).toEqual([]);
      expect(await store.recordPlan({ broadcastId: 'b1', rows: [], isLast: true })).toBe(true);
      const planned = { plannedThrough: 'm3', isPlanned: true, status: 'sending' };
      expect(await store.findBroadcast('b1')).toMatchObject(planned);
      expect(await store.recordPlan({ broadcastId: 'b1', rows: [queued('m4')], isLast: true })).toBe(false);
      expect(await countByStatus(store, 'b1')).toEqual({ queued: 2, skipped: 1 });
    });

    it('takes a page of 5,000, and skips as many as it is told', async () => {
      const rows = Array.from({ length: 5_000 }, (_, n) => queued(`m${n}`));
      await startSending(store, 'b1', rows);
      expect(await store.skipQueued('b1', 'cancelled', 3_000)).toBe(3_000);
      expect(await countByStatus(store, 'b1')).toEqual({ queued: 2_000, skipped: 3_000 });
      expect(await store.hasOpenDeliveries('b1')).toBe(true);
      expect(await store.skipQueued('b1', 'expired', 3_000)).toBe(2_000);
      expect(await store.hasOpenDeliveries('b1')).toBe(false);
      const reasons = (await store.countDeliveries('b1')).map(({ reason, amount }) => [reason, amount]);
      expect(reasons.toSorted()).toEqual([
        ['cancelled', 3_000],
        ['expired', 2_000],
      ]);
    });

    it('tells when members are written to besides, and who received a broadcast', async () => {
      await startSending(store, 'b1', [queued('m1'), queued('m2', later(HOUR)), skipped('m3'), queued('m4')]);
      const [first, second] = await claimSome(store);
      await begin(store, first!);
      await store.finishDelivery(first!, { status: 'sent', messageId: '1', at: later(5) });
      await begin(store, second!);
      await store.finishDelivery(second!, { status: 'failed', code: 'recipient-blocked', at: NOW });
      const ask = { memberIds: ['m1', 'm2', 'm3', 'm4', 'm5'], since: NOW, except: 'b2' };
      const contacts = await store.listContacts(ask);
      expect([...contacts].toSorted()).toEqual([
        ['m1', [{ at: later(5), broadcastId: 'b1' }]],
        ['m2', [{ at: later(HOUR), broadcastId: 'b1' }]],
      ]);
      expect((await store.listContacts({ ...ask, since: later(6) })).size).toBe(1);
      expect((await store.listContacts({ ...ask, except: 'b1' })).size).toBe(0);
      expect([...(await store.listReceivers('b1', ask.memberIds))]).toEqual(['m1']);
    });

    it('leaves aside what else a campaign says', async () => {
      await startSending(store, 'a@2027-07-28-d-7', [queued('m1')]);
      await startSending(store, 'ab@2027-07-28-d-7', [queued('m1')]);
      const besides = async (except: string) =>
        (await store.listContacts({ memberIds: ['m1'], since: NOW, except }))
          .get('m1')
          ?.map((each) => each.broadcastId);
      expect(await besides('a@2027-07-28-d-1')).toEqual(['ab@2027-07-28-d-7']);
      expect((await besides('a'))?.toSorted()).toEqual(['a@2027-07-28-d-7', 'ab@2027-07-28-d-7']);
    });

    it('creates a broadcast with its rows, or neither', async () => {
      const whole = sampleBroadcast('b1', { status: 'sending', isPlanned: true });
      expect(await store.createBroadcast(whole, [queued('m1'), skipped('m2')])).toBe(true);
      expect(await store.createBroadcast(whole, [queued('m3')])).toBe(false);
      expect(await countByStatus(store, 'b1')).toEqual({ queued: 1, skipped: 1 });
      expect(await claimSome(store)).toHaveLength(1);
    });

    it('counts what became of rows by all that a report says', async () => {
      const row = queued('m1', NOW, { unitId: 'tan-phong', variant: 1 });
      await startSending(store, 'b1', [row, { ...row, memberId: 'm2' }, skipped('m3')]);
      const counts = await store.countDeliveries('b1');
      expect(counts).toHaveLength(2);
      expect(counts).toEqual(
        expect.arrayContaining([
          {
            status: 'queued',
            channel: 'telegram',
            by: 'message',
            unitId: 'tan-phong',
            variant: 1,
            isResent: false,
            amount: 2,
          },
          { status: 'skipped', reason: 'no-consent', variant: 0, isResent: false, amount: 1 },
        ]),
      );
    });

    it('counts receipts that platforms give, once each, and never who', async () => {
      await startSending(store, 'b1', [
        queued('m1', NOW, { unitId: 'a' }),
        queued('m2', NOW, { unitId: 'a' }),
        queued('m3', NOW, { variant: 1 }),
        queued('m4'),
      ]);
      await sendAll(store);
      const events = [receipt('seen', 'm1'), receipt('delivered', 'm2'), receipt('seen', 'm2'), receipt('seen', 'm3')];
      const options = { burstMs: 0, mostWaiting: 5 };
      await store.recordEvents([...events, receipt('seen', 'nobody')], options);
      await store.recordEvents(events, options);
      expect(await countByStatus(store, 'b1')).toEqual({ delivered: 3, sent: 1 });
      expect(await store.countSeen('b1')).toEqual([
        { variant: 1, amount: 1 },
        { unitId: 'a', variant: 0, amount: 2 },
      ]);
      expect(await store.countSeen('b2')).toEqual([]);
    });

    it('leads nowhere from a member who was erased, and still counts what was sent', async () => {
      await store.createMember(sampleMember('m1'));
      for (const id of ['b1', 'b2', 'b3']) {
        await startSending(store, id, [queued('m1', NOW, { unitId: 'a' })], {
          author: 'm1',
          approvals: [{ by: 'm1', at: NOW, contentHash: 'h' }],
        });
      }
      const [sent] = await claimSome(store, 1);
      await begin(store, sent!);
      await store.finishDelivery(sent!, { status: 'sent', messageId: 'to-m1', at: NOW });
      const [lost] = await claimSome(store, 1);
      await begin(store, lost!);
      await store.settleLost(later(HOUR));
      await store.saveSegment({ name: 'Tổ 1', owner: 'm1', segment: { everybody: true } });
      await store.castVote({ broadcastId: 'b1', memberId: 'm1', option: 0 });
      expect(await store.eraseMember('m1', NOW)).toBe(true);

      const ids = ['b1', 'b2', 'b3'];
      expect(await Promise.all(ids.map((id) => countByStatus(store, id)))).toEqual([
        { sent: 1 },
        { unknown: 1 },
        { skipped: 1 },
      ]);
      expect(await store.countDeliveries('b3')).toMatchObject([{ reason: 'gone', unitId: 'a' }]);
      expect((await store.listContacts({ memberIds: ['m1'], since: new Date(0), except: '' })).size).toBe(0);
      for (const id of ids) {
        expect((await store.listReceivers(id, ['m1'])).size).toBe(0);
        expect(await store.findBroadcast(id)).toMatchObject({ author: 'erased', approvals: [{ by: 'erased' }] });
      }
      expect(await store.findSegment('Tổ 1')).toMatchObject({ owner: 'erased' });
      // Whoever had that id votes as anybody does; the platform's word of the message leads to no row.
      expect(await store.castVote({ broadcastId: 'b1', memberId: 'm1', option: 0 })).toBe('counted');
      await store.recordEvents([receipt('delivered', 'm1')], { burstMs: 0, mostWaiting: 5 });
      expect(await countByStatus(store, 'b1')).toEqual({ sent: 1 });
      // Nobody could be found to send it to.
      expect(await store.resendUnknown('b2', NOW)).toBe(0);
    });

    it('does not claim to know what reached a member who was erased before a second try', async () => {
      await store.createMember(sampleMember('m1'));
      await startSending(store, 'b1', [queued('m1')]);
      const [claim] = await claimSome(store);
      await begin(store, claim!);
      await store.settleLost(later(HOUR));
      await store.resendUnknown('b1', NOW);
      await store.eraseMember('m1', NOW);
      expect(await countByStatus(store, 'b1')).toEqual({ unknown: 1 });
    });

    it('sends to one who became one of two only once', async () => {
      for (const id of ['m1', 'm2']) await store.createMember(sampleMember(id));
      const both = [queued('m1'), queued('m2')];
      await startSending(store, 'neither', both);
      await startSending(store, 'first', [queued('m1'), queued('m2', later(HOUR))]);
      await startSending(store, 'second', [skipped('m1'), queued('m2')]);
      await startSending(store, 'apart', [queued('m2')]);
      const claims = await claimSome(store);
      const [sent] = claims.filter(({ broadcastId }) => broadcastId === 'first');
      await begin(store, sent!);
      await store.finishDelivery(sent!, { status: 'sent', messageId: '1', at: NOW });
      await store.castVote({ broadcastId: 'first', memberId: 'm2', option: 0 });
      expect(await store.joinMembers('m2', 'm1')).toMatchObject({ id: 'm1' });

      expect(await countByStatus(store, 'neither')).toEqual({ queued: 1 });
      expect(await countByStatus(store, 'first')).toEqual({ sent: 1 });
      expect(await countByStatus(store, 'second')).toEqual({ queued: 1 });
      expect(await countByStatus(store, 'apart')).toEqual({ queued: 1 });
      expect(await store.listReceivers('first', ['m1', 'm2'])).toEqual(new Set(['m1']));
      const left: string[] = [];
      for (;;) {
        const [claim] = await claimSome(store, 99, later(2 * HOUR));
        if (!claim) break;
        await begin(store, claim, later(2 * HOUR));
        left.push(`${claim.broadcastId} ${claim.memberId}`);
      }
      expect(left.toSorted()).toEqual(['apart m1', 'neither m1', 'second m1']);
      expect(await store.castVote({ broadcastId: 'first', memberId: 'm1', option: 0 })).toBe('repeat');
    });

    it('counts a vote once per member, and shows votes by tens', async () => {
      await store.createBroadcast(sampleBroadcast('b1'));
      const vote = (memberId: string, option: number) => store.castVote({ broadcastId: 'b1', memberId, option });
      expect(await store.countVotes('b1')).toEqual([]);
      const votes = await Promise.all(Array.from({ length: 9 }, (_, n) => vote(`m${n}`, n % 3 === 0 ? 2 : 0)));
      expect(new Set(votes)).toEqual(new Set(['counted']));
      expect(await vote('m3', 1)).toBe('repeat');
      expect(await store.countVotes('b1')).toEqual([0, 0, 0]);
      expect(await vote('m9', 0)).toBe('counted');
      expect(await store.countVotes('b1')).toEqual([7, 0, 3]);
      await Promise.all(Array.from({ length: 9 }, (_, n) => vote(`n${n}`, 1)));
      expect(await store.countVotes('b1')).toEqual([7, 0, 3]);
      await vote('n9', 1);
      expect(await store.countVotes('b1')).toEqual([7, 10, 3]);
    });

    it('purges broadcasts that ended long ago, with rows, votes and files', async () => {
      const [kept, gone] = [await store.saveFile(Buffer.from('một')), await store.saveFile(Buffer.from('hai'))];
      const withFile = (fileId: string) =>
        sampleContent({
          messages: [
            {
              text: 'x',
              buttons: [],
              attachments: [{ kind: 'file', name: 'a.pdf', mediaType: 'application/pdf', content: { fileId } }],
            },
          ],
        });
      await startSending(store, 'b1', [queued('m1')], { content: withFile(gone) });
      await startSending(store, 'b2', [queued('m1')], { content: withFile(kept) });
      await store.castVote({ broadcastId: 'b1', memberId: 'm1', option: 0 });
      await store.changeBroadcast('b1', (held) => ({ ...held, status: 'cancelled' }));
      await store.purgeBroadcasts(later(DAY));
      expect(await store.findBroadcast('b1')).toBeDefined();
      for (const days of [2, 3, 4]) await store.purgeBroadcasts(later(days * DAY));
      expect(await store.findBroadcast('b1')).toBeUndefined();
      expect(await countByStatus(store, 'b1')).toEqual({});
      expect(await store.castVote({ broadcastId: 'b1', memberId: 'm1', option: 0 })).toBe('repeat');
      expect(await store.countVotes('b1')).toEqual([]);
      expect(await store.findFile(gone)).toBeUndefined();
      expect(await countByStatus(store, 'b2')).toEqual({ queued: 1 });
      expect(await store.findFile(kept)).toBeDefined();
    });

    it('counts in how many broadcasts somebody has a row, until nothing leads to that person', async () => {
      await store.createMember(sampleMember('m1'));
      await startSending(store, 'b1', [queued('m1'), queued('m2')]);
      await startSending(store, 'b2', [queued('m1')]);
      expect([await store.countBroadcastsTo('m1'), await store.countBroadcastsTo('m3')]).toEqual([2, 0]);
      await store.eraseMember('m1', NOW);
      expect([await store.countBroadcastsTo('m1'), await store.countBroadcastsTo('m2')]).toEqual([0, 1]);
    });

    it('purges drafts whose time was over long ago, and no other', async () => {
      const over = { content: sampleContent({ expiresAt: later(DAY) }) };
      const open = { content: sampleContent({ expiresAt: later(9 * DAY) }) };
      for (const [id, more] of [
        ['over', { ...over, status: 'draft' }],
        ['unread', { ...over, status: 'waiting' }],
        ['ahead', { ...open, status: 'draft' }],
        ['approved', { ...over, status: 'approved' }],
      ] as const)
        await store.createBroadcast(sampleBroadcast(id, more));
      await store.purgeBroadcasts(later(2 * DAY));
      const left = await store.listBroadcasts({ limit: 9 });
      expect(left.map(({ id }) => id).toSorted()).toEqual(['ahead', 'approved']);
    });
  });
}

/** What a platform tells of the message that `sendAll` sent to a member. */
const receipt = (type: 'delivered' | 'seen', member: string) =>
  ({
    id: `${type}-${member}`,
    from: { channel: 'telegram', chat: member },
    type,
    messageId: `to-${member}`,
    receivedAt: NOW,
  }) as const;

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/people/campaign.js';
import type { CampaignChoice, Occurrence } from '../../src/storage/campaigns.js';
import type { Store } from '../../src/storage/store.js';
import { createMember } from '../support/outreach-samples.js';
import { sampleCampaign } from '../support/sample-campaigns.js';

const DUE = new Date('2027-07-21T01:00:00Z');
const later = (minutes: number) => new Date(DUE.getTime() + minutes * 60_000);

function occurrence(id: string, more: Partial<Occurrence> = {}): Occurrence {
  return {
    id,
    campaignId: 'thanh-lap-cong-doan',
    occasion: '2027-07-28',
    offsetDays: -7,
    dueAt: DUE,
    status: 'planned',
    ...more,
  };
}

/** What every store has to keep of campaigns, whatever it is made of. `open` gives one that holds nothing. */
export function describeCampaigns(name: string, open: () => Promise<Store>): void {
  describe(`campaigns (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const idsOf = async (options: Parameters<Store['listOccurrences']>[0]) =>
      (await store.listOccurrences(options)).map(({ id }) => id);

    it('gives campaigns back to the last field, by id, each as it was saved last', async () => {
      const whole: Campaign = sampleCampaign({
        id: 'b-hop',
        schedule: { type: 'month-weekday', nth: 'last', weekday: 5, from: '2027-01-01', to: '2027-12-31' },
        segment: { and: [{ branch: 'tan-phong' }, { not: { role: 'admin' } }] },
        since: 1929,
        link: { url: 'https://example.org/' },
        note: 'chờ thể lệ',
      });
      const first = sampleCampaign({ id: 'a-hop' });
      await store.saveCampaign(sampleCampaign({ id: 'b-hop' }));
      await store.saveCampaign(first);
      await store.saveCampaign(whole);
      expect(await store.listCampaigns()).toEqual([first, whole]);
    });

    it('changes a campaign in one step, whoever changes it besides', async () => {
      await store.saveCampaign(sampleCampaign({ id: 'hop', graceMs: 0 }));
      const more = (held: Campaign): Campaign => ({ ...held, graceMs: held.graceMs + 1 });
      await Promise.all(Array.from({ length: 5 }, () => store.changeCampaign('hop', more)));
      expect(await store.listCampaigns()).toEqual([sampleCampaign({ id: 'hop', graceMs: 5 })]);
      expect(await store.changeCampaign('khac', more)).toBeUndefined();
    });

    it('writes an occurrence once, however often it is recorded', async () => {
      const whole = occurrence('c@d-1', { status: 'created', broadcastId: 'c@d-1' });
      await store.recordOccurrences([whole]);
      await store.recordOccurrences([occurrence('c@d-1', { dueAt: later(5) }), occurrence('c@d-2')]);
      await store.recordOccurrences([]);
      expect(await store.findOccurrence('c@d-1')).toEqual(whole);
      expect(await store.findOccurrence('c@d-2')).toEqual(occurrence('c@d-2'));
      expect(await store.findOccurrence('c@d-3')).toBeUndefined();
    });

    it('takes a whole year of occurrences at once', async () => {
      await store.recordOccurrences(Array.from({ length: 1_700 }, (_, n) => occurrence(`n${n}`)));
      expect(await idsOf({})).toHaveLength(1_700);
    });

    it('lists occurrences by hour within bounds, by state and by broadcast', async () => {
      await store.recordOccurrences([
        occurrence('late', { dueAt: later(9) }),
        occurrence('b', { status: 'created', broadcastId: 'x' }),
        occurrence('a', { status: 'missed' }),
        occurrence('early', { dueAt: later(-9), status: 'created', broadcastId: 'x' }),
      ]);
      expect(await idsOf({})).toEqual(['early', 'a', 'b', 'late']);
      expect(await idsOf({ from: DUE, to: DUE })).toEqual(['a', 'b']);
      expect(await idsOf({ to: later(-1) })).toEqual(['early']);
      expect(await idsOf({ statuses: ['missed', 'planned'] })).toEqual(['a', 'late']);
      expect(await idsOf({ statuses: [] })).toEqual([]);
      expect(await idsOf({ broadcastId: 'x' })).toEqual(['early', 'b']);
    });

    it('changes an occurrence in one step', async () => {
      await store.recordOccurrences([occurrence('a')]);
      const changed = await store.changeOccurrence('a', (held) => ({ ...held, status: 'moved', dueAt: later(60) }));
      expect(changed).toEqual(occurrence('a', { status: 'moved', dueAt: later(60) }));
      expect(await store.findOccurrence('a')).toEqual(changed);
      expect(await store.changeOccurrence('nothing', (held) => held)).toBeUndefined();
    });

    it('gives occurrences to one broadcast all together or not at all, to one of several workers', async () => {
      const states = ['planned', 'moved', 'missed', 'cancelled'] as const;
      await store.recordOccurrences(states.map((status) => occurrence(status, { status })));
      expect(await store.claimOccurrences(['planned', 'cancelled'], 'planned', DUE)).toBe(false);
      expect(await store.claimOccurrences(['planned', 'nothing'], 'planned', DUE)).toBe(false);
      expect(await store.claimOccurrences([], 'planned', DUE)).toBe(false);
      const claims = await Promise.all([
        store.claimOccurrences(['planned', 'moved'], 'planned', DUE),
        store.claimOccurrences(['moved', 'planned', 'missed'], 'moved', DUE),
        store.claimOccurrences(['missed', 'planned'], 'missed', DUE),
      ]);
      expect(claims.filter(Boolean)).toHaveLength(1);
      const claimed = (await store.listOccurrences({})).filter(({ broadcastId }) => broadcastId !== undefined);
      expect(new Set(claimed.map(({ broadcastId }) => broadcastId)).size).toBe(1);
      expect(claimed.length).toBe(claims[1] ? 3 : 2);
      expect(claimed.every(({ id, status }) => id === status)).toBe(true);
    });

    it('gives no occurrence that staff moved away in the same moment', async () => {
      await store.recordOccurrences([occurrence('a'), occurrence('b')]);
      await store.changeOccurrence('b', (held) => ({ ...held, status: 'moved', dueAt: later(60) }));
      expect(await store.claimOccurrences(['a', 'b'], 'a', later(59))).toBe(false);
      expect(await store.claimOccurrences(['a', 'b'], 'a', later(60))).toBe(true);
    });

    it('remembers how far was planned, backwards too', async () => {
      expect(await store.findPlannedUntil()).toBeUndefined();
      await store.savePlannedUntil(later(60));
      await store.savePlannedUntil(DUE);
      expect(await store.findPlannedUntil()).toEqual(DUE);
    });

    const done: CampaignChoice = { memberId: 'm1', campaignId: 'a', occasion: '2027-07-28' };
    const stopped: CampaignChoice = { memberId: 'm1', campaignId: 'b' };

    it('keeps what members wish until they wish otherwise', async () => {
      for (const choice of [stopped, done, done, { ...done, memberId: 'm2' }]) await store.saveCampaignChoice(choice);
      expect(await store.listCampaignChoices({ memberIds: ['m1', 'm1', 'm3'] })).toEqual([done, stopped]);
      expect(await store.listCampaignChoices({ memberIds: ['m2', 'm1'], campaignIds: ['a'] })).toEqual([
        done,
        { ...done, memberId: 'm2' },
      ]);
      expect(await store.listCampaignChoices({ memberIds: ['m1'], campaignIds: [] })).toEqual([]);
      await store.removeCampaignChoice({ memberId: 'm1', campaignId: 'a' });
      await store.removeCampaignChoice(stopped);
      expect(await store.listCampaignChoices({ memberIds: ['m1'] })).toEqual([done]);
    });

    it('forgets wishes about occasions long over, not those about a campaign', async () => {
      for (const choice of [done, stopped]) await store.saveCampaignChoice(choice);
      await store.purgeCampaignChoices('2027-07-28');
      expect(await store.listCampaignChoices({ memberIds: ['m1'] })).toEqual([done, stopped]);
      await store.purgeCampaignChoices('2027-07-29');
      expect(await store.listCampaignChoices({ memberIds: ['m1'] })).toEqual([stopped]);
    });

    it('finds wishes of thousands of members at once', async () => {
      await store.saveCampaignChoice({ memberId: 'm4999', campaignId: 'a' });
      const memberIds = Array.from({ length: 5_000 }, (_, n) => `m${n}`);
      expect(await store.listCampaignChoices({ memberIds, campaignIds: ['a'] })).toHaveLength(1);
    });

    it('keeps until when a reminder is put off, the newest word only', async () => {
      const snooze = { memberId: 'm1', occurrenceId: 'o1', dueAt: DUE };
      const other = { memberId: 'm0', occurrenceId: 'o1', dueAt: later(60) };
      await store.saveSnooze({ ...snooze, dueAt: later(30) });
      for (const each of [snooze, other, { ...snooze, occurrenceId: 'o0', dueAt: later(5) }]) {
        await store.saveSnooze(each);
      }
      expect(await store.listSnoozes(later(-1))).toEqual([]);
      expect(await store.listSnoozes(later(5))).toEqual([{ ...snooze, occurrenceId: 'o0', dueAt: later(5) }, snooze]);
      expect(await store.listSnoozesOf('m0')).toEqual([other]);
      await store.removeSnoozes([snooze, { ...other, dueAt: DUE }]);
      expect((await store.listSnoozes(later(99))).map(({ memberId }) => memberId)).toEqual(['m1', 'm0']);
    });

    it('keeps what units report, each as it was written last', async () => {
      const report = {
        campaignId: 'a',
        occasion: '2027-07-28',
        unitId: 'u2',
        sessions: 3,
        attending: 120,
        note: 'Đủ ba tổ.',
        at: DUE,
      };
      await store.saveUnitReport({ ...report, sessions: 1 });
      await store.saveUnitReport(report);
      await store.saveUnitReport({ ...report, unitId: 'u1', note: '' });
      await store.saveUnitReport({ ...report, occasion: '2028-07-28' });
      expect(await store.listUnitReports({ campaignId: 'a', occasion: '2027-07-28' })).toEqual([
        { ...report, unitId: 'u1', note: '' },
        report,
      ]);
      expect(await store.listUnitReports({ campaignId: 'b', occasion: '2027-07-28' })).toEqual([]);
    });

    it('lets a member have one calendar link', async () => {
      await store.saveFeed({ tokenHash: 'h1', memberId: 'm1' });
      await store.saveFeed({ tokenHash: 'h2', memberId: 'm1' });
      expect(await store.findFeed('h1')).toBeUndefined();
      expect(await store.findFeed('h2')).toEqual({ tokenHash: 'h2', memberId: 'm1' });
      expect(await store.findFeedOf('m1')).toEqual({ tokenHash: 'h2', memberId: 'm1' });
      await store.removeFeed('m1');
      expect(await store.findFeedOf('m1')).toBeUndefined();
      expect(await store.findFeed('h2')).toBeUndefined();
    });

    describe('of members', () => {
      const wish = async (memberId: string) => {
        await store.createMember(createMember(memberId));
        await store.saveCampaignChoice({ memberId, campaignId: `of-${memberId}` });
        await store.saveCampaignChoice({ memberId, campaignId: 'both' });
        await store.saveSnooze({ memberId, occurrenceId: `of-${memberId}`, dueAt: DUE });
        await store.saveSnooze({ memberId, occurrenceId: 'both', dueAt: memberId === 'm1' ? DUE : later(1) });
        await store.saveFeed({ tokenHash: `of-${memberId}`, memberId });
      };

      it('keeps nothing of who is erased', async () => {
        await wish('m1');
        await wish('m2');
        await store.eraseMember('m1', DUE);
        expect(await store.listCampaignChoices({ memberIds: ['m1'] })).toEqual([]);
        expect(await store.listSnoozesOf('m1')).toEqual([]);
        expect(await store.findFeed('of-m1')).toBeUndefined();
        expect(await store.listCampaignChoices({ memberIds: ['m2'] })).toHaveLength(2);
        expect(await store.listSnoozesOf('m2')).toHaveLength(2);
        expect(await store.findFeedOf('m2')).toBeDefined();
      });

      it('makes one of two who are the same person', async () => {
        await wish('m1');
        await wish('m2');
        await store.joinMembers('m1', 'm2');
        const choices = await store.listCampaignChoices({ memberIds: ['m1', 'm2'] });
        expect(choices).toEqual(['both', 'of-m1', 'of-m2'].map((campaignId) => ({ memberId: 'm2', campaignId })));
        expect(await store.listSnoozes(later(9))).toEqual([
          { memberId: 'm2', occurrenceId: 'both', dueAt: later(1) },
          { memberId: 'm2', occurrenceId: 'of-m1', dueAt: DUE },
          { memberId: 'm2', occurrenceId: 'of-m2', dueAt: DUE },
        ]);
        expect(await store.findFeed('of-m1')).toBeUndefined();
        expect(await store.findFeedOf('m2')).toEqual({ tokenHash: 'of-m2', memberId: 'm2' });
      });
    });
  });
}

import { describe, expect, it } from 'vitest';
import { planCampaigns } from '../../../src/outreach/campaigns/plan-campaigns.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { serveOutreach } from '../../../src/outreach/serve-outreach.js';
import type { Campaign } from '../../../src/people/campaign.js';
import type { Member, Topic } from '../../../src/people/member.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createMember, local } from '../../support/outreach-samples.js';
import { sampleCampaign, sampleMilestone } from '../../support/sample-campaigns.js';

const ID = 'thanh-lap-cong-doan@2027-07-28-d-7';
const LAST = 'thanh-lap-cong-doan@2027-07-28-d-1';
const DAY = '2027-07-21';

/** Chose to be reminded. */
function reminded(id: string, more: Partial<Member> = {}): Member {
  const topics: readonly Topic[] = ['nhac-chien-dich'];
  const givenAt = local('08:00', '2026-01-01');
  const consents = (['join', ...topics] as const).map((purpose) => ({ purpose, textVersion: 'v', givenAt }));
  return createMember(id, { topics, consents, ...more });
}

async function open(...campaigns: readonly Campaign[]) {
  const stage = await openPlanningStage({ campaigns });
  const { store, doors } = stage;
  const at = async (time: string, day = DAY) => {
    stage.set(local(time, day));
    return planCampaigns(doors);
  };
  await at('00:00', '2027-01-01');
  const statusOf = async (id: string) => (await store.findOccurrence(id))?.status;
  const contentOf = async (id: string) => (await store.findBroadcast(id))?.content;
  return { ...stage, at, statusOf, contentOf };
}

describe('planning campaigns', () => {
  it('makes an announcement of what came due, at its hour and once', async () => {
    const { at, contentOf, statusOf, store } = await open(sampleCampaign());
    expect(await at('07:59')).toBe(0);
    expect(await store.listOccurrences({})).toEqual([]);
    expect(await at('08:00')).toBe(1);
    expect(await at('08:00')).toBe(0);
    expect(await statusOf(ID)).toBe('created');
    expect(await store.findBroadcast(ID)).toMatchObject({ origin: 'campaign', author: 'system', status: 'planning' });
    expect(await contentOf(ID)).toMatchObject({
      topic: 'nhac-chien-dich',
      audience: { type: 'members', segment: { everybody: true } },
      messages: [{ text: 'Mốc -7 của ngày 28/7/2027.', reminds: [ID] }],
      dueAt: local('08:00', DAY),
      expiresAt: local('08:00', '2027-07-22'),
    });
    expect(await store.listBroadcasts({ limit: 9 })).toHaveLength(1);
  });

  it('says nothing of what came due before it first ran', async () => {
    const stage = await openPlanningStage({ campaigns: [sampleCampaign()] });
    stage.set(local('08:30', DAY));
    expect(await planCampaigns(stage.doors)).toBe(0);
    expect(await stage.store.listOccurrences({})).toEqual([]);
  });

  it('sends late within grace, with the days that are left then, and not at all after it', async () => {
    const milestones = [
      sampleMilestone(-7, { message: 'Còn {con_lai} ngày.' }),
      sampleMilestone(-3, { message: 'Còn {con_lai} ngày.' }),
    ];
    const { at, contentOf, statusOf, store } = await open(sampleCampaign({ milestones, graceMs: 48 * 3_600_000 }));
    await at('12:00', '2027-07-22');
    expect(await contentOf(ID)).toMatchObject({
      messages: [{ text: 'Còn 6 ngày.' }],
      expiresAt: local('00:00', '2027-07-23'),
    });
    await at('08:01', '2027-07-27');
    const missed = 'thanh-lap-cong-doan@2027-07-28-d-3';
    expect(await statusOf(missed)).toBe('missed');
    expect(await store.findBroadcast(missed)).toBeUndefined();
  });

  it('never says that no day is left', async () => {
    const milestones = [sampleMilestone(-1, { message: 'Còn {con_lai} ngày.' })];
    const { at, statusOf } = await open(sampleCampaign({ milestones, graceMs: 72 * 3_600_000 }));
    expect(await at('00:00', '2027-07-28')).toBe(0);
    expect(await statusOf(LAST)).toBe('missed');
  });

  it('makes up for nothing that a clock running ahead called missed', async () => {
    const { at, statusOf } = await open(sampleCampaign());
    await at('08:00', '2027-12-01');
    expect([await statusOf(ID), await statusOf(LAST)]).toEqual(['missed', 'missed']);
    expect(await at('08:00', '2027-07-20')).toBe(0);
    expect(await at('08:00')).toBe(1);
    expect([await statusOf(ID), await statusOf(LAST)]).toEqual(['created', 'missed']);
    expect(await at('08:00', '2027-07-27')).toBe(1);
    expect(await statusOf(LAST)).toBe('created');
  });

  it('joins what goes to the same people in the same hour, by day, each said once', async () => {
    const { at, contentOf, statusOf, store } = await open(
      sampleCampaign({ id: 'a-sau', schedule: { type: 'year', month: 7, day: 30 }, milestones: [sampleMilestone(-9)] }),
      sampleCampaign({ id: 'b-truoc', milestones: [sampleMilestone(-7)] }),
      sampleCampaign({ id: 'c-khac', milestones: [sampleMilestone(-7)], segment: { role: 'admin' } }),
      sampleCampaign({ id: 'd-muon', milestones: [sampleMilestone(-7)], at: 9 * 60 }),
    );
    expect(await at('10:00')).toBe(3);
    const [first, second] = ['a-sau@2027-07-30-d-9', 'b-truoc@2027-07-28-d-7'];
    expect((await contentOf(first!))?.messages).toMatchObject([
      { text: 'Mốc -7 của ngày 28/7/2027.\n\nMốc -9 của ngày 30/7/2027.', reminds: [second, first] },
    ]);
    expect(await store.findOccurrence(second!)).toMatchObject({ status: 'created', broadcastId: first });
    expect(await statusOf(first!)).toBe('created');
  });

  it('splits what would be too long for one message', async () => {
    const long = (id: string) =>
      sampleCampaign({ id, milestones: [sampleMilestone(-7, { message: 'x'.repeat(900) })] });
    const { at, store } = await open(long('a-mot'), long('b-hai'));
    expect(await at('08:00')).toBe(2);
    expect(await store.listBroadcasts({ limit: 9 })).toHaveLength(2);
  });

  it('says only the nearer of two milestones that days of rest put on one day', async () => {
    // 25/7/2027 is a Sunday.
    const schedule = { type: 'year', month: 7, day: 26 } as const;
    const milestones = [sampleMilestone(-2), sampleMilestone(-1)];
    const { at, contentOf, store } = await open(sampleCampaign({ schedule, milestones, shift: 'previous' }));
    expect(await at('08:00', '2027-07-24')).toBe(1);
    const id = 'thanh-lap-cong-doan@2027-07-26-d-1';
    expect((await contentOf(id))?.messages).toMatchObject([{ text: 'Mốc -1 của ngày 26/7/2027.', reminds: [id] }]);
    expect(await store.listOccurrences({ statuses: ['created'], broadcastId: id })).toHaveLength(2);
  });

  it('goes on where a worker died between claiming and making', async () => {
    const { at, statusOf, store, doors } = await open(sampleCampaign());
    const dying = { ...doors.ledger, createBroadcast: () => Promise.reject(new Error('power cut')) };
    const now = local('08:00', DAY);
    await expect(planCampaigns({ ...doors, clock: () => now, ledger: dying })).rejects.toThrow('power cut');
    expect(await store.findOccurrence(ID)).toMatchObject({ status: 'planned', broadcastId: ID });
    expect(await at('08:05')).toBe(1);
    expect(await statusOf(ID)).toBe('created');
  });

  it('neither repeats nor calls missed what a worker made just before it died', async () => {
    for (const [time, day] of [
      ['08:05', DAY],
      ['09:00', '2027-07-23'],
    ] as const) {
      const { at, statusOf, store, doors } = await open(sampleCampaign());
      const dying = { ...doors.campaigns, changeOccurrence: () => Promise.reject(new Error('power cut')) };
      const now = local('08:00', DAY);
      await expect(planCampaigns({ ...doors, clock: () => now, campaigns: dying })).rejects.toThrow('power cut');
      expect(await at(time, day)).toBe(0);
      expect(await statusOf(ID)).toBe('created');
      expect(await store.listBroadcasts({ limit: 9 })).toHaveLength(1);
    }
  });

  it('plans nothing of a draft, of what is paused or over; what staff cancelled or moved as they said', async () => {
    const { at, statusOf, store } = await open(
      sampleCampaign(),
      ...(['draft', 'paused', 'ended'] as const).map((status) => sampleCampaign({ id: `x-${status}`, status })),
    );
    const row = { campaignId: 'thanh-lap-cong-doan', occasion: '2027-07-28', dueAt: local('08:00', DAY) };
    await store.recordOccurrences([
      { ...row, id: ID, offsetDays: -7, status: 'cancelled' },
      { ...row, id: LAST, offsetDays: -1, status: 'moved', dueAt: local('15:00', DAY) },
    ]);
    expect(await at('14:59')).toBe(0);
    expect(await at('15:00')).toBe(1);
    expect(await at('08:00', '2027-07-27')).toBe(0);
    expect([await statusOf(ID), await statusOf(LAST)]).toEqual(['cancelled', 'created']);
    expect(await store.listOccurrences({})).toHaveLength(2);
  });

  it('lets a campaign of a file stand before one of chat under the same id', async () => {
    const { at, contentOf, store } = await open(sampleCampaign());
    await store.saveCampaign(sampleCampaign({ milestones: [sampleMilestone(-7, { message: 'Khác.' })] }));
    await store.saveCampaign(sampleCampaign({ id: 'cua-chat', milestones: [sampleMilestone(-7)], at: 9 * 60 }));
    await at('09:00');
    expect((await contentOf(ID))?.messages[0]?.text).toBe('Mốc -7 của ngày 28/7/2027.');
    expect(await contentOf('cua-chat@2027-07-28-d-7')).toBeDefined();
  });

  it('leaves out who finished this occasion, who stopped the campaign, and unions that reported where it asks', async () => {
    const milestones = [sampleMilestone(-7), sampleMilestone(-1, { asksReport: true })];
    const { at, join, rowsOf, store, doors } = await open(sampleCampaign({ milestones, graceMs: 12 * 3_600_000 }));
    await join(
      ...['done', 'stopped', 'other'].map((id) => reminded(id)),
      reminded('answered', { unitId: 'thuy-dien' }),
      reminded('beside', { unitId: 'truong' }),
    );
    const campaignId = 'thanh-lap-cong-doan';
    const occasion = '2027-07-28';
    await store.saveCampaignChoice({ memberId: 'done', campaignId, occasion });
    await store.saveCampaignChoice({ memberId: 'stopped', campaignId });
    await store.saveCampaignChoice({ memberId: 'other', campaignId, occasion: '2026-07-28' });
    const numbers = { sessions: 2, attending: 40, note: '', at: local('07:00', DAY) };
    await store.saveUnitReport({ campaignId, occasion, unitId: 'thuy-dien', ...numbers });
    await at('08:00');
    await planDeliveries(doors);
    expect(await rowsOf(ID)).toEqual({ declined: 2, telegram: 3 });
    await at('08:00', '2027-07-27');
    await planDeliveries(doors);
    expect(await rowsOf(LAST)).toEqual({ declined: 3, telegram: 2 });
  });

  it('writes to who declined only a part of what is said together', async () => {
    const both = ['a-mot', 'b-hai'].map((id) => sampleCampaign({ id, milestones: [sampleMilestone(-7)] }));
    const { at, join, rowsOf, store, doors } = await open(...both);
    await join(reminded('one'), reminded('both'));
    for (const memberId of ['one', 'both']) await store.saveCampaignChoice({ memberId, campaignId: 'a-mot' });
    await store.saveCampaignChoice({ memberId: 'both', campaignId: 'b-hai', occasion: '2027-07-28' });
    await at('08:00');
    await planDeliveries(doors);
    expect(await rowsOf('a-mot@2027-07-28-d-7')).toEqual({ declined: 1, telegram: 1 });
  });
});

describe('the service', () => {
  it('turns what came due into a message by itself', async () => {
    const stage = await openPlanningStage({ campaigns: [sampleCampaign()] });
    await stage.join(reminded('an'));
    stage.set(local('08:00', DAY));
    await stage.store.savePlannedUntil(local('07:59', DAY));
    const end = new AbortController();
    const serving = serveOutreach(stage.doors, end.signal);
    await expect.poll(() => stage.store.countDeliveries(ID)).toMatchObject([{ status: 'sent' }]);
    end.abort();
    await serving;
  });
});

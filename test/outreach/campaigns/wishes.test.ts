import { describe, expect, it } from 'vitest';
import { planCampaigns } from '../../../src/outreach/campaigns/plan-campaigns.js';
import { completeReminder } from '../../../src/outreach/campaigns/wishes/complete-reminder.js';
import { snoozeReminder } from '../../../src/outreach/campaigns/wishes/snooze-reminder.js';
import { stopCampaign } from '../../../src/outreach/campaigns/wishes/stop-campaign.js';
import type { Campaign } from '../../../src/people/campaign.js';
import type { Member } from '../../../src/people/member.js';
import { MORNING, openOutreachStage } from '../../support/open-outreach-stage.js';
import { DAY_MS, HOUR_MS, local, MINUTE_MS } from '../../support/outreach-samples.js';
import { sampleCampaign, sampleMilestone } from '../../support/sample-campaigns.js';

/** Tuesday 24/11/2026, told two days before at 10:05. */
const ID = 'hop-to@2026-11-26-d-2';
const HOP: Campaign = sampleCampaign({
  id: 'hop-to',
  topic: 'sinh-hoat',
  schedule: { type: 'once', on: '2026-11-26' },
  at: 10 * 60 + 5,
  milestones: [sampleMilestone(-2, { message: 'Còn {con_lai} ngày đến buổi họp tổ.' }), sampleMilestone(-1)],
});

/** Said together with it, and named first. */
const ALSO: Campaign = { ...HOP, id: 'an-lien-hoan', milestones: [sampleMilestone(-2, { message: 'Liên hoan.' })] };

/** One member on Telegram who has just been reminded. */
async function openReminded(more: Partial<Member> = {}, ...campaigns: readonly Campaign[]) {
  const stage = await openOutreachStage();
  for (const each of campaigns.length > 0 ? campaigns : [HOP]) await stage.store.saveCampaign(each);
  await planCampaigns(stage.doors);
  const member = await stage.addMember('an', ['telegram'], more);
  const remind = async (ms: number) => {
    stage.jump(ms);
    await planCampaigns(stage.doors);
    await stage.pass();
  };
  await remind(6 * MINUTE_MS);
  const goTo = (time: string, day?: string) => remind(local(time, day).getTime() - stage.now().getTime());
  return { ...stage, member, goTo };
}
const isAbout = (text: string) => (part: string) => part.includes(text);

describe('wishes about reminders', () => {
  it('reminds again in an hour, beside the cap of a day, once', async () => {
    const { member, doors, goTo, texts, now, store } = await openReminded();
    expect(texts('an').filter(isAbout('Còn 2 ngày'))).toHaveLength(1);
    const outcome = await snoozeReminder(member, ID, 'hour', doors);
    // Rounded up, so that many can be written to together; 11:30 to 13:30 nothing is sent.
    expect(outcome).toEqual({ status: 'saved', dueAt: local('11:10') });
    await goTo('11:05');
    expect(texts('an')).toHaveLength(1);
    await goTo('11:11');
    await goTo('11:12');
    expect(texts('an').filter(isAbout('Còn 2 ngày'))).toHaveLength(2);
    expect(await store.listSnoozes(new Date(now().getTime() + 9 * DAY_MS))).toEqual([]);
  });

  it('reminds tomorrow with the days that are left then', async () => {
    const { member, doors, goTo, texts } = await openReminded();
    expect(await snoozeReminder(member, ID, 'tomorrow', doors)).toMatchObject({ dueAt: local('08:00', '2026-11-25') });
    await goTo('08:01', '2026-11-25');
    expect(texts('an').filter(isAbout('Còn 1 ngày'))).toHaveLength(1);
  });

  it('says at once when it will be: after quiet hours, hours without messages, Sundays', async () => {
    const { member, doors, goTo } = await openReminded({}, { ...HOP, milestones: [sampleMilestone(-2)] });
    const quiet = { ...member, quietHours: { from: 18, to: 9 } };
    expect(await snoozeReminder(quiet, ID, 'evening', doors)).toMatchObject({ dueAt: local('09:00', '2026-11-25') });
    await goTo('11:00');
    expect(await snoozeReminder(member, ID, 'hour', doors)).toMatchObject({ dueAt: local('13:30') });
    await goTo('20:00', '2026-11-28');
    expect(await snoozeReminder(member, ID, 'evening', doors)).toEqual({ status: 'too-late' });
    expect(await snoozeReminder(member, ID, 'tomorrow', doors)).toMatchObject({ dueAt: local('07:30', '2026-11-30') });
  });

  it('refuses what would count no days any more, and what is not there', async () => {
    const { member, doors, goTo } = await openReminded();
    expect(await snoozeReminder(member, 'hop-to@2026-11-26-d-9', 'hour', doors)).toEqual({ status: 'not-found' });
    await goTo('10:00', '2026-11-25');
    expect(await snoozeReminder(member, ID, 'tomorrow', doors)).toEqual({ status: 'too-late' });
  });

  it('joins those who wait for the same hour, keeps the last word of each', async () => {
    const { member, doors, goTo, texts, store, addMember } = await openReminded();
    const other = await addMember('binh', ['telegram']);
    await snoozeReminder(other, ID, 'hour', doors);
    await snoozeReminder(member, ID, 'tomorrow', doors);
    await snoozeReminder(member, ID, 'hour', doors);
    await goTo('11:11');
    expect([texts('an').length, texts('binh').length]).toEqual([2, 1]);
    expect(await store.listBroadcasts({ limit: 9 })).toHaveLength(2);
    await goTo('09:00', '2026-11-25');
    expect(texts('an').filter(isAbout('Còn 1 ngày'))).toEqual([]);
  });

  it('comes at the hour that was promised, whatever else comes that day or was said with it', async () => {
    const { member, doors, goTo, texts, announce, store } = await openReminded({}, HOP, ALSO);
    expect(texts('an')).toEqual([expect.stringMatching(/Liên hoan[\s\S]*Còn 2 ngày/)]);
    await snoozeReminder(member, ID, 'hour', doors);
    await goTo('11:11');
    expect(texts('an').filter(isAbout('Còn 2 ngày'))).toHaveLength(2);
    await snoozeReminder(member, ID, 'tomorrow', doors);
    await announce({ dueAt: local('07:30', '2026-11-25'), topic: 'thong-bao' });
    await goTo('07:31', '2026-11-25');
    expect(texts('an').filter(isAbout('Mời anh/chị dự họp'))).toHaveLength(1);
    await goTo('08:01', '2026-11-25');
    expect(texts('an').filter(isAbout('Còn 1 ngày'))).toHaveLength(1);
    expect(await store.listSnoozesOf(member.id)).toEqual([]);
  });

  it('is not said once its occasion is done, though what was said with it is not', async () => {
    const { member, doors, goTo, texts, store } = await openReminded({}, HOP, ALSO);
    await snoozeReminder(member, ID, 'hour', doors);
    await store.saveCampaignChoice({ memberId: member.id, campaignId: HOP.id, occasion: '2026-11-26' });
    await goTo('11:11');
    expect(texts('an')).toHaveLength(1);
  });

  it('puts off for nobody what is said to another branch', async () => {
    const { member, doors } = await openReminded({}, { ...HOP, segment: { branch: 'may' } });
    expect(await snoozeReminder(member, ID, 'hour', doors)).toEqual({ status: 'not-found' });
  });

  it('sends nothing more once it is done, or the campaign is stopped', async () => {
    for (const wish of ['done', 'stopped'] as const) {
      const { member, doors, goTo, texts, store } = await openReminded();
      await snoozeReminder(member, ID, 'hour', doors);
      if (wish === 'done') expect(await completeReminder(member, ID, doors)).toBe(true);
      else await stopCampaign(member, 'hop-to', doors);
      expect(await store.listSnoozesOf(member.id)).toEqual([]);
      await goTo('11:11');
      await goTo('10:06', '2026-11-25');
      expect(texts('an')).toHaveLength(1);
      const last = await store.countDeliveries('hop-to@2026-11-26-d-1');
      expect(last).toMatchObject([{ status: 'skipped', reason: 'declined', amount: 1 }]);
    }
  });

  it('looks again at the last moment: what was finished after it was planned is not sent', async () => {
    const stage = await openOutreachStage();
    await stage.store.saveCampaign(HOP);
    await planCampaigns(stage.doors);
    const member = await stage.addMember('an', ['telegram']);
    stage.jump(6 * MINUTE_MS);
    await planCampaigns(stage.doors);
    await stage.plan();
    expect(await completeReminder(member, ID, stage.doors)).toBe(true);
    await stage.send('telegram');
    expect(stage.texts('an')).toEqual([]);
    expect(await stage.count(ID)).toEqual({ 'skipped:declined': 1 });
  });

  it('forgets what was put off of a campaign that ended', async () => {
    const { member, doors, goTo, texts, store } = await openReminded();
    await snoozeReminder(member, ID, 'hour', doors);
    await store.saveCampaign({ ...HOP, status: 'ended' });
    await goTo('11:11');
    expect(texts('an')).toHaveLength(1);
    expect(await store.listSnoozesOf(member.id)).toEqual([]);
    expect(await completeReminder(member, 'nothing@2026-11-26-d-2', doors)).toBe(false);
  });

  it('takes one place a month in the cap, however often a campaign reminds', async () => {
    const { doors, goTo, texts, announce, store, now } = await openReminded();
    await goTo('10:06', '2026-11-25');
    expect(texts('an')).toHaveLength(2);
    const later = async (day: string) => {
      const expiresAt = new Date(local('10:00', day).getTime() + 8 * HOUR_MS);
      const { id } = await announce({ dueAt: local('10:00', day), expiresAt });
      await goTo('10:01', day);
      return id;
    };
    for (const day of ['2026-11-26', '2026-11-27', '2026-11-28']) await later(day);
    expect(texts('an')).toHaveLength(5);
    const id = await later('2026-11-30');
    expect(await store.countDeliveries(id)).toMatchObject([{ status: 'skipped', reason: 'cap' }]);
    expect(now() > MORNING && doors.sending.mostPerMonth).toBe(4);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { planCampaigns } from '../../../src/outreach/campaigns/plan-campaigns.js';
import { snoozeReminder } from '../../../src/outreach/campaigns/wishes/snooze-reminder.js';
import { openStore } from '../../../src/storage/open-store.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { usePostgres } from '../../support/open-postgres.js';
import { createMember, local } from '../../support/outreach-samples.js';
import { sampleCampaign, sampleMilestone } from '../../support/sample-campaigns.js';
import { createScriptedChannel } from '../../support/scripted-channel.js';

const postgres = usePostgres();
const WORKERS = 4;
/** Three that are said together, three that are said alone, every day. */
const CAMPAIGNS = Array.from({ length: 6 }, (_, n) =>
  sampleCampaign({
    id: `moi-ngay-${n}`,
    schedule: { type: 'lunar-month', day: 15 },
    milestones: Array.from({ length: 10 }, (__, offset) => sampleMilestone(offset - 5)),
    segment: n < 3 ? { everybody: true } : { branch: `don-vi-${n}` },
  }),
);

describe('campaigns of many workers over one PostgreSQL', () => {
  it('are said once each, and put off once each', async () => {
    const place = await postgres.newPlace();
    const stores = await Promise.all(Array.from({ length: WORKERS }, () => openStore(place)));
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
    let now = local('07:00', '2027-07-10');
    const channels = [
      { ...createScriptedChannel({ proactive: { templates: false, perSecond: 9 } }), name: 'telegram' as const },
    ];
    const workers = stores.map((store) => createOutreachDoors(store, () => now, { channels, campaigns: CAMPAIGNS }));
    const planAll = async () => {
      const made = await Promise.all(workers.map((doors) => planCampaigns(doors)));
      return made.reduce((sum, each) => sum + each, 0);
    };
    await planAll();
    const member = createMember('m1');
    await stores[0]!.createMember(member);
    // From 13/7 to 22/7 each of them has a milestone a day.
    for (let day = 13; day <= 22; day += 1) {
      now = local('08:00', `2027-07-${day}`);
      expect(await planAll()).toBe(4);
      // A Sunday: nothing is put off until an hour of it.
      if (day === 18) continue;
      await snoozeReminder(member, `moi-ngay-0@2027-07-18-d${day < 18 ? '' : '+'}${day - 18}`, 'hour', workers[0]!);
      now = local('09:00', `2027-07-${day}`);
      expect(await planAll()).toBe(1);
    }
    const occurrences = await stores[0]!.listOccurrences({});
    expect(occurrences.filter(({ status }) => status === 'created')).toHaveLength(60);
    expect(occurrences).toHaveLength(60);
    const broadcasts = await stores[0]!.listBroadcasts({ limit: 999 });
    expect(broadcasts).toHaveLength(49);
    const reminds = broadcasts
      .filter(({ id }) => !id.includes('~'))
      .flatMap(({ content }) => content.messages[0]?.reminds);
    expect(reminds.toSorted()).toEqual(occurrences.map(({ id }) => id).toSorted());
    const audit = await stores[0]!.listAudit(999);
    expect(audit.filter(({ action }) => action === 'create-broadcast')).toHaveLength(40);
  });
});

import { describe, expect, it } from 'vitest';
import { changeCampaign } from '../../../src/outreach/campaigns/change-campaign.js';
import { createCampaign } from '../../../src/outreach/campaigns/create-campaign.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createAdmin, createMember } from '../../support/outreach-samples.js';
import { sampleCampaign, sampleMilestone } from '../../support/sample-campaigns.js';

describe('a campaign that needs a second person', () => {
  it('is not switched on by its maker under another account that became theirs', async () => {
    const { store, doors, join } = await openPlanningStage({ settings: { APPROVE_ABOVE: '0' } });
    const [maker, later] = [createAdmin('m-first'), createAdmin('m-second')];
    await join(maker, later, createMember('an'));
    const made = await createCampaign(
      sampleCampaign({ topic: 'sinh-hoat', milestones: [sampleMilestone(0)] }),
      maker,
      doors,
    );
    expect(made).toMatchObject({ status: 'draft' });
    const joined = await store.joinMembers('m-first', 'm-second');
    const [campaign] = await store.listCampaigns();
    expect(await changeCampaign(campaign!.id, 'active', joined!, doors)).toEqual({ status: 'own' });
  });
});

describe('a campaign that is ended', () => {
  it('stays so, whoever changes it in the same moment', async () => {
    const { store, doors, join } = await openPlanningStage();
    const admin = await join(createAdmin('admin'));
    const { id } = sampleCampaign();
    await store.saveCampaign(sampleCampaign());
    const outcomes = await Promise.all(
      (['ended', 'paused', 'ended'] as const).map((to) => changeCampaign(id, to, admin, doors)),
    );
    expect((await store.listCampaigns())[0]?.status).toBe('ended');
    // One ended it; it was paused before that, or not at all.
    const done = outcomes.filter(({ status }) => status === 'changed');
    const acts = (await store.listAudit(9)).filter(({ action }) => action === 'change-campaign');
    expect(acts.filter(({ details }) => details.to === 'ended')).toHaveLength(1);
    expect(acts).toHaveLength(done.length);
  });
});

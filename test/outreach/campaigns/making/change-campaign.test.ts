import { describe, expect, it } from 'vitest';
import { changeCampaign } from '../../../../src/outreach/campaigns/making/change-campaign.js';
import { openPlanningStage } from '../../../support/open-outreach-stage.js';
import { createAdmin } from '../../../support/outreach-samples.js';
import { sampleCampaign } from '../../../support/sample-campaigns.js';

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

import { describe, expect, it } from 'vitest';
import { type CampaignDraft, createCampaign } from '../../../src/outreach/campaigns/create-campaign.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createMember, createUnitAdmin, local } from '../../support/outreach-samples.js';

const SATURDAY = '2026-11-28';
const DRAFT: CampaignDraft = {
  title: 'Họp tổ',
  topic: 'sinh-hoat',
  segment: { branch: 'tan-phong' },
  schedule: { type: 'month', day: 15 },
  at: 8 * 60,
  milestones: [{ offsetDays: -1, message: 'Còn {con_lai} ngày.' }],
};

/** A branch of five, of whom a second person has to know where more than three are written to. */
async function openBranch() {
  const stage = await openPlanningStage({ settings: { APPROVE_ABOVE: '3' } });
  const head = await stage.join(
    createUnitAdmin('head', 'tan-phong'),
    ...['a', 'b', 'c', 'd', 'e'].map((id) => createMember(id, { unitId: 'tan-phong' })),
  );
  return { ...stage, head };
}

describe('who switches a campaign on', () => {
  it.each([
    ['in the evening', local('21:00')],
    ['before a day of rest', local('20:45', SATURDAY)],
    ['at work', local('09:00')],
  ])('is somebody else where many would be reminded, also %s', async (_, now) => {
    const { head, doors, set } = await openBranch();
    set(now);
    expect(await createCampaign(DRAFT, head, doors)).toMatchObject({ status: 'draft' });
  });

  it('is nobody else where few have said yes to its topic', async () => {
    const { head, doors } = await openBranch();
    const outcome = await createCampaign({ ...DRAFT, topic: 'giai-bao-chi' }, head, doors);
    expect(outcome).toMatchObject({ status: 'active' });
  });
});

import type { Campaign } from '../../people/campaign.js';
import type { Member } from '../../people/member.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { mayAddress, mayAddressAll } from '../rights/reach.js';

export type CampaignOutcome =
  | { readonly status: 'changed'; readonly campaign: Campaign }
  /** Who made it does not switch it on. */
  | { readonly status: 'own' }
  | { readonly status: 'not-allowed' | 'not-now' | 'not-found' };

const FROM: Readonly<Record<'active' | 'paused' | 'ended', readonly Campaign['status'][]>> = {
  active: ['draft', 'paused'],
  paused: ['active'],
  ended: ['draft', 'active', 'paused'],
};
/** Enough for years of making campaigns. */
const MOST_READ = 5_000;

/** Switches a campaign on, pauses or ends it; those of `knowledge/campaigns/` are changed in their file. */
export async function changeCampaign(
  id: string,
  to: keyof typeof FROM,
  member: Member,
  doors: Pick<OutreachDoors, 'campaigns' | 'people' | 'tree' | 'clock'>,
): Promise<CampaignOutcome> {
  const campaign = (await doors.campaigns.listCampaigns()).find((each) => each.id === id);
  if (!campaign) return { status: 'not-found' };
  const tree = await doors.tree();
  if (!mayLookAfter(member, campaign, tree)) return { status: 'not-allowed' };
  if (!FROM[to].includes(campaign.status)) return { status: 'not-now' };
  if (to === 'active' && campaign.status === 'draft') {
    const maker = await findMaker(id, doors);
    if (maker === member.id) return { status: 'own' };
    const audience = { type: 'members', segment: campaign.segment } as const;
    const may = maker === undefined ? mayAddressAll(member, tree) : mayAddress(member, audience, tree, 'approve');
    if (!may) return { status: 'not-allowed' };
  }
  let isFit = false;
  const changed = await doors.campaigns.changeCampaign(id, (held) => {
    // What was checked above is what is changed.
    isFit = held.status === campaign.status;
    return isFit ? { ...held, status: to } : held;
  });
  if (!changed) return { status: 'not-found' };
  if (!isFit) return { status: 'not-now' };
  const details = { campaign: id, from: campaign.status, to };
  await doors.people.recordAudit({ at: doors.clock(), actor: member.id, action: 'change-campaign', details });
  return { status: 'changed', campaign: changed };
}

/** Whether somebody may address everyone whom it reminds. */
export function mayLookAfter(member: Member, { segment }: Campaign, tree: UnitTree): boolean {
  return member.status === 'joined' && mayAddress(member, { type: 'members', segment }, tree);
}

/** Who made it, as the audit has it; undefined once that is too old to tell. */
async function findMaker(id: string, { people }: Pick<OutreachDoors, 'people'>): Promise<string | undefined> {
  const entries = await people.listAudit(MOST_READ);
  return entries.find(({ action, details }) => action === 'create-campaign' && details.campaign === id)?.actor;
}

import type { Campaign } from '../people/campaign.js';
import type { OutreachDoors } from './outreach-doors.js';

export type CampaignDoors = Pick<OutreachDoors, 'campaigns' | 'writtenCampaigns'>;

/** All there are, in any state, by id. One of a file counts where one of chat or console has its id. */
export async function listCampaigns({ campaigns, writtenCampaigns }: CampaignDoors): Promise<readonly Campaign[]> {
  const byId = new Map((await campaigns.listCampaigns()).map((campaign) => [campaign.id, campaign]));
  for (const campaign of writtenCampaigns) byId.set(campaign.id, campaign);
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

import { type Campaign, occasionKey } from '../../people/campaign.js';
import { mayReceive } from '../../people/consent.js';
import type { Member } from '../../people/member.js';
import { compileSegment } from '../../people/segment.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';

export interface OwnCampaigns {
  /** What the member is reminded of, by id. */
  readonly campaigns: readonly Campaign[];
  /** What he would be, had he not said "thôi nhắc". */
  readonly stopped: readonly Campaign[];
  /** Whether he said "đã xong" of an occasion. */
  readonly isDone: (campaignId: string, occasion: string) => boolean;
}

/** The active campaigns whose topic a member said yes to and whose people he belongs to. */
export async function listOwnCampaigns(
  member: Member,
  doors: Pick<OutreachDoors, 'campaigns' | 'writtenCampaigns' | 'tree'>,
): Promise<OwnCampaigns> {
  const tree = await doors.tree();
  const meant = (await listCampaigns(doors)).filter(
    ({ status, topic, segment }) =>
      status === 'active' && mayReceive(member, topic) && compileSegment(segment, tree)(member),
  );
  const choices = await doors.campaigns.listCampaignChoices({ memberIds: [member.id] });
  const stopped = new Set(choices.flatMap(({ campaignId, occasion }) => (occasion === undefined ? [campaignId] : [])));
  const done = new Set(
    choices.flatMap(({ campaignId, occasion }) => (occasion === undefined ? [] : [occasionKey(campaignId, occasion)])),
  );
  return {
    campaigns: meant.filter(({ id }) => !stopped.has(id)),
    stopped: meant.filter(({ id }) => stopped.has(id)),
    isDone: (campaignId, occasion) => done.has(occasionKey(campaignId, occasion)),
  };
}

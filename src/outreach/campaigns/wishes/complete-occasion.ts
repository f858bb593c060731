import { occasionKey } from '../../../people/campaign.js';
import type { Member } from '../../../people/member.js';
import type { Occurrence } from '../../../storage/campaigns.js';
import type { OutreachDoors } from '../../outreach-doors.js';

/** "Đã xong": nothing more of this occasion. */
export async function completeOccasion(
  { id: memberId }: Pick<Member, 'id'>,
  { campaignId, occasion }: Pick<Occurrence, 'campaignId' | 'occasion'>,
  { campaigns }: Pick<OutreachDoors, 'campaigns'>,
): Promise<void> {
  await campaigns.saveCampaignChoice({ memberId, campaignId, occasion });
  const snoozes = await campaigns.listSnoozesOf(memberId);
  const own = `${occasionKey(campaignId, occasion)}-`;
  await campaigns.removeSnoozes(snoozes.filter(({ occurrenceId }) => occurrenceId.startsWith(own)));
}

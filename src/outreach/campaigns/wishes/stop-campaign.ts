import type { Member } from '../../../people/member.js';
import type { OutreachDoors } from '../../outreach-doors.js';

/** "Thôi nhắc việc này": nothing of this campaign, until the member wishes otherwise. */
export async function stopCampaign(
  { id: memberId }: Pick<Member, 'id'>,
  campaignId: string,
  { campaigns }: Pick<OutreachDoors, 'campaigns'>,
): Promise<void> {
  await campaigns.saveCampaignChoice({ memberId, campaignId });
  const snoozes = await campaigns.listSnoozesOf(memberId);
  await campaigns.removeSnoozes(snoozes.filter(({ occurrenceId }) => occurrenceId.startsWith(`${campaignId}@`)));
}

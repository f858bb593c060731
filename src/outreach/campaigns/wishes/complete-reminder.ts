import type { Member } from '../../../people/member.js';
import type { OutreachDoors } from '../../outreach-doors.js';

/** "Đã xong": nothing more of this occasion. False where there is no such reminder. */
export async function completeReminder(
  { id: memberId }: Pick<Member, 'id'>,
  occurrenceId: string,
  { campaigns }: Pick<OutreachDoors, 'campaigns'>,
): Promise<boolean> {
  const occurrence = await campaigns.findOccurrence(occurrenceId);
  if (!occurrence) return false;
  const { campaignId, occasion } = occurrence;
  await campaigns.saveCampaignChoice({ memberId, campaignId, occasion });
  const snoozes = await campaigns.listSnoozesOf(memberId);
  await campaigns.removeSnoozes(snoozes.filter((each) => each.occurrenceId.startsWith(`${campaignId}@${occasion}-`)));
  return true;
}

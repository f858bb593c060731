import type { Member } from '../../../people/member.js';
import type { OutreachDoors } from '../../outreach-doors.js';
import { completeOccasion } from './complete-occasion.js';

/** "Đã xong" below a reminder. False where there is no such reminder. */
export async function completeReminder(
  member: Pick<Member, 'id'>,
  occurrenceId: string,
  doors: Pick<OutreachDoors, 'campaigns'>,
): Promise<boolean> {
  const occurrence = await doors.campaigns.findOccurrence(occurrenceId);
  if (!occurrence) return false;
  await completeOccasion(member, occurrence, doors);
  return true;
}

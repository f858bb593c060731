import type { Campaign } from '../../people/campaign.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { listReminders, type Reminder } from './list-reminders.js';

export interface TimeSpan {
  /** The first and the last instant of `dueAt` that counts. */
  readonly from: Date;
  readonly to: Date;
}

/** What these campaigns say within a span, by hour, with what became of it and what staff changed. */
export async function findReminders(
  of: readonly Campaign[],
  { from, to }: TimeSpan,
  { campaigns, isRestDay }: Pick<OutreachDoors, 'campaigns' | 'isRestDay'>,
): Promise<readonly Reminder[]> {
  const written = [
    ...(await campaigns.listOccurrences({ statuses: ['moved', 'cancelled'] })),
    ...(await campaigns.listOccurrences({ from, to })),
  ];
  return listReminders(of, written, { from, to, isRestDay });
}

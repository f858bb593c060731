import type { Member } from '../../../people/member.js';
import { compileSegment } from '../../../people/segment.js';
import { toLocalDate } from '../../../time.js';
import { addDays, instantOf } from '../../calendar/days.js';
import { findSendingTime } from '../../delivery-rules/sending-hours.js';
import { toDeliveryRules } from '../../delivery-rules/to-rules.js';
import { listCampaigns } from '../../list-campaigns.js';
import type { OutreachDoors } from '../../outreach-doors.js';
import { findReminder } from '../list-reminders.js';
import { countsNoMore } from '../to-content.js';

/** In an hour, this evening, tomorrow morning. */
export const SNOOZE_WAITS = ['hour', 'evening', 'tomorrow'] as const;
export type SnoozeWait = (typeof SNOOZE_WAITS)[number];

export type SnoozeOutcome =
  /** At that instant: the first one from the wish on at which this member may be written to. */
  | { readonly status: 'saved'; readonly dueAt: Date }
  /** The evening, or the occasion, would be over. */
  | { readonly status: 'too-late' }
  /** There is no such reminder any more. */
  | { readonly status: 'not-found' };

/** Whoever waits for the same round time is written to together. */
const ROUND_MS = 300_000;
const EVENING = 19 * 60 + 30;
const MORNING = 8 * 60;
/** Days of rest and quiet hours put it off by no more. */
const LONGEST_MS = 7 * 86_400_000;

/** "Nhắc lại sau": the member reads a reminder once more; a wish before is replaced. */
export async function snoozeReminder(
  member: Member,
  occurrenceId: string,
  wait: SnoozeWait,
  doors: OutreachDoors,
): Promise<SnoozeOutcome> {
  const occurrence = await doors.campaigns.findOccurrence(occurrenceId);
  const reminder = occurrence && findReminder(occurrence, await listCampaigns(doors));
  if (reminder?.campaign.status !== 'active') return { status: 'not-found' };
  // Ids can be guessed: what is said to one branch is read by no other.
  if (!compileSegment(reminder.campaign.segment, await doors.tree())(member)) return { status: 'not-found' };
  const now = doors.clock();
  const from = toWish(wait, now);
  if (from <= now) return { status: 'too-late' };
  const { quietHours } = member;
  const until = new Date(from.getTime() + LONGEST_MS);
  const wish = { from, until, others: [], isUrgent: false, ...(quietHours ? { quietHours } : {}) };
  const dueAt = findSendingTime(wish, toDeliveryRules(doors));
  if (!(dueAt instanceof Date)) return { status: 'too-late' };
  if (countsNoMore(reminder, dueAt)) return { status: 'too-late' };
  await doors.campaigns.saveSnooze({ memberId: member.id, occurrenceId, dueAt });
  return { status: 'saved', dueAt };
}

function toWish(wait: SnoozeWait, now: Date): Date {
  const today = toLocalDate(now);
  if (wait === 'evening') return instantOf(today, EVENING);
  if (wait === 'tomorrow') return instantOf(addDays(today, 1), MORNING);
  return new Date(Math.ceil((now.getTime() + 3_600_000) / ROUND_MS) * ROUND_MS);
}

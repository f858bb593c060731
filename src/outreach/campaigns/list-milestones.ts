import { type Campaign, type Milestone, occurrenceId } from '../../people/campaign.js';
import type { LocalDate } from '../../time.js';
import { instantOf } from '../calendar/days.js';
import { listMilestonesWithin } from '../calendar/milestones.js';

/** A milestone on the day that its campaign gives it. */
export interface DatedMilestone {
  /** `campaign@date-milestone`. */
  readonly id: string;
  readonly campaign: Campaign;
  readonly milestone: Milestone;
  /** The occasion's own day. */
  readonly occasion: LocalDate;
  /** When it is to be said. */
  readonly day: LocalDate;
  readonly dueAt: Date;
}

/** What campaigns that are active say from one day through another, by hour, then by id. */
export function listMilestones(
  campaigns: readonly Campaign[],
  from: LocalDate,
  to: LocalDate,
  isRestDay: (day: LocalDate) => boolean,
): readonly DatedMilestone[] {
  return campaigns
    .filter(({ status }) => status === 'active')
    .flatMap((campaign) => {
      const { id, schedule, milestones, shift: rule, at } = campaign;
      const offsets = milestones.map(({ offsetDays }) => offsetDays);
      const days = listMilestonesWithin({ schedule, offsets, shift: { rule, isRestDay } }, from, to);
      return days.map(({ occasion, offsetDays, day }): DatedMilestone => {
        const milestone = milestones.find((each) => each.offsetDays === offsetDays)!;
        const dueAt = instantOf(day, at);
        return { id: occurrenceId(id, occasion, offsetDays), campaign, milestone, occasion, day, dueAt };
      });
    })
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

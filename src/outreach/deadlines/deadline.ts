import { type Campaign, LONGEST_OFFSET_DAYS } from '../../people/campaign.js';
import type { Unit } from '../../people/unit.js';
import type { UnitTree } from '../../people/unit-tree.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import { addDays } from '../calendar/days.js';
import { listMilestonesWithin } from '../calendar/milestones.js';
import { mayHold } from '../rights/reach.js';

/** One occasion by which grass-roots unions are asked for their numbers. */
export interface Deadline {
  readonly campaign: Campaign;
  /** The last day on which a report is in time. */
  readonly occasion: LocalDate;
}

/** Days after its occasion on which a report is still taken, as a late one. */
const LATE_DAYS = 30;

/** Deadlines that have been asked about and are still open, the nearest first. */
export function listOpenDeadlines(
  campaigns: readonly Campaign[],
  now: Date,
  isRestDay: (day: LocalDate) => boolean,
): readonly Deadline[] {
  const today = toLocalDate(now);
  return campaigns
    .filter(({ status }) => status === 'active')
    .flatMap((campaign) => {
      const offsets = campaign.milestones.filter(({ asksReport }) => asksReport).map(({ offsetDays }) => offsetDays);
      const shift = { rule: campaign.shift, isRestDay };
      const asked = listMilestonesWithin(
        { schedule: campaign.schedule, offsets, shift },
        addDays(today, -LONGEST_OFFSET_DAYS),
        today,
      );
      return [...new Set(asked.map(({ occasion }) => occasion))].map((occasion) => ({ campaign, occasion }));
    })
    .filter(({ occasion }) => today <= addDays(occasion, LATE_DAYS))
    .toSorted((a, b) => (a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : 0));
}

/** Whether it was written after its day. */
export function isLate(at: Date, { occasion }: Deadline): boolean {
  return toLocalDate(at) > occasion;
}

const GRASS_ROOTS = ['enterprise', 'public-service', 'guild'];

/** The grass-roots unions that a campaign speaks to. */
export function listAskedUnits({ segment }: Campaign, tree: UnitTree): readonly Unit[] {
  const isAsked = mayHold(segment, tree);
  return tree.units.filter(({ id, kind }) => GRASS_ROOTS.includes(kind) && isAsked(id));
}

import type { OutlineDoors } from '../briefing/briefing-doors.js';
import { findTargets } from '../briefing/summarizing/find-targets.js';
import { summarize } from '../briefing/summarizing/summarize.js';
import type { NoSummary, Summary, SummaryLength, SummaryTarget } from '../briefing/summary.js';
import { AppError } from '../errors.js';

/** Summaries for faces that know no doors. */
export interface Briefing {
  readonly doors: OutlineDoors;
  summarize(target: SummaryTarget, length: SummaryLength): Promise<Summary | NoSummary>;
  /** Of what a person's words mean; throws `invalid-input` naming the choices where they mean several things. */
  summarizeAsked(asked: string, length: SummaryLength): Promise<Summary | NoSummary>;
}

export function openBriefing(doors: OutlineDoors): Briefing {
  const ofTarget = (target: SummaryTarget, length: SummaryLength) => summarize(target, length, doors);
  return {
    doors,
    summarize: ofTarget,
    async summarizeAsked(asked, length) {
      const found = findTargets(asked, doors);
      if ('missing' in found) return found;
      const [first, ...others] = found;
      if (first && others.length === 0) return ofTarget(first.target, length);
      const choices = found.map(({ title }) => title).join('; ');
      throw new AppError('invalid-input', doors.texts('brief.choose', { asked, choices }));
    },
  };
}

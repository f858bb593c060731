import type { Broadcast, BroadcastContent } from '../../people/broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { forecastDeliveries, renderForecast } from '../planning/forecast-deliveries.js';
import { approvalsNeeded } from '../rights/approval-rules.js';
import type { Author } from '../rights/find-author.js';
import { describeBroadcast } from '../wording/describe-broadcast.js';

export interface DraftCard {
  /** Whom it reaches, through what, when, and who has to approve it. */
  readonly text: string;
  /** How many other people have to approve it. */
  readonly needed: number;
}

/** What an author checks before sending: who would get it, by the planner's own code. Nothing is written. */
export async function describeDraft(
  draft: Broadcast,
  author: Author,
  doors: Omit<OutreachDoors, 'inbox'>,
): Promise<DraftCard> {
  const { texts, sending, clock } = doors;
  const tree = await doors.tree();
  const { content } = draft;
  const forecast = await forecastDeliveries(content, author, doors);
  const needed = approvalsNeeded({ content, recipients: forecast.recipients, author, tree, rules: sending });
  const text = texts('announce.card', {
    ...describeBroadcast(draft, { tree, texts, now: clock() }),
    forecast: renderForecast(forecast, texts),
    approval: texts(`announce.approval.${approversOf(content, needed)}`),
  });
  return { text, needed };
}

/** Who has to approve, as a part of keys of texts. */
export function approversOf(
  { isUrgent, audience }: BroadcastContent,
  needed: number,
): 'none' | 'one' | 'admin' | 'two' {
  if (needed === 0) return 'none';
  if (needed > 1) return 'two';
  return isUrgent || audience.type === 'followers' ? 'admin' : 'one';
}

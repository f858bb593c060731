import type { Texts } from '../../text/texts.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatDay, formatInstant, toLocalDate } from '../../time.js';
import { weekdayOf } from '../calendar/days.js';
import { renderLunarDay } from '../campaigns/render-milestone.js';
import type { ChangeOutcome } from './change-occurrence.js';
import type { ForeseenReminder } from './foresee-reminders.js';

/** One reminder in a few words: when in both calendars, what, how many, and what is in the way. */
export function renderForeseen(reminder: ForeseenReminder, texts: Texts): string {
  const { campaign, milestone, occasion, dueAt, status, conflicts, forecast } = reminder;
  const day = toLocalDate(dueAt);
  const offset = milestone.offsetDays;
  return texts('plan.line', {
    when: formatInstant(dueAt),
    weekday: texts(`weekday.${weekdayOf(day)}`),
    lunar: renderLunarDay(day),
    title: campaign.title,
    milestone:
      offset === 0
        ? texts('plan.on-the-day')
        : texts(offset < 0 ? 'plan.before' : 'plan.after', {
            days: String(Math.abs(offset)),
            occasion: formatDay(occasion),
          }),
    count: forecast ? formatAmount(forecast.recipients) : '',
    status: status === 'planned' ? '' : texts(`plan.status.${status}`),
    conflicts: conflicts.map((conflict) => texts(`plan.conflict.${conflict}`)).join('; '),
  });
}

/** What became of a change. */
export function sayChange(outcome: ChangeOutcome, texts: Texts): string {
  if (outcome.status === 'created') return texts('plan.change.created', { id: outcome.broadcastId });
  if (outcome.status !== 'changed') return texts(`plan.change.${outcome.status}`);
  const { campaign, dueAt, status } = outcome.reminder;
  return texts(`plan.change.${status}`, { title: campaign.title, at: formatInstant(dueAt) });
}

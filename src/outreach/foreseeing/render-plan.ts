import type { Texts } from '../../answering/write-draft/draft-doors.js';
import { formatDay, formatInstant, toLocalDate } from '../../time.js';
import { weekdayOf } from '../calendar/days.js';
import { renderLunarDay } from '../campaigns/render-milestone.js';
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
    count: forecast ? forecast.recipients.toLocaleString('vi-VN') : '',
    status: status === 'planned' ? '' : texts(`plan.status.${status}`),
    conflicts: conflicts.map((conflict) => texts(`plan.conflict.${conflict}`)).join('; '),
  });
}

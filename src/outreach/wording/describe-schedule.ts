import type { Schedule } from '../../people/schedule.js';
import type { Texts } from '../../text/texts.js';
import { formatDay } from '../../time.js';

/** When something takes place, in words that `parseSchedule` reads back. */
export function describeSchedule(schedule: Schedule, texts: Texts): string {
  const { from, to } = schedule;
  return texts('schedule.line', {
    when: describeRecurrence(schedule, texts),
    from: from ? formatDay(from) : '',
    to: to ? formatDay(to) : '',
  });
}

function describeRecurrence(schedule: Schedule, texts: Texts): string {
  switch (schedule.type) {
    case 'once':
      return texts('schedule.once', { day: formatDay(schedule.on) });
    case 'year':
      return texts('schedule.year', { day: `${schedule.day}/${schedule.month}` });
    case 'lunar-year':
      return texts('schedule.lunar-year', {
        day: lunarDay(schedule.day, texts),
        month: texts(`lunar-month.${schedule.month}`),
      });
    case 'month':
      return schedule.day === 31 ? texts('schedule.month-end') : texts('schedule.month', { day: String(schedule.day) });
    case 'lunar-month':
      return texts('schedule.lunar-month', { day: lunarDay(schedule.day, texts) });
    case 'month-weekday':
      return texts('schedule.month-weekday', {
        weekday: texts(`weekday.${schedule.weekday}`),
        nth: texts(`schedule.nth.${schedule.nth}`),
      });
    case 'week':
      return texts('schedule.week', { weekday: texts(`weekday.${schedule.weekday}`) });
  }
}

function lunarDay(day: number, texts: Texts): string {
  return day <= 10 ? texts('schedule.first-ten', { day: String(day) }) : String(day);
}

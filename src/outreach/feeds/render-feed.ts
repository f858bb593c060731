import ical, { ICalEventTransparency } from 'ical-generator';
import type { Texts } from '../../text/texts.js';
import type { LocalDate } from '../../time.js';
import type { FeedEvent } from './list-feed-events.js';

const HALF_A_DAY_S = 43_200;
/** Of the UIDs, which are the same wherever the service is reached. */
const UID_DOMAIN = 'so-tay-doan-vien';

export interface Feed {
  readonly name: string;
  readonly events: readonly FeedEvent[];
  /** When it was made, to the day: what did not change reads the same all day. */
  readonly today: LocalDate;
}

/**
 * An iCalendar file (RFC 5545) of whole days, as Google Calendar, Outlook and iOS subscribe to: days without an hour
 * need no time zone, and stand busy for nobody.
 */
export function renderFeed({ name, events, today }: Feed, texts: Texts): string {
  const calendar = ical({
    // The library does not escape its commas, which begin another value.
    name: name.replaceAll(',', ' –'),
    description: texts('feed.about'),
    prodId: { company: UID_DOMAIN, product: 'lich', language: 'VI' },
    ttl: HALF_A_DAY_S,
  });
  for (const event of events) {
    calendar.createEvent({
      id: `${event.id}@${UID_DOMAIN}`,
      start: toInstant(event.day),
      allDay: true,
      stamp: toInstant(today),
      summary: event.title,
      description: [event.lunarDay, event.message, texts('feed.machine')].filter((part) => part !== '').join('\n\n'),
      categories: [{ name: texts(`topic.${event.topic}`) }],
      transparency: ICalEventTransparency.TRANSPARENT,
      ...(event.link ? { url: event.link } : {}),
    });
  }
  return calendar.toString();
}

/** The library writes a day as UTC has it. */
function toInstant(day: LocalDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

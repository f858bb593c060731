import type { BroadcastContent } from '../../people/broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import type { DeliveryRules, DeliveryWish } from './choose-delivery.js';

const CONTACTS_MS = 31 * 86_400_000;

/** What the settings, the calendar and the open channels allow. */
export function toDeliveryRules({
  sending,
  isRestDay,
  channels,
}: Pick<OutreachDoors, 'sending' | 'isRestDay' | 'channels'>): DeliveryRules {
  const { hours, mostPerDay, mostPerMonth } = sending;
  const capabilities = [...channels].map(([name, channel]) => [name, channel.capabilities] as const);
  return { hours, mostPerDay, mostPerMonth, isRestDay, channels: new Map(capabilities) };
}

/** From when on other contacts count: the monthly cap looks 30 days to both sides of an hour of sending. */
export function contactsSince(now: Date): Date {
  return new Date(now.getTime() - CONTACTS_MS);
}

/** What a broadcast asks for each of its recipients, when it is planned and again when it is sent. */
export function toDeliveryWish(content: BroadcastContent): DeliveryWish {
  const { topic, isUrgent, dueAt, expiresAt, template, corrects, isAskedFor } = content;
  return {
    topic,
    isUrgent,
    dueAt,
    expiresAt,
    hasTemplate: template !== undefined,
    passesCaps: corrects !== undefined || isAskedFor === true,
  };
}

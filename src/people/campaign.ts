import type { LocalDate } from '../time.js';
import type { BroadcastAttachment } from './broadcast.js';
import type { Topic } from './member.js';
import type { Schedule, ShiftRule } from './schedule.js';
import type { Segment } from './segment.js';

/**
 * draft: being written, or waiting for a date that has no source yet; nothing is sent. active: its milestones are
 * planned. paused: nothing is planned until it is resumed. ended: never again.
 */
export type CampaignStatus = 'draft' | 'active' | 'paused' | 'ended';

/** What is said about an occasion again and again, each time at the same distances from it. */
export interface Campaign {
  /** 3 to 36 small letters, digits and hyphens: an id of an occurrence fits behind a button. Never changed and never given to another: what was sent is known by it. */
  readonly id: string;
  /** As staff and members read it in lists. */
  readonly title: string;
  /** For staff, in one line: what it is good for. */
  readonly purpose: string;
  /** Only who chose this topic is written to. */
  readonly topic: Topic;
  readonly segment: Segment;
  readonly schedule: Schedule;
  /** When on the day it is sent, in minutes after midnight, Asia/Ho_Chi_Minh. */
  readonly at: number;
  /** Where a milestone goes that falls on a day of rest. */
  readonly shift: ShiftRule;
  /** At least one; no two of the same offset; in order. */
  readonly milestones: readonly Milestone[];
  /** How late a milestone may still be sent; what is older was missed. */
  readonly graceMs: number;
  /** Who answers for it, a unit or an office, never a person. */
  readonly owner: string;
  readonly status: CampaignStatus;
  /** The year of what is remembered, where a source names it; `{so_nam}` counts from it. */
  readonly since?: number;
  /** What `{lien_ket}` leads to. */
  readonly link?: CampaignLink;
  /** For staff: what is missing before it can become active, or who set its date. */
  readonly note?: string;
  /** Where its day comes from: https or http addresses, or the name of a source. */
  readonly sources: readonly string[];
}

export interface Milestone {
  /** −60 to 30 days after the occasion; 0 is the occasion itself. */
  readonly offsetDays: number;
  /** NFC, the small Markdown subset of `OutgoingMessage.text`, with fields in braces. */
  readonly message: string;
  readonly attachment?: BroadcastAttachment;
  /** Whether grass-roots unions are asked for their numbers with it. */
  readonly asksReport: boolean;
}

/** A document of the library, or an https address. */
export type CampaignLink = { readonly documentId: string } | { readonly url: string };

/**
 * con_lai: days from the day it is said to the occasion, or since it. ngay: the occasion's day, `28/7/2027`.
 * ngay_am: the same in the lunar calendar, `10 tháng 3 âm lịch`. so_nam: years since `since`. lien_ket: where to read on.
 */
export type MessageField = 'con_lai' | 'ngay' | 'ngay_am' | 'so_nam' | 'lien_ket';

/** No milestone is said farther from its occasion, before or after it, holidays that shift it included. */
export const LONGEST_OFFSET_DAYS = 120;

/** `campaign@date`: one occasion of a campaign. */
export function occasionKey(campaignId: string, occasion: LocalDate): string {
  return `${campaignId}@${occasion}`;
}

/** `campaign@date-milestone`, of the occasion's own day, so that what is moved is never sent twice: `28-7@2027-07-28-d-7`. */
export function occurrenceId(campaignId: string, occasion: LocalDate, offsetDays: number): string {
  return `${occasionKey(campaignId, occasion)}-d${offsetDays < 0 ? '' : '+'}${offsetDays}`;
}

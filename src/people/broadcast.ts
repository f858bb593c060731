import type { Article } from '../channels/channel.js';
import type { Topic } from './member.js';
import type { Segment } from './segment.js';

/**
 * draft: being written. waiting: needs approval. approved: waits for its hour. planning: its rows are being written.
 * sending: rows are sent as they become due. paused: nothing is planned or sent until it is resumed. cancelled: what
 * was not sent never will be. done: no row is left to send.
 */
export type BroadcastStatus =
  | 'draft'
  | 'waiting'
  | 'approved'
  | 'planning'
  | 'sending'
  | 'paused'
  | 'cancelled'
  | 'done';

/** One announcement, from its first draft to its report. */
export interface Broadcast {
  /** Eight letters and digits that nobody mixes up; of a campaign `campaign@date-milestone`. */
  readonly id: string;
  readonly origin: 'chat' | 'shell' | 'console' | 'campaign';
  /** Member id of who wrote it; `system` where the service did, `erased` where that member was erased. */
  readonly author: string;
  readonly content: BroadcastContent;
  readonly createdAt: Date;
  /** Of who read exactly this content. */
  readonly approvals: readonly Approval[];
  readonly status: BroadcastStatus;
  /** Members up to this id have their row; absent: none has. Members come in the order of their ids. */
  readonly plannedThrough?: string;
  /** Whether every recipient has a row. */
  readonly isPlanned: boolean;
  /** When the author was told how it went, written before telling so that it is told once at most. */
  readonly toldAt?: Date;
}

/** Everything that an approval binds. */
export interface BroadcastContent {
  readonly topic: Topic;
  readonly audience: Audience;
  /** One, or two that are tried against each other: half of the recipients get each (A/B). */
  readonly messages: readonly BroadcastMessage[];
  /** Sent to people outside the platform's window; absent: they are not reached there. */
  readonly template?: TemplateUse;
  /** Disaster and the like: passes caps, rest days, quiet hours; needs two admins. */
  readonly isUrgent: boolean;
  /** Not sent sooner. */
  readonly dueAt: Date;
  /** Not sent later: what is left then is skipped. */
  readonly expiresAt: Date;
  /** The broadcast that this one puts right: only who received that one gets this. Passes caps, not hours. */
  readonly corrects?: string;
  /** Its recipients asked for it, for this day: passes caps, not hours. */
  readonly isAskedFor?: true;
}

/**
 * members: everyone of the segment, once each. followers: an article to all followers of the Zalo OA, a platform's act
 * that knows neither branch nor consent: one row stands for all of them, and nothing is promised of it.
 */
export type Audience =
  | { readonly type: 'members'; readonly segment: Segment }
  | { readonly type: 'followers'; readonly article: Article };

export interface BroadcastMessage {
  /** NFC, the small Markdown subset of `OutgoingMessage.text`. */
  readonly text: string;
  readonly attachments: readonly BroadcastAttachment[];
  readonly buttons: readonly LinkButton[];
  /** What the announcement rests on, found in the library when it was written. */
  readonly citation?: BroadcastCitation;
  readonly poll?: Poll;
  /** Occurrences of campaigns that it reminds of: whoever reads it may finish them, put them off, or stop them. */
  readonly reminds?: readonly string[];
}

export interface LinkButton {
  readonly label: string;
  /** https only. */
  readonly url: string;
}

export interface BroadcastAttachment {
  readonly kind: 'image' | 'file';
  readonly name: string;
  readonly mediaType: string;
  /** An id that `Ledger.saveFile` gave, or an https address. */
  readonly content: { readonly fileId: string } | { readonly url: string };
}

export interface BroadcastCitation {
  readonly documentId: string;
  /** A provision's id, `37-QĐ/TW@2021-10-25#Đ5`; absent: the document as a whole. */
  readonly provisionId?: string;
}

/** One question; a vote is anonymous and counts once per member, and counts are shown in steps of ten votes. */
export interface Poll {
  readonly question: string;
  /** 2 to 8. */
  readonly options: readonly string[];
}

/** An approved ZBS template of Zalo with its fields. */
export interface TemplateUse {
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface Approval {
  /** Member id. */
  readonly by: string;
  readonly at: Date;
  /** `hashContent` of what was read: an approval of anything else does not count. */
  readonly contentHash: string;
}

/** The campaign whose announcement it is; undefined for what somebody wrote. */
export function campaignOf(broadcastId: string): string | undefined {
  const end = broadcastId.indexOf('@');
  return end < 0 ? undefined : broadcastId.slice(0, end);
}

/** What stands for all followers in the ledger. */
export const FOLLOWERS = 'followers';

/** Why a member is not written to. */
export type SkipReason =
  /** Left, or never said yes to this topic. */
  | 'no-consent'
  /** No address there can be reached now. */
  | 'unreachable'
  /** The platform's window is closed and no template was given. */
  | 'window-closed'
  /** Nothing between due and expiry suits: hours of sending, the person's own quiet hours, or the cap. */
  | 'hours'
  | 'quiet-hours'
  | 'cap'
  /** The broadcast's time was over, or it was cancelled, before its turn came. */
  | 'expired'
  | 'cancelled'
  /** Outside what its author may address when it is sent. */
  | 'not-allowed'
  /** Said "đã xong" or "thôi nhắc" of everything that it reminds of, or their union reported already. */
  | 'declined'
  /** Somebody else has it: the member was erased, or became one with another who gets it. */
  | 'gone';

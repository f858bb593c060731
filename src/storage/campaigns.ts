import type { Campaign } from '../people/campaign.js';
import type { LocalDate } from '../time.js';

/**
 * What became of campaigns and what people wish about them. A milestone has a row once it came due, or once staff
 * changed it; what lies ahead is computed from the campaigns.
 */
export interface Campaigns {
  /** Those made in chat or console, by id. Those of `knowledge/campaigns/` are no rows; where both have an id, the file's counts. */
  listCampaigns(): Promise<readonly Campaign[]>;
  /** Saves or replaces a campaign under its id. */
  saveCampaign(campaign: Campaign): Promise<void>;
  /** Reads, changes and saves in one step; `change` may be called again and does nothing else. Undefined for what is not there. */
  changeCampaign(id: string, change: (campaign: Campaign) => Campaign): Promise<Campaign | undefined>;

  /** Writes occurrences that are not there yet, in any state; one that is there stays as it is. */
  recordOccurrences(occurrences: readonly Occurrence[]): Promise<void>;
  findOccurrence(id: string): Promise<Occurrence | undefined>;
  /** By hour, then by id; `from` and `to` are the first and the last instant of `dueAt` that counts, absent: no bound. */
  listOccurrences(options: {
    readonly from?: Date;
    readonly to?: Date;
    /** In any state where none is given. */
    readonly statuses?: readonly OccurrenceStatus[];
    /** Those that one broadcast speaks of. */
    readonly broadcastId?: string;
  }): Promise<readonly Occurrence[]>;
  /** Reads, changes and saves in one step; `change` may be called again and does nothing else. Undefined for what is not there. */
  changeOccurrence(id: string, change: (occurrence: Occurrence) => Occurrence): Promise<Occurrence | undefined>;
  /**
   * From now on these belong to one broadcast, which is made after it; then they become `created`. False, and nothing
   * done, where one is not there, belongs to another, was created, cancelled or moved beyond `now` meanwhile. What was
   * missed may be claimed: a clock that ran ahead said so.
   */
  claimOccurrences(ids: readonly string[], broadcastId: string, now: Date): Promise<boolean>;
  /** How far due milestones were looked up; undefined before the first time. */
  findPlannedUntil(): Promise<Date | undefined>;
  savePlannedUntil(at: Date): Promise<void>;

  /** Keeps a member's wish; one that stands already is kept as it is. */
  saveCampaignChoice(choice: CampaignChoice): Promise<void>;
  /** The member wants to hear of it again; what does not stand is no error. */
  removeCampaignChoice(choice: CampaignChoice): Promise<void>;
  /** Of these members about any campaign, or about these campaigns only; by member, campaign and occasion. */
  listCampaignChoices(options: {
    readonly memberIds: readonly string[];
    readonly campaignIds?: readonly string[];
  }): Promise<readonly CampaignChoice[]>;
  /** Keeps until when a member put a reminder off; one of the same occurrence is replaced. */
  saveSnooze(snooze: Snooze): Promise<void>;
  /** Due by an instant, by occurrence, hour and member. */
  listSnoozes(until: Date): Promise<readonly Snooze[]>;
  /** Of one member, by hour. */
  listSnoozesOf(memberId: string): Promise<readonly Snooze[]>;
  /** Deletes these: they were sent, or are not wanted any more. One that was put off again meanwhile stays. */
  removeSnoozes(snoozes: readonly Snooze[]): Promise<void>;
  /** Deletes what members wished of occasions before a day: it has served. */
  purgeCampaignChoices(before: LocalDate): Promise<void>;

  /** Saves or replaces what a unit reports of an occasion. */
  saveUnitReport(report: UnitReport): Promise<void>;
  /** By unit. */
  listUnitReports(occasion: {
    readonly campaignId: string;
    readonly occasion: LocalDate;
  }): Promise<readonly UnitReport[]>;

  /** Makes this link a member's only one: those before it lead nowhere. */
  saveFeed(feed: Feed): Promise<void>;
  findFeed(tokenHash: string): Promise<Feed | undefined>;
  /** The member's link, if there is one. */
  findFeedOf(memberId: string): Promise<Feed | undefined>;
  removeFeed(memberId: string): Promise<void>;
}

/**
 * planned: waits for its hour. moved: as planned, at an hour that staff chose. created: its broadcast was made. missed:
 * nothing ran in time, and now it is too late. cancelled: staff took it off, or a backup was restored after it came due.
 */
export type OccurrenceStatus = 'planned' | 'moved' | 'created' | 'missed' | 'cancelled';

/** One milestone of one occasion of a campaign. */
export interface Occurrence {
  /** `campaign@date-milestone`, of the occasion's own day. */
  readonly id: string;
  readonly campaignId: string;
  /** The occasion's own day: neither shifting nor moving changes it. */
  readonly occasion: LocalDate;
  /** Which of the campaign's milestones. */
  readonly offsetDays: number;
  /** Not said sooner. */
  readonly dueAt: Date;
  readonly status: OccurrenceStatus;
  /** The broadcast that speaks of it, and perhaps of others of the same hour; made already where it is `created`. */
  readonly broadcastId?: string;
}

/** A member's own wish, for no other use: nobody else reads it, and nothing is concluded from it. */
export interface CampaignChoice {
  readonly memberId: string;
  readonly campaignId: string;
  /** "Đã xong": no further milestone of this occasion. Absent, "thôi nhắc việc này": no milestone of the campaign any more. */
  readonly occasion?: LocalDate;
}

/** A reminder that a member wants to read once more. */
export interface Snooze {
  readonly memberId: string;
  readonly occurrenceId: string;
  readonly dueAt: Date;
}

/** What a grass-roots union reports of an occasion: numbers, never names, nor who wrote it. */
export interface UnitReport {
  readonly campaignId: string;
  readonly occasion: LocalDate;
  readonly unitId: string;
  /** Sessions held, from 0. */
  readonly sessions: number;
  /** Attending in all of them together, from 0. */
  readonly attending: number;
  /** No names, phones or addresses; empty where there is none. */
  readonly note: string;
  /** When it was last written. */
  readonly at: Date;
}

/** The unguessable link to a member's own calendar. */
export interface Feed {
  /** SHA-256 of the token in the link, hex: the token itself is nowhere. */
  readonly tokenHash: string;
  readonly memberId: string;
}

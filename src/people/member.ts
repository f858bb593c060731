import type { Address } from '../channels/channel.js';
import type { LocalDate } from '../time.js';

/** What a member may be told about, and is told about only by choice. The names of topics stand in `prompts/people.yaml`. */
export const TOPICS = ['thong-bao', 'nhac-chien-dich', 'sinh-hoat', 'giai-bao-chi', 'van-ban-moi'] as const;
export type Topic = (typeof TOPICS)[number];

export const ROLES = ['member', 'propagandist', 'unit-admin', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface RoleGrant {
  readonly role: Role;
  /** The branch that it holds for; only of `unit-admin`, which always has one. */
  readonly unitId?: string;
}

/** join: to keep the address and the unit. The others: to be written to about that topic. */
export type Purpose = 'join' | Topic;

/** One yes to one purpose, kept as proof after it was withdrawn too. */
export interface Consent {
  readonly purpose: Purpose;
  /** Of the words that were agreed to; the words themselves are kept under it. */
  readonly textVersion: string;
  readonly givenAt: Date;
  readonly withdrawnAt?: Date;
}

export interface MemberAddress {
  readonly address: Address;
  /** blocked: the platform says so. left: the person left the bot there. */
  readonly state: 'reachable' | 'blocked' | 'left';
  /** Windows of platforms count from it; to the minute. */
  readonly lastInteractionAt: Date;
}

/** Hours of the day, Asia/Ho_Chi_Minh, in which nothing is sent: from 22 to 7 is `{from: 22, to: 7}`. */
export interface QuietHours {
  /** 0 to 23. */
  readonly from: number;
  /** 0 to 23, not equal to `from`. */
  readonly to: number;
}

/** Somebody who chose to join. No name, no phone, nothing that was asked. */
export interface Member {
  /** Random. */
  readonly id: string;
  /** left: wants no messages, may come back. An erased member is no row at all. */
  readonly status: 'joined' | 'left';
  readonly roles: readonly RoleGrant[];
  readonly unitId?: string;
  /** One person's, on any number of channels. */
  readonly addresses: readonly MemberAddress[];
  readonly topics: readonly Topic[];
  readonly quietHours?: QuietHours;
  readonly consents: readonly Consent[];
  readonly joinedOn: LocalDate;
}

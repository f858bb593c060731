import { type Clock, toLocalDate } from '../../../src/time.js';
import { Refusal } from './fake-zalo-rules.js';

const HOUR_MS = 3_600_000;
/** Neighbours are one and the same number to a reader that takes ids for doubles. */
const FIRST_ID = 6_170_000_000_000_000_001n;

/** A person with a Zalo account, as this OA knows them. */
export interface ZaloPerson {
  readonly name: string;
  readonly id: string;
  readonly idByApp: string;
  isFollower: boolean;
  /** Unfollowed and has not written since. */
  hasLeft: boolean;
  /** Absent: never. */
  lastInteractionAt?: number;
  /** The code that every message to them meets, set by a test. */
  refusedWith?: number;
  readonly tags: Set<string>;
  readonly promotedAt: number[];
}

export interface ZaloPeople {
  /** Creates the person where nobody bears the name. */
  of(name: string): ZaloPerson;
  /** Throws −201 where nobody bears the id. */
  get(id: string): ZaloPerson;
  list(): readonly ZaloPerson[];
}

export function createZaloPeople(): ZaloPeople {
  const byName = new Map<string, ZaloPerson>();
  const byId = new Map<string, ZaloPerson>();
  return {
    of(name) {
      const known = byName.get(name);
      if (known) return known;
      const number = BigInt(byName.size);
      const person: ZaloPerson = {
        name,
        id: String(FIRST_ID + number),
        idByApp: String(FIRST_ID + 1_000_000_000_000_000_000n + number),
        isFollower: false,
        hasLeft: false,
        tags: new Set(),
        promotedAt: [],
      };
      byName.set(name, person);
      byId.set(person.id, person);
      return person;
    },
    get(id) {
      const person = byId.get(id);
      if (!person) throw new Refusal(-201, 'user_id is invalid!');
      return person;
    },
    list: () => [...byName.values()],
  };
}

/** docs/zalo.md#windows-and-hours: free inside 48 h, from the package up to 7 days, refused after. */
export function openWindow(person: ZaloPerson, now: number): 'reply' | 'sub_quota' {
  refuseUnreachable(person);
  if (person.lastInteractionAt === undefined) throw new Refusal(-232);
  const age = now - person.lastInteractionAt;
  if (age > 7 * 24 * HOUR_MS) throw new Refusal(-230);
  return age <= 48 * HOUR_MS ? 'reply' : 'sub_quota';
}

export function refuseUnreachable(person: ZaloPerson): void {
  if (person.refusedWith !== undefined) throw new Refusal(person.refusedWith);
  if (person.hasLeft) throw new Refusal(-213);
}

/** 22:00 to 06:00 in Vietnam. */
export function isNight(clock: Clock): boolean {
  const hour = (clock().getUTCHours() + 7) % 24;
  return hour >= 22 || hour < 6;
}

export interface PromotionsLeft {
  readonly daily: number;
  readonly monthly: number;
}

/** One a day, and so many a month (docs/zalo.md#templates-and-articles). */
export function countPromotionsLeft(person: ZaloPerson, clock: Clock, perMonth: number): PromotionsLeft {
  const today = toLocalDate(clock());
  const days = person.promotedAt.map((at) => toLocalDate(new Date(at)));
  return {
    daily: Math.max(0, 1 - days.filter((day) => day === today).length),
    monthly: Math.max(0, perMonth - days.filter((day) => day.slice(0, 7) === today.slice(0, 7)).length),
  };
}

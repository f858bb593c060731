import type { Capabilities, Channel, ChannelName } from '../../src/channels/channel.js';
import type { BroadcastContent, BroadcastMessage, SkipReason } from '../../src/outreach/broadcast.js';
import type { OutreachDoors } from '../../src/outreach/outreach-doors.js';
import type { Member, MemberAddress, RoleGrant } from '../../src/people/member.js';
import type { Unit } from '../../src/people/unit.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { createOutreachDoors, type OutreachDoorsOptions } from './create-outreach-doors.js';
import { SAMPLE_UNITS } from './sample-units.js';
import { createScriptedChannel } from './scripted-channel.js';

const DAY_MS = 86_400_000;
/** A Tuesday. */
export const TUESDAY = new Date('2026-11-24T09:00:00+07:00');
/** At an hour of Asia/Ho_Chi_Minh. */
export const local = (time: string, day = '2026-11-24') => new Date(`${day}T${time}:00+07:00`);

/** Agreed to everything that a test sends, reached on Telegram. */
export function createMember(id: string, more: Partial<Member> = {}): Member {
  const givenAt = new Date('2026-01-01T02:00:00Z');
  const purposes = ['join', 'thong-bao', 'sinh-hoat'] as const;
  return {
    id,
    status: 'joined',
    roles: [{ role: 'member' }],
    addresses: [addressOn('telegram', id)],
    topics: ['thong-bao', 'sinh-hoat'],
    consents: purposes.map((purpose) => ({ purpose, textVersion: 'v', givenAt })),
    joinedOn: '2026-01-01',
    ...more,
  };
}

export const createAdmin = (id: string, unitId?: string): Member =>
  createMember(id, { roles: [{ role: 'admin' }], addresses: [], ...(unitId ? { unitId } : {}) });

export function createUnitAdmin(id: string, unitId: string): Member {
  const roles: readonly RoleGrant[] = [{ role: 'unit-admin', unitId }];
  return createMember(id, { roles, unitId, addresses: [] });
}

export function addressOn(channel: ChannelName, chat: string, lastInteractionAt = TUESDAY): MemberAddress {
  return { address: { channel, chat }, state: 'reachable', lastInteractionAt };
}

export function createContent(more: Partial<BroadcastContent> = {}): BroadcastContent {
  return {
    topic: 'thong-bao',
    audience: { type: 'members', segment: { everybody: true } },
    messages: [createMessage()],
    isUrgent: false,
    dueAt: TUESDAY,
    expiresAt: new Date(TUESDAY.getTime() + 3 * DAY_MS),
    ...more,
  };
}

export function createMessage(more: Partial<BroadcastMessage> = {}): BroadcastMessage {
  return { text: 'Họp công đoàn 14 giờ thứ Năm.', attachments: [], buttons: [], ...more };
}

/** As Telegram, Zalo OA and Zalo Bot let us write first. */
export const OPEN: Readonly<Record<'telegram' | 'zalo-oa' | 'zalo-bot', Partial<Capabilities>>> = {
  telegram: { proactive: { templates: false, perSecond: 25 } },
  'zalo-oa': { proactive: { windowMs: 2 * DAY_MS, templates: true, perSecond: 66 } },
  'zalo-bot': { proactive: { templates: false, perSecond: 1 } },
};

export interface Stage {
  readonly store: Store;
  readonly doors: OutreachDoors;
  /** Moves the clock. */
  set(now: Date): void;
  /** Keeps members, and gives back the first. */
  join(...members: readonly Member[]): Promise<Member>;
  /** Rows of a broadcast: what became of whom, `telegram` or why not, with how many. */
  rowsOf(broadcastId: string): Promise<Readonly<Record<string, number>>>;
  /** When these are to be written to. */
  dueOf(...ids: readonly string[]): Promise<ReadonlyMap<string, readonly Date[]>>;
}

/** The real store in memory, the real flows, a clock that stands still, channels without a platform. */
export async function openStage(
  options: Omit<OutreachDoorsOptions, 'channels'> & {
    readonly units?: readonly Unit[];
    readonly names?: readonly (keyof typeof OPEN)[];
  } = {},
): Promise<Stage> {
  const { units = SAMPLE_UNITS, names = ['telegram', 'zalo-oa'], ...rest } = options;
  const store = await openStore(':memory:');
  await store.saveUnits(units);
  let now = TUESDAY;
  const channels = names.map((name): Channel => ({ ...createScriptedChannel(OPEN[name]), name }));
  const doors = createOutreachDoors(store, () => now, { channels, ...rest });
  return {
    store,
    doors,
    set(at) {
      now = at;
    },
    async join(...members) {
      for (const member of members) await store.createMember(member);
      return members[0]!;
    },
    async rowsOf(broadcastId) {
      const rows: Record<string, number> = {};
      for (const { status, reason, channel, by, amount } of await store.countDeliveries(broadcastId)) {
        const key = status === 'skipped' ? (reason as SkipReason) : by === 'template' ? `${channel} template` : channel;
        rows[key ?? status] = (rows[key ?? status] ?? 0) + amount;
      }
      return rows;
    },
    dueOf: (...ids) => store.listContacts({ memberIds: ids, since: new Date(0), except: '' }),
  };
}

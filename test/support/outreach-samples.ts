import type { ChannelName } from '../../src/channels/channel.js';
import type { BroadcastContent, BroadcastMessage } from '../../src/people/broadcast.js';
import type { Member, MemberAddress, RoleGrant } from '../../src/people/member.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
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

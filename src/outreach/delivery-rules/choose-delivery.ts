import type { Address, Capabilities, ChannelName } from '../../channels/channel.js';
import type { SkipReason } from '../../people/broadcast.js';
import { mayReceive } from '../../people/consent.js';
import type { Member, MemberAddress, Topic } from '../../people/member.js';
import type { Contact } from '../../storage/ledger.js';
import { findSendingTime, firstWithin, laterOf, type SendingRules } from './sending-hours.js';

export type DeliveryChoice =
  | { readonly status: 'send'; readonly to: Address; readonly dueAt: Date; readonly by: 'message' | 'template' }
  | { readonly status: 'skip'; readonly because: SkipReason };

export interface DeliveryWish {
  readonly topic: Topic;
  readonly isUrgent: boolean;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  /** Whether a template stands ready where a window is closed. */
  readonly hasTemplate: boolean;
  /** A correction: caps do not count, hours do. */
  readonly passesCaps?: boolean;
}

export interface DeliveryRules extends SendingRules {
  /** Channels that are open, in the order of preference where nothing else tells. */
  readonly channels: ReadonlyMap<ChannelName, Capabilities>;
}

/** One address and one hour for one member, or why none (docs/design.md#an-announcement). `others`: when the member was or will be written to besides. */
export function chooseDelivery(
  member: Member,
  wish: DeliveryWish,
  others: readonly Contact[],
  rules: DeliveryRules,
  now: Date,
): DeliveryChoice {
  if (!mayReceive(member, wish.topic)) return { status: 'skip', because: 'no-consent' };
  const from = laterOf(wish.dueAt, now);
  const { quietHours } = member;
  const { isUrgent, passesCaps, expiresAt: until } = wish;
  if (from > until) return { status: 'skip', because: 'expired' };
  const counted = passesCaps ? [] : others;
  const dueAt = findSendingTime(
    { from, until, others: counted, isUrgent, ...(quietHours ? { quietHours } : {}) },
    rules,
  );
  if (!(dueAt instanceof Date)) return { status: 'skip', because: dueAt };
  const reachable = member.addresses.filter(({ state, address }) => {
    return state === 'reachable' && rules.channels.get(address.channel)?.proactive;
  });
  if (reachable.length === 0) return { status: 'skip', because: 'unreachable' };
  const open = reachable.filter((each) => isOpen(each, dueAt, rules));
  const byTemplate = reachable.filter(({ address }) => rules.channels.get(address.channel)?.proactive?.templates);
  const [to] = newestFirst(open.length > 0 ? open : wish.hasTemplate ? byTemplate : []);
  if (!to) return { status: 'skip', because: 'window-closed' };
  if (open.length > 0) return { status: 'send', to: to.address, dueAt, by: 'message' };
  // At night the platform would refuse it again and again.
  const hours = rules.channels.get(to.address.channel)?.proactive?.templateHours;
  const takenFrom = hours ? firstWithin(dueAt, hours) : dueAt;
  if (takenFrom > until) return { status: 'skip', because: 'hours' };
  if (takenFrom > dueAt) return chooseDelivery(member, { ...wish, dueAt: takenFrom }, others, rules, now);
  return { status: 'send', to: to.address, dueAt, by: 'template' };
}

/** Whether the platform lets us write what we like at that instant. */
function isOpen({ address, lastInteractionAt }: MemberAddress, at: Date, { channels }: DeliveryRules): boolean {
  const windowMs = channels.get(address.channel)?.proactive?.windowMs;
  return windowMs === undefined || at.getTime() < lastInteractionAt.getTime() + windowMs;
}

/** The channel used last is the one that is read. */
function newestFirst(addresses: readonly MemberAddress[]): readonly MemberAddress[] {
  return addresses.toSorted((a, b) => b.lastInteractionAt.getTime() - a.lastInteractionAt.getTime());
}

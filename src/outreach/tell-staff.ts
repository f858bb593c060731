import type { Address, OutgoingMessage } from '../channels/channel.js';
import { renderMessage } from '../channels/render-message.js';
import type { Broadcast } from '../people/broadcast.js';
import type { Member, MemberAddress } from '../people/member.js';
import type { OutreachDoors } from './outreach-doors.js';
import { listApprovers } from './rights/list-approvers.js';

type TellDoors = Pick<OutreachDoors, 'people' | 'channels' | 'clock' | 'logger'>;

/**
 * Writes to somebody of the staff where they were last seen, beside every plan: what they do in the service brought it
 * up, so no cap and no hour stands against it. Best effort: whether it went out.
 */
export async function tellStaff(memberId: string, message: OutgoingMessage, doors: TellDoors): Promise<boolean> {
  const member = await doors.people.findMember(memberId);
  return member?.status === 'joined' && tellMember(member, message, doors);
}

/** Who answers for a broadcast learns of its trouble: its author, or, where nobody wrote it or that person cannot be reached, the admins. */
export async function tellOfTrouble({ author }: Broadcast, message: OutgoingMessage, doors: TellDoors): Promise<void> {
  if (!(await tellStaff(author, message, doors))) await tellAdmins(message, doors, author);
}

/** Those who answer for everything; `except`: who was tried already. */
export async function tellAdmins(message: OutgoingMessage, doors: TellDoors, except?: string): Promise<void> {
  for (const { memberId, roles } of await doors.people.listRoleHolders()) {
    const isAdmin = roles.some(({ role }) => role === 'admin');
    if (isAdmin && memberId !== except) await tellStaff(memberId, message, doors);
  }
}

/** Those who may approve a broadcast learn that it waits; how many were told. */
export async function tellApprovers(
  broadcast: Broadcast,
  doors: TellDoors & Pick<OutreachDoors, 'tree' | 'texts'>,
): Promise<number> {
  const { id, content } = broadcast;
  const text = doors.texts(content.isUrgent ? 'sending.urgent-waits' : 'sending.waits', { id });
  const button = { label: doors.texts('sending.look'), send: `/duyet ${id}` };
  let told = 0;
  for (const approver of await listApprovers(broadcast, doors)) {
    if (await tellMember(approver, { text, buttons: [button] }, doors)) told += 1;
  }
  return told;
}

async function tellMember(member: Member, message: OutgoingMessage, doors: TellDoors): Promise<boolean> {
  for (const { address } of listOpenAddresses(member, doors)) {
    if (await tellAt(address, message, doors)) return true;
  }
  return false;
}

async function tellAt(to: Address, message: OutgoingMessage, { channels, logger }: TellDoors): Promise<boolean> {
  const channel = channels.get(to.channel);
  if (!channel) return false;
  // A number typed later would mean nothing: where there are no buttons, the words alone say what to type.
  const shown = channel.capabilities.buttons ? message : { ...message, buttons: [] };
  for (const part of renderMessage(shown, channel.capabilities)) {
    const receipt = await channel.send(to.chat, part);
    if (receipt.status === 'sent') continue;
    logger.warn({ channel: channel.name, code: receipt.failure.code }, 'a notice to staff did not arrive');
    return false;
  }
  return true;
}

/** Those on which we may write now, the one used last first. */
function listOpenAddresses({ addresses }: Member, { channels, clock }: TellDoors): readonly MemberAddress[] {
  const now = clock().getTime();
  return addresses
    .filter(({ state, address, lastInteractionAt }) => {
      const rule = channels.get(address.channel)?.capabilities.proactive;
      return state === 'reachable' && rule && now < lastInteractionAt.getTime() + (rule.windowMs ?? Infinity);
    })
    .toSorted((a, b) => b.lastInteractionAt.getTime() - a.lastInteractionAt.getTime());
}

import type { ChannelName, FailureCode } from '../../channels/channel.js';
import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { renderForChannel } from '../drafting/render-broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';

export interface TestSending {
  readonly channel: ChannelName;
  /** Absent: it arrived. */
  readonly failed?: FailureCode;
}

/** Sends just what members will read to its author alone, on each channel on which they can be reached now. Best effort, no row of the ledger. */
export async function sendTest(
  broadcast: Broadcast,
  { addresses }: Member,
  doors: OutreachDoors,
): Promise<readonly TestSending[]> {
  const now = doors.clock().getTime();
  const sendings: TestSending[] = [];
  for (const { address, state, lastInteractionAt } of addresses) {
    const channel = doors.channels.get(address.channel);
    const rule = channel?.capabilities.proactive;
    if (!channel || !rule || state !== 'reachable') continue;
    if (now >= lastInteractionAt.getTime() + (rule.windowMs ?? Infinity)) continue;
    const messages = await Promise.all(
      [...broadcast.content.messages.keys()].map((variant) =>
        renderForChannel(broadcast, variant, channel.capabilities, doors),
      ),
    );
    let failed: FailureCode | undefined;
    for (const message of messages.flat()) {
      const receipt = await channel.send(address.chat, message);
      if (receipt.status === 'failed') failed ??= receipt.failure.code;
    }
    sendings.push({ channel: channel.name, ...(failed ? { failed } : {}) });
  }
  return sendings;
}

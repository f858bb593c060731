import type { Channel, OutgoingMessage } from '../../../channels/channel.js';
import type { Broadcast } from '../../../people/broadcast.js';
import { RecentMap } from '../../../recent-map.js';
import { renderForChannel } from '../../drafting/render-broadcast.js';
import type { OutreachDoors } from '../../outreach-doors.js';

/** What is to be sent of a broadcast on one channel. */
export type Wording = (broadcast: Broadcast, variant: number) => Promise<readonly OutgoingMessage[]>;

/** Files may be large; more broadcasts at once are rare. */
const MOST_KEPT = 8;

/** Renders once for all recipients: content does not change once it is approved. Lives as long as a pass. */
export function createWording({ capabilities }: Channel, doors: OutreachDoors): Wording {
  const kept = new RecentMap<string, Promise<readonly OutgoingMessage[]>>(MOST_KEPT);
  return (broadcast, variant) => {
    const key = `${broadcast.id} ${variant}`;
    const held = kept.get(key);
    if (held) return held;
    const messages = renderForChannel(broadcast, variant, capabilities, doors);
    messages.catch(() => kept.delete(key));
    kept.set(key, messages);
    return messages;
  };
}

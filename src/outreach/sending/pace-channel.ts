import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../../channels/channel.js';
import { fineStopwatch } from '../../time.js';

/** How much faster than its share what is late may follow: it catches up, and no platform notices. */
const CATCH_UP = 1.1;

/** The channel with messages let out one by one: a busy machine or disk may hold up several until the same moment. */
export function paceChannel(channel: Channel, perSecond: number): Channel {
  // Not by the clock of the wall: that one jumps.
  const elapsedMs = fineStopwatch();
  const intervalMs = 1_000 / perSecond / CATCH_UP;
  let nextAtMs = 0;
  const waitForTurn = async () => {
    const waitMs = nextAtMs - elapsedMs();
    nextAtMs = Math.max(nextAtMs, elapsedMs()) + intervalMs;
    if (waitMs > 0) await pause(waitMs);
  };
  const { account } = channel;
  return {
    ...channel,
    async send(chat, message) {
      await waitForTurn();
      return channel.send(chat, message);
    },
    ...(account && {
      account: {
        ...account,
        async sendTemplate(to, template) {
          await waitForTurn();
          return account.sendTemplate(to, template);
        },
      },
    }),
  };
}

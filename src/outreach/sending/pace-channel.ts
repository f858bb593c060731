import type { Channel } from '../../channels/channel.js';
import { fineStopwatch, wait } from '../../time.js';

/** How much faster than its share what is late may follow: it catches up, and no platform notices. */
const CATCH_UP = 1.1;

/** Who asks takes the next turn; how long to wait for it. */
export type Turns = () => number;

/** Turns at the pace of a channel: a busy machine may hold up several until the same moment. */
export function createTurns(perSecond: number): Turns {
  // Not by the clock of the wall: that one jumps.
  const elapsedMs = fineStopwatch();
  const intervalMs = 1_000 / perSecond / CATCH_UP;
  let nextAtMs = 0;
  return () => {
    const now = elapsedMs();
    const waitMs = Math.max(0, nextAtMs - now);
    nextAtMs = now + waitMs + intervalMs;
    return waitMs;
  };
}

/** The channel with messages let out in turn: a busy disk may hold up several that are about to leave. */
export function paceChannel(channel: Channel, perSecond: number): Channel {
  const turns = createTurns(perSecond);
  const waitForTurn = async () => {
    const waitMs = turns();
    if (waitMs > 0) await wait(waitMs);
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

import type { ChannelName, ChannelTrouble } from '../channels/channel.js';
import type { ChannelState } from '../storage/store.js';

/** What troubles a channel now. */
export interface NotedTrouble {
  readonly kind: ChannelTrouble['kind'];
  readonly since: Date;
}

/** Troubles that last until they are said to be over; others are only logged. */
const LASTING: readonly ChannelTrouble['kind'][] = ['needs-consent', 'unauthorized', 'conflict', 'unreachable'];

/** Keeps what troubles a channel where another process can read it, until it is over. */
export async function noteTrouble({ channel, kind, detail }: ChannelTrouble, state: ChannelState, now: Date) {
  if (kind === 'recovered') {
    const over = LASTING.filter((each) => each === detail);
    for (const each of over.length > 0 ? over : LASTING) await state.removeState(nameOf(channel, each));
  } else if (LASTING.includes(kind)) {
    await state.saveState(nameOf(channel, kind), now.toISOString());
  }
}

export async function listTroubles(channel: ChannelName, state: ChannelState): Promise<NotedTrouble[]> {
  const troubles: NotedTrouble[] = [];
  for (const kind of LASTING) {
    const since = await state.findState(nameOf(channel, kind));
    if (since !== undefined) troubles.push({ kind, since: new Date(since) });
  }
  return troubles;
}

const nameOf = (channel: ChannelName, kind: string): string => `trouble.${channel}.${kind}`;

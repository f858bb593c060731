import type { ChannelName } from '../channels/channel.js';
import type { ChannelState, Inbox, InboxDepth } from '../storage/store.js';
import { listTroubles, type NotedTrouble } from './channel-troubles.js';

/** Channels, what waits, and what was counted. */
export interface InboxStatus {
  /** Those whose settings are there, each with what troubles it now. */
  readonly channels: readonly { readonly name: ChannelName; readonly troubles: readonly NotedTrouble[] }[];
  readonly depth: readonly InboxDepth[];
  readonly counts: Readonly<Record<string, number>>;
}

export async function readInboxStatus(
  store: Inbox & ChannelState,
  names: readonly ChannelName[],
): Promise<InboxStatus> {
  const channels = [];
  for (const name of names) channels.push({ name, troubles: await listTroubles(name, store) });
  return { channels, depth: await store.measureInbox(), counts: await store.listCounts() };
}

import type { Channel, IncomingEvent } from '../../channels/channel.js';
import type { InboxDoors } from '../conversation-doors.js';
import { endsAsQuestion, standsAlone } from '../to-turns.js';

/** Of one chat; a person who sends more while these wait is told that they may not be read. */
const MOST_WAITING = 30;

/** Journals what a channel brings, drops repeats, and shows that an answer is being written. Rejects where the journal cannot be written. */
export async function receiveEvents(
  events: readonly IncomingEvent[],
  channel: Channel,
  { inbox, arrivals }: Pick<InboxDoors, 'inbox' | 'arrivals'>,
): Promise<void> {
  if (events.length === 0) return;
  const results = await inbox.recordEvents(events, {
    burstMs: channel.capabilities.burstMs,
    mostWaiting: MOST_WAITING,
    // Nothing is to follow a command, a number or a question mark.
    isWhole: (event) => event.type !== 'message' || standsAlone(event) || endsAsQuestion(event),
  });
  arrivals.get(channel.name)?.ring();
  const asking = new Set<string>();
  for (const [at, event] of events.entries()) {
    if (results[at] === 'new' && (event.type === 'message' || event.type === 'tap')) asking.add(event.from.chat);
  }
  if (channel.capabilities.typing) for (const chat of asking) void channel.showTyping(chat);
  for (const result of ['repeat', 'full'] as const) {
    const amount = results.filter((each) => each === result).length;
    if (amount > 0) await inbox.addToCount(result === 'repeat' ? 'events-repeated' : 'events-not-taken', amount);
  }
}

import type { Channel, Failure } from '../../channels/channel.js';
import type { ClaimedChat, StoredReply } from '../../storage/store.js';
import type { InboxDoors } from '../conversation-doors.js';
import type { Pace } from './pace.js';

/** done: all are sent, or never will be. later: something waits until `notBefore`. lost: the chat is no longer ours. */
export type Sending =
  | { readonly status: 'done' }
  | { readonly status: 'later'; readonly notBefore: Date }
  | { readonly status: 'lost' };

/** A reply that failed so often is given up; the pauses between make that hours. */
const MOST_ATTEMPTS = 500;
/** Waiting may help; the reply stays the next of its chat. */
const PASSING: readonly Failure['code'][] = ['rate-limited', 'unavailable', 'unauthorized', 'quota-spent', 'timeout'];

export const isPassing = ({ code }: Failure): boolean => PASSING.includes(code);

/**
 * Sends the replies of a chat in order. A reply whose end is unknown (it was begun before a crash, or the platform
 * never answered) is sent again and counted as `replies-in-doubt`: better twice than never. Everything else goes once.
 */
export async function sendReplies(
  claim: ClaimedChat,
  replies: readonly StoredReply[],
  channel: Channel,
  {
    inbox,
    people,
    logger,
    clock,
    pace,
  }: Pick<InboxDoors, 'inbox' | 'people' | 'logger' | 'clock'> & { readonly pace: Pace },
): Promise<Sending> {
  for (const reply of replies) {
    if (reply.isInDoubt) {
      await inbox.addToCount('replies-in-doubt', 1);
      logger.warn({ channel: channel.name }, 'a reply whose sending was not recorded is sent again');
    }
    if (!(await inbox.startReply(claim, reply))) return { status: 'lost' };
    const receipt = await channel.send(claim.address.chat, reply.message);
    if (receipt.status === 'sent') {
      pace.sent(channel.name);
      await inbox.finishReply(claim, reply);
      if (receipt.movedTo !== undefined) {
        await inbox.moveChat(claim.address, { channel: channel.name, chat: receipt.movedTo }, clock());
        return { status: 'lost' };
      }
      continue;
    }
    const { failure } = receipt;
    if (isPassing(failure) && reply.attempts < MOST_ATTEMPTS) {
      if (failure.code !== 'timeout') await inbox.postponeReply(claim, reply);
      const waitMs = pace.failed(channel.name, failure, clock());
      return { status: 'later', notBefore: new Date(clock().getTime() + waitMs) };
    }
    if (failure.code === 'recipient-blocked') await people.noteAddress(claim.address, { state: 'blocked' });
    await inbox.finishReply(claim, reply);
    await inbox.addToCount(`replies-refused-${failure.code}`, 1);
    logger.warn({ channel: channel.name, code: failure.code, detail: failure.detail }, 'a reply was refused for good');
  }
  return { status: 'done' };
}

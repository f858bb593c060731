import type { Channel, OutgoingMessage } from '../../channels/channel.js';
import type { ClaimedChat } from '../../storage/store.js';
import { wait } from '../../time.js';
import type { InboxDoors } from '../conversation-doors.js';
import type { Pace } from './pace.js';
import { isPassing } from './send-replies.js';

const WIPE_AGAIN_MS = 100;
/** Who reads the file for longer, as a backup does, keeps nobody waiting: what is left goes when that ends. */
const MOST_WIPES = 50;

/**
 * Says to somebody of whom nothing is kept that this is so, once it is: the reply lies in no journal, which would hold
 * the address. A crash in between loses it, and whoever asks again is told that nothing is kept. What the platform puts
 * off is written down after all. Ends the claim.
 */
export async function sendLastWords(
  claim: ClaimedChat,
  messages: readonly OutgoingMessage[],
  channel: Channel,
  { inbox, clock, logger, pace }: Pick<InboxDoors, 'inbox' | 'clock' | 'logger'> & { readonly pace: Pace },
): Promise<void> {
  await inbox.releaseChat(claim, clock());
  for (let tries = 1; !(await inbox.wipeDeleted()); tries++) {
    if (tries === MOST_WIPES) {
      logger.warn({}, 'somebody reads the data file for long: what was erased leaves its log later');
      break;
    }
    await wait(WIPE_AGAIN_MS);
  }
  for (const [at, message] of messages.entries()) {
    const receipt = await channel.send(claim.address.chat, message);
    if (receipt.status === 'sent') {
      pace.sent(channel.name);
      continue;
    }
    const { failure } = receipt;
    if (isPassing(failure)) {
      const dueAt = new Date(clock().getTime() + pace.failed(channel.name, failure, clock()));
      for (const left of messages.slice(at)) await inbox.recordReply(claim.address, left, dueAt);
      return;
    }
    await inbox.addToCount(`replies-refused-${failure.code}`, 1);
  }
}

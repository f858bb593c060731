import type { AnswerQuestion } from '../answering/answer.js';
import type { Texts } from '../answering/write-draft/draft-doors.js';
import type { Channel, ChannelName } from '../channels/channel.js';
import type { Document } from '../documents/document.js';
import type { Logger } from '../observability/logger.js';
import type { Inbox } from '../storage/store.js';
import type { Clock } from '../time.js';

/** What answering one turn of a conversation needs. */
export interface ReplyDoors {
  readonly answerQuestion: AnswerQuestion;
  readonly findDocument: (id: string) => Document | undefined;
  readonly texts: Texts;
  /** Questions offered to tap. */
  readonly suggestions: readonly string[];
  readonly clock: Clock;
}

/** What the inbox needs: the journal, the ways out, and what answers. */
export interface InboxDoors extends ReplyDoors {
  readonly inbox: Inbox;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** Chats waiting above which questions are answered by words alone. */
  readonly wordsOnlyAbove: number;
  readonly logger: Logger;
}

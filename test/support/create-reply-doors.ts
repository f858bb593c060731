import type { App } from '../../src/app.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import type { Clock } from '../../src/time.js';

/** What a conversation needs, from the real app. */
export function createReplyDoors(app: App, clock: Clock): ReplyDoors {
  const { texts, suggestions, library } = app.answerDoors;
  return {
    answerQuestion: app.answerQuestion,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    clock,
  };
}

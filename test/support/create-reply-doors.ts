import type { App } from '../../src/app.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import { createTreeDoor } from '../../src/conversations/union-tree.js';
import type { Store } from '../../src/storage/store.js';
import type { Clock } from '../../src/time.js';

/** What a conversation needs, from the real app and a store. */
export function createReplyDoors(app: App, store: Store, clock: Clock): ReplyDoors {
  const { texts, suggestions, library } = app.answerDoors;
  return {
    answerQuestion: app.answerQuestion,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    people: store,
    tree: createTreeDoor(store, clock),
    clock,
  };
}

import type { App } from '../../src/app/open-app.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import type { Store } from '../../src/storage/store.js';
import type { Clock } from '../../src/time.js';
import { createOutreachDoors, type OutreachDoorsOptions } from './create-outreach-doors.js';

/** What a conversation needs, from the real app and a store. */
export function createReplyDoors(app: App, store: Store, clock: Clock, options: OutreachDoorsOptions = {}): ReplyDoors {
  const { library, prompts, tables } = app.knowledge;
  const { texts, suggestions } = prompts;
  const outreach = createOutreachDoors(store, clock, { app, ...options });
  return {
    answerQuestion: app.work.answerQuestion,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    people: store,
    tree: outreach.tree,
    clock,
    outreach,
    templates: tables.templates,
    briefing: { ...app.briefingTables, ...app.work, outlines: store, records: store, tree: outreach.tree, clock },
    publicUrl: 'https://congdoan.example',
    renderSheet: app.work.renderSheet,
  };
}

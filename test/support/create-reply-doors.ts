import type { App } from '../../src/app.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import { renderSheet } from '../../src/ingest/sheets/write-sheet.js';
import type { Store } from '../../src/storage/store.js';
import type { Clock } from '../../src/time.js';
import { createOutreachDoors, type OutreachDoorsOptions } from './create-outreach-doors.js';

/** What a conversation needs, from the real app and a store. */
export function createReplyDoors(app: App, store: Store, clock: Clock, options: OutreachDoorsOptions = {}): ReplyDoors {
  const { texts, suggestions, library } = app.answerDoors;
  const outreach = createOutreachDoors(store, clock, { app, ...options });
  return {
    answerQuestion: app.answerQuestion,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    people: store,
    tree: outreach.tree,
    clock,
    outreach,
    templates: app.templates,
    briefing: { ...app.briefing.doors, outlines: store, records: store, tree: outreach.tree, clock },
    publicUrl: 'https://congdoan.example',
    renderSheet,
  };
}

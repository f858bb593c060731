import type { App } from './app/open-app.js';
import type { ConversationOptions, Conversations } from './app/open-conversations.js';
import { toLocalDate } from './time.js';

export { type App, type AppOptions, openApp } from './app/open-app.js';
export { webAddress } from './app/open-channels.js';
export { type Conversations, openConversations, serveTerminal } from './app/open-conversations.js';
export { openOutreach } from './app/open-outreach.js';
export { openRetrieval } from './app/open-retrieval.js';
export {
  holdService,
  openBackups,
  openConsentDoor,
  openPeople,
  readStatus,
  type ServiceStatus,
} from './app/open-shell-doors.js';

/** The web face over an open app; commands of the shell never load it. */
export async function openHttp(
  app: App,
  { config, logger, conversations }: ConversationOptions & { readonly conversations: Conversations },
) {
  let hasVectors = false;
  void app.ready.then(() => {
    hasVectors = true;
  });
  const { createHttp } = await import('./http.js');
  return createHttp({
    answerQuestion: app.answerQuestion,
    converse: conversations.converse,
    summarize: app.briefing.summarize,
    library: () => app.library,
    today: () => toLocalDate(app.clock()),
    webhooks: conversations.webhooks,
    consent: conversations.consent,
    feeds: conversations.feeds,
    briefing: conversations.briefing,
    questionLimits: config.questionLimits,
    texts: app.answerDoors.texts,
    checkHealth: () => conversations.checkHealth(() => hasVectors),
    clock: app.clock,
    logger,
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  });
}

import type { ConversationOptions, Conversations } from './app/open-conversations.js';
import type { Served } from './app/served.js';
import { toLocalDate } from './time.js';

export type { AppOptions } from './app/open-app.js';
export { webAddress } from './app/open-channels.js';
export { type Conversations, openConversations, serveTerminal } from './app/open-conversations.js';
export { openOutreach } from './app/open-outreach.js';
export { openServed } from './app/open-served.js';
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
  served: Served,
  { config, logger, conversations }: ConversationOptions & { readonly conversations: Conversations },
) {
  const { knowledge } = served;
  let hasVectors = false;
  void served.ready.then(() => {
    hasVectors = true;
  });
  const { createHttp } = await import('./http.js');
  return createHttp({
    answerQuestion: served.work.answerQuestion,
    converse: conversations.converse,
    summarize: served.work.summarize,
    library: () => knowledge.library,
    today: () => toLocalDate(served.clock()),
    webhooks: conversations.webhooks,
    consent: conversations.consent,
    feeds: conversations.feeds,
    briefing: conversations.briefing,
    questionLimits: config.questionLimits,
    texts: knowledge.prompts.texts,
    checkHealth: () => conversations.checkHealth(() => hasVectors),
    clock: served.clock,
    logger,
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  });
}

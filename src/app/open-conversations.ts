import { join } from 'node:path';
import type { OutlineDeskDoors } from '../briefing/briefing-doors.js';
import type { Channel, ChannelName, CommandEntry, OpenWebhook, Receive } from '../channels/channel.js';
import { openTerminal, type TerminalOptions } from '../channels/terminal.js';
import { openWebChat } from '../channels/web-chat.js';
import type { Consent } from '../channels/zalo-oa/zalo-consent.js';
import { COMMANDS, type Command } from '../conversations/commands.js';
import type { InboxDoors } from '../conversations/conversation-doors.js';
import { receiveEvents } from '../conversations/inbox/receive-events.js';
import { serveInbox } from '../conversations/inbox/serve-inbox.js';
import { offerFirstAdmin } from '../conversations/offer-first-admin.js';
import { syncUnits } from '../ingest/import-units/sync-units.js';
import { noteTrouble } from '../observability/channel-troubles.js';
import { checkHealth, type Health } from '../observability/check-health.js';
import { giveOwnFeed, giveTopicFeed, listPublicDays } from '../outreach/feeds/give-feed.js';
import { serveOutreach } from '../outreach/serve-outreach.js';
import type { FeedPageDoors } from '../pages/calendar-feed.js';
import type { CalendarPageDoors } from '../pages/calendar-page.js';
import { TOPICS } from '../people/member.js';
import { openStore } from '../storage/open-store.js';
import type { Store } from '../storage/store.js';
import { createBell } from '../time.js';
import { locateKnowledge } from './locate-knowledge.js';
import type { AppOptions } from './open-app.js';
import { createTroubleNote, openPlatforms, openZaloConsent } from './open-channels.js';
import { createOutreachDoors } from './open-outreach.js';
import type { Served } from './served.js';

/** Every channel whose settings are there, and the inbox behind them. */
export interface Conversations {
  /** How platforms call us. */
  readonly webhooks: readonly OpenWebhook[];
  /** How the web page asks. */
  readonly converse: ReturnType<typeof openWebChat>['ask'];
  /** Outlines that pages show to who was given their address. */
  readonly briefing: OutlineDeskDoors;
  /** Calendars to subscribe to. */
  readonly feeds: FeedPageDoors & CalendarPageDoors;
  /** Null where no OA is set. */
  readonly consent: Consent | null;
  checkHealth(hasVectors: () => boolean): Promise<Health>;
  /** What to tell who starts the service while nobody is admin; undefined otherwise. */
  inviteFirstAdmin(): Promise<string | undefined>;
  /** Listens and answers until the signal; ends what is under way, then closes the store and resolves. */
  serve(signal: AbortSignal): Promise<void>;
}

export type ConversationOptions = Pick<AppOptions, 'config' | 'logger'>;

export async function openConversations(
  served: Served,
  { config, logger }: ConversationOptions,
): Promise<Conversations> {
  const { store: place, folder } = locateKnowledge(config);
  const store = await openStore(place);
  const { clock } = served;
  await syncUnits(join(folder, 'units.yaml'), { store, clock }).then(
    (refused) => {
      for (const reason of refused) logger.warn({ reason }, 'a unit was refused');
    },
    (error) => logger.error({ err: error }, 'the table of units was not read; those held before serve'),
  );
  const web = openWebChat({ clock });
  const onTrouble = createTroubleNote({ store, clock, logger });
  const platforms = openPlatforms({ config, store, clock, onTrouble, commands: listCommandEntries(served) });
  const channels = new Map([web, ...platforms].map((channel) => [channel.name, channel] as const));
  const doors = createInboxDoors(served, { store, channels, config, logger });
  return {
    webhooks: [...channels.values()].flatMap((channel) => {
      const receive: Receive = (events) => receiveEvents(events, channel, doors);
      return channel.webhook ? [{ channel: channel.name, webhook: channel.webhook, receive }] : [];
    }),
    converse: web.ask,
    briefing: doors.briefing,
    feeds: {
      giveTopicFeed: (topic) => giveTopicFeed(topic, doors.outreach),
      giveOwnFeed: (token) => giveOwnFeed(token, doors.outreach),
      listCalendarDays: () => listPublicDays(doors.outreach),
      listFeedTopics: () => TOPICS.map((topic) => ({ topic, name: doors.texts(`topic.${topic}`) })),
    },
    async inviteFirstAdmin() {
      // Without a channel that keeps addresses nobody can join.
      if (channels.size === 1) return undefined;
      const code = await offerFirstAdmin({ people: store, state: store, clock });
      return code && doors.texts('first-admin', { code });
    },
    checkHealth: (hasVectors) => checkHealth({ state: store, channels: [...channels.keys()], hasVectors }),
    consent: config.zaloOa && openZaloConsent(config.zaloOa, { config, store, clock, onTrouble }),
    async serve(signal) {
      try {
        // What troubled a former process is told anew where it still does.
        for (const channel of channels.keys()) await noteTrouble({ channel, kind: 'recovered' }, store, clock());
        await Promise.all([serveInbox(doors, signal), serveOutreach(doors.outreach, signal)]);
      } finally {
        await store.close();
      }
    },
  };
}

/** One conversation in the terminal; what is journalled of it stays in memory. Resolves when the person ends it. */
export async function serveTerminal(
  served: Served,
  { config, logger }: ConversationOptions,
  options: Omit<TerminalOptions, 'clock'>,
): Promise<void> {
  const store = await openStore(':memory:');
  const terminal = openTerminal({ ...options, clock: served.clock });
  const end = new AbortController();
  const untilTheEnd: Channel = {
    ...terminal,
    listen: (receive, signal) => terminal.listen(receive, signal).finally(() => end.abort()),
  };
  const channels = new Map([[terminal.name, untilTheEnd]]);
  await serveInbox(createInboxDoors(served, { store, channels, config, logger }), end.signal);
  await store.close();
}

interface InboxParts extends ConversationOptions {
  readonly store: Store;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
}

function createInboxDoors(
  { knowledge, briefingTables, work, clock }: Served,
  { store, channels, config, logger }: InboxParts,
): InboxDoors {
  const { library, aliases, prompts, tables, holidays, writtenCampaigns } = knowledge;
  const { texts, suggestions } = prompts;
  const known = { holidays, writtenCampaigns, library, aliases, texts };
  const outreach = createOutreachDoors({ store, channels, config, clock, logger, ...known });
  const { tree } = outreach;
  return {
    inbox: store,
    channels,
    arrivals: new Map(Array.from(channels.keys(), (name) => [name, createBell()])),
    answerQuestion: work.answerQuestion,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    clock,
    people: store,
    tree,
    outreach,
    templates: tables.templates,
    briefing: { ...briefingTables, ...work, outlines: store, records: store, tree, clock },
    publicUrl: config.publicUrl,
    renderSheet: work.renderSheet,
    wordsOnlyAbove: config.wordsOnlyAbove,
    keepDays: config.keepDays,
    logger,
  };
}

function listCommandEntries({ knowledge: { prompts } }: Served): CommandEntry[] {
  const everybodys = (COMMANDS as readonly Command[]).filter(({ isHidden, needs }) => !isHidden && !needs);
  return everybodys.map(({ name }) => ({
    name,
    description: prompts.texts(`command.${name}`),
  }));
}

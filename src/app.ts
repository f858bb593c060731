import { join } from 'node:path';
import { type AnswerJson, type AnswerQuestion, type Question, toAnswerJson } from './answering/answer.js';
import { type AnswerDoors, answerQuestion } from './answering/answer-question.js';
import { createGuard } from './answering/guard-question.js';
import { createVocabulary } from './answering/judge-evidence/judge-evidence.js';
import { toOutsidePassage } from './answering/retrieve-passages.js';
import type { Channel, ChannelName, ChannelTrouble, CommandEntry, OpenWebhook, Receive } from './channels/channel.js';
import { openTelegram } from './channels/telegram/open-telegram.js';
import { openTerminal, type TerminalOptions } from './channels/terminal.js';
import { openWebChat } from './channels/web-chat.js';
import { openZaloBot } from './channels/zalo-bot/open-zalo-bot.js';
import { openZaloOa } from './channels/zalo-oa/open-zalo-oa.js';
import { type Consent, openConsent } from './channels/zalo-oa/zalo-consent.js';
import { type GrantStatus, readGrant } from './channels/zalo-oa/zalo-tokens.js';
import { type Config, locateKnowledge } from './config.js';
import { COMMANDS, type Command } from './conversations/commands.js';
import type { InboxDoors } from './conversations/conversation-doors.js';
import { receiveEvents } from './conversations/inbox/receive-events.js';
import { serveInbox } from './conversations/inbox/serve-inbox.js';
import { offerFirstAdmin } from './conversations/offer-first-admin.js';
import { createTreeDoor } from './conversations/union-tree.js';
import type { Document } from './documents/document.js';
import { createLibrary, type Library } from './documents/library.js';
import type { Alias } from './documents/mentions/aliases.js';
import { toPassages } from './documents/passages.js';
import { AppError } from './errors.js';
import { syncUnits } from './ingest/import-units/sync-units.js';
import { type KnowledgeTables, readTables } from './ingest/read-library/read-tables.js';
import { type SyncReport, syncLibrary } from './ingest/read-library/sync-library.js';
import { openBuiltInEmbedder } from './models/built-in-embedder.js';
import { openEmbedder } from './models/embedding-model.js';
import type { Embedder } from './models/model.js';
import { noteTrouble } from './observability/channel-troubles.js';
import { type InboxStatus, readInboxStatus } from './observability/inbox-status.js';
import type { Logger } from './observability/logger.js';
import { loadPrompts } from './prompts.js';
import { type BackupHead, readHead } from './storage/backup/backup-file.js';
import { type RestoreReport, restoreBackup } from './storage/backup/restore-backup.js';
import { type BackupReport, writeBackup } from './storage/backup/write-backup.js';
import { holdServiceLock, withWriteLock } from './storage/locks.js';
import { openStore } from './storage/open-store.js';
import { openSearchIndex } from './storage/search-index/search-index.js';
import type { Passage, People, Records, SearchIndex, Store } from './storage/store.js';
import { createSynonyms, type SpellingTable } from './text/expand-abbreviations.js';
import { type Clock, systemClock, toLocalDate } from './time.js';

export interface App {
  readonly library: Library;
  readonly answerQuestion: AnswerQuestion;
  /** The same answer as `ask --json` and `/api/ask` give it. */
  readonly answerAsJson: (question: Question) => Promise<AnswerJson>;
  /** The doors behind `answerQuestion`, for measuring. */
  readonly answerDoors: AnswerDoors;
  /** What reading the folder of documents changed and refused. */
  readonly sync: SyncReport;
  /** Resolves once vectors serve, or will not. */
  readonly ready: Promise<void>;
  readonly clock: Clock;
}

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Windows embedded so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the computing of vectors; what is done by then is kept. */
  readonly signal?: AbortSignal;
}

/** Reads the knowledge folder into the store, builds what is missing and returns the doors that faces need. */
export async function openApp({ config, logger, clock = systemClock, onProgress, signal }: AppOptions): Promise<App> {
  const { folder, documents: documentsDir, store: place } = locateKnowledge(config);
  const tables = await readTables(folder, config.defaultKnowledgeDir);
  const prompts = loadPrompts(config.promptsDir);
  const { sync, documents } = await withWriteLock(place, async () => {
    const store = await openStore(place);
    try {
      const report = await syncLibrary(documentsDir, { store });
      return { sync: report, documents: await store.listDocuments() };
    } finally {
      await store.close();
    }
  });
  for (const refusal of sync.refusals)
    logger.warn({ file: refusal.fileName, reason: refusal.refused }, refusal.message);

  const library = createLibrary(documents);
  const passages = documents.flatMap(toPassages);
  const { index, ready } = await openRetrieval({
    config,
    logger,
    passages: [...passages, ...tables.outside.map(toOutsidePassage)],
    table: tables.spelling,
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const doors = createAnswerDoors({ library, index, passages, tables, prompts, clock, logger });
  const ask: AnswerQuestion = (question) => answerQuestion(question, doors);
  const answerAsJson = async (question: Question) => toAnswerJson(await ask(question));
  return { library, sync, ready, clock, answerDoors: doors, answerQuestion: ask, answerAsJson };
}

/** Every channel whose settings are there, and the inbox behind them. */
export interface Conversations {
  /** How platforms call us. */
  readonly webhooks: readonly OpenWebhook[];
  /** How the web page asks. */
  readonly converse: ReturnType<typeof openWebChat>['ask'];
  /** Null where no OA is set. */
  readonly consent: Consent | null;
  /** What to tell who starts the service while nobody is admin; undefined otherwise. */
  inviteFirstAdmin(): Promise<string | undefined>;
  /** Listens and answers until the signal; ends what is under way, then closes the store and resolves. */
  serve(signal: AbortSignal): Promise<void>;
}

type ConversationOptions = Pick<AppOptions, 'config' | 'logger'>;

export async function openConversations(app: App, { config, logger }: ConversationOptions): Promise<Conversations> {
  const { store: place, folder } = locateKnowledge(config);
  const store = await openStore(place);
  const { clock } = app;
  await syncUnits(join(folder, 'units.yaml'), { store, clock }).then(
    (refused) => {
      for (const reason of refused) logger.warn({ reason }, 'a unit was refused');
    },
    (error) => logger.error({ err: error }, 'the table of units was not read; those held before serve'),
  );
  const onTrouble = (trouble: ChannelTrouble): void => {
    const isAlert = ['needs-consent', 'unauthorized', 'conflict'].includes(trouble.kind);
    if (trouble.kind === 'recovered') logger.info(trouble, 'a channel recovered');
    else logger[isAlert ? 'error' : 'warn'](trouble, 'a channel has trouble');
    noteTrouble(trouble, store, clock()).catch((error) => logger.error({ err: error }, 'a trouble was not noted'));
  };
  const { publicUrl } = config;
  const common = { publicUrl, clock, onTrouble };
  const web = openWebChat({ clock });
  const opened: readonly (Channel | null)[] = [
    web,
    config.zaloOa && openZaloOa({ config: config.zaloOa, state: store, ...common }),
    config.zaloBot && openZaloBot({ config: config.zaloBot, ...common }),
    config.telegram && openTelegram({ config: config.telegram, commands: listCommandEntries(app), ...common }),
  ];
  const channels = new Map(opened.flatMap((channel) => (channel ? [[channel.name, channel] as const] : [])));
  return {
    webhooks: [...channels.values()].flatMap((channel) => {
      const receive: Receive = (events) => receiveEvents(events, channel, { inbox: store });
      return channel.webhook ? [{ channel: channel.name, webhook: channel.webhook, receive }] : [];
    }),
    converse: web.ask,
    async inviteFirstAdmin() {
      // Without a channel that keeps addresses nobody can join.
      if (channels.size === 1) return undefined;
      const code = await offerFirstAdmin({ people: store, state: store, clock });
      return code && app.answerDoors.texts('first-admin', { code });
    },
    consent: config.zaloOa && openZaloConsent(config, config.zaloOa, store, clock),
    async serve(signal) {
      try {
        // What troubled a former process is told anew where it still does.
        for (const channel of channels.keys()) await noteTrouble({ channel, kind: 'recovered' }, store, clock());
        await serveInbox(createInboxDoors(app, { store, channels, config, logger }), signal);
      } finally {
        await store.close();
      }
    },
  };
}

/** One conversation in the terminal; what is journalled of it stays in memory. Resolves when the person ends it. */
export async function serveTerminal(
  app: App,
  { config, logger }: ConversationOptions,
  options: Omit<TerminalOptions, 'clock'>,
): Promise<void> {
  const store = await openStore(':memory:');
  const terminal = openTerminal({ ...options, clock: app.clock });
  const end = new AbortController();
  const untilTheEnd: Channel = {
    ...terminal,
    listen: (receive, signal) => terminal.listen(receive, signal).finally(() => end.abort()),
  };
  const channels = new Map([[terminal.name, untilTheEnd]]);
  await serveInbox(createInboxDoors(app, { store, channels, config, logger }), end.signal);
  await store.close();
}

interface InboxParts extends ConversationOptions {
  readonly store: Store;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
}

function createInboxDoors(app: App, { store, channels, config, logger }: InboxParts): InboxDoors {
  const { answerDoors, library, clock, answerQuestion: ask } = app;
  const { texts, suggestions } = answerDoors;
  return {
    inbox: store,
    channels,
    answerQuestion: ask,
    findDocument: (id) => library.findById(id),
    texts,
    suggestions,
    clock,
    people: store,
    tree: createTreeDoor(store, clock),
    wordsOnlyAbove: config.wordsOnlyAbove,
    keepDays: config.keepDays,
    logger,
  };
}

function listCommandEntries({ answerDoors: { texts } }: App): CommandEntry[] {
  const everybodys = (COMMANDS as readonly Command[]).filter(({ isHidden, needs }) => !isHidden && !needs);
  return everybodys.map(({ name }) => ({
    name,
    description: texts(`command.${name}`),
  }));
}

function openZaloConsent(config: Config, zaloOa: NonNullable<Config['zaloOa']>, store: Store, clock: Clock): Consent {
  return openConsent({ config: zaloOa, publicUrl: webAddress(config), state: store, clock });
}

/** For `npm run zalo:connect`, beside a running service. Throws `misconfigured` where no OA is set. */
export async function openConsentDoor(
  config: Config,
): Promise<{ createCode(): Promise<string>; close(): Promise<void> }> {
  if (!config.zaloOa) {
    throw new AppError(
      'misconfigured',
      'Chưa có ZALO_OA_APP_ID và ZALO_OA_APP_SECRET trong .env nên chưa kết nối Zalo OA được. Dữ liệu chưa bị thay đổi.',
    );
  }
  const store = await openStore(locateKnowledge(config).store);
  const { createCode } = openZaloConsent(config, config.zaloOa, store, systemClock);
  return { createCode, close: () => store.close() };
}

/** Units, members and records for commands of the shell, beside a running service. */
export async function openPeople(config: Config): Promise<People & Records & { close(): Promise<void> }> {
  return openStore(locateKnowledge(config).store);
}

/** What `npm run status` shows; `grant` is null where no OA is set. */
export type ServiceStatus = InboxStatus & { readonly grant: GrantStatus | null };

/** Beside a running service too. */
export async function readStatus(config: Config): Promise<ServiceStatus> {
  const store = await openStore(locateKnowledge(config).store);
  try {
    const names = (['zaloOa', 'zaloBot', 'telegram'] as const).flatMap((key) => (config[key] ? [CHANNEL_OF[key]] : []));
    return { ...(await readInboxStatus(store, names)), grant: config.zaloOa ? await readGrant(store) : null };
  } finally {
    await store.close();
  }
}

const CHANNEL_OF = { zaloOa: 'zalo-oa', zaloBot: 'zalo-bot', telegram: 'telegram' } as const;

/** For as long as the service runs; throws where another is in the way. */
export const holdService = (config: Config): Promise<() => Promise<void>> =>
  holdServiceLock(locateKnowledge(config).store, 'serving');

/** Copies into a file and back. */
export interface Backups {
  write(path: string): Promise<BackupReport>;
  readHead(path: string): Promise<BackupHead>;
  restore(path: string): Promise<RestoreReport>;
}

export function openBackups(config: Config): Backups {
  const { store: place } = locateKnowledge(config);
  return {
    write: (path) => writeBackup(place, path, systemClock()),
    readHead,
    restore: (path) => restoreBackup(place, path, systemClock()),
  };
}

/** Where a browser reaches the service. */
export function webAddress({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}

/** The web face over an open app; commands of the shell never load it. */
export async function openHttp(
  app: App,
  { config, logger, conversations }: ConversationOptions & { readonly conversations: Conversations },
) {
  const { createHttp } = await import('./http.js');
  return createHttp({
    answerQuestion: app.answerQuestion,
    converse: conversations.converse,
    library: () => app.library,
    today: () => toLocalDate(app.clock()),
    webhooks: conversations.webhooks,
    consent: conversations.consent,
    clock: app.clock,
    logger,
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  });
}

export interface RetrievalOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly passages: readonly Passage[];
  readonly table: SpellingTable;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** The search index over passages with the embedder of the settings; where that cannot be had, one line says so and words serve alone. */
export async function openRetrieval({
  config,
  logger,
  passages,
  table,
  onProgress,
  signal,
}: RetrievalOptions): Promise<{ index: SearchIndex; ready: Promise<void> }> {
  return openSearchIndex({
    passages,
    embedder: await openConfiguredEmbedder(config, logger),
    cacheDir: join(config.dataDir, 'cache'),
    table,
    onNotice: (line) => logger.warn({}, line),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
}

async function openConfiguredEmbedder(config: Config, logger: Logger): Promise<Embedder | null> {
  try {
    return await openEmbedder(config.embeddings, {
      openBuiltIn: () => openBuiltInEmbedder({ modelDir: config.modelDir }),
      ...(config.openaiApiKey ? { openaiApiKey: config.openaiApiKey } : {}),
      ...(config.openaiBaseUrl ? { openaiBaseUrl: config.openaiBaseUrl } : {}),
      ...(config.ollamaBaseUrl ? { ollamaBaseUrl: config.ollamaBaseUrl } : {}),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    logger.warn({}, error.message);
    return null;
  }
}

interface AnswerParts {
  readonly library: Library;
  readonly index: SearchIndex;
  readonly passages: readonly Passage[];
  readonly tables: KnowledgeTables;
  readonly prompts: ReturnType<typeof loadPrompts>;
  readonly clock: Clock;
  readonly logger: Logger;
}

function createAnswerDoors({ library, index, passages, tables, prompts, clock, logger }: AnswerParts): AnswerDoors {
  return {
    library,
    index,
    vocabulary: createVocabulary(passages.map((passage) => `${passage.text} ${passage.section} ${passage.title}`)),
    synonymsOf: createSynonyms(tables.spelling),
    aliases: [...tables.aliases, ...library.documents.flatMap(toOwnAlias)],
    guard: createGuard(tables.scope),
    texts: prompts.texts,
    suggestions: prompts.suggestions,
    contacts: tables.contacts,
    clock,
    onNotice: (notice, details) =>
      notice === 'answer-failed' ? logger.error({ err: details }, notice) : logger.warn({ details }, notice),
  };
}

/** A document without a number is named by its short title. */
function toOwnAlias({ id, number, shortTitle }: Document): Alias[] {
  return number === undefined && shortTitle ? [{ names: [shortTitle], documents: [id] }] : [];
}

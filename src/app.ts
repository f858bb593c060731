import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AnswerJson, type AnswerQuestion, type Question, toAnswerJson } from './answering/answer.js';
import { type AnswerDoors, answerQuestion } from './answering/answer-question.js';
import { createGuard } from './answering/guard-question.js';
import { createVocabulary } from './answering/judge-evidence/judge-evidence.js';
import { toOutsidePassage } from './answering/retrieve-passages.js';
import type { Config } from './config.js';
import type { Document } from './documents/document.js';
import { createLibrary, type Library } from './documents/library.js';
import type { Alias } from './documents/mentions/aliases.js';
import { toPassages } from './documents/passages.js';
import { AppError } from './errors.js';
import { type KnowledgeTables, readTables } from './ingest/read-library/read-tables.js';
import { type SyncReport, syncLibrary } from './ingest/read-library/sync-library.js';
import { openBuiltInEmbedder } from './models/built-in-embedder.js';
import { openEmbedder } from './models/embedding-model.js';
import type { Embedder } from './models/model.js';
import type { Logger } from './observability/logger.js';
import { loadPrompts } from './prompts.js';
import { openStore } from './storage/open-store.js';
import { openSearchIndex } from './storage/search-index/search-index.js';
import type { Passage, SearchIndex } from './storage/store.js';
import { withWriteLock } from './storage/write-lock.js';
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
  const { folder, documents: documentsDir, isOurs } = locateKnowledge(config);
  const dataDir = isOurs ? config.dataDir : join(config.dataDir, 'libraries', shortHash(folder));
  const tables = await readTables(folder, config.defaultKnowledgeDir);
  const prompts = loadPrompts(config.promptsDir);
  const { sync, documents } = await withWriteLock(dataDir, async () => {
    const store = await openStore(join(dataDir, 'so-tay.sqlite'));
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

/** The web face over an open app; commands of the shell never load it. */
export async function openHttp(app: App, { config, logger }: Pick<AppOptions, 'config' | 'logger'>) {
  const { createHttp } = await import('./http.js');
  return createHttp({
    answerQuestion: app.answerQuestion,
    library: () => app.library,
    today: () => toLocalDate(app.clock()),
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

/** A knowledge folder holds `documents/` and tables; a plain folder of documents serves too, without tables. */
function locateKnowledge(config: Config): { folder: string; documents: string; isOurs: boolean } {
  const folder = resolve(config.knowledgeDir);
  const inner = join(folder, 'documents');
  return { folder, documents: existsSync(inner) ? inner : folder, isOurs: folder === config.defaultKnowledgeDir };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

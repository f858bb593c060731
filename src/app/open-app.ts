import { type AnswerJson, type AnswerQuestion, type Question, toAnswerJson } from '../answering/answer.js';
import { type AnswerDoors, answerQuestion } from '../answering/answer-question.js';
import { createGuard } from '../answering/guard-question.js';
import { countVocabulary, createVocabulary } from '../answering/judge-evidence/asked-words.js';
import { countKept, createKeptQuestions } from '../answering/judge-evidence/kept-questions.js';
import type { MissingTerms } from '../answering/judge-evidence/missing-terms.js';
import { rewordLines } from '../briefing/reword-lines.js';
import type { Config } from '../config.js';
import type { Passage } from '../documents/passages.js';
import type { SyncReport } from '../ingest/read-library/sync-library.js';
import { renderSheet } from '../ingest/sheets/write-sheet.js';
import type { CrossEncoder } from '../models/model.js';
import type { Logger } from '../observability/logger.js';
import type { SearchIndex } from '../storage/search-index.js';
import { recall, type Snapshots } from '../storage/snapshots.js';
import { createSynonyms } from '../text/expand-abbreviations.js';
import { type Clock, systemClock } from '../time.js';
import { type Briefing, openBriefing } from './open-briefing.js';
import { openConfiguredChatModel, openRetrieval, readMissingTerms, readSearched } from './open-retrieval.js';
import { type Knowledge, readKnowledge } from './read-knowledge.js';
import { openStartSnapshots } from './recall-read.js';
import { createBriefingTables, type Served, type Work } from './served.js';

/** Everything in one process: for commands of the shell, for tests, and for each thread that computes. */
export interface App extends Served {
  readonly answerQuestion: AnswerQuestion;
  /** The same answer as `ask --json` and `/api/ask` give it. */
  readonly answerAsJson: (question: Question) => Promise<AnswerJson>;
  /** The doors behind `answerQuestion`, for measuring. */
  readonly answerDoors: AnswerDoors;
  readonly briefing: Briefing;
  /** What reading the folder of documents changed and refused. */
  readonly sync: SyncReport;
}

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Windows embedded so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the computing of vectors; what is done by then is kept. */
  readonly signal?: AbortSignal;
  /** Cores for each model; all by default. */
  readonly modelThreads?: number;
}

/** Reads the knowledge folder into the store, builds what is missing and returns the doors that faces need. */
export async function openApp({
  config,
  logger,
  clock = systemClock,
  onProgress,
  signal,
  modelThreads,
}: AppOptions): Promise<App> {
  const snapshots = openStartSnapshots(config, logger);
  const { knowledge, sync } = await readKnowledge(config, logger, snapshots);
  signal?.throwIfAborted();
  const { passages, searched, unplaced } = await readSearched(config, knowledge, snapshots);
  if (unplaced.length > 0) logger.warn({ unplaced }, 'questions asked of lines that are no longer there');
  const { index, written, ready, crossEncoder } = await openRetrieval({
    config,
    logger,
    passages: searched,
    table: knowledge.tables.spelling,
    snapshots,
    ...(modelThreads ? { modelThreads } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const doors = createAnswerDoors({
    knowledge,
    index,
    passages,
    written,
    snapshots,
    missingTerms: await readMissingTerms(config),
    crossEncoder,
    clock,
    logger,
  });
  const ask: AnswerQuestion = (question) => answerQuestion(question, doors);
  const answerAsJson = async (question: Question) => toAnswerJson(await ask(question));
  const model = await openConfiguredChatModel(config);
  const { outlineParts, layout } = knowledge.tables;
  const briefingTables = createBriefingTables(knowledge, clock);
  const briefing = openBriefing({
    ...briefingTables,
    index,
    outlineParts,
    layout,
    answer: ask,
    ...(model ? { reword: (lines: readonly string[]) => rewordLines(lines, { model, texts: doors.texts }) } : {}),
  });
  const { summarize, outlineTopic, renderDocx } = briefing;
  const work: Work = { answerQuestion: ask, summarize, outlineTopic, renderDocx, renderSheet };
  const served: Served = { knowledge, briefingTables, work, ready, clock, close: async () => {} };
  return { ...served, answerQuestion: ask, answerAsJson, answerDoors: doors, briefing, sync };
}

interface AnswerParts {
  readonly knowledge: Knowledge;
  readonly index: SearchIndex;
  readonly passages: readonly Passage[];
  readonly written: Uint8Array;
  readonly snapshots: Snapshots;
  readonly missingTerms: MissingTerms | undefined;
  readonly crossEncoder: CrossEncoder | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

function createAnswerDoors({
  knowledge,
  index,
  passages,
  written,
  snapshots,
  missingTerms,
  crossEncoder,
  clock,
  logger,
}: AnswerParts): AnswerDoors {
  const { library, tables, aliases, prompts } = knowledge;
  return {
    library,
    index,
    vocabulary: createVocabulary(
      recall(snapshots, 'vocabulary', [written, `${passages.length}`], () => countVocabulary(passages.map(toCounted))),
    ),
    keptQuestions: createKeptQuestions(index.passages, () =>
      recall(snapshots, 'kept', [written], () => countKept(index.passages)),
    ),
    synonymsOf: createSynonyms(tables.spelling),
    ...(missingTerms ? { missingTerms } : {}),
    crossEncoder,
    aliases,
    guard: createGuard(tables.scope),
    texts: prompts.texts,
    suggestions: prompts.suggestions,
    contacts: tables.contacts,
    clock,
    onNotice: (notice, details) =>
      notice === 'answer-failed' ? logger.error({ err: details }, notice) : logger.warn({ details }, notice),
  };
}

const toCounted = ({ text, section, title, asked = [] }: Passage): string => [text, section, title, ...asked].join(' ');

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MissingTerms } from '../answering/judge-evidence/missing-terms.js';
import { toUnansweredPassage } from '../answering/match-unanswered.js';
import type { Config } from '../config.js';
import { attachAsked, type Passage, toPassages } from '../documents/passages.js';
import { AppError } from '../errors.js';
import { readAsked } from '../ingest/read-library/read-asked.js';
import type { Pair } from '../measuring/learning/list-pairs.js';
import { openBuiltInEmbedder } from '../models/built-in-embedder.js';
import { openChatModel } from '../models/chat-model.js';
import { createPairEncoder, openCrossEncoder } from '../models/cross-encoder.js';
import { openEmbedder } from '../models/embedding-model.js';
import type { ChatModel, CrossEncoder, Embedder } from '../models/model.js';
import { type OnnxModelOptions, openTokenizer } from '../models/onnx-model.js';
import type { Logger } from '../observability/logger.js';
import { openSearchIndex } from '../storage/search-index/search-index.js';
import { embedPassages, listTexts } from '../storage/search-index/vectors/embed-passages.js';
import {
  parseShippedVectors,
  readShippedFile,
  toShippedRecord,
  writeShippedVectors,
} from '../storage/search-index/vectors/shipped-vectors.js';
import { openVectorCache, toVectorKey } from '../storage/search-index/vectors/vector-cache.js';
import type { SearchIndex } from '../storage/search-index.js';
import { NO_SNAPSHOTS, type Snapshots } from '../storage/snapshots.js';
import type { SpellingTable } from '../text/expand-abbreviations.js';
import { locateKnowledge } from './locate-knowledge.js';
import { type Knowledge, readKnowledge } from './read-knowledge.js';
import { recallTables } from './recall-read.js';

export interface RetrievalOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly passages: readonly Passage[];
  readonly table: SpellingTable;
  readonly snapshots?: Snapshots;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Cores for each model; all by default. */
  readonly modelThreads?: number;
}

export interface Retrieval {
  readonly index: SearchIndex;
  /** Hash of the passages. */
  readonly written: Uint8Array;
  /** Resolves once vectors serve, or will not. */
  readonly ready: Promise<void>;
  readonly crossEncoder?: CrossEncoder;
}

/**
 * The search index over passages with the embedder of the settings, and what reads the likeliest of them beside a
 * question. Where one cannot be had, one line says so; without an embedder words serve alone.
 */
export async function openRetrieval({
  config,
  logger,
  passages,
  table,
  snapshots,
  onProgress,
  signal,
  modelThreads,
}: RetrievalOptions): Promise<Retrieval> {
  const models = { modelDir: config.modelDir, ...(modelThreads ? { threads: modelThreads } : {}) };
  const embedder = await openModel(logger, () => openConfiguredEmbedder(config, models));
  signal?.throwIfAborted();
  const crossEncoder = embedder ? await openModel(logger, () => openCrossEncoder(models)) : null;
  signal?.throwIfAborted();
  const opened = await openSearchIndex({
    passages,
    embedder,
    cacheDir: join(config.dataDir, 'cache'),
    shippedVectors: locateShippedVectors(config),
    table,
    ...(snapshots ? { snapshots } : {}),
    onNotice: (line) => logger.warn({}, line),
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  return { ...opened, ...(crossEncoder ? { crossEncoder } : {}) };
}

/** Vectors of the shipped library, made by the built-in embedder. */
const locateShippedVectors = ({ modelDir }: Config): string => join(modelDir, 'shipped.vectors');

/** What missing terms say, learnt by `npm run -s learn:missing-terms`. */
const locateMissingTerms = ({ modelDir }: Config): string => join(modelDir, 'missing-terms.json');

/** None where there is no such file. */
export async function readMissingTerms(config: Config): Promise<MissingTerms | undefined> {
  const json = await readFile(locateMissingTerms(config), 'utf8').catch(() => undefined);
  if (json === undefined) return undefined;
  const { base, weights } = JSON.parse(json) as Pick<MissingTerms, 'base'> & {
    readonly weights: Readonly<Record<string, number>>;
  };
  return { base, weights: new Map(Object.entries(weights)) };
}

export const writeMissingTerms = (config: Config, { base, weights }: MissingTerms): Promise<void> =>
  writeFile(locateMissingTerms(config), `${JSON.stringify({ base, weights: Object.fromEntries(weights) })}\n`);

/** Pairs as the cross-encoder reads them, a line of JSON each, for what trains it (`models/…/train_cross_encoder.py`). */
export async function writePairs(config: Config, pairs: readonly Pair[], file: string): Promise<void> {
  const toRow = createPairEncoder(await openTokenizer(config.modelDir));
  const lines = pairs.map(({ question, passage, answers, weight }) =>
    JSON.stringify({ ...toRow(question, passage), answers, weight }),
  );
  await writeFile(file, `${lines.join('\n')}\n`);
}

/** The model that the settings name; null where none is. */
export function openConfiguredChatModel(config: Config): Promise<ChatModel | null> {
  return openChatModel(config.chatModel, toProviderDoors(config));
}

function toProviderDoors({ openaiApiKey, openaiBaseUrl, ollamaBaseUrl }: Config) {
  return {
    ...(openaiApiKey ? { openaiApiKey } : {}),
    ...(openaiBaseUrl ? { openaiBaseUrl } : {}),
    ...(ollamaBaseUrl ? { ollamaBaseUrl } : {}),
  };
}

function openConfiguredEmbedder(config: Config, models: OnnxModelOptions): Promise<Embedder | null> {
  return openEmbedder(config.embeddings, {
    openBuiltIn: () => openBuiltInEmbedder(models),
    ...toProviderDoors(config),
  });
}

async function openModel<T>(logger: Logger, open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    logger.warn({}, error.message);
    return null;
  }
}

/** What questions are searched in. */
export interface Searched {
  /** What can be quoted, with what is asked of it. */
  readonly passages: readonly Passage[];
  /** The same, and behind it what is known not to be answered. */
  readonly searched: readonly Passage[];
  /** Beginnings of lines that questions are kept for and that are no longer there. */
  readonly unplaced: readonly string[];
}

/** Reads what people ask of documents, which only answers need. Throws `misconfigured` for a broken file. */
export async function readSearched(
  config: Config,
  { library, tables }: Knowledge,
  snapshots = NO_SNAPSHOTS,
): Promise<Searched> {
  const folder = join(locateKnowledge(config).folder, 'asked');
  const asked = await recallTables(snapshots, 'asked', [folder], () => readAsked(folder));
  const { passages, unplaced } = attachAsked(library.documents.flatMap(toPassages), asked);
  const { outside, unanswered } = tables;
  const lists = [
    ['refused', unanswered.refused],
    ['complaint', unanswered.complaints],
    ['out-of-scope', unanswered.outOfScope],
    ['out-of-domain', [...outside, ...asked.flatMap(({ notHeld }) => notHeld)]],
  ] as const;
  const searched = lists.flatMap(([why, texts]) => texts.map((text, at) => toUnansweredPassage(text, why, at)));
  return { passages, searched: [...passages, ...searched], unplaced };
}

export interface ShipOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Keeps the vectors of the shipped library beside the model, so that a first start need not compute them; how many. What
 * is kept already stays byte for byte.
 */
export async function shipVectors({ config, logger, onProgress }: ShipOptions): Promise<number> {
  const { knowledge } = await readKnowledge(config, logger);
  const { searched } = await readSearched(config, knowledge);
  const embedder = await openBuiltInEmbedder({ modelDir: config.modelDir });
  const file = locateShippedVectors(config);
  const bytes = await readShippedFile(file);
  const shipped = parseShippedVectors(bytes);
  const cache = await openVectorCache(join(config.dataDir, 'cache'), embedder.id, bytes);
  await embedPassages({ embedder, cache }, searched, onProgress ? { onProgress } : {});
  const { windows, asked } = listTexts(searched, embedder);
  const texts = [...new Set([...windows, ...asked].map(({ text }) => text))];
  const records = texts.map((text) => {
    const key = toVectorKey(embedder.id, text);
    return shipped.findRecord(key) ?? toShippedRecord(key, cache.find(text)!);
  });
  await writeShippedVectors(file, records);
  return texts.length;
}

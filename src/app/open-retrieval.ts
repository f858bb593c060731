import { join } from 'node:path';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { openBuiltInEmbedder } from '../models/built-in-embedder.js';
import { openChatModel } from '../models/chat-model.js';
import { openEmbedder } from '../models/embedding-model.js';
import type { ChatModel, Embedder } from '../models/model.js';
import type { Logger } from '../observability/logger.js';
import { openSearchIndex } from '../storage/search-index/search-index.js';
import type { Passage, SearchIndex } from '../storage/store.js';
import type { SpellingTable } from '../text/expand-abbreviations.js';

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

async function openConfiguredEmbedder(config: Config, logger: Logger): Promise<Embedder | null> {
  try {
    return await openEmbedder(config.embeddings, {
      openBuiltIn: () => openBuiltInEmbedder({ modelDir: config.modelDir }),
      ...toProviderDoors(config),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    logger.warn({}, error.message);
    return null;
  }
}

import { join } from 'node:path';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { openBuiltInEmbedder } from '../models/built-in-embedder.js';
import { openEmbedder } from '../models/embedding-model.js';
import type { Embedder } from '../models/model.js';
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

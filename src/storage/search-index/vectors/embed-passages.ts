import type { Passage } from '../../../documents/passages.js';
import type { Embedder } from '../../../models/model.js';
import type { VectorCache } from './vector-cache.js';
import { countTokensRoughly, toWindows } from './windows.js';

/** Few enough that a stop waits for less than a second, enough to fill a batch. */
const CHECKPOINT = 16;

export interface EmbeddedRows {
  /** Row after row, in the order of the passages. */
  readonly vectors: Float32Array;
  /** Numbers in a row; 0 where there is no row. */
  readonly dimensions: number;
  /** For each row the index of its passage. */
  readonly passageOf: Uint32Array;
}

export interface EmbeddedPassages {
  readonly windows: EmbeddedRows;
  /** The questions that passages are known to answer, and passages that are questions themselves. */
  readonly asked: EmbeddedRows;
}

export interface EmbedOptions {
  /** Counts windows that were not in the cache; not called where nothing is missing. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops between checkpoints by throwing its reason; what was embedded until then is kept. */
  readonly signal?: AbortSignal;
}

/** All windows of the passages, and the questions asked of them, as vectors. Only what the cache lacks is embedded. */
export async function embedPassages(
  { embedder, cache }: { embedder: Embedder; cache: VectorCache },
  passages: readonly Pick<Passage, 'title' | 'section' | 'text' | 'asked' | 'isQuestion'>[],
  { onProgress, signal }: EmbedOptions = {},
): Promise<EmbeddedPassages> {
  const { windows, asked } = listTexts(passages, embedder);
  // Longest first: neighbours in length share a batch without padding, and the bar never slows down.
  const missing = [...new Set([...windows, ...asked].map(({ text }) => text))]
    .filter((text) => !cache.find(text))
    .sort((a, b) => b.length - a.length);
  if (missing.length > 0) onProgress?.(0, missing.length);
  for (let done = 0; done < missing.length; done += CHECKPOINT) {
    signal?.throwIfAborted();
    const texts = missing.slice(done, done + CHECKPOINT);
    const vectors = await embedder.embedDocuments(texts);
    await cache.save(texts.map((text, index) => ({ text, vector: vectors[index]! })));
    onProgress?.(Math.min(done + CHECKPOINT, missing.length), missing.length);
  }
  return { windows: toRows(windows, cache), asked: toRows(asked, cache) };
}

interface PlacedText {
  readonly text: string;
  /** Index of its passage. */
  readonly passage: number;
}

/** What is embedded of passages. */
export function listTexts(
  passages: readonly Pick<Passage, 'title' | 'section' | 'text' | 'asked' | 'isQuestion'>[],
  embedder: Embedder,
): Readonly<Record<'windows' | 'asked', readonly PlacedText[]>> {
  const countTokens = embedder.countTokens?.bind(embedder) ?? countTokensRoughly;
  return {
    windows: passages.flatMap((each, passage) =>
      each.isQuestion ? [] : toWindows(each, countTokens).map((text) => ({ text, passage })),
    ),
    asked: passages.flatMap(({ text: own, isQuestion, asked = [] }, passage) =>
      (isQuestion ? [own] : asked).map((text) => ({ text, passage })),
    ),
  };
}

function toRows(texts: readonly PlacedText[], cache: VectorCache): EmbeddedRows {
  const dimensions = texts.length > 0 ? cache.dimensions! : 0;
  const vectors = new Float32Array(texts.length * dimensions);
  for (const [row, { text }] of texts.entries()) vectors.set(cache.find(text)!, row * dimensions);
  return { vectors, dimensions, passageOf: Uint32Array.from(texts, ({ passage }) => passage) };
}

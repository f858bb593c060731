import type { Passage } from '../../../documents/passages.js';
import type { Embedder } from '../../../models/model.js';
import { type ByteTable, createByteTable, fillRow } from './byte-rows.js';
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
  readonly asked: { readonly table: ByteTable; readonly passageOf: Uint32Array };
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
  const rows = openRows(windows, asked, cache);
  // Longest first: neighbours in length share a batch without padding, and the bar never slows down.
  const missing = rows.texts.filter((text) => !rows.fill(text)).sort((a, b) => b.length - a.length);
  if (missing.length > 0) onProgress?.(0, missing.length);
  for (let done = 0; done < missing.length; done += CHECKPOINT) {
    signal?.throwIfAborted();
    const texts = missing.slice(done, done + CHECKPOINT);
    const vectors = await embedder.embedDocuments(texts);
    await cache.save(texts.map((text, index) => ({ text, vector: vectors[index]! })));
    for (const text of texts) rows.fill(text);
    onProgress?.(Math.min(done + CHECKPOINT, missing.length), missing.length);
  }
  return rows.toEmbedded();
}

/** Looks each text up once and puts its vector wherever it belongs. */
function openRows(windows: readonly PlacedText[], asked: readonly PlacedText[], cache: VectorCache) {
  const places = new Map<string, number[]>();
  for (const [row, { text }] of [...windows, ...asked].entries()) {
    const known = places.get(text);
    if (known) known.push(row);
    else places.set(text, [row]);
  }
  let vectors = new Float32Array(0);
  let table = createByteTable(0, 0);
  const fillPlaces = (at: readonly number[], vector: Float32Array): void => {
    const dimensions = vector.length;
    if (table.dimensions !== dimensions) {
      vectors = new Float32Array(windows.length * dimensions);
      table = createByteTable(asked.length, dimensions);
    }
    for (const row of at) {
      if (row < windows.length) vectors.set(vector, row * dimensions);
      else fillRow(table, row - windows.length, vector);
    }
  };
  return {
    texts: [...places.keys()],
    /** Whether the vector of the text is known. */
    fill(text: string): boolean {
      const vector = cache.find(text);
      if (vector) fillPlaces(places.get(text)!, vector);
      return vector !== undefined;
    },
    toEmbedded: (): EmbeddedPassages => ({
      windows: {
        vectors,
        dimensions: windows.length > 0 ? table.dimensions : 0,
        passageOf: Uint32Array.from(windows, ({ passage }) => passage),
      },
      asked: { table, passageOf: Uint32Array.from(asked, ({ passage }) => passage) },
    }),
  };
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

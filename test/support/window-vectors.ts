import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBuiltInEmbedder } from '../../src/models/built-in-embedder.js';
import { openVectorCache } from '../../src/storage/search-index/vectors/vector-cache.js';
import { toWindows } from '../../src/storage/search-index/vectors/windows.js';

const BENCH = '../shared/bench';
const CACHE = '.data/cache';
const SETS = ['legal-citizen', 'alqac'];
const LINES = 120;

interface WindowVectors {
  /** Row after row. */
  readonly vectors: Float32Array;
  readonly queries: readonly (readonly number[])[];
  readonly dimensions: number;
}

/**
 * Vectors of real windows and questions: of the bench where it lies beside the project and has been embedded;
 * else mixtures of embedded lines of the knowledge, which crowd together as windows of one field do.
 */
export async function createWindowVectors(count: number, queryCount: number): Promise<WindowVectors> {
  const embedder = await openBuiltInEmbedder({ modelDir: 'models/multilingual-e5-small-vi' });
  const lines = (await knowledgeLines()).slice(0, LINES);
  const queries: number[][] = [];
  for (const line of lines.slice(-queryCount)) queries.push(await embedder.embedQuery(line.slice(0, 90)));
  const bench = await benchVectors(embedder.id, embedder.countTokens.bind(embedder), count);
  const rows = bench ?? mixtures(await embedder.embedDocuments(lines.map((line) => line.slice(0, 100))), count);
  const dimensions = queries[0]!.length;
  const vectors = new Float32Array(count * dimensions);
  for (const [row, vector] of rows.entries()) vectors.set(vector, row * dimensions);
  return { vectors, queries, dimensions };
}

async function benchVectors(embedderId: string, countTokens: (text: string) => number, count: number) {
  if (!existsSync(BENCH) || !existsSync(CACHE)) return undefined;
  const cache = await openVectorCache(CACHE, embedderId);
  const found = new Map<string, Float32Array>();
  for (const set of SETS) {
    for (const line of (await readFile(join(BENCH, set, 'corpus.jsonl'), 'utf8')).split('\n').filter(Boolean)) {
      const { title = '', section = '', text } = JSON.parse(line) as { title?: string; section?: string; text: string };
      for (const window of toWindows({ title, section, text }, countTokens)) {
        const vector = cache.find(window);
        if (vector) found.set(window, vector);
      }
    }
  }
  return found.size >= count ? [...found.values()].slice(0, count) : undefined;
}

async function knowledgeLines(): Promise<string[]> {
  const folder = 'knowledge/documents';
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n').filter((line) => line.length > 60));
  // From all over the library, not its first files only.
  const step = Math.max(1, Math.floor(lines.length / LINES));
  return lines.filter((_, index) => index % step === 0);
}

/** Each a blend of three lines and a little noise, by a fixed seed. */
function mixtures(lines: readonly number[][], count: number): number[][] {
  let state = 42;
  const random = (): number => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (): readonly number[] => lines[Math.floor(random() * lines.length)]!;
  return Array.from({ length: count }, () => {
    const [a, b, c, weight] = [pick(), pick(), pick(), random()];
    return a.map((value, place) => value + weight * b[place]! + weight * weight * c[place]! + 0.02 * (random() - 0.5));
  });
}

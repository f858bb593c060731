import { createHash } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { HierarchicalNSW } from 'hnswlib-node';
import { AppError } from '../../../errors.js';
import { makeFolder } from '../../make-folder.js';

/** Comparing so many rows of 384 numbers takes 7 ms: less than a graph is worth, which must be built first and may miss one. */
const EXACT_BELOW = 20_000;
const LINKS = 32;
const BUILD_WIDTH = 200;
/** Narrower is enough for questions from the library's own field, but loses up to 5 in 100 rows for unmarked or far-off ones. */
const SEARCH_WIDTH = 800;
/** Adding points holds up the event loop, about a millisecond each. */
const POINTS_AT_ONCE = 50;

type GraphLibrary = typeof import('hnswlib-node');

interface VectorHit {
  readonly row: number;
  /** Cosine. */
  readonly score: number;
}

export interface VectorIndex {
  readonly size: number;
  /** exact: every row is compared. graph: HNSW, which may miss a near row now and then. */
  readonly method: 'exact' | 'graph';
  /** The `k` nearest rows, best first. Throws `AppError` `unavailable` for a vector of another length. */
  nearest(vector: ArrayLike<number>, k: number): VectorHit[];
  /** Cosine of every row, always exact. Throws as `nearest` does. */
  scores(vector: ArrayLike<number>): Float32Array;
}

export interface VectorIndexOptions {
  /** Fewer rows than this are compared one by one. */
  readonly exactBelow?: number;
  /** Where a built graph is kept for the next start; built anew each time where absent. */
  readonly graphFolder?: string;
  /** Told in one line, in Vietnamese, where the graph cannot be used and exact search serves instead. */
  readonly onNotice?: (line: string) => void;
  /** Where the graph library comes from: it is optional, as it must be compiled on some machines. */
  readonly loadGraphLibrary?: () => Promise<GraphLibrary>;
}

/** Takes `vectors` over (row after row) and normalises its rows in place. */
export async function createVectorIndex(
  vectors: Float32Array,
  dimensions: number,
  options: VectorIndexOptions = {},
): Promise<VectorIndex> {
  const size = dimensions > 0 ? vectors.length / dimensions : 0;
  for (let row = 0; row < size; row++) normalize(vectors.subarray(row * dimensions, (row + 1) * dimensions));
  const graph = size < (options.exactBelow ?? EXACT_BELOW) ? undefined : await openGraph(vectors, dimensions, options);

  const toUnit = (vector: ArrayLike<number>): Float32Array => {
    if (vector.length !== dimensions && size > 0) {
      throw new AppError(
        'unavailable',
        'Mô hình nhúng trả về véc-tơ khác độ dài với chỉ mục; câu trả lời vẫn có, chỉ dựa trên tìm theo từ. Hãy xóa thư mục đệm véc-tơ rồi chạy lại.',
      );
    }
    return normalize(Float32Array.from(vector));
  };
  const scores = (vector: ArrayLike<number>): Float32Array => dotProducts(vectors, toUnit(vector), size);

  return {
    size,
    method: graph ? 'graph' : 'exact',
    scores,
    nearest(vector, k) {
      const wanted = Math.min(k, size);
      if (wanted <= 0) return [];
      if (!graph) return best(scores(vector), wanted);
      graph.setEf(Math.max(SEARCH_WIDTH, 4 * wanted));
      const { neighbors, distances } = graph.searchKnn(Array.from(toUnit(vector)), wanted);
      return neighbors.map((row, rank) => ({ row, score: 1 - distances[rank]! }));
    },
  };
}

/** To length 1, in place; a vector of zeros stays one. */
function normalize(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let index = 0; index < vector.length; index++) vector[index] = vector[index]! / length;
  return vector;
}

/** Four sums at a time keep the processor's units busy: twice as fast as one. */
function dotProducts(vectors: Float32Array, unit: Float32Array, size: number): Float32Array {
  const dimensions = unit.length;
  const products = new Float32Array(size);
  const whole = dimensions - (dimensions % 4);
  for (let row = 0, start = 0; row < size; row++, start += dimensions) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let index = 0; index < whole; index += 4) {
      a += unit[index]! * vectors[start + index]!;
      b += unit[index + 1]! * vectors[start + index + 1]!;
      c += unit[index + 2]! * vectors[start + index + 2]!;
      d += unit[index + 3]! * vectors[start + index + 3]!;
    }
    for (let index = whole; index < dimensions; index++) a += unit[index]! * vectors[start + index]!;
    products[row] = a + b + c + d;
  }
  return products;
}

function best(scores: Float32Array, wanted: number): VectorHit[] {
  const worst = scores.toSorted()[scores.length - wanted]!;
  const hits: VectorHit[] = [];
  for (let row = 0; row < scores.length; row++) if (scores[row]! >= worst) hits.push({ row, score: scores[row]! });
  return hits.sort((a, b) => b.score - a.score).slice(0, wanted);
}

async function openGraph(
  vectors: Float32Array,
  dimensions: number,
  { graphFolder, onNotice, loadGraphLibrary = () => import('hnswlib-node') }: VectorIndexOptions,
): Promise<HierarchicalNSW | undefined> {
  let library: GraphLibrary;
  try {
    const loaded = await loadGraphLibrary();
    // A CommonJS addon: Node finds its names only under `default`.
    library = (loaded as GraphLibrary & { default?: GraphLibrary }).default ?? loaded;
  } catch {
    onNotice?.(
      'Không có thư viện hnswlib-node trên máy này: tìm véc-tơ bằng cách so từng dòng, kết quả vẫn đầy đủ nhưng chậm hơn.',
    );
    return undefined;
  }
  const graph = new library.HierarchicalNSW('ip', dimensions);
  if (!graphFolder) return build(graph, vectors, dimensions);
  const name = graphName(vectors, dimensions);
  const path = join(graphFolder, name);
  if (await graph.readIndex(path).catch(() => false)) return graph;
  await build(graph, vectors, dimensions);
  await keepGraph(graph, graphFolder, name).catch(() =>
    onNotice?.(`Không lưu được chỉ mục véc-tơ vào ${graphFolder}: lần khởi động sau sẽ dựng lại, dữ liệu vẫn an toàn.`),
  );
  return graph;
}

async function build(graph: HierarchicalNSW, vectors: Float32Array, dimensions: number): Promise<HierarchicalNSW> {
  const size = vectors.length / dimensions;
  graph.initIndex(size, LINKS, BUILD_WIDTH);
  for (let row = 0; row < size; row++) {
    graph.addPoint(Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)), row);
    if (row % POINTS_AT_ONCE === 0) await setImmediate();
  }
  return graph;
}

function graphName(vectors: Float32Array, dimensions: number): string {
  const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return `${hash}-${dimensions}-${LINKS}-${BUILD_WIDTH}.hnsw`;
}

/** Moved into place whole, so that nobody reads half a graph; older ones go. */
async function keepGraph(graph: HierarchicalNSW, folder: string, name: string): Promise<void> {
  makeFolder(folder);
  const half = join(folder, `${name}.${process.pid}.tmp`);
  await graph.writeIndex(half);
  await rename(half, join(folder, name));
  const old = (await readdir(folder)).filter((other) => other.endsWith('.hnsw') && other !== name);
  await Promise.all(old.map((other) => rm(join(folder, other), { force: true })));
}

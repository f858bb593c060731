/** One way of ranking the same items. */
export interface Leg {
  /** By item; NaN for one that this leg knows nothing of. */
  readonly scores: ArrayLike<number>;
  readonly weight: number;
}

export interface ScoreFusionOptions {
  /** The rank whose score becomes 0; the best becomes 1. */
  readonly depth?: number;
  /** Least that a leg can say of an item: far-off ranks all count the same. */
  readonly floor?: number;
}

/**
 * Sum over legs of weight × scaled score. Scaling is per question, because BM25 sums grow with the question and cosines
 * huddle in a narrow band. Keeps how far ahead the best is, which ranks alone forget.
 */
export function fuseScores(legs: readonly Leg[], { depth = 100, floor = -0.5 }: ScoreFusionOptions = {}): Float64Array {
  const fused = new Float64Array(Math.max(0, ...legs.map(({ scores }) => scores.length)));
  for (const { scores, weight } of legs) {
    const best = listBest(scores, depth);
    if (best.length === 0) continue;
    const high = scores[best[0]!]!;
    const low = scores[best.at(-1)!]!;
    // All alike: the leg has nothing to say.
    if (high === low) continue;
    for (let item = 0; item < fused.length; item++) {
      const scaled = ((scores[item] ?? Number.NaN) - low) / (high - low);
      fused[item]! += weight * (scaled > floor ? scaled : floor);
    }
  }
  return fused;
}

export interface RankedItem {
  readonly item: number;
  readonly score: number;
}

/** Reciprocal rank fusion: sum over lists (items, best first) of weight / (k + rank). Best first; ties go to the lower item. */
export function fuseRanks(
  lists: readonly { readonly items: readonly number[]; readonly weight: number }[],
  k = 10,
): RankedItem[] {
  const scores = new Map<number, number>();
  for (const { items, weight } of lists) {
    items.forEach((item, rank) => {
      scores.set(item, (scores.get(item) ?? 0) + weight / (k + rank + 1));
    });
  }
  return Array.from(scores, ([item, score]) => ({ item, score })).sort((a, b) => b.score - a.score || a.item - b.item);
}

/** The `limit` items of the highest scores, best first; NaN is left out, ties go to the lower item. */
export function listBest(scores: ArrayLike<number>, limit: number): number[] {
  const isBetter = (a: number, b: number): number => scores[b]! - scores[a]! || a - b;
  let kept: number[] = [];
  // Sorting twice as many as wanted now and then is cheaper than sorting all.
  const room = Math.max(64, 2 * limit);
  let least = -Infinity;
  for (let item = 0; item < scores.length; item++) {
    if (!(scores[item]! >= least)) continue;
    kept.push(item);
    if (kept.length < room) continue;
    kept = kept.sort(isBetter).slice(0, limit);
    least = kept.length > 0 ? scores[kept.at(-1)!]! : Infinity;
  }
  return kept.sort(isBetter).slice(0, limit);
}

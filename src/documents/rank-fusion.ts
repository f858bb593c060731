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
    const known = Float64Array.from(scores).filter((score) => !Number.isNaN(score));
    if (known.length === 0) continue;
    known.sort();
    const high = known.at(-1)!;
    const low = known.at(-Math.min(depth, known.length))!;
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
  const items: number[] = [];
  for (let item = 0; item < scores.length; item++) if (!Number.isNaN(scores[item]!)) items.push(item);
  if (items.length > limit) {
    const known = Float64Array.from(items, (item) => scores[item]!).sort();
    const least = known.at(-limit)!;
    const kept = items.filter((item) => scores[item]! >= least);
    return sortByScore(kept, scores).slice(0, limit);
  }
  return sortByScore(items, scores);
}

function sortByScore(items: number[], scores: ArrayLike<number>): number[] {
  return items.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

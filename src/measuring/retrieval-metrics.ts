/** What one question scored; each between 0 and 1. */
export interface RetrievalScores {
  readonly ndcg10: number;
  readonly mrr10: number;
  readonly recall1: number;
  readonly recall3: number;
  readonly recall5: number;
  readonly recall10: number;
}

export type Interval = readonly [low: number, high: number];

const METRICS = ['ndcg10', 'mrr10', 'recall1', 'recall3', 'recall5', 'recall10'] as const;
const RESAMPLES = 1_000;
const SEED = 20_261_124;

/** Scores a ranking, best first, against the documents that answer; gain is binary. */
export function scoreRanking(ranked: readonly string[], gold: ReadonlySet<string>): RetrievalScores {
  const recall = (depth: number): number =>
    gold.size === 0 ? 0 : ranked.slice(0, depth).filter((id) => gold.has(id)).length / gold.size;
  const first = ranked.slice(0, 10).findIndex((id) => gold.has(id));
  const gain = ranked.slice(0, 10).reduce((sum, id, rank) => sum + (gold.has(id) ? discount(rank) : 0), 0);
  let ideal = 0;
  for (let rank = 0; rank < Math.min(10, gold.size); rank++) ideal += discount(rank);
  return {
    ndcg10: ideal === 0 ? 0 : gain / ideal,
    mrr10: first < 0 ? 0 : 1 / (first + 1),
    recall1: recall(1),
    recall3: recall(3),
    recall5: recall(5),
    recall10: recall(10),
  };
}

/** Means over questions, with 95 % intervals by bootstrap. */
export function summarizeScores(
  scores: readonly RetrievalScores[],
): RetrievalScores & { readonly ci: Readonly<Record<keyof RetrievalScores, Interval>> } {
  const columns = METRICS.map((metric) => [metric, scores.map((each) => each[metric])] as const);
  const means = Object.fromEntries(columns.map(([metric, values]) => [metric, mean(values)]));
  const ci = Object.fromEntries(columns.map(([metric, values]) => [metric, bootstrapInterval(values)]));
  return { ...(means as Record<keyof RetrievalScores, number>), ci: ci as Record<keyof RetrievalScores, Interval> };
}

/** 95 % interval of the mean: 1,000 resamples, always the same ones. */
export function bootstrapInterval(values: readonly number[]): Interval {
  if (values.length === 0) return [0, 0];
  const random = seededRandom(SEED);
  const means = new Float64Array(RESAMPLES);
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    means[round] = sum / values.length;
  }
  means.sort();
  return [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.ceil(0.975 * RESAMPLES) - 1]!];
}

/** Of two systems on the same questions: by how much the second leads, and the 95 % interval of that. */
export function pairedBootstrap(
  first: readonly number[],
  second: readonly number[],
): { readonly gain: number; readonly ci: Interval } {
  const gains = second.map((value, i) => value - first[i]!);
  return { gain: mean(gains), ci: bootstrapInterval(gains) };
}

/** The value below which the share `at` of the values lies; 0 of none. */
export function percentile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function discount(rank: number): number {
  return 1 / Math.log2(rank + 2);
}

/** Mulberry32: small, even enough for resampling, the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

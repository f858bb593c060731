const DAMPING = 0.85;
const MOST_ROUNDS = 50;
const CLOSE_ENOUGH = 1e-6;

/** TextRank: how much each of the sentences is supported by the others that it resembles. Sums to 1; even where none resembles another. */
export function rankByCentrality(count: number, similarity: (a: number, b: number) => number): readonly number[] {
  if (count === 0) return [];
  const rows = Array.from({ length: count }, (_, a) =>
    Float64Array.from({ length: count }, (_, b) => (a === b ? 0 : similarity(a, b))),
  );
  const out = rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  let ranks = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // What resembles nothing supports all alike.
    const loose = ranks.reduce((sum, rank, at) => sum + (out[at] === 0 ? rank : 0), 0);
    const next = new Float64Array(count).fill((1 - DAMPING + DAMPING * loose) / count);
    rows.forEach((row, a) => {
      const total = out[a] ?? 0;
      if (total === 0) return;
      row.forEach((weight, b) => {
        next[b]! += (DAMPING * (ranks[a] ?? 0) * weight) / total;
      });
    });
    const moved = next.reduce((sum, rank, at) => sum + Math.abs(rank - (ranks[at] ?? 0)), 0);
    ranks = next;
    if (moved < CLOSE_ENOUGH) break;
  }
  return [...ranks];
}

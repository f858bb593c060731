import { type RetrievalScores, scoreRanking, summarizeScores } from './retrieval-metrics.js';

export interface Query {
  readonly id: string;
  readonly text: string;
}

/** Query id → ids of the documents that answer it. */
export type Judgements = ReadonlyMap<string, ReadonlySet<string>>;

export interface RetrievalReport {
  readonly n: number;
  readonly figures: ReturnType<typeof summarizeScores>;
  /** Per question, in the order asked: for paired tests. */
  readonly scores: readonly RetrievalScores[];
}

/** Asks every question that has a judgement, in turn, and scores the first ten documents found. */
export async function evaluateRetrieval(
  doors: { readonly search: (question: string) => Promise<readonly string[]> },
  queries: readonly Query[],
  judgements: Judgements,
): Promise<RetrievalReport> {
  const scores: RetrievalScores[] = [];
  for (const { id, text } of queries) {
    const gold = judgements.get(id);
    if (gold) scores.push(scoreRanking(await doors.search(text), gold));
  }
  return { n: scores.length, figures: summarizeScores(scores), scores };
}

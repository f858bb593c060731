import type { Passage } from '../documents/passages.js';
import type { SearchIndex } from '../storage/search-index.js';
import type { GuardVerdict } from './guard-question.js';

/** Why the library does not answer: it does not hold the subject, or the bot does not speak of such things. */
export type Unanswered = Extract<GuardVerdict, 'out-of-domain' | 'refused' | 'complaint' | 'out-of-scope'>;

/** What is known not to be answered is searched beside the passages and belongs to no document. */
export const toUnansweredPassage = (text: string, why: Unanswered, at: number): Passage => ({
  id: `${why}:${at}`,
  documentId: NO_DOCUMENT,
  provisionId: why,
  title: '',
  section: '',
  text,
  isQuestion: true,
});

const NO_DOCUMENT = '';
/** For a search among what is not answered alone. */
export const UNANSWERED_ONLY: ReadonlySet<string> = new Set([NO_DOCUMENT]);
export const isUnanswered = (passage: Passage | undefined): boolean => passage?.documentId === NO_DOCUMENT;

/**
 * The nearest few vote, nearer ones with more weight. Of subjects that are not held there are many more examples, so one
 * of them weighs less. Chosen on models/questions/train, 2026-11-27: of 735 fair questions one is taken for another.
 */
const NEIGHBOURS = 10;
const OUT_OF_DOMAIN_VOTE = 0.35;

/** Why a question for which nothing was found is not answered, by the examples that it is nearest to. */
export async function matchUnanswered(query: string, index: SearchIndex): Promise<Unanswered> {
  const hits = await index.search(query, { limit: NEIGHBOURS, within: UNANSWERED_ONLY });
  const votes = new Map<Unanswered, number>();
  hits.forEach(({ passage }, place) => {
    const why = index.passages[passage]?.provisionId as Unanswered;
    const vote = (why === 'out-of-domain' ? OUT_OF_DOMAIN_VOTE : 1) / Math.sqrt(place + 1);
    votes.set(why, (votes.get(why) ?? 0) + vote);
  });
  const [best = ['out-of-domain', 0]] = [...votes].sort(([, a], [, b]) => b - a);
  return best[0] as Unanswered;
}

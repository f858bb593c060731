import type { Passage, SearchIndex } from '../storage/store.js';
import type { GuardVerdict } from './guard-question.js';

/** Why the library does not answer: it does not hold the subject, or the bot does not speak of such things. */
export type Unanswered = Extract<GuardVerdict, 'outside' | 'refused' | 'complaint' | 'out-of-scope'>;

/** What is known not to be answered is searched beside the passages and belongs to no document. */
export const toUnansweredPassage = (text: string, why: Unanswered, at: number): Passage => ({
  id: `${why}:${at}`,
  documentId: NO_DOCUMENT,
  provisionId: why,
  title: '',
  section: '',
  text,
});

const NO_DOCUMENT = '';
/** For a search among what is not answered alone. */
export const UNANSWERED_ONLY: ReadonlySet<string> = new Set([NO_DOCUMENT]);
export const isUnanswered = (passage: Passage | undefined): boolean => passage?.documentId === NO_DOCUMENT;

/** How many of the nearest decide together, and the share that they need. */
const NEIGHBOURS = 5;

/** Why a question for which nothing was found is not answered, by the examples that it is nearest to. */
export async function matchUnanswered(query: string, index: SearchIndex): Promise<Unanswered> {
  const hits = await index.search(query, { limit: NEIGHBOURS, within: UNANSWERED_ONLY });
  const votes = new Map<Unanswered, number>();
  hits.forEach(({ passage }, place) => {
    const why = index.passages[passage]?.provisionId as Unanswered;
    votes.set(why, (votes.get(why) ?? 0) + 1 / (place + 1));
  });
  const [best = ['outside', 0]] = [...votes].sort(([, a], [, b]) => b - a);
  return best[0] as Unanswered;
}

import { createHash } from 'node:crypto';
import { RecentMap } from '../recent-map.js';
import { type Clock, stopwatch, toLocalDate } from '../time.js';
import type { Answer, AnswerQuestion, Question } from './answer.js';
import { cleanQuestion } from './understand-question/understand-question.js';

/** The minute of a rush: after a notice a hundred people ask the same. */
const KEPT_MS = 60_000;
const MOST_KEPT = 500;

/**
 * The same question, asked again within a minute or while it is being answered, is answered once. What is remembered is
 * a hash of the question, in memory alone; what failed is not.
 */
export function rememberAnswers(answerQuestion: AnswerQuestion, clock: Clock): AnswerQuestion {
  const answers = new RecentMap<string, { readonly answer: Promise<Answer>; readonly from: number }>(MOST_KEPT);
  return async (question) => {
    const tookMs = stopwatch();
    const now = clock();
    const key = toKey(question, toLocalDate(now));
    const known = answers.get(key);
    const ageMs = known ? now.getTime() - known.from : -1;
    if (known && ageMs >= 0 && ageMs < KEPT_MS) return { ...(await known.answer), tookMs: tookMs() };
    const answer = answerQuestion(question);
    answers.set(key, { answer, from: now.getTime() });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}

/** All that an answer depends on beside the library. */
function toKey({ text, history = [], asOf, byWords = false }: Question, today: string): string {
  const parts = [cleanQuestion(text), history.map(cleanQuestion), asOf ?? today, byWords];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

import type { AnswerQuestion } from '../answering/answer.js';
import type { Library } from '../documents/library.js';
import type { LocalDate } from '../time.js';

/** What the public pages and the JSON API need from outside. */
export interface PageDoors {
  readonly answerQuestion: AnswerQuestion;
  /** The documents held now; asked for at each request, so a newer library shows without a restart. */
  readonly library: () => Library;
  /** The day for which validity is shown. */
  readonly today: () => LocalDate;
}

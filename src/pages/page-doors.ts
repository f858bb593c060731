import type { Context } from 'hono';
import type { AnswerQuestion, Question } from '../answering/answer.js';
import type { NoSummary, Summary, SummaryLength, SummaryTarget } from '../briefing/summary.js';
import type { OutgoingMessage } from '../channels/channel.js';
import type { Library } from '../documents/library.js';
import type { LocalDate } from '../time.js';

/** What the public pages and the JSON API need from outside. */
export interface PageDoors {
  readonly answerQuestion: AnswerQuestion;
  /** One turn of the web chat: commands and manners as on every channel. Rejects with `unavailable` while the service starts or stops. */
  readonly converse: (question: Pick<Question, 'text' | 'history'>) => Promise<readonly OutgoingMessage[]>;
  /** What documents say in short, as it stands today. */
  readonly summarize: (target: SummaryTarget, length: SummaryLength) => Promise<Summary | NoSummary>;
  /** The documents held now; asked for at each request, so a newer library shows without a restart. */
  readonly library: () => Library;
  /** The day for which validity is shown. */
  readonly today: () => LocalDate;
}

/** For the pages that take questions. */
export interface AskDoors extends Pick<PageDoors, 'answerQuestion' | 'converse'> {
  /** In words why a question is not taken now, and when it may come again; undefined where it is taken, and counts. */
  readonly findRefusal: (c: Context) => { readonly message: string; readonly retryAfterS: number } | undefined;
}

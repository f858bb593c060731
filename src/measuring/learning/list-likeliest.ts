import type { AnswerDoors } from '../../answering/answer-question.js';
import type { Finding } from '../../answering/retrieve-passages.js';
import { listFindings } from '../calibrate-evidence.js';
import type { ExpectedAnswer } from '../evaluate-answers.js';

export interface LearnOptions {
  readonly asOf: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Questions of one turn that passages decide on. */
const isWeighed = ({ history, outcome }: ExpectedAnswer): boolean =>
  !history && (outcome === 'answered' || outcome === 'not-found');

/** What each of them shows, in turn. */
export async function learnFrom<T>(
  questions: readonly ExpectedAnswer[],
  { onProgress }: Pick<LearnOptions, 'onProgress'>,
  show: (expected: ExpectedAnswer) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const shown: T[] = [];
  for (const [at, expected] of questions.entries()) {
    if (isWeighed(expected)) shown.push(...(await show(expected)));
    onProgress?.(at + 1, questions.length);
  }
  return shown;
}

/** Whether a passage is of an expected document and holds all expected words. */
export const holdsExpected = ({ passage }: Finding, { document, words = [] }: ExpectedAnswer): boolean =>
  (document?.includes(passage.documentId) ?? false) &&
  words.every((word) => passage.text.toLowerCase().includes(word.toLowerCase()));

/** By all that speaks for them, though they may be replaced or old. */
export const listLikeliest = async (text: string, doors: AnswerDoors, asOf: string): Promise<readonly Finding[]> =>
  [...(await listFindings(text, doors, asOf))].sort((a, b) => b.evidence.probability - a.evidence.probability);

import type { AnswerDoors } from '../../answering/answer-question.js';
import { isEnough } from '../../answering/judge-evidence/evidence.js';
import type { Finding } from '../../answering/retrieve-passages.js';
import { understandQuestion } from '../../answering/understand-question/understand-question.js';
import type { Passage } from '../../documents/passages.js';
import { type ExpectedAnswer, hashOf } from '../evaluate-answers.js';
import { holdsExpected, type LearnOptions, learnFrom, listLikeliest } from './list-likeliest.js';

/** A question beside a passage, as a cross-encoder learns from them. */
export interface Pair {
  readonly question: string;
  readonly passage: Pick<Passage, 'title' | 'section' | 'text'>;
  readonly answers: boolean;
  /** How much it counts. */
  readonly weight: number;
}

/** A passage that is only thought not to answer counts less than one of a question that nothing answers. */
const THOUGHT_WRONG = 0.4;
/** Of so many a thousand kept questions another passage of the document is shown as well, and another document's of so many answerable ones. */
const BESIDE_OF_KEPT = 250;
const BESIDE_OF_QUESTIONS = 500;
const MOST_RIGHT = 2;
const MOST_WRONG = 2;

/** Kept questions beside the passages that they are kept for. */
export function listKeptPairs(doors: AnswerDoors, { asOf }: LearnOptions): readonly Pair[] {
  const passages = doors.index.passages.filter(({ isQuestion }) => !isQuestion);
  return passages.flatMap((passage) => {
    const others = passages.filter((each) => each !== passage && each.documentId === passage.documentId);
    return (passage.asked ?? []).flatMap((asked): Pair[] => {
      const question = understandQuestion(asked, { ...doors, asOf }).restored;
      const draw = hashOf(asked);
      const other = draw % 1_000 < BESIDE_OF_KEPT ? others[draw % others.length] : undefined;
      return [
        { question, passage, answers: true, weight: 1 },
        ...(other ? [{ question, passage: other, answers: false, weight: THOUGHT_WRONG }] : []),
      ];
    });
  });
}

/** Questions beside the likeliest passages: those that answer, or those that seem to where nothing does. */
export const listQuestionPairs = (
  questions: readonly ExpectedAnswer[],
  doors: AnswerDoors,
  options: LearnOptions,
): Promise<readonly Pair[]> => learnFrom(questions, options, (expected) => pairUp(expected, doors, options.asOf));

async function pairUp(expected: ExpectedAnswer, doors: AnswerDoors, asOf: string): Promise<readonly Pair[]> {
  const findings = await listLikeliest(expected.q, doors, asOf);
  const question = understandQuestion(expected.q, { ...doors, asOf }).restored;
  const toPair = ({ passage }: Finding, answers: boolean, weight = 1): Pair => ({ question, passage, answers, weight });
  if (expected.outcome === 'not-found') {
    const seeming = findings.filter(({ evidence }) => isEnough(evidence, 0)).slice(0, MOST_WRONG);
    return [...new Set([...seeming, ...findings.slice(0, 1)])].map((finding) => toPair(finding, false));
  }
  const right = findings.filter((finding) => holdsExpected(finding, expected)).slice(0, MOST_RIGHT);
  const isShown = hashOf(expected.q) % 1_000 < BESIDE_OF_QUESTIONS;
  const wrong = isShown && findings.find(({ passage }) => !expected.document?.includes(passage.documentId));
  return [...right.map((finding) => toPair(finding, true)), ...(wrong ? [toPair(wrong, false, THOUGHT_WRONG)] : [])];
}

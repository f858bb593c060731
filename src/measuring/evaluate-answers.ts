import type { Answer, AnswerQuestion, Outcome } from '../answering/answer.js';

/** A question with what is expected of its answer, as `test/questions.yaml` holds it. */
export interface ExpectedAnswer {
  readonly q: string;
  readonly style: string;
  readonly category: string;
  readonly outcome: Outcome;
  /** Acceptable document ids; one of them has to be cited. */
  readonly document?: readonly string[];
  readonly address?: string;
  /** Words that the text has to hold. */
  readonly words?: readonly string[];
  readonly history?: readonly string[];
}

export interface JudgedAnswer {
  readonly expected: ExpectedAnswer;
  readonly answer: Answer;
  readonly half: 'tune' | 'check';
  readonly isOutcomeRight: boolean;
  /** undefined where no document is expected. */
  readonly isDocumentRight?: boolean;
  readonly isAddressRight?: boolean;
  readonly areWordsRight?: boolean;
}

/** Asks every question in turn; the split depends on the question's text and the seed alone. */
export async function evaluateAnswers(
  questions: readonly ExpectedAnswer[],
  ask: AnswerQuestion,
  { asOf, seed }: { readonly asOf: string; readonly seed: number },
): Promise<readonly JudgedAnswer[]> {
  const judged: JudgedAnswer[] = [];
  for (const expected of questions) {
    const answer = await ask({ text: expected.q, asOf, ...(expected.history ? { history: expected.history } : {}) });
    judged.push(judge(expected, answer, seed));
  }
  return judged;
}

function judge(expected: ExpectedAnswer, answer: Answer, seed: number): JudgedAnswer {
  const text = answer.text.toLowerCase();
  const cited = answer.citations;
  return {
    expected,
    answer,
    half: halfOf(expected, seed),
    isOutcomeRight: answer.outcome === expected.outcome,
    ...(expected.document && expected.outcome === 'answered'
      ? { isDocumentRight: cited.some((citation) => expected.document?.includes(citation.documentId)) }
      : {}),
    ...(expected.address
      ? {
          isAddressRight: cited.some(
            (citation) => citation.address === expected.address || citation.address.startsWith(`${expected.address},`),
          ),
        }
      : {}),
    ...(expected.words ? { areWordsRight: expected.words.every((word) => text.includes(word.toLowerCase())) } : {}),
  };
}

export interface AnswerFigures {
  readonly n: number;
  readonly outcome: number;
  /** Of those that name a document. */
  readonly document: number;
  readonly address: number;
  readonly words: number;
  /** Share answered of those that must not be. */
  readonly wronglyAnswered: number;
}

export function summarize(judged: readonly JudgedAnswer[]): AnswerFigures {
  const share = (list: readonly (boolean | undefined)[]): number => {
    const known = list.filter((value) => value !== undefined);
    return known.length === 0 ? Number.NaN : known.filter(Boolean).length / known.length;
  };
  const mustNot = judged.filter(({ expected }) => expected.outcome !== 'answered');
  return {
    n: judged.length,
    outcome: share(judged.map((each) => each.isOutcomeRight)),
    document: share(judged.map((each) => each.isDocumentRight)),
    address: share(judged.map((each) => each.isAddressRight)),
    words: share(judged.map((each) => each.areWordsRight)),
    wronglyAnswered: share(mustNot.map(({ answer }) => answer.outcome === 'answered')),
  };
}

/** Which half a question belongs to: its own words and the seed decide, so added questions move no other. */
export function halfOf(expected: ExpectedAnswer, seed: number): 'tune' | 'check' {
  return foldOf(expected, seed, 2) === 0 ? 'tune' : 'check';
}

/** Which of several parts a question belongs to. */
export function foldOf({ q, history }: ExpectedAnswer, seed: number, folds: number): number {
  return hashOf(`${seed} ${q} ${history?.join(' ') ?? ''}`) % folds;
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash >>> 3;
}

import type { Answer, AnswerQuestion, Outcome } from '../answering/answer.js';

/** A question with what is expected of its answer; the fields are told in `models/questions/README.md`. */
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
  readonly isOutcomeRight: boolean;
  /** undefined where no document is expected. */
  readonly isDocumentRight?: boolean;
  readonly isAddressRight?: boolean;
  readonly areWordsRight?: boolean;
}

/** Asks every question in turn. */
export async function evaluateAnswers(
  questions: readonly ExpectedAnswer[],
  ask: AnswerQuestion,
  { asOf }: { readonly asOf: string },
): Promise<readonly JudgedAnswer[]> {
  const judged: JudgedAnswer[] = [];
  for (const expected of questions) {
    const answer = await ask({ text: expected.q, asOf, ...(expected.history ? { history: expected.history } : {}) });
    judged.push(judge(expected, answer));
  }
  return judged;
}

function judge(expected: ExpectedAnswer, answer: Answer): JudgedAnswer {
  const text = answer.text.toLowerCase();
  const cited = answer.citations;
  return {
    expected,
    answer,
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

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash >>> 3;
}

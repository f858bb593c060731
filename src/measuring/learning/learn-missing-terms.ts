import type { AnswerDoors } from '../../answering/answer-question.js';
import { type Bag, toBag } from '../../answering/judge-evidence/bag.js';
import { toLogit, toProbability } from '../../answering/judge-evidence/evidence.js';
import {
  type Asking,
  listAsking,
  listMissing,
  type MissingTerms,
} from '../../answering/judge-evidence/missing-terms.js';
import type { Finding } from '../../answering/retrieve-passages.js';
import { understandQuestion } from '../../answering/understand-question/understand-question.js';
import type { Passage } from '../../documents/passages.js';
import type { ExpectedAnswer } from '../evaluate-answers.js';
import { holdsExpected, type LearnOptions, learnFrom, listLikeliest } from './list-likeliest.js';

/** One question beside one passage. */
export interface MissingTermsSample {
  readonly missing: readonly string[];
  readonly answers: boolean;
  /** Log-odds of the other evidence; undefined for kept questions, whose evidence knows them. */
  readonly logOdds?: number;
}

/**
 * The passages that speak most for each question, among them such as lack what has to be met exactly: what is learnt of
 * words has to hold where no rule knows them. Of answerable questions only passages that answer.
 */
export const sampleQuestions = (
  questions: readonly ExpectedAnswer[],
  doors: AnswerDoors,
  options: LearnOptions,
): Promise<readonly MissingTermsSample[]> =>
  learnFrom(questions, options, (expected) => sampleQuestion(expected, doors, options.asOf));

async function sampleQuestion(
  expected: ExpectedAnswer,
  doors: AnswerDoors,
  asOf: string,
): Promise<readonly MissingTermsSample[]> {
  const findings = await listLikeliest(expected.q, doors, asOf);
  const asking = listAsking(understandQuestion(expected.q, { ...doors, asOf }).restored);
  const isHeld = expected.outcome === 'answered';
  const answers = (finding: Finding): boolean => holdsExpected(finding, expected);
  const chosen = [
    findings.find(({ evidence }) => evidence.unmet.length === 0),
    findings[0],
    ...(isHeld ? [findings.find(answers)] : []),
  ];
  return [...new Set(chosen)].flatMap((finding) => {
    if (!finding || (isHeld && !answers(finding))) return [];
    const { passage, evidence } = finding;
    const missing = listMissing(asking, bagAround(passage), bagOfAsked(passage.asked));
    return [{ missing, answers: isHeld, logOdds: logit(evidence.probability) }];
  });
}

/** Kept questions beside the passages that they are kept for, each as if it were not kept; and those not held beside the passage nearest to them. */
export async function sampleKept(
  notHeld: readonly string[],
  doors: AnswerDoors,
  { asOf, onProgress }: LearnOptions,
): Promise<readonly MissingTermsSample[]> {
  const understand = (question: string): Asking =>
    listAsking(understandQuestion(question, { ...doors, asOf }).restored);
  const samples: MissingTermsSample[] = [];
  for (const passage of doors.index.passages) {
    const asked = passage.isQuestion ? [] : (passage.asked ?? []);
    const around = bagAround(passage);
    for (const question of asked) {
      const others = bagOfAsked(asked.filter((each) => each !== question));
      samples.push({ missing: listMissing(understand(question), around, others), answers: true });
    }
  }
  for (const [at, question] of notHeld.entries()) {
    const [nearest] = await listLikeliest(question, doors, asOf);
    onProgress?.(at + 1, notHeld.length);
    if (!nearest) continue;
    const { passage } = nearest;
    const missing = listMissing(understand(question), bagAround(passage), bagOfAsked(passage.asked));
    samples.push({ missing, answers: false });
  }
  return samples;
}

const bagAround = ({ text, section, title }: Passage): Bag => toBag(`${text} ${section} ${title}`);
const bagOfAsked = (asked: readonly string[] = []): Bag => toBag(asked.join('\n'));

const logit = (probability: number): number => toLogit(Math.min(1 - CERTAIN, Math.max(CERTAIN, probability)));
const CERTAIN = 1e-4;

/** Terms seen less often are not learnt. */
const LEAST_SEEN = 3;
/** A kept question counts so much beside one whose other evidence is known. */
const KEPT_WEIGHT = 0.1;
const DECAY = 3;
const ROUNDS = 400;
const RATE = 0.2;
/** Weights nearer to nothing are left out of the file. */
const SMALLEST = 0.02;
/**
 * What the thresholds of the evidence want beside missing terms. Of five sets of other writers (1,323 answerable questions,
 * 1,215 that nothing answers), each left out of the fit in turn, 1,296 were then found enough for instead of 1,298 and 42
 * of the others instead of 55; by words alone 1,278 instead of 1,243 of 1,317, and 49 instead of 68 of 1,192 (2026-11-28).
 */
const BASE = { open: { vectors: 0.55, words: 0.45 }, named: { vectors: 0.6, words: 0.55 } };

/**
 * Logistic regression with L2 by AdaGrad over all samples (Duchi, Hazan, Singer 2011). Both kinds of sample share the
 * weights of terms; kept questions have a base of their own, since nothing else is known of them.
 */
export function fitMissingTerms(samples: readonly MissingTermsSample[]): MissingTerms {
  const seen = new Map<string, number>();
  for (const term of samples.flatMap(({ missing }) => missing)) seen.set(term, (seen.get(term) ?? 0) + 1);
  const terms = [...seen].filter(([, count]) => count >= LEAST_SEEN).map(([term]) => term);
  const places = new Map(terms.map((term, at) => [term, at + FREE]));
  const rows = samples.map(({ missing, logOdds, answers }) => ({
    columns: Uint32Array.from(missing.flatMap((term) => places.get(term) ?? [])),
    trust: logOdds ?? 0,
    base: logOdds === undefined ? OF_KEPT : OF_QUESTIONS,
    weight: logOdds === undefined ? KEPT_WEIGHT : 1,
    answers: answers ? 1 : 0,
  }));
  const values = new Float64Array(terms.length + FREE);
  const squares = new Float64Array(values.length).fill(1e-8);
  values[TRUST] = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = values.map((value, at) => (at < FREE ? 0 : DECAY * value));
    for (const { columns, trust, base, weight, answers } of rows) {
      let logOdds = values[base]! + values[TRUST]! * trust;
      for (const column of columns) logOdds += values[column]!;
      const error = weight * (toProbability(logOdds) - answers);
      gradient[base]! += error;
      gradient[TRUST]! += error * trust;
      for (const column of columns) gradient[column]! += error;
    }
    for (let at = 0; at < values.length; at++) {
      squares[at]! += gradient[at]! ** 2;
      values[at]! -= (RATE * gradient[at]!) / Math.sqrt(squares[at]!);
    }
  }
  // In the scale of the other evidence, so that all that is compared with it stays as it is.
  const learntAt = (at: number): number => round2(values[at]! / values[TRUST]!);
  const weights = terms
    .map((term) => [term, learntAt(places.get(term)!)] as const)
    .filter(([, weight]) => Math.abs(weight) >= SMALLEST);
  return { base: BASE, weights: new Map(weights) };
}

const TRUST = 0;
const OF_QUESTIONS = 1;
const OF_KEPT = 2;
/** Values that are no term's. */
const FREE = 3;

const round2 = (value: number): number => Math.round(value * 100) / 100;

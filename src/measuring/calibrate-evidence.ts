import { type AnswerDoors, answerQuestion } from '../answering/answer-question.js';
import { FEATURE_SIGNS, isEnough, predict, toVector } from '../answering/judge-evidence/evidence.js';
import type { Finding } from '../answering/retrieve-passages.js';
import { understandQuestion } from '../answering/understand-question/understand-question.js';
import { type ExpectedAnswer, hashOf } from './evaluate-answers.js';

/** One passage found for one question: its features and whether it answers. */
export interface Sample {
  readonly question: string;
  readonly features: readonly number[];
  readonly answers: boolean;
  /** How much it counts in the fit. */
  readonly weight: number;
}

const TOP = 12;
const TOP_WRONG = 5;
/** A round that moves no weight further than this is the last. */
const SETTLED = 1e-4;
/** What must not be answered weighs more than a wrong line beside a right one. */
const NEAR_MISS_WEIGHT = 2;
const WRONG_LINE_WEIGHT = 0.5;

/** What was found last for a question, best first. */
export async function listFindings(text: string, doors: AnswerDoors, asOf: string): Promise<readonly Finding[]> {
  let findings: readonly Finding[] = [];
  const onFindings = (seen: readonly Finding[]) => {
    findings = seen;
  };
  await answerQuestion({ text, asOf }, { ...doors, onFindings });
  return findings;
}

/** Passages among the best found, each marked by whether it is of an expected document and holds an expected word. */
export function toSamples(expected: ExpectedAnswer, findings: readonly Finding[]): readonly Sample[] {
  const words = (expected.words ?? []).map((word) => word.toLowerCase());
  const isHeld = expected.outcome === 'answered';
  return findings
    .filter(({ evidence }) => isEnough(evidence, 0))
    .slice(0, TOP)
    .flatMap((finding, place) => {
      const answers =
        isHeld &&
        (expected.document?.includes(finding.document.id) ?? false) &&
        words.some((word) => finding.passage.text.toLowerCase().includes(word));
      if (!answers && place >= TOP_WRONG) return [];
      const weight = answers ? 1 : isHeld ? WRONG_LINE_WEIGHT : NEAR_MISS_WEIGHT;
      return [{ question: expected.q, features: toVector(finding.evidence), answers, weight }];
    });
}

/**
 * Logistic regression by projected gradient descent with L2; right and wrong weigh the same in all. `signs` keeps each
 * weight on the side that its feature has to speak for (0: free), which few questions would otherwise let it leave.
 */
export function fitWeights(
  samples: readonly Sample[],
  { rounds = 4_000, rate = 0.5, decay = 2e-3, signs = signsOf(samples) } = {},
): readonly number[] {
  const size = samples[0]?.features.length ?? 0;
  const massOf = (answers: boolean) =>
    samples.reduce((total, sample) => total + (sample.answers === answers ? sample.weight : 0), 0) || 1;
  const mass = { right: massOf(true), wrong: massOf(false) };
  const weightOf = (sample: Sample) => (0.5 * sample.weight) / (sample.answers ? mass.right : mass.wrong);
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < rounds; round++) {
    const gradient = new Array<number>(size).fill(0);
    for (const sample of samples) {
      const error = (predict(weights, sample.features) - (sample.answers ? 1 : 0)) * weightOf(sample);
      for (let at = 0; at < size; at++) gradient[at] = (gradient[at] ?? 0) + error * (sample.features[at] ?? 0);
    }
    const before = weights;
    weights = weights.map((weight, at) => {
      const next = weight - rate * ((gradient[at] ?? 0) + (at === 0 ? 0 : decay * weight));
      const sign = signs[at] ?? 0;
      return sign > 0 ? Math.max(0, next) : sign < 0 ? Math.min(0, next) : next;
    });
    if (weights.every((weight, at) => Math.abs(weight - (before[at] ?? 0)) < SETTLED)) break;
  }
  return weights;
}

const signsOf = (samples: readonly Sample[]): readonly number[] =>
  Object.values(FEATURE_SIGNS).find(({ length }) => length === samples[0]?.features.length) ?? [];

export interface Separation {
  /** Questions that the library answers, and that it does not. */
  readonly n: readonly [number, number];
  /** Area under the ROC curve of the best passage's probability, over questions. */
  readonly auc: number;
  readonly precisionAt95Recall: number;
  /** The threshold at which 95 % of the answerable are kept. */
  readonly thresholdAt95Recall: number;
}

/** How well the best passage's probability tells questions that are answered from those that must not be. */
export function measureSeparation(
  best: readonly { readonly probability: number; readonly isHeld: boolean }[],
): Separation {
  const held = best
    .filter((each) => each.isHeld)
    .map((each) => each.probability)
    .sort((a, b) => b - a);
  const others = best.filter((each) => !each.isHeld).map((each) => each.probability);
  let wins = 0;
  for (const a of held) for (const b of others) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const threshold = held[Math.ceil(held.length * 0.95) - 1] ?? 0;
  const kept = held.filter((probability) => probability >= threshold).length;
  const passed = others.filter((probability) => probability >= threshold).length;
  return {
    n: [held.length, others.length],
    auc: wins / (held.length * others.length || 1),
    precisionAt95Recall: kept / (kept + passed || 1),
    thresholdAt95Recall: threshold,
  };
}

/** Questions whose outcome rests on evidence: not on greetings, guards, front matter or what went before. */
function isWeighed({ category, history }: ExpectedAnswer): boolean {
  return !history && ['content', 'number', 'alias', 'list', 'replaced', 'near-miss'].includes(category);
}

interface Weighed {
  readonly samples: readonly Sample[];
  readonly isHeld: boolean;
  readonly isOpen: boolean;
  /** Which part of a cross-validation it belongs to. */
  readonly fold: number;
}

const FOLDS = 10;

/** Its own words decide, so that added questions move no other. */
const foldOf = ({ q, history = [] }: ExpectedAnswer): number => hashOf([q, ...history].join(' ')) % FOLDS;

/** Fits the weights, and reports by cross-validation how well they separate questions that they have not seen. Lines to read. */
export async function calibrateEvidence(
  questions: readonly ExpectedAnswer[],
  doors: AnswerDoors,
  { asOf }: { readonly asOf: string },
): Promise<string> {
  const found: Weighed[] = [];
  for (const expected of questions.filter(isWeighed)) {
    const findings = await listFindings(expected.q, { ...doors, guard: () => 'pass' }, asOf);
    if (findings.length === 0) continue;
    found.push({
      samples: toSamples(expected, findings),
      isHeld: expected.outcome === 'answered',
      isOpen: understandQuestion(expected.q, { ...doors, asOf }).subjects.length === 0,
      fold: foldOf(expected),
    });
  }
  const lines: string[] = [];
  for (const isOpen of [true, false]) {
    const own = found.filter((each) => each.isOpen === isOpen);
    if (own.length === 0) continue;
    const weights = fitTo(own);
    lines.push(
      `${isOpen ? 'open' : 'named'}: [${weights.map((weight) => Number(weight.toFixed(2))).join(', ')}]`,
      `  cross-validated: ${JSON.stringify(measureSeparation(crossValidate(own)))}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const fitTo = (weighed: readonly Weighed[]) => fitWeights(weighed.flatMap(({ samples }) => samples));

const scoreBy = (weights: readonly number[], { samples, isHeld }: Weighed) => ({
  probability: Math.max(0, ...samples.map((sample) => predict(weights, sample.features))),
  isHeld,
});

/** Each question scored by weights that were fitted without its part. */
function crossValidate(weighed: readonly Weighed[]) {
  return Array.from({ length: FOLDS }, (_, part) => part).flatMap((part) => {
    const weights = fitTo(weighed.filter(({ fold }) => fold !== part));
    return weighed.filter(({ fold }) => fold === part).map((each) => scoreBy(weights, each));
  });
}

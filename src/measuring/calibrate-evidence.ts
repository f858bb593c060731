import { toVector } from '../answering/judge-evidence.js';
import type { Finding } from '../answering/retrieve-passages.js';
import type { ExpectedAnswer } from './evaluate-answers.js';

/** One passage found for one question: its features and whether it answers. */
export interface Sample {
  readonly question: string;
  readonly features: readonly number[];
  readonly answers: boolean;
}

const TOP = 12;

/** Passages among the best found, each marked by whether it is of an expected document and holds an expected word. */
export function toSamples(expected: ExpectedAnswer, findings: readonly Finding[]): readonly Sample[] {
  const words = (expected.words ?? []).map((word) => word.toLowerCase());
  return findings.slice(0, TOP).map((finding) => ({
    question: expected.q,
    features: toVector(finding.evidence),
    answers:
      expected.outcome === 'answered' &&
      (expected.document?.includes(finding.document.id) ?? false) &&
      words.some((word) => finding.passage.text.toLowerCase().includes(word)),
  }));
}

/** Logistic regression by gradient descent with L2; both classes weigh the same in all. */
export function fitWeights(
  samples: readonly Sample[],
  { rounds = 4_000, rate = 0.5, decay = 1e-3 } = {},
): readonly number[] {
  const size = samples[0]?.features.length ?? 0;
  const positives = samples.filter((sample) => sample.answers).length;
  const weightOf = (sample: Sample) => (sample.answers ? 0.5 / positives : 0.5 / (samples.length - positives));
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < rounds; round++) {
    const gradient = new Array<number>(size).fill(0);
    for (const sample of samples) {
      const error = (predict(weights, sample.features) - (sample.answers ? 1 : 0)) * weightOf(sample);
      for (let at = 0; at < size; at++) gradient[at] = (gradient[at] ?? 0) + error * (sample.features[at] ?? 0);
    }
    weights = weights.map((weight, at) => weight - rate * ((gradient[at] ?? 0) + (at === 0 ? 0 : decay * weight)));
  }
  return weights;
}

export function predict(weights: readonly number[], features: readonly number[]): number {
  const z = features.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-z));
}

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

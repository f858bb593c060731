/**
 * Knowing what the library does not hold. Scores alone do not tell (issue 3): what tells is how much of the question's
 * weight the passage carries, whether its words stand together as they do in the question, whether numbers and years
 * are the ones asked for, and whether the kind of thing asked for is there at all.
 */
export interface Evidence {
  /** Share of the topic's weight (IDF) whose syllables stand in the passage or its headings, 0–1. */
  readonly share: number;
  /** The same for pairs of neighbouring syllables, which carry Vietnamese words. */
  readonly pairShare: number;
  /** Share of the topic's weight found in the passage's own text, headings and title left aside. */
  readonly textShare: number;
  /** Share of the focus (what the count, day or person is asked of) found in the passage's own text. */
  readonly focusShare: number;
  /** Share of the topic's weight carried by words that the library has never seen. */
  readonly unseen: number;
  /** Whether the asker's own case is asked about. */
  readonly isPersonal: boolean;
  /** Numbers, years and ordinals of the question that the passage lacks. */
  readonly unmet: readonly string[];
  /** Whether the kind of thing asked for stands in the passage; true where no kind was asked for. */
  readonly hasWanted: boolean;
  /** For counts: whether it stands in the same clause as one of the rarest words asked about. */
  readonly isNear: boolean;
  /** Weight of the heaviest word that is missing, against the heaviest of all, 0–1. */
  readonly missing: number;
  /** Cosine of the best window; undefined without vectors. */
  readonly cosine?: number;
  /** The same above the tenth best of the question: a passage that answers stands out. */
  readonly above?: number;
  /** Cosine of the nearest subject that is known to lie outside the library, less this one's. */
  readonly outside?: number;
  /** Share of the topic's weight that one such subject holds by itself, 0–1. */
  readonly outsideShare?: number;
  /** How likely the passage answers, 0–1. */
  readonly probability: number;
}

/** Evidence before it is weighed. */
export type Features = Omit<Evidence, 'probability'>;

/** Evidence below this is no answer; fitted with the weights below. */
export const ENOUGH = 0.6;
/** With the document named, and its words looked at only. */
export const ENOUGH_WITHIN = 0.52;

/** Whether a passage answers at all: nothing that was asked for exactly is missing, and the rest speaks for it. */
export function isEnough(evidence: Evidence, least: number): boolean {
  return evidence.unmet.length === 0 && evidence.hasWanted && evidence.isNear && evidence.probability >= least;
}

/** The features in the order of the weights. */
export function toVector(features: Features): readonly number[] {
  return [
    1,
    features.share,
    features.textShare,
    features.pairShare,
    features.focusShare,
    features.missing,
    features.unseen,
    features.isPersonal ? 1 : 0,
    features.cosine === undefined ? 0 : (features.cosine - COSINE_FLOOR) / COSINE_SPAN,
    features.above === undefined ? 0 : Math.min(1.5, features.above / ABOVE_SPAN),
    features.outside === undefined ? 0 : Math.max(-1.5, Math.min(1.5, features.outside / ABOVE_SPAN)),
    features.outsideShare ?? 0,
  ];
}

/** Which way each feature has to speak; the constant is free. */
export const FEATURE_SIGNS: readonly number[] = [0, 1, 1, 1, 1, -1, -1, -1, 1, 1, -1, -1];

/** E5's cosines lie in a narrow band. */
const COSINE_FLOOR = 0.85;
const COSINE_SPAN = 0.1;
const ABOVE_SPAN = 0.05;

/**
 * Logistic regressions, fitted by `npm run -s eval:answers -- --calibrate` on the tuning half of test/questions.yaml:
 * for questions that name a document and those that do not, with vectors and without. A library without a list of
 * outside subjects has weights of its own, since what speaks against a passage is then unknown.
 */
const WEIGHTS: Readonly<
  Record<
    'open' | 'named',
    Readonly<Record<'vectors' | 'words', Readonly<Record<'listed' | 'bare', readonly number[]>>>>
  >
> = {
  open: {
    vectors: {
      listed: [-1.53, 1.25, 1.98, 1.58, 0.88, -0.68, 0, -0.52, 0.84, 2.05, -1.63, -2.12],
      bare: [-3.8, 1.55, 1.2, 1.54, 1.06, -0.7, 0, -0.87, 2.35, 3.28, 0, 0],
    },
    words: {
      listed: [-1.39, 3, 2.17, 2.53, 0.74, -0.91, 0, -1, 0, 0, 0, -3.94],
      bare: [-3.47, 2.99, 1.49, 2.82, 0.82, -0.6, 0, -1.55, 0, 0, 0, 0],
    },
  },
  named: {
    vectors: {
      listed: [-2.7, 0.71, 2.54, 0.75, 1.03, -0.48, 0, -0.08, 1.55, 1.78, -0.39, -1.95],
      bare: [-4.42, 0.68, 2.4, 0.87, 1.4, -0.17, 0, -0.1, 2.38, 1.81, 0, 0],
    },
    words: {
      listed: [-3.5, 1.77, 2.51, 1.52, 1.49, -0.07, 0, 0, 0, 0, 0, -1.49],
      bare: [-4.42, 1.89, 2.32, 1.56, 1.58, 0, 0, 0, 0, 0, 0, 0],
    },
  },
};

/** How likely a passage with these features answers, 0–1. */
export function toProbability(features: Features, isOpen: boolean): number {
  const { [features.cosine === undefined ? 'words' : 'vectors']: sets } = WEIGHTS[isOpen ? 'open' : 'named'];
  const weights = sets[features.outsideShare === undefined ? 'bare' : 'listed'];
  return predict(weights, toVector(features));
}

/** Logistic regression's estimate, 0–1, for features in the order of the weights. */
export function predict(weights: readonly number[], vector: readonly number[]): number {
  const z = vector.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-z));
}

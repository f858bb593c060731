/**
 * Knowing what the library does not hold. Scores alone do not tell: what tells is how much of the question's
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
  /** Whether its kind is told from its looks: what looks otherwise is not it. */
  readonly isSure: boolean;
  /** For counts: whether it stands in the same clause as one of the rarest words asked about. */
  readonly isNear: boolean;
  /** Weight of the heaviest word that is missing, against the heaviest of all, 0–1. */
  readonly missing: number;
  /** Weight of the heaviest pair that the library knows and the passage lacks, against the heaviest of all, 0–1. */
  readonly missingPair: number;
  /** Share of the passage's own weight that the question speaks of, 0–1. */
  readonly purity: number;
  /** Cosine of the best window; undefined without vectors. */
  readonly cosine?: number;
  /** The same above the tenth best of the question: a passage that answers stands out. */
  readonly above?: number;
  /** How much the best cosine of all passages is above this one's. */
  readonly behind?: number;
  /** Cosine of the nearest subject that is known to lie outside the library, less this one's. */
  readonly outOfDomainMargin?: number;
  /** Share of the topic's weight that one such subject holds by itself, 0–1. */
  readonly outOfDomainShare?: number;
  /** Of a passage with questions that it is known to answer. */
  readonly asked?: AskedEvidence;
  /** What reading it beside the question says, as log-odds; undefined where it was not read. */
  readonly reading?: number;
  /** How likely the passage answers, 0–1. */
  readonly probability: number;
}

/** What the questions say that a passage is known to answer. */
export interface AskedEvidence {
  /** Share of the topic's weight in the most alike of them, 0–1. */
  readonly share: number;
  /** Share of that one's own weight that is spoken of, 0–1. */
  readonly purity: number;
  /** `Evidence.share` and `Evidence.missing` where their words count as the passage's. */
  readonly wideShare: number;
  readonly wideMissing: number;
  /** Of the best subject that is known to lie outside: the share of the topic's weight that it holds, times the share of its own that is spoken of, 0–1. */
  readonly outOfDomainMatch: number;
  /** How much more the question is like the best of them than like what is known not to be answered, −1–1. */
  readonly margin: number;
  /** The same among questions that ask for the same kind of thing. */
  readonly marginOfKind: number;
  /** Cosine of the nearest; undefined without vectors. */
  readonly cosine?: number;
  /** How much the best such cosine of all passages is above this one's. */
  readonly behind?: number;
  /** Cosine of the nearest subject outside, less this one's. */
  readonly outOfDomainMargin?: number;
}

/** Evidence before it is weighed. */
export type Features = Omit<Evidence, 'probability' | 'reading'>;

/** Evidence below this is no answer; fitted with the weights below. */
export const ENOUGH = 0.68;
/** With the document named, and its words looked at only. */
export const ENOUGH_WITHIN = 0.6;

/** Whether a passage answers at all: nothing that was asked for exactly is missing, and the rest speaks for it. */
export function isEnough(evidence: Evidence, least: number): boolean {
  const { asked, unmet, hasWanted, isNear, isSure, probability } = evidence;
  // Beside people's own questions the kind of thing asked for is weighed with the rest, unless it is plain to see.
  const isOfKind = asked ? hasWanted || !isSure : hasWanted && isNear;
  return unmet.length === 0 && isOfKind && probability >= least && !(asked && isNearerOutOfDomain(asked));
}

/**
 * Whether all agree that it is nearer to what is not answered: the questions of its kind, the vectors, and words that are
 * told nowhere. Of 1,975 right and 59 wrong answers to questions that may be tuned on it takes 3 and 7 (2026-11-28).
 */
function isNearerOutOfDomain({ marginOfKind, outOfDomainMargin, wideShare }: AskedEvidence): boolean {
  return marginOfKind < 0 && outOfDomainMargin !== undefined && outOfDomainMargin >= NEARER && wideShare < NEARLY_ALL;
}
const NEARER = 0.005;
const NEARLY_ALL = 0.9;

/** The features in the order of the weights. */
export function toVector(features: Features): readonly number[] {
  return features.asked ? toAskedVector(features, features.asked) : toPlainVector(features);
}

function toPlainVector(features: Features): readonly number[] {
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
    features.outOfDomainMargin === undefined
      ? 0
      : Math.max(-1.5, Math.min(1.5, features.outOfDomainMargin / ABOVE_SPAN)),
    features.outOfDomainShare ?? 0,
    features.missingPair,
    features.purity,
    features.behind === undefined ? 0 : features.behind / ABOVE_SPAN,
  ];
}

function toAskedVector(features: Features, asked: AskedEvidence): readonly number[] {
  return [
    1,
    features.share,
    features.textShare,
    features.pairShare,
    features.missing,
    features.missingPair,
    features.purity,
    features.outOfDomainShare ?? 0,
    asked.purity,
    asked.share * asked.purity,
    asked.wideShare,
    asked.wideMissing,
    asked.outOfDomainMatch,
    asked.cosine === undefined ? 0 : (asked.cosine - COSINE_FLOOR) / COSINE_SPAN,
    asked.behind === undefined ? 0 : asked.behind / ABOVE_SPAN,
    asked.outOfDomainMargin === undefined ? 0 : Math.max(-2, Math.min(2, asked.outOfDomainMargin / ABOVE_SPAN)),
    features.hasWanted ? 0 : 1,
    features.isNear ? 0 : 1,
    features.isPersonal ? 1 : 0,
    asked.margin,
    asked.marginOfKind,
  ];
}

/** Which way each feature has to speak; the constant is free. */
export const FEATURE_SIGNS = {
  plain: [0, 1, 1, 1, 1, -1, -1, -1, 1, 1, -1, -1, -1, 1, -1],
  asked: [0, 1, 1, 1, -1, -1, 1, -1, 1, 1, 1, -1, -1, 1, -1, -1, -1, -1, -1, 1, 1],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** E5's cosines lie in a narrow band. */
const COSINE_FLOOR = 0.85;
const COSINE_SPAN = 0.1;
const ABOVE_SPAN = 0.05;

/**
 * Logistic regressions, fitted by `npm run -s eval:answers -- --calibrate` on `models/questions/train`: for questions
 * that name a document and those that do not, with vectors and without. A passage with questions beside it (`asked`), one
 * without (`listed`), and a library without a list of out-of-domain subjects (`bare`) have weights of their own, since
 * other things are known of them.
 */
const WEIGHTS: ByCase<Readonly<Record<'asked' | 'listed' | 'bare', readonly number[]>>> = {
  open: {
    vectors: {
      asked: [
        -0.37, 0.34, 0.41, 0.87, 0, -0.01, 0.26, -0.84, 0.36, 0.36, 1.36, -0.88, -1.22, 1.35, 0, -2.12, -0.71, -0.13, 0,
        2.08, 2.77,
      ],
      listed: [-0.92, 1.11, 2.05, 1.78, 0.8, -0.55, 0, 0, 0.03, 1.75, -1.8, -2.46, -0.7, 1.71, -1.49],
      bare: [-3.47, 1.05, 1.34, 1.68, 0.88, -0.42, 0, -0.21, 1.76, 2.98, 0, 0, -0.82, 2.46, -0.76],
    },
    words: {
      asked: [
        -0.03, 0.39, 0.63, 1.02, 0, -0.16, 0.52, -1.64, 0.95, 0.95, 1.88, -1.02, -1.86, 0, 0, 0, -0.72, -0.19, 0, 3.36,
        3.45,
      ],
      listed: [-0.18, 1.99, 1.75, 2.5, 0.43, -0.93, 0, -0.38, 0, 0, 0, -4.35, -1.17, 2.75, 0],
      bare: [-2.83, 1.71, 1.32, 2.82, 0.5, -0.51, 0, -0.6, 0, 0, 0, 0, -1.1, 3.77, 0],
    },
  },
  named: {
    vectors: {
      asked: [
        -0.63, 0.58, 0.24, 0.88, -0.05, 0, 0.89, -0.77, 0.86, 0.53, 1.49, -0.54, -1.27, 0.76, 0, -1.51, -0.96, -0.71,
        -0.31, 2.11, 3.06,
      ],
      listed: [-0.33, 0.84, 2.05, 0.38, 0, -0.51, 0, -0.06, 1.16, 1.72, -0.24, -2.46, -1.23, 1.17, -1.52],
      bare: [-1.56, 0.62, 1.68, 0.33, 0, -0.46, 0, -0.03, 1.66, 1.52, 0, 0, -1.02, 1.72, -1.64],
    },
    words: {
      asked: [
        -0.23, 0.39, 0.29, 0.93, 0, -0.03, 0.93, -0.61, 1.01, 0.68, 1.4, -0.65, -1.43, 0, 0, 0, -0.92, -0.69, -0.37,
        3.27, 3.62,
      ],
      listed: [-1.13, 1.68, 1.92, 0.73, 0, -0.27, 0, -0.02, 0, 0, 0, -1.79, -1.08, 2.57, 0],
      bare: [-2.2, 1.82, 1.74, 0.61, 0, -0.1, 0, 0, 0, 0, 0, 0, -1.06, 2.92, 0],
    },
  },
};

/** What differs by whether a document is named, and by whether there are vectors. */
export type ByCase<T> = Readonly<Record<'open' | 'named', Readonly<Record<'vectors' | 'words', T>>>>;

export const pickFor = <T>(cases: ByCase<T>, { cosine }: Pick<Features, 'cosine'>, isOpen: boolean): T =>
  cases[isOpen ? 'open' : 'named'][cosine === undefined ? 'words' : 'vectors'];

/** How likely a passage with these features answers, as log-odds. */
export function toLogOdds(features: Features, isOpen: boolean): number {
  const sets = pickFor(WEIGHTS, features, isOpen);
  const weights = sets[features.asked ? 'asked' : features.outOfDomainShare === undefined ? 'bare' : 'listed'];
  return weigh(weights, toVector(features));
}

const weigh = (weights: readonly number[], vector: readonly number[]): number =>
  vector.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0);

/** The logistic function: log-odds as 0–1. */
export const toProbability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Log-odds of a probability. */
export const toLogit = (probability: number): number => Math.log(probability / (1 - probability));

/**
 * What a cross-encoder's log-odds count beside the other evidence, which knows the words that people use; it is sure of
 * more than it knows, so that beyond some point it says no more. With it more is wanted in all: of 1,568 questions that
 * neither had seen (practice-9) 58 of 1,092 were answered wrongly without it, and with it 34, 29, 26, 21 at a base of 0,
 * -.4, -.7, -1, while right documents of 476 went from 439 to 439, 438, 436, 434 (2026-11-28).
 */
const READING_WEIGHT = 0.4;
const MOST_OF_READING = 8;
const READING_BASE = -0.7;

/** Evidence with what reading the passage beside the question says. */
export function withReading(evidence: Evidence, reading: number): Evidence {
  const said = READING_BASE + READING_WEIGHT * Math.max(-MOST_OF_READING, Math.min(MOST_OF_READING, reading));
  return { ...evidence, reading, probability: toProbability(toLogit(evidence.probability) + said) };
}

/** Logistic regression's estimate, 0–1, for features in the order of the weights. */
export const predict = (weights: readonly number[], vector: readonly number[]): number =>
  toProbability(weigh(weights, vector));

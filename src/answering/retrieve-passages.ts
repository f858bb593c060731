import type { Document, Provision } from '../documents/document.js';
import type { Library } from '../documents/library.js';
import type { Passage } from '../documents/passages.js';
import { hasBegun, validityOn } from '../documents/validity.js';
import type { CrossEncoder } from '../models/model.js';
import type { SearchIndex } from '../storage/search-index.js';
import type { LocalDate } from '../time.js';
import { type Evidence, isEnough, withReading } from './judge-evidence/evidence.js';
import { createJudge, type JudgeDoors } from './judge-evidence/judge-evidence.js';
import type { Compared, KeptQuestions } from './judge-evidence/kept-questions.js';
import { isUnanswered, UNANSWERED_ONLY } from './match-unanswered.js';
import type { Understanding } from './understand-question/understand-question.js';

export interface RetrievalDoors extends JudgeDoors {
  readonly library: Library;
  readonly index: SearchIndex;
  readonly keptQuestions: KeptQuestions;
  /** Reads the likeliest passages beside the question; without it the other evidence decides alone. */
  readonly crossEncoder?: CrossEncoder | undefined;
}

/** A passage with what speaks for it. */
export interface Finding {
  readonly passage: Passage;
  readonly document: Document;
  readonly provision: Provision;
  readonly evidence: Evidence;
  /** Evidence, less where the document has been replaced: what is in force comes first. */
  readonly rank: number;
}

const CANDIDATES = 100;
/** Behind so many none answers that is not among them: judging 100 gave the same (practice, 2026-11-27). */
const JUDGED = 40;
const REPLACED_DISCOUNT = 0.85;
/** Of two that say as much the newer comes first: ten years weigh little more than a hundredth. */
const AGE_DISCOUNT = 0.0012;

const OUT_OF_DOMAIN_CANDIDATES = 20;

/** So many passages are read beside the question at most, and none that the other evidence speaks against. */
const MOST_READ = 2;
const LEAST_READ = 0.25;

function listAhead({ answeredBy, unanswered }: Compared, passage: number) {
  const { any, ofKind, nearest } = answeredBy(passage);
  return {
    margin: any - unanswered.any,
    marginOfKind: ofKind - unanswered.ofKind,
    ...(nearest === undefined ? {} : { nearest }),
  };
}

/** Best first. `within` restricts to documents by id. */
export async function retrievePassages(
  understanding: Understanding,
  doors: RetrievalDoors,
  options: { readonly asOf: LocalDate; readonly within?: ReadonlySet<string>; readonly query?: string },
): Promise<readonly Finding[]> {
  const { library, index } = doors;
  const query = options.query ?? understanding.restored;
  const hits = await index.search(query, {
    limit: CANDIDATES,
    ...(options.within ? { within: options.within } : {}),
  });
  const { judge, matchOf } = createJudge(understanding, doors);
  const outOfDomain = options.within
    ? await index.search(query, { limit: OUT_OF_DOMAIN_CANDIDATES, within: UNANSWERED_ONLY })
    : hits.filter((hit) => isUnanswered(index.passages[hit.passage]));
  const inside = hits.filter((hit) => !isUnanswered(index.passages[hit.passage])).slice(0, JUDGED);
  const cosines = inside.flatMap((hit) => (hit.dense === undefined ? [] : [hit.dense])).sort((a, b) => b - a);
  const tenth = cosines[9];
  const nearestOutOfDomain = Math.max(...outOfDomain.map((hit) => hit.asked ?? Number.NEGATIVE_INFINITY));
  const hasList = isUnanswered(index.passages.at(-1));
  const matches = outOfDomain.map((hit) => matchOf(index.passages[hit.passage]?.text ?? ''));
  const outOfDomainShare = Math.max(0, ...matches.map(({ share }) => share));
  const outOfDomainMatch = Math.max(0, ...matches.map(({ share, purity }) => share * purity));
  const nearestAsked = Math.max(...inside.map((hit) => hit.asked ?? Number.NEGATIVE_INFINITY));
  const compared = doors.keptQuestions.compare(understanding.restored);
  const isReplaced = new Map<string, boolean>();

  const judged = inside.flatMap((hit, place) => {
    const passage = index.passages[hit.passage];
    const document = passage && library.findById(passage.documentId);
    const provision = passage && library.findProvision(passage.provisionId);
    if (!passage || !document || !provision || !hasBegun(document, options.asOf)) return [];
    const closeness = {
      ...(hasList ? { outOfDomainShare } : {}),
      asked: {
        outOfDomainMatch,
        ...listAhead(compared, hit.passage),
        ...(hit.asked === undefined
          ? {}
          : {
              cosine: hit.asked,
              behind: nearestAsked - hit.asked,
              outOfDomainMargin: Number.isFinite(nearestOutOfDomain) ? nearestOutOfDomain - hit.asked : -1,
            }),
      },
      ...(hit.dense === undefined
        ? {}
        : {
            cosine: hit.dense,
            above: tenth === undefined ? 0 : hit.dense - tenth,
            behind: (cosines[0] ?? hit.dense) - hit.dense,
            outOfDomainMargin: Number.isFinite(nearestOutOfDomain) ? nearestOutOfDomain - hit.dense : -1,
          }),
    };
    return [{ passage, document, provision, place, evidence: judge({ ...passage, document }, closeness) }];
  });
  // What a turn says only with the one before it cannot be read by itself.
  const read = query === understanding.restored ? await readClosely(query, judged, doors.crossEncoder) : judged;
  return read
    .map(({ place, ...finding }) => {
      const { document, evidence } = finding;
      if (!isReplaced.has(document.id)) {
        isReplaced.set(document.id, validityOn(document, options.asOf, library).inForce === false);
      }
      const discount = isReplaced.get(document.id) ? REPLACED_DISCOUNT : 1;
      const age = document.issuedOn ? Number(options.asOf.slice(0, 4)) - Number(document.issuedOn.slice(0, 4)) : 0;
      const rank = evidence.probability * discount - place * 1e-4 - age * AGE_DISCOUNT;
      return { ...finding, rank };
    })
    .sort((a, b) => b.rank - a.rank);
}

/** The likeliest of what was judged, weighed with what reading them beside the question says. */
async function readClosely<T extends Pick<Finding, 'passage' | 'evidence'>>(
  question: string,
  judged: readonly T[],
  crossEncoder: CrossEncoder | undefined,
): Promise<readonly T[]> {
  if (!crossEncoder) return judged;
  const likeliest = judged
    .filter(({ evidence }) => evidence.asked && isEnough(evidence, LEAST_READ))
    .sort((a, b) => b.evidence.probability - a.evidence.probability)
    .slice(0, MOST_READ);
  const scores = await crossEncoder.score(
    question,
    likeliest.map(({ passage }) => passage),
  );
  return judged.map((each) => {
    const score = scores[likeliest.indexOf(each)];
    return score === undefined ? each : { ...each, evidence: withReading(each.evidence, score) };
  });
}

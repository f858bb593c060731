import { type Document, documentLabel, type Provision } from '../../documents/document.js';
import { validityOn } from '../../documents/validity.js';
import type { SummaryDoors, Theme } from '../briefing-doors.js';
import type { SummaryTarget } from '../summary.js';
import { cosineOf, toWordVectors } from './choosing/word-vectors.js';
import { listSentences, type Sentence } from './list-sentences.js';

/** What a summary may say, and how much speaks for each of it. */
export interface Material {
  /** In the order in which they are read. */
  readonly documents: readonly Document[];
  readonly sentences: readonly Sentence[];
  /** How near each sentence is to the subject, 0 to 1. */
  readonly nearness: readonly number[];
  /** What each sentence means; undefined where vectors do not serve. */
  readonly meanings: readonly (Float32Array | undefined)[];
  /** Present for a chapter, article or part. */
  readonly provision?: Provision;
  readonly theme?: Theme;
}

/** Sentences of several documents that are told at most: they hold much beside the subject. */
const MOST_OF_MANY = 80;
/** What is longer, as the names of many documents, is looked for by its words alone. */
const LONGEST_QUESTION = 400;
/** A document that has been replaced speaks after the one that holds. */
const REPLACED_SHARE = 0.5;

/** Undefined where the library does not hold the target. */
export async function gatherSentences(target: SummaryTarget, doors: SummaryDoors): Promise<Material | undefined> {
  const { library } = doors;
  switch (target.kind) {
    case 'document': {
      const document = library.findById(target.documentId);
      return document && weigh([document], listSentences(document), '', doors);
    }
    case 'provision': {
      const provision = library.findProvision(target.provisionId);
      const document = provision && library.findById(provision.documentId);
      if (!provision || !document) return undefined;
      return { ...(await weigh([document], listSentences(document, provision), '', doors)), provision };
    }
    case 'theme': {
      const theme = doors.themes.find(({ id }) => id === target.themeId);
      if (!theme) return undefined;
      const documents = theme.documents.flatMap((id) => library.findById(id) ?? []);
      const sentences = documents.flatMap((document) => listSentences(document));
      const all = await weigh(documents, sentences, `${theme.title}. ${theme.words}`, doors);
      return { ...keepNearest(preferHolding(all, doors), MOST_OF_MANY), theme };
    }
    case 'since': {
      const documents = listSince(target.day, doors);
      const subject = documents.map((document) => `${documentLabel(document)} ${document.title}`).join('. ');
      const sentences = documents.flatMap((document) => listSentences(document));
      return keepNearest(await weigh(documents, sentences, subject, doors), MOST_OF_MANY);
    }
  }
}

/** Issued, or in force, on the day or later, and by today; newest first. Of a bare year only what is certain. */
function listSince(day: string, { library, today }: SummaryDoors): readonly Document[] {
  const begins = ({ effectiveFrom, issuedOn }: Document): string => {
    const from = issuedOn ?? effectiveFrom ?? '';
    return from.length === 4 ? `${from}-01-01` : from;
  };
  return library.documents
    .filter((document) => begins(document) >= day && begins(document) <= today())
    .sort((a, b) => begins(b).localeCompare(begins(a)) || a.id.localeCompare(b.id));
}

/** How near sentences are to a subject, and what they mean. An empty subject: all are as near, none is looked for. */
export async function weigh(
  documents: readonly Document[],
  sentences: readonly Sentence[],
  subject: string,
  { index }: SummaryDoors,
): Promise<Material> {
  const within = new Set(documents.map(({ id }) => id));
  const places = new Map<string, number[]>();
  index.passages.forEach(({ documentId, provisionId }, at) => {
    if (within.has(documentId)) places.set(provisionId, [...(places.get(provisionId) ?? []), at]);
  });
  const isQuestion = subject !== '' && subject.length <= LONGEST_QUESTION;
  const hits = isQuestion ? await index.search(subject, { limit: index.passages.length, within }) : [];
  const scores = new Map(hits.map(({ passage, score }) => [passage, score]));
  const most = Math.max(...scores.values(), Number.EPSILON);
  const least = Math.min(0, ...scores.values());
  const placeOf = (sentence: Sentence): number => {
    const own = places.get(sentence.provisionId) ?? [];
    return own.find((at) => index.passages[at]?.text.includes(sentence.text)) ?? own[0] ?? -1;
  };
  const at = sentences.map(placeOf);
  // What is searched bears its document's title, so that all of a document on the subject is near: what counts is what a line says itself.
  const own = compareWithSubject(sentences, subject);
  return {
    documents,
    sentences,
    nearness: at.map((place, which) => {
      const found = ((scores.get(place) ?? least) - least) / (most - least);
      return isQuestion ? (found + (own[which] ?? 0)) / 2 : (own[which] ?? 0);
    }),
    meanings: at.map((place) => index.vectorOf(place)),
  };
}

function compareWithSubject(sentences: readonly Sentence[], subject: string): readonly number[] {
  const vectors = toWordVectors([...sentences.map(({ text }) => text), subject]);
  const about = vectors.at(-1) ?? new Map();
  const cosines = vectors.slice(0, -1).map((vector) => cosineOf(vector, about));
  const most = Math.max(...cosines, Number.EPSILON);
  return cosines.map((cosine) => cosine / most);
}

/** What holds today before what has been replaced. */
export function preferHolding(material: Material, { library, today }: SummaryDoors): Material {
  const replaced = new Set(
    material.documents.flatMap((document) =>
      validityOn(document, today(), library).inForce === false ? [document.id] : [],
    ),
  );
  const shareOf = ({ documentId }: Sentence): number => (replaced.has(documentId) ? REPLACED_SHARE : 1);
  return {
    ...material,
    nearness: material.nearness.map((near, at) => near * shareOf(material.sentences[at] as Sentence)),
  };
}

export function keepNearest(material: Material, most: number): Material {
  const { nearness, sentences, meanings } = material;
  const kept = [...nearness.keys()]
    .sort((a, b) => (nearness[b] ?? 0) - (nearness[a] ?? 0) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return {
    ...material,
    sentences: kept.flatMap((at) => sentences[at] ?? []),
    nearness: kept.map((at) => nearness[at] ?? 0),
    meanings: kept.map((at) => meanings[at]),
  };
}

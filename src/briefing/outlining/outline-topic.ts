import { isDossier } from '../../documents/describe-validity.js';
import type { Document } from '../../documents/document.js';
import type { Line } from '../../documents/line.js';
import type { Outline, OutlineBase, OutlineMinutes, OutlineQuestion } from '../../documents/outline.js';
import { validityOn } from '../../documents/validity.js';
import type { OutlineDoors, OutlineFrame } from '../briefing-doors.js';
import { preferHolding, weigh } from '../summarizing/gather-sentences.js';
import { listSentences, type Sentence } from '../summarizing/list-sentences.js';
import { answerLikely } from './answer-likely.js';
import { chooseFigures, chooseParts } from './choose-points.js';
import { isStatement, joinClauses } from './join-clauses.js';
import { keepRelevant } from './keep-relevant.js';

/** An outline of a frame for a length, from the words of the library, as it stands today. Made again it is the same, as long as the library is. */
export async function outlineTopic(
  frame: OutlineFrame,
  minutes: OutlineMinutes,
  doors: OutlineDoors,
): Promise<Outline> {
  const documents = listSources(frame, doors);
  const points = documents.flatMap((document) => listPoints(document, frame));
  const weighed = preferHolding(await weigh(documents, points, `${frame.title}. ${frame.words}`, doors), doors);
  const material = keepRelevant(weighed, frame.kind, minutes);
  const parts = chooseParts(weighed, material, frame, minutes, doors.outlineParts);
  const used = parts.flatMap(({ points }) => points);
  const figures = chooseFigures(material, used, minutes);
  const questions: OutlineQuestion[] = [];
  for (const question of frame.questions) questions.push({ question, answer: await answerLikely(question, doors) });
  return {
    frameId: frame.id,
    minutes,
    title: frame.title,
    occasion: frame.occasion,
    audience: frame.audience,
    bases: toBases([...used, ...figures, ...questions.flatMap(({ answer }) => answer)], documents, doors),
    parts,
    figures,
    slogans: frame.slogans,
    discussion: frame.discussion,
    questions,
    asOf: doors.today(),
  };
}

/** Its own documents first, then those of its themes. */
function listSources({ documents, themes }: OutlineFrame, { library, themes: all }: OutlineDoors): readonly Document[] {
  const ofThemes = themes.flatMap((id) => all.find((theme) => theme.id === id)?.documents ?? []);
  return [...new Set([...documents, ...ofThemes])].flatMap((id) => library.findById(id) ?? []);
}

/** Whole statements. A collection of facts tells of many days: of it, only lines that name this one. */
function listPoints(document: Document, { kind, names }: OutlineFrame): readonly Sentence[] {
  const points = joinClauses(listSentences(document)).filter(({ text }) => isStatement(text));
  if (kind !== 'occasion' || !isDossier(document)) return points;
  return points.filter(({ text }) => names.some((name) => text.includes(name)));
}

function toBases(
  lines: readonly Line[],
  documents: readonly Document[],
  { library, today }: OutlineDoors,
): readonly OutlineBase[] {
  const told = new Set(lines.map(({ documentId }) => documentId));
  const ids = [...documents.map(({ id }) => id).filter((id) => told.has(id)), ...told];
  return [...new Set(ids)].flatMap((documentId) => {
    const document = library.findById(documentId);
    return document ? [toBase(document, validityOn(document, today(), library))] : [];
  });
}

function toBase({ id, version }: Document, { successors }: ReturnType<typeof validityOn>): OutlineBase {
  return { documentId: id, version, newer: successors.map(({ document }) => document.id) };
}

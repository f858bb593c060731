import { describeValidity, isDossier } from '../../documents/describe-validity.js';
import { type Document, documentLabel, refLabel } from '../../documents/document.js';
import type { Choice } from '../../text/texts.js';
import { formatDay } from '../../time.js';
import type { Citation, Claim, Draft } from '../answer.js';
import type { Understanding } from '../understand-question/understand-question.js';
import { listSuccessors } from './about-document.js';
import { explicitName } from './choose-documents.js';
import { sourceClaims } from './cite.js';
import type { DraftDoors, DraftPart } from './draft-doors.js';

const MOST_REPLACED = 2;
const MOST_NEXT = 2;

/** Warnings, source lines, caveats and what can be asked next, around what was quoted. */
export function finishDraft(part: DraftPart, understanding: Understanding, doors: DraftDoors): Draft {
  const { texts, library } = doors;
  const isValidity = understanding.intent === 'validity';
  const cited = [...new Set(part.citations.map((citation) => citation.documentId))].flatMap((id) => {
    const at = part.citations.findIndex((citation) => citation.documentId === id);
    const document = library.findById(id);
    return document ? [{ document, at, citation: part.citations[at] as Citation }] : [];
  });
  const warnings = cited.flatMap(({ document, at, citation }): Claim[] => {
    const isOpen = citation.validity.inForce !== false && citation.validity.successors.length === 0;
    if (isValidity || isOpen) return [];
    const fields = { document: documentLabel(document), clause: describeValidity(citation.validity, texts) };
    return [{ role: 'warning', text: texts('warning', fields), citation: at }];
  });
  const notes = cited.flatMap(({ document, at }): Claim[] => [
    ...(isValidity || understanding.intent === 'replaced-what' ? [] : noteReplaced(document, at, doors)),
    ...(document.caveat
      ? [{ role: 'note' as const, text: texts('caveat', { caveat: document.caveat }), citation: at }]
      : []),
  ]);
  const choices = cited[0] ? nextQuestions(cited[0].document, isValidity, doors) : [];
  return {
    outcome: 'answered',
    citations: part.citations,
    claims: [
      ...warnings,
      ...part.claims,
      ...sourceClaims(part.citations, library, texts),
      ...notes.filter((note, at) => notes.findIndex((other) => other.text === note.text) === at),
      ...(choices.length > 0 ? [{ role: 'next' as const, text: texts('next') }] : []),
    ],
    choices,
    writtenBy: 'extract',
  };
}

function noteReplaced(document: Document, at: number, { texts }: DraftDoors): Claim[] {
  const replaced = document.relations.filter((relation) => relation.type === 'replaces').slice(0, MOST_REPLACED);
  const names = replaced.map(({ target }) => refLabel(target)).filter(Boolean);
  const since = replaced[0]?.since;
  const fields = { documents: names.join(', '), since: since ? formatDay(since) : '' };
  return names.length > 0 ? [{ role: 'note', text: texts('replaces', fields), citation: at }] : [];
}

function nextQuestions(document: Document, isValidity: boolean, doors: DraftDoors): readonly Choice[] {
  const newest = listSuccessors(document, doors).at(-1);
  const questions: string[] = [];
  if (!isValidity && !isDossier(document))
    questions.push(doors.texts('next-questions.validity', { document: explicitName(document) }));
  if (newest || isValidity)
    questions.push(doors.texts('next-questions.summary', { document: explicitName(newest ?? document) }));
  return questions.slice(0, MOST_NEXT).map((text) => ({ label: text, text }));
}

/** Parts one after another; citations keep their claims. */
export function joinParts(parts: readonly DraftPart[]): DraftPart {
  const claims: Claim[] = [];
  const citations: Citation[] = [];
  for (const part of parts) {
    const shift = citations.length;
    claims.push(
      ...part.claims.map((claim) =>
        claim.citation === undefined ? claim : { ...claim, citation: claim.citation + shift },
      ),
    );
    citations.push(...part.citations);
  }
  return { claims, citations };
}

import { datedLabel } from '../../documents/describe-validity.js';
import { type Document, documentLabel } from '../../documents/document.js';
import { type AddressMention, listAt } from '../../documents/mentions/address-mention.js';
import { foldText } from '../../text/vietnamese-text.js';
import { formatDay } from '../../time.js';
import type { Draft } from '../answer.js';
import { ENOUGH_WITHIN } from '../judge-evidence/evidence.js';
import { nameOf } from '../understand-question/names-document.js';
import type { Subject, Understanding } from '../understand-question/understand-question.js';
import { listSuccessors } from './about-document.js';
import type { DraftDoors, WriteDoors } from './draft-doors.js';

/** How much clearer one of several documents of the same number has to speak to be the one that was meant. */
const CLEARER = 0.2;
const MOST_CHOICES = 6;
const LONGEST_TITLE = 80;

/** Which of several documents the question's other words mean; all of them where they do not tell, none
 * where none of them answers. Newest first. */
export async function chooseDocuments(
  subject: Subject,
  understanding: Understanding,
  doors: WriteDoors,
): Promise<readonly Document[]> {
  const documents = newestFirst(subject.documents);
  const { address, topic } = understanding;
  const withAddress = address ? documents.filter((document) => listAt(document.provisions, address).length > 0) : [];
  const candidates = withAddress.length > 0 ? withAddress : documents;
  if (candidates.length < 2 || isOneChain(candidates, doors) || topic.length === 0) return candidates;

  const titled = listTitled(candidates, topic);
  if (titled.length === 1) return titled;
  const findings = await doors.find(candidates);
  const best = candidates.map((document) => ({
    document,
    probability: Math.max(
      0,
      ...findings.flatMap((finding) => (finding.document.id === document.id ? [finding.evidence.probability] : [])),
    ),
  }));
  const [first, second] = best.sort((a, b) => b.probability - a.probability);
  if (!first) return candidates;
  // No choice leads to an answer where none of them says anything on it.
  if (understanding.intent === 'content' && subject.said === 'number' && first.probability < ENOUGH_WITHIN) return [];
  const others = second?.probability ?? 0;
  const lead = first.probability - others;
  const isClear = lead >= CLEARER || (first.probability >= ENOUGH_WITHIN && others < ENOUGH_WITHIN);
  return isClear || (subject.said === 'alias' && lead > 0) ? [first.document] : candidates;
}

/** Those whose names hold two neighbouring words of the question that the other names do not. */
function listTitled(documents: readonly Document[], topic: Understanding['topic']): readonly Document[] {
  const names = documents.map((document) => ` ${foldText(nameOf(document)).replace(/[^a-z0-9]+/g, ' ')} `);
  const pairs = topic.flatMap((run) => run.slice(1).map((word, at) => ` ${foldText(`${run[at]} ${word}`)} `));
  const telling = pairs.filter((pair) => !names.every((name) => name.includes(pair)));
  return documents.filter((_, at) => telling.some((pair) => names[at]?.includes(pair)));
}

/** Whether each but the newest leads on to another of them, so that they are one subject. */
export function isOneChain(documents: readonly Document[], doors: DraftDoors): boolean {
  const listed = newestFirst(documents);
  return listed
    .slice(1)
    .every((document) => listSuccessors(document, doors).some((successor) => listed.includes(successor)));
}

/** Asks back; choosing sends the question again with the document named beyond doubt. */
export function writeChoices(
  understanding: Understanding,
  subject: Subject,
  documents: readonly Document[],
  doors: WriteDoors,
): Draft {
  const { restored } = understanding;
  const before = restored.slice(0, subject.start);
  const after = restored.slice(subject.end);
  return askBack(
    documents,
    (name) => `${before}${name}${after}`,
    doors,
    (count) => doors.texts('ambiguous.lead', { count, written: subject.written }),
  );
}

/** An article without a document: those that have one of this number. */
export function writeAddressChoices(
  understanding: Understanding,
  address: AddressMention,
  documents: readonly Document[],
  doors: WriteDoors,
): Draft {
  const question = understanding.restored.replace(/[?\s]+$/, '');
  return askBack(
    newestFirst(documents),
    (name) => `${question} ${name}`,
    doors,
    () => doors.texts('ambiguous.address', { address: address.label }),
  );
}

function askBack(
  documents: readonly Document[],
  toQuestion: (name: string) => string,
  { texts }: DraftDoors,
  toLead: (count: string) => string,
): Draft {
  const shown = documents.slice(0, MOST_CHOICES);
  const choices = shown.map((document) => ({
    label: texts('ambiguous.choice', { document: datedLabel(document), title: cutTitle(document.title) }),
    text: toQuestion(explicitName(document)).trim(),
  }));
  return {
    outcome: 'ambiguous',
    claims: [
      { role: 'lead', text: toLead(String(shown.length)) },
      { role: 'next', text: texts('ambiguous.hint') },
    ],
    citations: [],
    choices,
    writtenBy: 'extract',
  };
}

/** A name that only this document bears: kind, number and day. */
export function explicitName(document: Document): string {
  const day = document.number ? document.issuedOn : undefined;
  if (!day) return documentLabel(document);
  return `${documentLabel(document)} ${day.length === 10 ? 'ngày' : 'năm'} ${formatDay(day)}`;
}

function newestFirst(documents: readonly Document[]): readonly Document[] {
  return [...documents].sort((a, b) => (b.issuedOn ?? '').localeCompare(a.issuedOn ?? ''));
}

function cutTitle(title: string): string {
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, title.lastIndexOf(' ', LONGEST_TITLE))}…`;
}

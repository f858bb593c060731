import { isDossier } from '../../documents/describe-validity.js';
import { type Document, documentLabel, documentName } from '../../documents/document.js';
import type { Line } from '../../documents/line.js';
import type { CheckedOutline } from '../../documents/outline.js';
import { passagePath } from '../../documents/page-path.js';
import { formatDay } from '../../time.js';
import type { OutlineTables } from '../briefing-doors.js';
import type { Sheet, SheetItem, SheetSection } from '../sheet.js';

/** How far an outline is, and what it is kept as; see `standingOf`. */
export interface SheetState {
  /** As read: `đã duyệt ngày 24/11/2026, …`. */
  readonly state: string;
  readonly isApproved: boolean;
  readonly id?: string;
  readonly version?: number;
}

type SheetDoors = Pick<OutlineTables, 'library' | 'texts'>;

export function toSheet(outline: CheckedOutline, state: SheetState, doors: SheetDoors): Sheet {
  const { texts, library } = doors;
  const { title, occasion, audience, minutes, superseded, outdated, asOf } = outline;
  const documents = outline.bases.flatMap(({ documentId }) => library.findById(documentId) ?? []);
  const changed = outdated.map(({ documentId }) => {
    const document = library.findById(documentId);
    return document ? documentName(document) : documentId;
  });
  return {
    kind: texts('outline.kind'),
    title,
    warnings: [
      ...(changed.length > 0 ? [texts('outline.outdated', { list: changed.join(', ') })] : []),
      ...superseded.map(({ text }) => text),
    ],
    facts: [
      occasion ? texts('outline.occasion', { occasion }) : '',
      texts('outline.audience', { audience }),
      texts('outline.minutes', { minutes: String(minutes) }),
      texts('outline.status', { state: state.state }),
      texts('outline.made', { day: formatDay(asOf), version: String(state.version ?? ''), id: state.id ?? '' }),
    ].filter(Boolean),
    basesHeading: texts('outline.bases'),
    bases: documents.filter((document) => !isDossier(document)).map((document) => sayBase(document, doors)),
    sections: listSections(outline, doors).map((section, at) => ({
      ...section,
      heading: `${toRoman(at + 1)}. ${section.heading}`,
    })),
    label: texts('outline.label'),
    ...(state.isApproved ? {} : { mark: texts('outline.draft-mark') }),
  };
}

function sayBase(document: Document, { texts }: SheetDoors): string {
  const label = documentLabel(document);
  return texts('outline.base', {
    document: label,
    // Of some only the year is known.
    day: document.issuedOn && document.issuedOn.length > 4 ? formatDay(document.issuedOn) : '',
    year: document.issuedOn?.length === 4 ? document.issuedOn : '',
    issuer: document.issuer ?? '',
    title: document.number ? document.title : '',
  });
}

function listSections(outline: CheckedOutline, { texts }: SheetDoors): readonly SheetSection[] {
  const { parts, figures, slogans, discussion, questions } = outline;
  const section = (key: string, items: readonly SheetItem[]): SheetSection => ({
    heading: texts(`outline.${key}`),
    items,
  });
  const toAnswer = (item: SheetItem, at: number): SheetItem => ({
    ...item,
    text: at === 0 ? texts('outline.answered', { text: item.text }) : item.text,
  });
  return [
    ...parts.map((part) => ({ heading: part.title, items: part.points.map(toItem) })),
    section('figures', figures.map(toItem)),
    section(
      'slogans',
      slogans.map(({ text, hangs, source }) => ({
        text: texts('outline.slogan', {
          text,
          source,
          from: hangs ? formatDay(hangs.from) : '',
          to: hangs ? formatDay(hangs.to) : '',
        }),
      })),
    ),
    section(
      'discussion',
      discussion.map((text) => ({ text })),
    ),
    section(
      'questions',
      questions.flatMap(({ question, answer }) => [
        { text: texts('outline.asked', { question }) },
        ...(answer.length > 0 ? answer.map(toItem).map(toAnswer) : [{ text: texts('outline.unanswered') }]),
      ]),
    ),
    section('local', [{ text: texts('outline.local-done') }, { text: texts('outline.local-next') }]),
  ].filter(({ items }) => items.length > 0);
}

const toItem = ({ text, label, documentId, provisionId }: Line): SheetItem => ({
  text,
  source: label,
  path: passagePath({ documentId, provisionId, quote: text }),
});

const NUMERALS: readonly (readonly [number, string])[] = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function toRoman(value: number): string {
  const [size, letters] = NUMERALS.find(([each]) => each <= value) ?? [0, ''];
  return size === 0 ? '' : letters + toRoman(value - size);
}

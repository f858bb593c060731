import { AlignmentType, Paragraph, type Table, type TextRun } from 'docx';
import { createTable } from './create-table.js';
import type { DocxDoors } from './docx-doors.js';
import { ruled, runOf, singleLine } from './measures.js';

/** Left: who issues it, and its number; right: the State's title, its motto, place and day. */
export function createHead({ layout, texts, today }: DocxDoors): Table {
  const { pt, words } = layout;
  const [year = ''] = today().split('-');
  const place = texts('outline.date', { place: words.place, year });
  return createTable(
    [
      [
        [lineOf(runOf(words.above, pt.above)), lineOf(runOf(words.issuer, pt.issuer, { bold: true })), ruled(45, 62)],
        [
          lineOf(runOf(words.nation, pt.nation, { bold: true })),
          lineOf(runOf(words.motto, pt.motto, { bold: true })),
          ruled(64, 98),
        ],
      ],
      [[lineOf(runOf(words.number, pt.number))], [lineOf(runOf(place, pt.place, { italics: true }))]],
    ],
    40,
    layout,
  );
}

function lineOf(run: TextRun): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [run], ...singleLine });
}

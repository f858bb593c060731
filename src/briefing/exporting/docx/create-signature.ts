import { AlignmentType, Paragraph, type Table } from 'docx';
import type { Layout } from '../../briefing-doors.js';
import { createTable } from './create-table.js';
import { runOf, singleLine } from './measures.js';

/** Left: who gets it; right: who signs, with room for hand and stamp. The name is written by who signs. */
export function createSignature(layout: Layout): Table {
  const { pt, words } = layout;
  const recipients = words.recipients
    .split('\n')
    .map((line) => new Paragraph({ children: [runOf(line, pt.recipients)], ...singleLine }));
  const head = new Paragraph({
    children: [runOf(words['recipients-head'], pt['recipients-head'], { bold: true, italics: true })],
    ...singleLine,
  });
  const signer = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [runOf(words.signer, pt.signer, { bold: true })],
    ...singleLine,
  });
  const room = new Paragraph({ children: [], spacing: { before: 0, after: 1_400 } });
  const above = new Paragraph({ children: [], spacing: { before: 0, after: 120 } });
  return createTable(
    [
      [
        [above, head, ...recipients],
        [above, signer, room],
      ],
    ],
    50,
    layout,
  );
}

import { BorderStyle, type Paragraph, Table, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import type { Layout } from '../../briefing-doors.js';
import { inTwips } from './measures.js';

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const BORDERLESS = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE };

/** Two columns side by side, without lines. `left`: share of the width, in hundredths. */
export function createTable(
  rows: readonly (readonly [readonly Paragraph[], readonly Paragraph[]])[],
  left: number,
  { mm }: Layout,
): Table {
  const width = inTwips(mm['paper-width'] - mm.left - mm.right);
  const widths = [Math.round((width * left) / 100), Math.round((width * (100 - left)) / 100)];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    borders: BORDERLESS,
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, at) =>
              new TableCell({
                borders: { top: NONE, bottom: NONE, left: NONE, right: NONE },
                width: { size: widths[at] ?? 0, type: WidthType.DXA },
                children,
              }),
          ),
        }),
    ),
  });
}

import { AlignmentType, BorderStyle, type IRunOptions, Paragraph, TextRun } from 'docx';

const TWIPS_PER_MM = 1_440 / 25.4;

export const inTwips = (mm: number): number => Math.round(mm * TWIPS_PER_MM);
export const halfPoints = (pt: number): number => Math.round(pt * 2);

/** Lines of a head stand close. */
export const singleLine = { spacing: { before: 0, after: 0, line: 240 } } as const;

export function runOf(text: string, pt: number, more: Omit<IRunOptions, 'text' | 'size'> = {}): TextRun {
  return new TextRun({ ...more, text, size: halfPoints(pt) });
}

/** A thin line below what stands above it, as wide as its share of the column, in hundredths. */
export function ruled(share: number, columnMm = 160): Paragraph {
  const side = inTwips((columnMm * (100 - share)) / 200);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { left: side, right: side },
    spacing: { before: 0, after: 120, line: 60 },
    border: { top: { style: BorderStyle.SINGLE, size: 4, space: 1, color: '000000' } },
    children: [],
  });
}

import type { Library } from '../../documents/library.js';
import type { Line } from '../../documents/line.js';
import type { Outline } from '../../documents/outline.js';
import { checkLine } from '../summarizing/check-summary.js';

/** All lines of an outline that state a fact. */
export function listLines({ parts, figures, questions }: Outline): readonly Line[] {
  return [...parts.flatMap(({ points }) => points), ...figures, ...questions.flatMap(({ answer }) => answer)];
}

/** What is wrong with an outline by looking at its lines as they are read, and at the library; empty where nothing is. */
export function checkOutline(outline: Outline, library: Library): readonly string[] {
  const flaws = listLines(outline).flatMap((line) => checkLine(`• ${line.text} (${line.label})`, line, library));
  if (outline.parts.length === 0) flaws.push('Không có phần nào.');
  return flaws.map((flaw) => `${outline.title}, ${outline.minutes} phút: ${flaw}`);
}

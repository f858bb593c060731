import type { Line } from '../../documents/line.js';
import type { CheckedOutline, Outline, OutlineBase } from '../../documents/outline.js';
import { validityOn } from '../../documents/validity.js';
import type { OutlineTables } from '../briefing-doors.js';
import { listSuperseded } from '../list-superseded.js';
import { verifyLines } from '../summarizing/verify-lines.js';

/**
 * Unchecked → checked, for an outline that was just made as for one that was kept: each line stands in its provision
 * today, and what was superseded by today is said. A line that fails is left out, and a part that is left empty.
 */
export function verifyOutline(
  outline: Outline,
  doors: Pick<OutlineTables, 'library' | 'texts' | 'today'>,
): CheckedOutline {
  const { library, today } = doors;
  const check = (lines: readonly Line[]): readonly Line[] => verifyLines(lines, library);
  const parts = outline.parts.map((part) => ({ ...part, points: check(part.points) }));
  const bases = outline.bases.flatMap(({ documentId }) => library.findById(documentId) ?? []);
  const checked = {
    ...outline,
    parts: parts.filter(({ points }) => points.length > 0),
    figures: check(outline.figures),
    slogans: outline.slogans.filter(({ source }) => source !== ''),
    questions: outline.questions.map((each) => ({ ...each, answer: check(each.answer) })),
    superseded: listSuperseded(bases, today(), doors),
    outdated: outline.bases.filter((base) => !isAsItWas(base, doors)),
  };
  // The brand exists for the compiler only; this is the one place that sets it.
  return checked as unknown as CheckedOutline;
}

function isAsItWas(
  { documentId, version, newer }: OutlineBase,
  { library, today }: Pick<OutlineTables, 'library' | 'today'>,
): boolean {
  const document = library.findById(documentId);
  if (document?.version !== version) return false;
  const { successors } = validityOn(document, today(), library);
  return successors.every((successor) => newer.includes(successor.document.id));
}

import type { Document } from '../../documents/document.js';
import type { Line } from '../../documents/line.js';
import type { SummaryDoors } from '../briefing-doors.js';
import type { NoSummary, Summary, SummaryLength, SummaryTarget } from '../summary.js';
import { createChooser } from './choosing/choose-sentences.js';
import { frameSummary, type SummaryFrame } from './frame-summary.js';
import { gatherSentences, type Material } from './gather-sentences.js';
import { renderLine, renderSummary } from './render-summary.js';
import { sayMissing } from './say-missing.js';
import { verifyLines } from './verify-lines.js';

/** Characters of the whole message. */
export const MOST_CHARACTERS: Readonly<Record<SummaryLength, number>> = {
  'one-minute': 600,
  'three-minutes': 1_800,
  full: Number.POSITIVE_INFINITY,
};
/** Of one document, where several speak: the others are to be heard too. */
const MOST_OF_DOCUMENT: Readonly<Record<SummaryLength, number>> = {
  'one-minute': 2,
  'three-minutes': 4,
  full: Number.POSITIVE_INFINITY,
};
/** Less of a sentence says nothing. */
const LEAST_CUT = 60;
const MOST_COUNT = 9_999;

/** What the library holds of the target in its own words, every line checked; with a model, in fewer words where they pass the check. */
export async function summarize(
  target: SummaryTarget,
  length: SummaryLength,
  doors: SummaryDoors,
): Promise<Summary | NoSummary> {
  const material = await gatherSentences(target, doors);
  if (!material || material.sentences.length === 0) return sayMissing(target, material, doors);
  const { frame, lines } = chooseLines(target, length, material, doors);
  const checked = verifyLines(await reword(lines, doors), doors.library);
  const left = material.sentences.length - checked.length;
  const told = checked.map((line) => renderLine(line, target, doors));
  const { title, superseded } = frame;
  const label = doors.texts(checked.some(({ said }) => said !== undefined) ? 'brief.label-reworded' : 'brief.label');
  const text = renderSummary(frame, told, left, label, doors.texts);
  return { target, length, title, superseded, lines: checked, left, asOf: doors.today(), text };
}

/** Warnings take room from lines, and only documents that are quoted are warned of: room is kept until both fit. */
function chooseLines(
  target: SummaryTarget,
  length: SummaryLength,
  material: Material,
  doors: SummaryDoors,
): { readonly frame: SummaryFrame; readonly lines: readonly Line[] } {
  const { documents } = material;
  const frameOf = (quoted: readonly Document[]) => frameSummary({ target, length, material, quoted }, doors);
  const label = doors.texts(doors.reword ? 'brief.label-reworded' : 'brief.label');
  const sizeOf = (each: SummaryFrame): number =>
    renderSummary(each, [], MOST_COUNT, label, doors.texts).length + '\n\n'.length;
  let frame = frameOf(documents.length === 1 ? documents : []);
  const choose = createChooser(material, frame.title);
  const costOf = (line: Line): number => renderLine(line, target, doors).length + '\n'.length;
  const mostOfDocument = documents.length > 1 ? MOST_OF_DOCUMENT[length] : Number.POSITIVE_INFINITY;
  const fill = (room: number): readonly Line[] => {
    const chosen = choose({ room, costOf, mostOfDocument });
    if (chosen.length > 0) return chosen.map(toLine);
    const [best] = choose({ room: 1, costOf: () => 1 });
    return best ? cutLine({ ...toLine(best), isCut: true }, room, costOf) : [];
  };
  let kept = 0;
  let lines: readonly Line[] = [];
  while (sizeOf(frame) > kept) {
    kept = sizeOf(frame);
    lines = fill(MOST_CHARACTERS[length] - kept);
    frame = frameOf(documents.filter(({ id }) => lines.some(({ documentId }) => documentId === id)));
  }
  return { frame, lines };
}

function cutLine(line: Line, room: number, costOf: (line: Line) => number): readonly Line[] {
  const spare = room - (costOf(line) - line.text.length);
  if (spare < LEAST_CUT) return [];
  const text = line.text.slice(0, line.text.lastIndexOf(' ', spare)).replace(/[\s,;:–-]+$/, '');
  return [{ ...line, text }];
}

function toLine({ text, provisionId, documentId, address, label }: Line): Line {
  return { text: text.replace(/;$/, ''), provisionId, documentId, address, label };
}

/** A model that fails, or does not keep to the lines, leaves them as they are. */
async function reword(lines: readonly Line[], { reword: ask }: SummaryDoors): Promise<readonly Line[]> {
  if (!ask) return lines;
  const said = await ask(lines.map(({ text }) => text)).catch(() => []);
  if (said.length !== lines.length) return lines;
  return lines.map((line, at) => (line.isCut || !said[at] ? line : { ...line, said: said[at] }));
}

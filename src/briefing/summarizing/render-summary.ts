import { documentName } from '../../documents/document.js';
import type { Line } from '../../documents/line.js';
import type { Texts } from '../../text/texts.js';
import type { SummaryDoors } from '../briefing-doors.js';
import type { SummaryTarget } from '../summary.js';
import type { SummaryFrame } from './frame-summary.js';

/** A line as it is read: `• … (Điều 5)`; where several documents speak, with the document's name. */
export function renderLine(line: Line, { kind }: SummaryTarget, { library, texts }: SummaryDoors): string {
  const document = library.findById(line.documentId);
  const name = document ? documentName(document) : '';
  const isOfMany = kind === 'theme' || kind === 'since';
  const place = [isOfMany ? name : '', line.address].filter(Boolean).join(', ') || name;
  const words = line.said ?? line.text;
  return texts('brief.line', { text: line.isCut ? `${words}…` : words, place });
}

export function renderSummary(
  frame: SummaryFrame,
  lines: readonly string[],
  left: number,
  label: string,
  texts: Texts,
): string {
  const more = left > 0 ? texts('brief.more', { count: String(left) }) : '';
  const blocks = [[frame.title, ...frame.warnings], lines, [more, [frame.source, label].filter(Boolean).join(' ')]];
  return blocks
    .map((block) => block.filter(Boolean).join('\n'))
    .filter(Boolean)
    .join('\n\n');
}

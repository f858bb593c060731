import type { Texts } from '../../answering/write-draft/draft-doors.js';
import { type Document, documentName } from '../../documents/document.js';
import { formatDay } from '../../time.js';
import type { Line, Summary, SummaryTarget } from '../summary.js';

/** A line as it is read: `• … (Điều 5)`; where several documents speak, with the document's name. */
export function renderLine(line: Line, target: SummaryTarget, name: string, texts: Texts): string {
  const isOfOne = target.kind === 'document' || target.kind === 'provision';
  const place = [isOfOne ? '' : name, line.address].filter(Boolean).join(', ') || name;
  const words = (line.said ?? line.text).trim();
  return texts('brief.line', { text: line.isCut ? `${words}…` : words, place });
}

export interface SummaryFrame {
  readonly title: string;
  readonly superseded: Summary['superseded'];
  /** One line on form and standing; empty where there is nothing to say. */
  readonly source: string;
}

export function renderSummary(frame: SummaryFrame, lines: readonly string[], left: number, texts: Texts): string {
  const more = left > 0 ? texts('brief.more', { count: String(left) }) : '';
  const blocks = [
    [frame.title, ...frame.superseded.map(({ text }) => text)],
    lines,
    [more, frame.source, texts('brief.label')],
  ];
  return blocks
    .map((block) => block.filter(Boolean).join('\n'))
    .filter(Boolean)
    .join('\n\n');
}

/** When somebody last checked, and of what kind the text is. */
export function renderSource(documents: readonly Document[], texts: Texts): string {
  const days = documents.flatMap(({ checkedOn }) => (checkedOn ? [checkedOn] : [])).sort();
  return texts('brief.source', {
    digest: documents.some(({ form }) => form === 'digest') ? texts('brief.digest') : '',
    checked: days[0] ? formatDay(days[0]) : '',
  });
}

export const nameOf = (document: Document): string => documentName(document);

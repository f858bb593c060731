import { type HTMLElement, type Node, NodeType, parse } from 'node-html-parser';
import { toRoman } from '../text/roman-numerals.js';
import type { ExtractedText } from './extract-text.js';

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'head', 'svg', 'nav', 'iframe', 'form', 'button']);
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer header h1 h2 h3 h4 h5 h6 hr html li main ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const LETTERS = 'abcdđeghiklmnopqrstuvxy';

/** A page: one line per block, numbers of lists written out, tables of data row by row, tables of layout cell by cell. */
export function extractHtml(html: string): ExtractedText {
  const writer = new LineWriter();
  writeNode(parse(html, { comment: false }), writer, 0);
  return { lines: writer.finish() };
}

class LineWriter {
  private readonly lines: { text: string }[] = [];
  private current = '';

  write(text: string): void {
    this.current += text.replace(/\s+/g, ' ');
  }

  /** Ends the line; `block` parts it from the next by a blank one. */
  endLine(block: boolean): void {
    const text = this.current.replace(/ {2,}/g, ' ').trim();
    this.current = '';
    if (text !== '') this.lines.push({ text });
    if (block && this.lines.length > 0 && this.lines.at(-1)!.text !== '') this.lines.push({ text: '' });
  }

  finish(): readonly { text: string }[] {
    this.endLine(false);
    return this.lines;
  }
}

function writeNode(node: Node, writer: LineWriter, listDepth: number): void {
  if (node.nodeType === NodeType.TEXT_NODE) writer.write(node.text);
  if (node.nodeType !== NodeType.ELEMENT_NODE) return;
  const element = node as HTMLElement;
  const tag = element.rawTagName?.toLowerCase() ?? '';
  if (UNSEEN.has(tag)) return;
  const isBlock = BLOCKS.has(tag);
  if (isBlock || tag === 'br') writer.endLine(isBlock);
  if (tag === 'table' && isDataTable(element)) writeRows(element, writer);
  else if (tag === 'ol' || tag === 'ul') writeList(element, writer, listDepth);
  else for (const child of element.childNodes) writeNode(child, writer, listDepth);
  if (isBlock) writer.endLine(true);
}

function writeList(list: HTMLElement, writer: LineWriter, depth: number): void {
  const isOrdered = list.rawTagName.toLowerCase() === 'ol';
  let number = Number(list.getAttribute('start') ?? 1) || 1;
  const type = list.getAttribute('type') ?? (depth === 0 ? '1' : 'a');
  for (const item of list.childNodes) {
    if ((item as HTMLElement).rawTagName?.toLowerCase() !== 'li') {
      writeNode(item, writer, depth + 1);
      continue;
    }
    writer.endLine(true);
    if (!isOrdered) writer.write('- ');
    else if (type === 'a') writer.write(`${LETTERS[number - 1] ?? number}) `);
    else if (type === 'I') writer.write(`${toRoman(number)}. `);
    else writer.write(`${number}. `);
    number++;
    for (const child of item.childNodes) writeNode(child, writer, depth + 1);
    writer.endLine(true);
  }
}

/** Letterheads and signatures are set in tables of one or two rows and two columns; anything larger holds data. */
function isDataTable(table: HTMLElement): boolean {
  if (table.querySelector('table')) return false;
  const rows = table.querySelectorAll('tr');
  return rows.length > 2 || rows.some((row) => cellsOf(row).length > 2);
}

function writeRows(table: HTMLElement, writer: LineWriter): void {
  writer.endLine(true);
  for (const row of table.querySelectorAll('tr')) {
    writer.write(
      cellsOf(row)
        .map((cell) => cell.structuredText.replace(/\s+/g, ' ').trim())
        .filter((text) => text !== '')
        .join(' | '),
    );
    writer.endLine(true);
  }
}

function cellsOf(row: HTMLElement): readonly HTMLElement[] {
  return row.childNodes.filter((node): node is HTMLElement => /^t[dh]$/i.test((node as HTMLElement).rawTagName ?? ''));
}

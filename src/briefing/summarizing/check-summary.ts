import { addressOf, indexProvisions } from '../../documents/address.js';
import type { Library } from '../../documents/library.js';
import type { Line } from '../../documents/line.js';
import { normalizeText } from '../../text/vietnamese-text.js';
import type { Summary } from '../summary.js';
import { MOST_CHARACTERS } from './summarize.js';

/** A number with what is printed to it: `2.862`, `26/7/2026`, `3,5`. */
const NUMBER = /\d+(?:[.,/:-]\d+)*/g;

/**
 * What is wrong with a summary as it is read, by looking at its text alone and at the library: each line bears an
 * address that resolves, its words stand there, and so does every number of it, whole. Empty where nothing is.
 */
export function checkSummary({ title, text, lines, length }: Summary, library: Library): readonly string[] {
  const read = text.split('\n').filter((row) => row.startsWith('• '));
  const flaws = read.flatMap((row, at) => {
    const line = lines[at];
    return line ? checkLine(row, line, library) : [`Dòng không có nguồn: ${row}`];
  });
  if (read.length !== lines.length) flaws.push(`${lines.length} dòng có nguồn, ${read.length} dòng được đọc.`);
  if (read.length === 0) flaws.push('Không có dòng nào.');
  if (text.length > MOST_CHARACTERS[length]) flaws.push(`Dài ${text.length} ký tự.`);
  return flaws.map((flaw) => `${title}: ${flaw}`);
}

/** What is wrong with one line as it is read. */
export function checkLine(row: string, line: Line, library: Library): readonly string[] {
  const document = library.findById(line.documentId);
  const byId = indexProvisions(document?.provisions ?? []);
  const provision = byId.get(line.provisionId);
  if (!provision) return [`Địa chỉ không có trong kho: ${row}`];
  const place = addressOf(provision, byId);
  if (!row.endsWith(`${place})`)) return [`Địa chỉ không khớp “${place}”: ${row}`];
  const words = row.slice('• '.length, row.lastIndexOf(' (', row.length - place.length - 1)).replace(/…$/, '');
  const source = normalizeText(provision.text);
  if (line.said === undefined && !source.includes(words)) return [`Câu không có ở ${place}: ${row}`];
  const held = new Set(source.match(NUMBER));
  const strange = (words.match(NUMBER) ?? []).filter((number) => !held.has(number));
  return strange.length > 0 ? [`Số ${strange.join(', ')} không có ở ${place}: ${row}`] : [];
}

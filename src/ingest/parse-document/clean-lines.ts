import { normalizeText } from '../../text/vietnamese-text.js';
import type { TextLine } from '../extract-text.js';

/** A line with something on it. Columns are still parted by three spaces. */
export interface Line {
  readonly text: string;
  readonly page?: number;
  /** Whether a blank line or a new page stands before it. */
  readonly isApart: boolean;
}

export function cleanLines(lines: readonly TextLine[]): readonly Line[] {
  const cleaned: Line[] = [];
  let isApart = true;
  let pageBefore: number | undefined;
  for (const { text: raw, page } of lines) {
    for (const part of normalizeText(raw).split('\n')) {
      const text = part
        .replace(/\*\*|__/g, '')
        .replace(/\t+|\s{3,}/g, '   ')
        .replace(/(?<! ) {2}(?! )/g, ' ')
        .trim();
      if (text === '' || /^[\s*_=~.•/-]+$/.test(text)) {
        isApart = true;
        continue;
      }
      cleaned.push({ text, ...(page ? { page } : {}), isApart: isApart || page !== pageBefore });
      isApart = false;
      pageBefore = page;
    }
  }
  return cleaned;
}

export function cellsOf(line: Line): readonly string[] {
  return line.text.split('   ').filter((cell) => cell.trim() !== '');
}

export function withoutColumns(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Letters are all capitals, and there are some. */
export function isUpper(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** Ends as a sentence or an item does. */
export function isEnded(text: string): boolean {
  return /[.;:!?…]["”)]?$|["”)]$/u.test(text);
}

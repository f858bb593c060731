import type { ExtractedText } from './extract-text.js';

const RULE = /^\s*(?:\*\s*){3,}$|^\s*(?:-\s*){3,}$|^\s*(?:_\s*){3,}$/;

/** Markdown of an original: the signs of headings, emphasis, quotes, links and tables go, the words stay. */
export function extractMarkdown(text: string): ExtractedText {
  const lines: { text: string }[] = [];
  for (const raw of text.split(/\r\n?|\n/)) {
    if (RULE.test(raw)) {
      lines.push({ text: '' });
      continue;
    }
    const heading = /^\s{0,3}#{1,6}\s+(.*?)\s*#*$/.exec(raw);
    const line = toPlain(heading ? heading[1]! : raw);
    if (heading) lines.push({ text: '' }, { text: line }, { text: '' });
    else lines.push({ text: line });
  }
  return { lines };
}

function toPlain(line: string): string {
  return line
    .replace(/^\s*>+\s?/, '')
    .replace(/^\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*$/, '')
    .replace(/^\s*\|(.*)\|\s*$/, (_, cells: string) =>
      cells
        .split('|')
        .map((cell) => cell.trim())
        .join(' | '),
    )
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/^(\s*)\*\s+(?=\S)/, '$1- ')
    .replace(/!?\[([^\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\d*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\p{L}\d*])/gu, '$1')
    .replace(/^\*\*|\*\*$/g, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, '$1')
    .trimEnd();
}

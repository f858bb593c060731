import type { Child } from 'hono/jsx';

/** Splits a text into pieces of which some are marked. */
export type Highlight = (text: string) => Child;

/** Shorter texts found inside a quote are chance, not the quoted passage. */
const SHORTEST_PART = 16;
/** Each is looked for in every provision; what we quote has fewer. */
const MOST_PIECES = 40;

/**
 * Marks the quoted words wherever they stand. White space may differ; a quote put together from several lines or
 * shortened by "…" is marked piece by piece; where it spans several provisions, each of them is marked whole.
 */
export function createHighlight(quote: string | undefined): Highlight {
  const pieces = (quote ?? '')
    .split(/\s*(?:…|\[\.\.\.\]|\.\.\.|\r?\n)\s*/)
    .map((piece) => piece.replace(/^[-–•>]\s+/, '').trim())
    .filter((piece) => piece !== '')
    .slice(0, MOST_PIECES);
  if (pieces.length === 0) return (text) => text;
  const flatQuote = flatten(pieces.join(' '));
  const patterns = pieces.map((piece) => new RegExp(piece.split(/\s+/).map(escapePattern).join('\\s+'), 'u'));
  return (text) => {
    const flat = flatten(text);
    if (flat.length >= SHORTEST_PART && flatQuote.includes(flat)) return <mark>{text}</mark>;
    const ranges = patterns
      .map((pattern) => pattern.exec(text))
      .filter((match) => match !== null)
      .map((match) => ({ from: match.index, to: match.index + match[0].length }))
      .sort((a, b) => a.from - b.from);
    const parts: Child[] = [];
    let end = 0;
    for (const { from, to } of ranges) {
      if (to <= end) continue;
      const start = Math.max(from, end);
      parts.push(text.slice(end, start), <mark>{text.slice(start, to)}</mark>);
      end = to;
    }
    parts.push(text.slice(end));
    return <>{parts}</>;
  };
}

function flatten(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

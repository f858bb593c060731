import { findMarked, removeMarkup } from './markup.js';

const PARAGRAPH = /\n[^\S\n]*(?=\n)/g;
const LINE = /\n/g;
/** Not behind the number of an item or a provision: “Điều 5. Đảng viên” is one piece. */
const SENTENCE = /(?<=[.!?…][”"’)\]]*)(?<!(?:^|[\s(])\d{1,3}\.)\s/g;
const WORD = /\s/g;

/** A part is not ended early for a better place than this share of what it may hold. */
const LEAST_SHARE = 1 / 3;

const CLUSTERS = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/**
 * Parts of at most `limit` code units (at least 2) that together hold every letter: cut between paragraphs, else lines,
 * else sentences, else words, else clusters of letter and marks; never inside bold, italic or a link. Blank space at the
 * cuts goes; nothing else does, but the marks of a stretch that no part could hold.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.length > limit ? removeMarkup(text, limit) : text;
  while (rest.length > limit) {
    const end = findCut(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = withoutLeadingSpace(rest.slice(end));
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** At most `limit` code units, ending at a word and with `…` where it was longer. */
export function shortenText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = Math.max(limit - 1, 1);
  const head = text.slice(0, findLast(text, WORD, room, [], room * LEAST_SHARE) ?? findClusterEnd(text, room, []));
  return `${head.replace(/[\s,;:–-]+$/u, '')}…`;
}

type Span = ReturnType<typeof findMarked>[number];

function findCut(text: string, limit: number): number {
  const spans = findMarked(text);
  const least = limit * LEAST_SHARE;
  return (
    findLast(text, PARAGRAPH, limit, spans, least) ??
    findLast(text, LINE, limit, spans, least) ??
    findLast(text, SENTENCE, limit, spans, least) ??
    findLast(text, WORD, limit, spans, 1) ??
    findClusterEnd(text, limit, spans)
  );
}

/** The last break that leaves at least so much before it and at most the limit. */
function findLast(text: string, breaks: RegExp, limit: number, spans: readonly Span[], least: number) {
  let found: number | undefined;
  for (const { index } of text.slice(0, limit + 1).matchAll(breaks)) {
    // A mark on a blank belongs to it.
    const isFree = !isInside(index, spans) && !/^\s+\p{M}/u.test(text.slice(index, index + 40));
    if (index >= least && isFree && text.slice(0, index).trim() !== '') found = index;
  }
  return found;
}

function findClusterEnd(text: string, limit: number, spans: readonly Span[]): number {
  const clusters = CLUSTERS.segment(text);
  let end = limit;
  while (end > 0) {
    const start = clusters.containing(end)?.index ?? end;
    const span = spans.find((each) => each.start < start && start < each.end);
    if (!span && start > 0) return start;
    end = span ? span.start : 0;
  }
  // One cluster that no part can hold: between its code points.
  return /[\uD800-\uDBFF]/.test(text[limit - 1]!) ? limit - 1 : limit;
}

function isInside(index: number, spans: readonly Span[]): boolean {
  return spans.some(({ start, end }) => start < index && index < end);
}

/** The indentation of a line stays. */
function withoutLeadingSpace(text: string): string {
  return text.replace(/^(?:\s*\n|\s+)(?!\p{M})/u, '');
}

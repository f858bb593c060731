import type { OutlineNode } from '../to-provisions.js';
import { isEnded, isUpper, type Line, withoutColumns } from './clean-lines.js';
import { describeMarker, findMarker, type Marker, type MarkerStyle, POINT_LETTERS, RANKS } from './markers.js';

/** A provision of an original. `sign`, heading and text of all nodes in order are the body's characters, each once. */
export interface OriginalNode extends OutlineNode {
  readonly sign: string;
}

interface Draft {
  readonly style: MarkerStyle | 'plain';
  readonly marker?: Marker;
  readonly parent?: Draft;
  readonly page?: number;
  heading: string;
  text: string;
  hasChildren: boolean;
}

const LONGEST_HEADING = 200;
/** A line that long was broken by the page's width, not by its author. */
const FULL_LINE = 50;
/** Words that a reference goes on from, so that `khoản` + `1. …` on the next line is no new clause. */
const EXPECTS_MORE = /(?:^|\s)(?:điểm|khoản|điều|mục|phần|chương|và|hoặc|tại|theo|số|ngày|tháng|năm|của)$/iu;

/** Lines of the body → provisions in reading order, for both layouts. */
export function parseOutline(lines: readonly Line[]): readonly OriginalNode[] {
  const drafts: Draft[] = [];
  const open: Draft[] = [];
  const numberOf = (style: MarkerStyle) => open.findLast((draft) => draft.style === style)?.marker?.number;
  let written: Line | undefined;

  for (const line of lines) {
    const text = withoutColumns(line.text);
    const last = drafts.at(-1);
    const marker = findMarker(text, numberOf);
    if (marker && !isContinuation(marker, line, written, last, numberOf)) {
      while (open.length > 0 && rankOf(open.at(-1)!) >= RANKS[marker.style]) open.pop();
      const draft = toDraft(marker, line.page, open.at(-1));
      drafts.push(draft);
      open.push(draft);
    } else if (last && continuesHeading(text, last)) last.heading = joinText(last.heading, text);
    else if (last && written && runsOn(text, line, written, last)) append(last, text);
    else {
      // A plain paragraph behind a finished list item belongs to what the list belongs to.
      while (open.length > 0 && rankOf(open.at(-1)!) >= RANKS.dash) open.pop();
      const parent = open.at(-1);
      if (parent && parent.text === '' && !parent.hasChildren) parent.text = text;
      else drafts.push(plainDraft(text, line.page, parent));
    }
    written = line;
  }
  return drafts.length > 0 ? toNodes(drafts.flatMap(splitInlineList)) : [];
}

function rankOf(draft: Draft): number {
  return draft.style === 'plain' ? Number.POSITIVE_INFINITY : RANKS[draft.style];
}

function toDraft(marker: Marker, page: number | undefined, parent: Draft | undefined): Draft {
  if (parent) parent.hasChildren = true;
  const isHeading = RANKS[marker.style] < RANKS.inline && isHeadingText(marker.rest);
  return {
    style: marker.style,
    marker,
    ...(parent ? { parent } : {}),
    ...(page ? { page } : {}),
    heading: isHeading ? marker.rest : '',
    text: isHeading ? '' : marker.rest,
    hasChildren: false,
  };
}

function plainDraft(text: string, page: number | undefined, parent: Draft | undefined): Draft {
  if (parent) parent.hasChildren = true;
  return {
    style: 'plain',
    ...(parent ? { parent } : {}),
    ...(page ? { page } : {}),
    heading: '',
    text,
    hasChildren: false,
  };
}

function isHeadingText(text: string): boolean {
  return text !== '' && (isUpper(text) || (!/[.;:,!?…]["”)]?$/u.test(text) && text.length <= LONGEST_HEADING));
}

function append(draft: Draft, text: string): void {
  if (draft.text === '' && draft.heading !== '') {
    const whole = joinText(draft.heading, text);
    draft.heading = isHeadingText(whole) ? whole : '';
    draft.text = isHeadingText(whole) ? '' : whole;
  } else draft.text = joinText(draft.text, text);
}

function joinText(before: string, after: string): string {
  return before === '' ? after : `${before} ${after}`;
}

/** Whether what looks like a marker is the middle of a sentence that a line or page end broke. */
function isContinuation(
  marker: Marker,
  line: Line,
  before: Line | undefined,
  last: Draft | undefined,
  numberOf: (style: MarkerStyle) => string | undefined,
): boolean {
  if (!before || !last || isEnded(before.text)) return false;
  const isFull = before.text.length >= FULL_LINE && !isUpper(before.text);
  const isNext = follows(marker, numberOf(marker.style));
  if (EXPECTS_MORE.test(before.text) && isFull) return true;
  if (!marker.isWeak || !isFull) return false;
  const isOfList = marker.style === 'dash' || marker.style === 'plus' ? last.style === marker.style : isNext;
  return !isOfList && (!line.isApart || line.page !== before.page);
}

function follows(marker: Marker, open: string | undefined): boolean {
  if (open === undefined) return marker.number === '1' || marker.number === 'a';
  if (marker.style === 'letter') return POINT_LETTERS.indexOf(marker.number) === POINT_LETTERS.indexOf(open) + 1;
  return Number.parseInt(marker.number, 10) === Number.parseInt(open, 10) + 1;
}

/** `Chương II` has its title on the next line; titles in capitals may take several. */
function continuesHeading(text: string, last: Draft): boolean {
  if (last.style === 'plain' || last.text !== '' || last.hasChildren || RANKS[last.style] > RANKS.article) return false;
  if (last.heading === '') return isHeadingText(text);
  return isUpper(last.heading) && isUpper(text) && last.heading.length + text.length <= LONGEST_HEADING;
}

/** Whether a line without a marker goes on with the paragraph before it (docs/domain.md#structure, trap b). */
function runsOn(text: string, line: Line, before: Line, last: Draft): boolean {
  const tail = last.text || last.heading;
  if (tail === '' || (isUpper(tail) && last.text === '')) return false;
  if (/[.;:!?…]["”)]?$/u.test(tail)) return false;
  const isLower = /^["“(]?\p{Ll}/u.test(text) || /^[,;.:)”]/u.test(text);
  if (isLower) return !line.isApart || !/["”)]$/u.test(tail);
  const isBroken = !line.isApart || line.page !== before.page;
  return isBroken && before.text.length >= FULL_LINE && !/["”)]$/u.test(tail);
}

/** `…, đặc biệt là: (1) …; (2) … . Chú trọng …` → the lead, an item for each number, and what follows the list. */
function splitInlineList(draft: Draft): readonly Draft[] {
  const signs = findInlineSigns(draft.text);
  if (signs.length < 2) return [draft];
  const text = draft.text;
  const parts: Draft[] = [draft];
  const after: Draft[] = [];
  for (const [index, sign] of signs.entries()) {
    const end = signs[index + 1]?.start ?? text.length;
    let item = text.slice(sign.end, end).trim();
    if (index === signs.length - 1) {
      const close = /[.!?…]["”)]*\s+(?=["“(]?\p{Lu})/u.exec(item);
      if (close) {
        after.push(plainDraft(item.slice(close.index + close[0].length), draft.page, draft));
        item = item.slice(0, close.index + close[0].length).trim();
      }
    }
    const written = text.slice(sign.start, sign.end);
    const marker: Marker = { style: 'inline', sign: written, number: sign.number, rest: item, isWeak: false };
    parts.push({ ...plainDraft(item, draft.page, draft), style: 'inline', marker });
  }
  draft.text = text.slice(0, signs[0]!.start).trim();
  return [...parts, ...after];
}

function findInlineSigns(text: string): readonly { start: number; end: number; number: string }[] {
  const signs: { start: number; end: number; number: string }[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\d])\((\d{1,2})\)\s*/gu)) {
    const last = signs.at(-1);
    if (Number(match[1]) !== signs.length + 1) continue;
    const between = text.slice(last?.end ?? 0, match.index).trim();
    if (last && (!/[;,.](?:\s*và)?$/u.test(between) || between.split(' ').length < 2)) break;
    signs.push({ start: match.index, end: match.index + match[0].length, number: match[1]! });
  }
  return signs;
}

function toNodes(drafts: readonly Draft[]): readonly OriginalNode[] {
  const nodes = new Map<Draft, OriginalNode>();
  for (const draft of drafts) {
    const parent = draft.parent && nodes.get(draft.parent);
    // What nothing stands under was no heading.
    const isBare = draft.text === '' && !draft.hasChildren;
    const described = draft.marker
      ? describeMarker(draft.marker, {
          isUnderArticle: isUnder(draft, 'article'),
          ...(draft.parent?.marker ? { parentNumber: draft.parent.marker.number } : {}),
        })
      : { level: 'paragraph' as const, label: '', token: '' };
    nodes.set(draft, {
      ...described,
      ...(parent ? { parent } : {}),
      number: draft.marker?.number ?? '',
      sign: draft.marker?.sign ?? '',
      ...(draft.heading && !isBare ? { heading: draft.heading } : {}),
      text: isBare ? draft.heading : draft.text,
      ...(draft.page ? { page: draft.page } : {}),
    });
  }
  return [...nodes.values()];
}

function isUnder(draft: Draft, style: MarkerStyle): boolean {
  for (let above = draft.parent; above; above = above.parent) if (above.style === style) return true;
  return false;
}

import { indexProvisions, lineageOf } from '../../documents/address.js';
import type { Document, Provision } from '../../documents/document.js';
import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { Claim } from '../answer.js';
import { isEnough } from '../judge-evidence/evidence.js';
import type { Finding } from '../retrieve-passages.js';
import { cite } from './cite.js';
import type { DraftDoors, DraftPart } from './draft-doors.js';

/** Longest quotes of an ordinary answer, in characters, and of a list that was asked for. */
const LONGEST_QUOTES = 600;
const LONGEST_LIST = 1_500;
const MOST_QUOTES = 4;
/** A further line is quoted only if it speaks almost as clearly as the first. */
const NEAR_BEST = 0.8;

/** The best finding and what stands near it in the same document and says as much, in reading order. */
export function quoteFindings(findings: readonly Finding[], doors: DraftDoors): DraftPart {
  const best = findings[0];
  if (!best) return { claims: [], citations: [] };
  const near = findings.filter(
    (finding) =>
      finding.document.id === best.document.id &&
      finding.evidence.probability >= best.evidence.probability * NEAR_BEST &&
      isEnough(finding.evidence, 0),
  );
  const chosen = new Map<string, Finding>([[best.passage.id, best]]);
  let length = best.passage.text.length;
  for (const finding of near) {
    if (chosen.size >= MOST_QUOTES || chosen.has(finding.passage.id)) continue;
    if (length + finding.passage.text.length > LONGEST_QUOTES) continue;
    if ([...chosen.values()].some((other) => isSame(other.passage.text, finding.passage.text))) continue;
    chosen.set(finding.passage.id, finding);
    length += finding.passage.text.length;
  }
  const ordered = [...chosen.values()].sort((a, b) => a.provision.order - b.provision.order);
  return toQuotes(
    ordered.map((finding) => ({ provision: finding.provision, text: shorten(finding.passage.text) })),
    best.document,
    doors,
  );
}

/** All lines below a provision (or the provision's own text), as a list, cut at the longest list. */
export function quoteProvisions(
  provisions: readonly Provision[],
  document: Document,
  doors: DraftDoors,
  longest = LONGEST_LIST,
): DraftPart {
  const lines = provisions.filter((provision) => provision.text !== '');
  let length = 0;
  const kept = lines.filter((line, at) => {
    length += line.text.length;
    return at === 0 || length <= longest;
  });
  const part = toQuotes(
    kept.map((provision) => ({
      provision,
      text: kept.length === 1 ? shorten(provision.text, longest) : provision.text,
    })),
    document,
    doors,
  );
  const left = lines.length - kept.length;
  if (left === 0) return part;
  const more: Claim = { role: 'note', text: doors.texts('list.more', { count: String(left) }), left };
  return { ...part, claims: [...part.claims, more] };
}

/** A provision and everything in it, in reading order. */
export function listWithin(provision: Provision, document: Document): readonly Provision[] {
  const byId = indexProvisions(document.provisions);
  return document.provisions.filter((each) => lineageOf(each, byId).some((step) => step.id === provision.id));
}

function toQuotes(
  lines: readonly { provision: Provision; text: string }[],
  document: Document,
  doors: DraftDoors,
): DraftPart {
  const citations = lines.map(({ provision, text }) => cite(document, provision, text, doors.library, doors.asOf));
  const claims: Claim[] = lines.map(({ text }, at) => ({ role: 'quote', text, citation: at }));
  return { claims, citations };
}

/** Share of the syllables of two lines that both hold when they say the same. */
const SAME = 0.75;

function isSame(a: string, b: string): boolean {
  const [x, y] = [foldText(a), foldText(b)];
  if (x.includes(y) || y.includes(x)) return true;
  const [one, other] = [new Set(splitSyllables(x)), new Set(splitSyllables(y))];
  const shared = [...one].filter((syllable) => other.has(syllable)).length;
  return shared >= SAME * (one.size + other.size - shared);
}

/** A long passage is cut behind a sentence or a clause, never inside a word. */
export function shorten(text: string, longest = LONGEST_QUOTES): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest);
  const end = Math.max(head.lastIndexOf('. ') + 1, head.lastIndexOf('; ') + 1);
  return end > longest / 2 ? head.slice(0, end) : head.slice(0, head.lastIndexOf(' '));
}

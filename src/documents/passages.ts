import { addressOf, indexProvisions, lineageOf } from './address.js';
import { type Document, documentLabel, type Provision } from './document.js';

/** What is searched: a provision, or a part of a long one that keeps its address. */
export interface Passage {
  readonly id: string;
  readonly documentId: string;
  readonly provisionId: string;
  /** Kind, number and title of the document. */
  readonly title: string;
  /** Address and headings above it. */
  readonly section: string;
  readonly text: string;
  /** Questions that the text answers, as people ask them: searched with it, never shown. */
  readonly asked?: readonly string[];
  /** Whether the text itself is such a question. */
  readonly isQuestion?: true;
}

const LONGEST_PASSAGE = 180;
const LONGEST_LEAD = 40;

/** What is searched of a document: each provision that has text, long ones in parts. Ids are stable as long as the text is. */
export function toPassages(document: Document): readonly Passage[] {
  const byId = indexProvisions(document.provisions);
  const label = documentLabel(document);
  const title = label.includes(document.title) ? label : `${label}. ${document.title}`;
  return document.provisions
    .filter((provision) => provision.text !== '')
    .flatMap((provision) => {
      const section = sectionOf(provision, byId);
      return splitLong(provision.text).map((text, part) => ({
        id: part === 0 ? provision.id : `${provision.id}/${part + 1}`,
        documentId: document.id,
        provisionId: provision.id,
        title,
        section,
        text,
      }));
    });
}

/** Questions that a document's text answers, by the text's first words. */
export interface AskedLines {
  readonly documentId: string;
  readonly lines: readonly { readonly begins: string; readonly asked: readonly string[] }[];
}

/** Passages with what is asked of them, and the beginnings that fit no passage: their text has been changed since. */
export function attachAsked(
  passages: readonly Passage[],
  asked: readonly AskedLines[],
): { readonly passages: readonly Passage[]; readonly unplaced: readonly string[] } {
  const of = new Map<string, string[]>();
  const unplaced: string[] = [];
  for (const { documentId, lines } of asked) {
    const own = passages.filter((passage) => passage.documentId === documentId);
    for (const { begins, asked: questions } of lines) {
      const passage = own.find(({ text }) => text.startsWith(begins));
      if (passage) of.set(passage.id, [...(of.get(passage.id) ?? []), ...questions]);
      else unplaced.push(`${documentId}: ${begins}`);
    }
  }
  return {
    passages: passages.map((passage) => {
      const questions = of.get(passage.id);
      return questions ? { ...passage, asked: questions } : passage;
    }),
    unplaced,
  };
}

/** Address and headings above it, and the sentence that leads into a list: `a) Khiển trách` says nothing without it. */
function sectionOf(provision: Provision, byId: ReadonlyMap<string, Provision>): string {
  const lineage = lineageOf(provision, byId);
  const headings = lineage.map((step) => step.heading ?? '');
  const leads = lineage.slice(0, -1).map((step) => cutWords(step.text, LONGEST_LEAD));
  const address = addressOf(provision, byId);
  return [address, ...headings.filter((heading) => heading !== address), ...leads]
    .filter((part) => part !== '')
    .join('. ')
    .replace(/([.;:,!?])\. /g, '$1 ');
}

function cutWords(text: string, most: number): string {
  const words = text.split(' ');
  return words.length <= most ? text : `${words.slice(0, most).join(' ')} …`;
}

/** Parts of at most 180 syllables, cut behind `;` or a sentence, else behind a comma or anywhere. Joined by spaces they are the text. */
export function splitLong(text: string): readonly string[] {
  if (countSyllables(text) <= LONGEST_PASSAGE) return [text];
  const pieces = [/(?<=;)\s+|(?<=[.!?…]["”)]?)\s+(?=["“(]?[\p{Lu}\d])/u, /(?<=,)\s+/, /\s+/].reduce(
    (parts: readonly string[], boundary) =>
      parts.flatMap((part) => (countSyllables(part) > LONGEST_PASSAGE ? part.split(boundary) : [part])),
    [text],
  );
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && countSyllables(last) + countSyllables(piece) <= LONGEST_PASSAGE) {
      joined[joined.length - 1] = `${last} ${piece}`;
    } else joined.push(piece);
  }
  return joined;
}

function countSyllables(text: string): number {
  return text.match(/[\p{L}\d]+/gu)?.length ?? 0;
}

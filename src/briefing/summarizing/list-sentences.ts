import { addressOf, indexProvisions, lineageOf } from '../../documents/address.js';
import { type Document, documentLabel, type Provision } from '../../documents/document.js';
import type { Line } from '../../documents/line.js';
import { normalizeText } from '../../text/vietnamese-text.js';

/** A sentence that a summary may say, with its place. */
export interface Sentence extends Line {
  /** What stands together: the article, or the heading or part that holds it; else all of the document. */
  readonly section: string;
  /** Headings above it and the sentence that leads into a list: what it is about without saying so. */
  readonly context: string;
  /** Its place in its section, from 0. */
  readonly place: number;
}

/** What is longer is cut behind a semicolon where there is one: half a clause is no statement. */
const LONG = 240;
const SENTENCE_END = /(?<=[.!?…]["”)]?)\s+(?=["“(]?[\p{Lu}\d])/u;
/** `ngày 25.10`, `TP. Hồ Chí Minh`, `Phần I.` end no sentence. */
const ENDS_NOTHING = /(?:^|[\s(])(?:\p{L}{1,2}|[IVXL]+|\d+)\.$/u;

/** All sentences of a document, or of one provision with what stands in it, in reading order. */
export function listSentences(document: Document, within?: Provision): readonly Sentence[] {
  const byId = indexProvisions(document.provisions);
  const places = new Map<string, number>();
  return document.provisions.flatMap((provision) => {
    if (provision.text === '') return [];
    const lineage = lineageOf(provision, byId);
    if (within && !lineage.some(({ id }) => id === within.id)) return [];
    const address = addressOf(provision, byId);
    const section = sectionOf(lineage);
    const above = lineage.map(({ heading }) => heading ?? '');
    const leads = lineage.slice(0, -1).map(({ text }) => text);
    return splitSentences(provision.text).map((text) => {
      const place = places.get(section) ?? 0;
      places.set(section, place + 1);
      return {
        text,
        provisionId: provision.id,
        documentId: document.id,
        address,
        label: [documentLabel(document), address].filter(Boolean).join(', '),
        section,
        context: [...above, ...leads].filter(Boolean).join('. '),
        place,
      };
    });
  });
}

/** Parts of the text in its own words, in order. */
export function splitSentences(text: string): readonly string[] {
  const joined: string[] = [];
  for (const piece of normalizeText(text).split(SENTENCE_END)) {
    const last = joined.at(-1);
    if (last !== undefined && (ENDS_NOTHING.test(last) || piece.startsWith('(')))
      joined[joined.length - 1] = `${last} ${piece}`;
    else joined.push(piece);
  }
  return joined
    .flatMap((sentence) => (sentence.length > LONG ? sentence.split(/(?<=;)\s+/) : [sentence]))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}

function sectionOf(lineage: readonly Provision[]): string {
  const article = lineage.findLast(({ level }) => level === 'article');
  const holder =
    article ?? lineage.findLast(({ level }) => level === 'section' || level === 'chapter' || level === 'part');
  return holder?.id ?? lineage[0]?.documentId ?? '';
}

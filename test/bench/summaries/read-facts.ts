import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosineOf, toWordVectors } from '../../../src/briefing/summarizing/choosing/word-vectors.js';
import { listSentences, type Sentence } from '../../../src/briefing/summarizing/list-sentences.js';
import type { Document } from '../../../src/documents/document.js';
import type { Library } from '../../../src/documents/library.js';

/** A question that members are expected to ask of a document, and the sentences of the library that hold its answer. */
export interface FactQuestion {
  readonly question: string;
  readonly document: Document;
  readonly sentences: readonly Sentence[];
}

/** A fact is held by the sentence that resembles it most, if it does at least as much as this. */
const LEAST_LIKENESS = 0.6;

/** The ten questions of each fact file whose document the library holds. */
export function readFactQuestions(folder: string, library: Library): readonly FactQuestion[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const document = findDocument(text, library);
      if (!document) return [];
      const facts = new Map(
        Array.from(text.matchAll(/^(\d+)\. (.+?)(?: \[[^\]]*\])+$/gm), ([, number, fact]) => [
          Number(number),
          fact ?? '',
        ]),
      );
      const sentences = listSentences(document);
      const holderOf = findHolders(facts, sentences);
      return Array.from(text.matchAll(/^\d+\. (.*?) → (?:dữ kiện )?(\d.*)$/gm), ([, question = '', numbers = '']) => ({
        question,
        document,
        sentences: [
          ...new Set(listNumbers(numbers.replace(/\(.*?\)/g, '')).flatMap((number) => holderOf.get(number) ?? [])),
        ],
      }));
    })
    .filter(({ sentences }) => sentences.length > 0);
}

function findDocument(text: string, library: Library): Document | undefined {
  const number = /^so_hieu: "?([^\s"]+)/m.exec(text)?.[1];
  const [, day, month, year] = /^ngay_ban_hanh: "?\D*(\d+)\/(\d+)\/(\d{4})/m.exec(text) ?? [];
  if (!year || !number) return undefined;
  const issuedOn = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const isCongress = number === 'Không';
  return isCongress
    ? library.documents.find(({ shortTitle }) => shortTitle === 'Nghị quyết Đại hội XIII')
    : library.listByRef({ number, issuedOn })[0];
}

/** `1, 2; người ký: 12` → 1, 2, 12; `14–16` → 14, 15, 16. */
function listNumbers(written: string): readonly number[] {
  return Array.from(written.matchAll(/(\d+)(?:\s?[–-]\s?(\d+))?/g), ([, from, to]) => {
    const first = Number(from);
    return Array.from({ length: (to ? Number(to) : first) - first + 1 }, (_, at) => first + at);
  }).flat();
}

function findHolders(
  facts: ReadonlyMap<number, string>,
  sentences: readonly Sentence[],
): ReadonlyMap<number, Sentence> {
  const vectors = toWordVectors([...sentences.map(({ text }) => text), ...facts.values()]);
  return new Map(
    [...facts.keys()].flatMap((number, place) => {
      const fact = vectors[sentences.length + place]!;
      const best = sentences
        .map((sentence, at) => [sentence, cosineOf(vectors[at]!, fact)] as const)
        .sort((a, b) => b[1] - a[1])[0];
      return best && best[1] >= LEAST_LIKENESS ? [[number, best[0]] as const] : [];
    }),
  );
}

import { isSyllable, listWords } from './syllables.js';
import { foldText, normalizeText } from './vietnamese-text.js';

/** How sure an abbreviation is. A: always. B: only in some contexts. C: it has several meanings. */
export type Safety = 'A' | 'B' | 'C';

/** How people write, as `knowledge/abbreviations.yaml` and `everyday-words.txt` hold it. */
export interface SpellingTable {
  /** `full` may name several wordings that official texts use. */
  readonly abbreviations: readonly {
    readonly short: string;
    readonly full: readonly string[];
    readonly safety: Safety;
  }[];
  /** Chat spellings of common words, e.g. `ko` → không; several where only the neighbours tell. */
  readonly teencode: Readonly<Record<string, readonly string[]>>;
  /** What people say → what official texts say. */
  readonly synonyms: readonly { readonly said: readonly string[]; readonly written: readonly string[] }[];
  /** Phrases of ordinary speech, marks and all. */
  readonly everyday: readonly string[];
}

/** Chat spellings that are safe over any library. */
export const COMMON_TEENCODE: SpellingTable['teencode'] = {
  ko: ['không'],
  k: ['không'],
  kg: ['không'],
  kh: ['không'],
  khg: ['không'],
  hk: ['không'],
  hok: ['không'],
  hong: ['không'],
  hông: ['không'],
  hem: ['không'],
  dc: ['được'],
  đc: ['được'],
  dk: ['được', 'điều kiện'],
  đk: ['được', 'điều kiện'],
  j: ['gì'],
  ntn: ['như thế nào'],
  nhiu: ['nhiêu'],
  bn: ['bao nhiêu'],
  bnh: ['bao nhiêu'],
  ng: ['người'],
  ngta: ['người ta'],
  vs: ['với'],
  vz: ['vậy'],
  z: ['vậy'],
  v: ['vậy'],
  r: ['rồi'],
  trg: ['trong', 'trường'],
  trog: ['trong'],
  bit: ['biết'],
  bít: ['biết'],
  nhg: ['những', 'nhưng'],
  nhìu: ['nhiều'],
  cx: ['cũng'],
  cug: ['cũng'],
  vd: ['ví dụ'],
  mn: ['mọi người'],
  mk: ['mình'],
  mik: ['mình'],
  ns: ['nói'],
  rì: ['gì'],
  dì: ['gì', 'dì'],
  cty: ['công ty'],
};

/** Wordings that a question stands for besides its own words: each is searched in addition, never instead. */
export function expandAbbreviations(question: string, table: SpellingTable): string[] {
  const words = listWords(joinDotted(question)).map((word) => word.text);
  const said = ` ${words.map(foldText).join(' ')} `;
  const short = table.abbreviations.filter(
    (entry) => entry.safety === 'A' && words.some((word) => isShortFor(word, joinDotted(entry.short))),
  );
  const synonyms = table.synonyms.filter((entry) => entry.said.some((wording) => said.includes(` ${toKey(wording)} `)));
  return [...new Set([...short.flatMap((entry) => entry.full), ...synonyms.flatMap((entry) => entry.written)])];
}

/** `đlđ` and, unmarked, `dld` both stand for ĐLĐ; but `tu` is a word of its own, so only `TU` stands for TƯ. */
function isShortFor(word: string, short: string): boolean {
  if (word.toLowerCase() === short.toLowerCase()) return true;
  const folded = foldText(short);
  return word.toLowerCase() === folded && (!isSyllable(folded) || word === word.toUpperCase());
}

function joinDotted(text: string): string {
  return normalizeText(text).replace(/(?<=\p{L})\.(?=\p{L})/gu, '');
}

function toKey(text: string): string {
  return listWords(normalizeText(text))
    .map((word) => foldText(word.text))
    .join(' ');
}

/**
 * What else may stand for a phrase, for judging whether a passage speaks of it: every reading of an abbreviation, sure
 * or not, and what is said and what is written stand for each other. Looked up without marks.
 */
export function createSynonyms(table: SpellingTable): (phrase: string) => readonly string[] {
  const groups = new Map<string, Set<string>>();
  const add = (from: string, to: readonly string[]): void => {
    const key = toKey(joinDotted(from));
    const known = groups.get(key) ?? new Set<string>();
    for (const wording of to) if (toKey(wording) !== key) known.add(wording);
    groups.set(key, known);
  };
  for (const { short, full } of table.abbreviations) add(short, full);
  for (const { said, written } of table.synonyms) {
    for (const wording of said) add(wording, written);
    for (const wording of written) add(wording, said);
  }
  return (phrase) => [...(groups.get(toKey(phrase)) ?? [])];
}

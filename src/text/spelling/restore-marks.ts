import { canonicalSyllable, isSyllable, listWords, splitSyllables, type Word } from '../syllables.js';
import { foldText, normalizeText } from '../vietnamese-text.js';
import { CANDIDATES, type Candidate, type SyllableModel, writeBestPath } from './syllable-model.js';
import { listNearReadings, readTelex } from './typing-slips.js';

/** Chat spelling (lower case) → what it may stand for, e.g. `trg` → trong, trường. */
export type ChatSpellings = ReadonlyMap<string, readonly string[]>;

const NONE: ChatSpellings = new Map();

/** Log-likelihood of a chat spelling, and of leaving some of a syllable's marks out but not all. */
const CHAT = Math.log(0.3);
const HALF_MARKED = Math.log(0.02);
/** So many times as common a syllable has to be to be read in the place of one that is spelt oddly. */
const RARE = 20;
/** Vietnamese text bears marks on about this share of its syllables. */
const MARKED_SHARE = 0.75;

/**
 * Writes the marks that a question lacks, mends Telex slips and typing errors, and spells chat words out, each where
 * the corpus makes it likely. A mark that was typed stays; so do case, punctuation and words that the corpus lacks.
 */
export function restoreMarks(text: string, model: SyllableModel, chat: ChatSpellings = NONE): string {
  const source = normalizeText(text);
  const words = listWords(source);
  if (words.length === 0 || model.total === 0) return source;

  const letters = words.filter((word) => /\p{L}/u.test(word.text));
  const marked = letters.filter((word) => foldText(word.text) !== word.text.toLowerCase());
  // A writer who marks as many syllables as usual leaves few out; one who marks none leaves all out.
  const dropRate = Math.min(0.97, Math.max(0.03, 1 - marked.length / Math.max(1, letters.length * MARKED_SHARE)));
  // `đh13` is a name by itself.
  const isGlued = ({ end }: Word): boolean => /\d/.test(source.charAt(end));
  const lattice = words.map((word) => listCandidates(word.text, model, isGlued(word) ? NONE : chat, dropRate));
  return writeBestPath(source, words, lattice, model);
}

function listCandidates(typed: string, model: SyllableModel, chat: ChatSpellings, dropRate: number): Candidate[] {
  const syllable = canonicalSyllable(typed);
  const id = model.ids.get(syllable) ?? -1;
  const folded = foldText(syllable);
  const bare = folded === syllable;
  const found = new Map<string, Candidate>();
  const add = (ids: readonly number[], slip: number): void => {
    const written = ids.map((each) => model.syllables[each]).join(' ');
    if ((found.get(written)?.slip ?? -Infinity) < slip) found.set(written, { ids, written, slip });
  };
  const addForms = (of: string, slip: number, marks: readonly string[] = [], least = 0): void => {
    for (const each of model.byFolded.get(of)?.slice(0, CANDIDATES) ?? []) {
      const form = model.syllables[each]!;
      if (form !== syllable && model.counts[each]! >= least && hasAllMarks(form, [...listMarks(typed), ...marks]))
        add([each], slip);
    }
  };

  const stays: Candidate = { ids: [id], slip: bare ? 0 : Math.log(1 - dropRate) };
  if (!/\p{L}/u.test(typed)) return [stays];
  const meanings = chat.get(syllable) ?? [];
  for (const meaning of meanings) {
    if (!hasAllMarks(meaning, listMarks(typed))) continue;
    found.set(meaning, {
      ids: splitSyllables(meaning).map((each) => model.ids.get(each) ?? -1),
      written: meaning,
      slip: CHAT,
    });
  }
  addForms(folded, Math.log(dropRate) + (bare ? 0 : HALF_MARKED));
  // Learnt from other people's chats, `j` is no word yet; `v` may be a Roman five.
  const isWord = id >= 0 && (isSyllable(folded) || syllable === 'v');
  if (!isWord && meanings.length > 0 && found.size > 0) return [...found.values()];
  if (!isSyllable(folded)) {
    const least = id < 0 ? 0 : RARE * model.counts[id]!;
    const telex = readTelex(syllable);
    for (const reading of [...(telex ? [telex] : []), ...listNearReadings(syllable)]) {
      addForms(reading.folded, reading.slip, reading.marks, least);
    }
  }
  return [stays, ...found.values()];
}

function hasAllMarks(form: string, marks: readonly string[]): boolean {
  const held = listMarks(form);
  return marks.every((mark) => held.includes(mark));
}

function listMarks(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFD')
      .match(/[\p{M}đ]/gu) ?? []
  );
}

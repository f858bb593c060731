import { COMMON_TEENCODE, expandAbbreviations, type SpellingTable } from '../text/expand-abbreviations.js';
import { learnMarks, restoreMarks } from '../text/restore-marks.js';
import { splitSyllables } from '../text/syllables.js';
import { foldText } from '../text/vietnamese-text.js';
import { type Bm25Options, buildBm25, type QueryTerm } from './bm25.js';
import type { Passage } from './store.js';

export interface LexicalIndex {
  restore(question: string): string;
  documentFrequency(syllable: string): number;
  /** BM25 of every passage against a restored question. */
  scores(restored: string): Float64Array;
}

// Tuned on the dev halves of the bench sets (test/README: measured 2026-11-24).
const OPTIONS: Bm25Options = { k1: 1.2, b: 0.75, pairWeight: 1 };
const WEIGHTS = { title: 1, section: 2, text: 1, folded: 0.5, expansion: 0.5 };

/** Words of passages with their marks and, weighing less, without. */
export function buildLexicalIndex(passages: readonly Passage[], table: SpellingTable): LexicalIndex {
  const marks = learnMarks(passages.map(({ title, section, text }) => `${title}\n${section}\n${text}`));
  const chat = new Map(Object.entries({ ...COMMON_TEENCODE, ...table.teencode }));
  const folded = memoize(foldText);
  const fields = passages.map(({ title, section, text }) => [
    { syllables: splitSyllables(title), weight: WEIGHTS.title },
    { syllables: splitSyllables(section), weight: WEIGHTS.section },
    { syllables: splitSyllables(text), weight: WEIGHTS.text },
  ]);
  const marked = buildBm25(fields, OPTIONS);
  const bare = buildBm25(
    fields.map((of) => of.map(({ syllables, weight }) => ({ syllables: syllables.map(folded), weight }))),
    OPTIONS,
  );

  const toTerms = (restored: string): QueryTerm[] => [
    ...splitSyllables(restored).map((syllable) => ({ syllable, weight: 1 })),
    ...expandAbbreviations(restored, table).flatMap((wording) => [
      { syllable: '', weight: 0 },
      ...splitSyllables(wording).map((syllable) => ({ syllable, weight: WEIGHTS.expansion })),
    ]),
  ];

  return {
    restore: (question) => restoreMarks(question, marks, chat),
    documentFrequency(syllable) {
      const [typed = ''] = splitSyllables(syllable);
      return folded(typed) === typed ? bare.documentFrequency(typed) : marked.documentFrequency(typed);
    },
    scores(restored) {
      const scores = new Float64Array(passages.length);
      const terms = toTerms(restored);
      marked.addScores(terms, 1, scores);
      bare.addScores(
        terms.map(({ syllable, weight }) => ({ syllable: folded(syllable), weight })),
        WEIGHTS.folded,
        scores,
      );
      return scores;
    },
  };
}

function memoize(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const computed = compute(text);
    known.set(text, computed);
    return computed;
  };
}

import type { Passage } from '../../documents/passages.js';
import { listBest } from '../../documents/rank-fusion.js';
import { COMMON_TEENCODE, expandAbbreviations, type SpellingTable } from '../../text/expand-abbreviations.js';
import { mendSpelling } from '../../text/spelling/mend-spelling.js';
import { restoreMarks } from '../../text/spelling/restore-marks.js';
import { learnSyllables, type SyllableModel } from '../../text/spelling/syllable-model.js';
import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { buildSpanTable, createSpanScorer, type SpanTable } from './best-span.js';
import { type Bm25Options, buildPostings, createBm25, type Postings, type QueryTerm } from './bm25.js';

export interface LexicalIndex {
  restore(question: string): string;
  documentFrequency(syllable: string): number;
  /**
   * How well each passage's words match a restored question; 0 where none does. Beside vectors, which know what is
   * meant, it pays to reward passages that hold every word; alone it does not.
   */
  scores(restored: string, besideVectors: boolean): Float64Array;
}

// All but `asked`, which those lack, tuned on the dev halves of the bench sets, 2026-11-24; neighbours of these values score within .003 of them.
const BM25: Bm25Options = { k1: 1.2, b: 0.75, pairWeight: 1 };
const WEIGHTS = {
  title: 1,
  section: 2,
  text: 1,
  asked: 0.6,
  folded: 0.5,
  expansion: 0.5,
};
const SPAN = { size: 60, k1: 0.6, weight: 0.7, presence: 1, candidates: 100 };

/** More syllables than any question has; of a pasted text the first ones serve. */
const LONGEST_QUESTION = 150;

/** What is counted of passages before questions come; plain data, so that it can be kept. */
export interface WordTables {
  readonly syllables: SyllableModel;
  readonly marked: Postings;
  readonly bare: Postings;
  readonly spans: SpanTable;
}

export function countWords(passages: readonly Passage[], { everyday }: Pick<SpellingTable, 'everyday'>): WordTables {
  const syllables = learnSyllables(
    passages.flatMap(({ title, section, text, asked = [] }) => [title, section, text, ...asked]),
    everyday,
  );
  const split = passages.map(({ title, section, text, asked = [] }) => ({
    title: splitSyllables(title),
    section: splitSyllables(section),
    text: splitSyllables(text),
    asked: asked.map(splitSyllables),
  }));
  const fields = split.map(({ title, section, text, asked }) => [
    { syllables: title, weight: WEIGHTS.title },
    { syllables: section, weight: WEIGHTS.section },
    { syllables: text, weight: WEIGHTS.text },
    ...asked.map((each) => ({ syllables: each, weight: WEIGHTS.asked })),
  ]);
  const folded = memoize(foldText);
  return {
    syllables,
    marked: buildPostings(fields, BM25),
    bare: buildPostings(
      fields.map((of) => of.map(({ syllables: each, weight }) => ({ syllables: each.map(folded), weight }))),
      BM25,
    ),
    spans: buildSpanTable(
      split.map(({ title, section, text }) => ({ head: [...title, '', ...section, '', ...section], text })),
    ),
  };
}

/** Words of passages with their marks and, weighing less, without; then how close together the best of them stand. */
export function createLexicalIndex(words: WordTables, table: SpellingTable): LexicalIndex {
  const { syllables } = words;
  const chat = new Map(Object.entries({ ...COMMON_TEENCODE, ...table.teencode }));
  const marked = createBm25(words.marked, BM25);
  const bare = createBm25(words.bare, BM25);
  const spans = createSpanScorer(words.spans, marked.weightOf, SPAN);

  const toTerms = (restored: string): QueryTerm[] => [
    ...splitSyllables(restored)
      .slice(0, LONGEST_QUESTION)
      .map((syllable) => ({ syllable, weight: 1 })),
    ...expandAbbreviations(restored, table).flatMap((wording) => [
      { syllable: '', weight: 0 },
      ...splitSyllables(wording).map((syllable) => ({ syllable, weight: WEIGHTS.expansion })),
    ]),
  ];

  return {
    restore: (question) => mendSpelling(restoreMarks(question, syllables, chat), syllables, question),
    documentFrequency(syllable) {
      const [typed = ''] = splitSyllables(syllable);
      return foldText(typed) === typed ? bare.documentFrequency(typed) : marked.documentFrequency(typed);
    },
    scores(restored, besideVectors) {
      const scores = new Float64Array(words.marked.documentCount);
      const terms = toTerms(restored);
      marked.addScores(terms, 1, scores);
      bare.addScores(
        terms.map(({ syllable, weight }) => ({ syllable: foldText(syllable), weight })),
        WEIGHTS.folded,
        scores,
      );
      const candidates = listBest(scores, SPAN.candidates).filter((passage) => scores[passage]! > 0);
      spans.scores(terms, candidates).forEach(({ span, presence }, i) => {
        scores[candidates[i]!]! += SPAN.weight * span + (besideVectors ? SPAN.presence * presence : 0);
      });
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

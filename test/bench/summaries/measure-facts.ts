import type { SummaryDoors } from '../../../src/briefing/briefing-doors.js';
import { listSentences, type Sentence } from '../../../src/briefing/summarizing/list-sentences.js';
import { renderLine } from '../../../src/briefing/summarizing/render-summary.js';
import { MOST_CHARACTERS, summarize } from '../../../src/briefing/summarizing/summarize.js';
import type { Line } from '../../../src/documents/line.js';
import { chooseByTextRank, chooseLead } from './choose-plainly.js';
import type { FactQuestion } from './read-facts.js';

export interface FactFigures {
  readonly questions: number;
  readonly documents: number;
  /** Mean over questions of the share of what answers them that the 3-minute summary holds. */
  readonly ours: number;
  readonly lead: number;
  readonly textRank: number;
}

/** Every other document, in the order of their ids, was tuned on; what counts is the rest. */
export function splitHalves(
  questions: readonly FactQuestion[],
): readonly [tuned: FactQuestion[], checked: FactQuestion[]] {
  const ids = [...new Set(questions.map(({ document }) => document.id))].sort();
  const isTuned = ({ document }: FactQuestion): boolean => ids.indexOf(document.id) % 2 === 0;
  return [questions.filter(isTuned), questions.filter((question) => !isTuned(question))];
}

export async function measureFacts(questions: readonly FactQuestion[], doors: SummaryDoors): Promise<FactFigures> {
  const documents = [...new Set(questions.map(({ document }) => document))];
  const shares = { ours: [] as number[], lead: [] as number[], textRank: [] as number[] };
  for (const document of documents) {
    const target = { kind: 'document', documentId: document.id } as const;
    const summary = await summarize(target, 'three-minutes', doors);
    if (summary.missing) continue;
    const costOf = (line: Line) => renderLine(line, target, doors).length + 1;
    const spent = summary.lines.reduce((sum, line) => sum + costOf(line), 0);
    // The same room for all: what the message around the lines leaves.
    const room = MOST_CHARACTERS['three-minutes'] - (summary.text.length - spent);
    const sentences = listSentences(document);
    const options = { room, costOf, textOf: ({ text }: Sentence) => text };
    const held = {
      ours: summary.lines,
      lead: chooseLead(sentences, options),
      textRank: chooseByTextRank(sentences, options),
    };
    for (const asked of questions.filter((question) => question.document === document)) {
      for (const way of ['ours', 'lead', 'textRank'] as const) shares[way].push(shareOf(asked, held[way]));
    }
  }
  return {
    questions: shares.ours.length,
    documents: documents.length,
    ours: mean(shares.ours),
    lead: mean(shares.lead),
    textRank: mean(shares.textRank),
  };
}

function shareOf({ sentences }: FactQuestion, lines: readonly Line[]): number {
  const plain = (text: string) => text.replace(/;$/, '');
  const isHeld = (sentence: Sentence) =>
    lines.some((line) => line.provisionId === sentence.provisionId && plain(line.text) === plain(sentence.text));
  return sentences.filter(isHeld).length / sentences.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

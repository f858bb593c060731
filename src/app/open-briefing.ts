import type { OutlineDoors } from '../briefing/briefing-doors.js';
import { checkSummary } from '../briefing/summarizing/check-summary.js';
import { findTargets } from '../briefing/summarizing/find-targets.js';
import { summarize } from '../briefing/summarizing/summarize.js';
import type { NoSummary, Summary, SummaryCheck, SummaryLength, SummaryTarget } from '../briefing/summary.js';
import { AppError } from '../errors.js';

/** Summaries for faces that know no doors. */
export interface Briefing {
  readonly doors: OutlineDoors;
  summarize(target: SummaryTarget, length: SummaryLength): Promise<Summary | NoSummary>;
  /** Of what a person's words mean; throws `invalid-input` naming the choices where they mean several things. */
  summarizeAsked(asked: string, length: SummaryLength): Promise<Summary | NoSummary>;
  /** Every document, every part of one that stands under a number or a heading, and every theme, in every length; and what is wrong with them. */
  checkSummaries(): Promise<SummaryCheck>;
}

const LENGTHS: readonly SummaryLength[] = ['one-minute', 'three-minutes', 'full'];

export function openBriefing(doors: OutlineDoors): Briefing {
  const ofTarget = (target: SummaryTarget, length: SummaryLength) => summarize(target, length, doors);
  return {
    doors,
    summarize: ofTarget,
    async summarizeAsked(asked, length) {
      const found = findTargets(asked, doors);
      if ('missing' in found) return found;
      const [first, ...others] = found;
      if (first && others.length === 0) return ofTarget(first.target, length);
      const choices = found.map(({ title }) => title).join('; ');
      throw new AppError('invalid-input', doors.texts('brief.choose', { asked, choices }));
    },
    async checkSummaries() {
      const flaws: string[] = [];
      let [summaries, lines] = [0, 0];
      for (const target of listTargets(doors)) {
        for (const length of LENGTHS) {
          const summary = await ofTarget(target, length);
          if (summary.missing) flaws.push(summary.text);
          else {
            flaws.push(...checkSummary(summary, doors.library));
            summaries++;
            lines += summary.lines.length;
          }
        }
      }
      return { summaries, lines, flaws };
    },
  };
}

function listTargets({ library, themes }: OutlineDoors): readonly SummaryTarget[] {
  const documents = library.documents.filter(({ provisions }) => provisions.some(({ text }) => text !== ''));
  const holders = new Set(documents.flatMap(({ provisions }) => provisions.flatMap(({ parentId }) => parentId ?? [])));
  return [
    ...documents.map(({ id }) => ({ kind: 'document' as const, documentId: id })),
    ...Array.from(holders, (provisionId) => ({ kind: 'provision' as const, provisionId })),
    ...themes.map(({ id }) => ({ kind: 'theme' as const, themeId: id })),
  ];
}

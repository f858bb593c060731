import type { AnswerQuestion } from '../answering/answer.js';
import type { BriefingWork, OutlineTables } from '../briefing/briefing-doors.js';
import type { ReportTable } from '../outreach/reporting/render-report.js';
import { type Clock, toLocalDate } from '../time.js';
import type { Knowledge } from './read-knowledge.js';

/** What takes long to compute: plain data in and out, so that threads may do it. */
export interface Work extends BriefingWork {
  readonly answerQuestion: AnswerQuestion;
  /** A table as the bytes of a file: `.csv` or `.xlsx` by its name. */
  readonly renderSheet: (name: string, table: ReportTable) => Promise<Uint8Array>;
}

/** What people are served from, wherever it is computed. */
export interface Served {
  readonly knowledge: Knowledge;
  readonly briefingTables: OutlineTables;
  readonly work: Work;
  /** Resolves once vectors serve, or will not. */
  readonly ready: Promise<void>;
  readonly clock: Clock;
  /** Ends what computes; what is under way is given up. */
  close(): Promise<void>;
}

/** What naming a subject and reading an outline out need. */
export function createBriefingTables({ library, tables, aliases, prompts }: Knowledge, clock: Clock): OutlineTables {
  const { themes, frames, spelling } = tables;
  return {
    library,
    texts: prompts.texts,
    aliases,
    themes,
    frames,
    speech: {
      abbreviations: spelling.abbreviations,
      kindOf: (number) => library.listByRef({ number })[0]?.kind,
    },
    today: () => toLocalDate(clock()),
  };
}

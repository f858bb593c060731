import type { BriefingWork, OutlineDoors } from '../briefing/briefing-doors.js';
import { renderDocx } from '../briefing/exporting/render-docx.js';
import { renderScript } from '../briefing/exporting/render-script.js';
import { renderText } from '../briefing/exporting/render-text.js';
import { toSheet } from '../briefing/exporting/to-sheet.js';
import { checkOutline, listLines } from '../briefing/outlining/check-outline.js';
import { findFrames } from '../briefing/outlining/find-frames.js';
import { outlineTopic } from '../briefing/outlining/outline-topic.js';
import { verifyOutline } from '../briefing/outlining/verify-outline.js';
import { checkSummary } from '../briefing/summarizing/check-summary.js';
import { findTargets } from '../briefing/summarizing/find-targets.js';
import { summarize } from '../briefing/summarizing/summarize.js';
import type { NoSummary, Summary, SummaryCheck, SummaryLength, SummaryTarget } from '../briefing/summary.js';
import {
  type CheckedOutline,
  OUTLINE_MINUTES,
  type Outline,
  type OutlineCheck,
  type OutlineMinutes,
} from '../documents/outline.js';
import { AppError } from '../errors.js';

/** Summaries and outlines for faces that know no doors. */
export interface Briefing extends BriefingWork {
  readonly doors: OutlineDoors;
  /** Of what a person's words mean; throws `invalid-input` naming the choices where they mean several things. */
  summarizeAsked(asked: string, length: SummaryLength): Promise<Summary | NoSummary>;
  /** Every document, every part of one that stands under a number or a heading, every theme and all that is dated, in every length; and what is wrong with them. */
  checkSummaries(): Promise<SummaryCheck>;
  /** Of the frame that a person's words mean; throws `invalid-input` naming the choices where they mean none or several. */
  outlineAsked(asked: string, minutes: OutlineMinutes): Promise<OutlinePapers>;
  /** Every frame in every length, and what is wrong with them. */
  checkOutlines(): Promise<OutlineCheck>;
}

/** One outline in all its forms. */
export interface OutlinePapers {
  readonly outline: CheckedOutline;
  readonly text: string;
  /** What a loudspeaker says, a sentence a line. */
  readonly script: string;
  renderDocx(): Promise<Uint8Array>;
}

/** Before any document. */
const LONG_AGO = '1900-01-01';
const LENGTHS: readonly SummaryLength[] = ['one-minute', 'three-minutes', 'full'];

export function openBriefing(doors: OutlineDoors): Briefing {
  const ofTarget = (target: SummaryTarget, length: SummaryLength) => summarize(target, length, doors);
  return {
    doors,
    summarize: ofTarget,
    outlineTopic: (frame, minutes) => outlineTopic(frame, minutes, doors),
    renderDocx: (sheet) => renderDocx(sheet, doors),
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
    async outlineAsked(asked, minutes) {
      const [frame, ...others] = findFrames(asked, doors.frames);
      if (frame && others.length === 0) return toPapers(await outlineTopic(frame, minutes, doors), doors);
      const choices = (frame ? [frame, ...others] : doors.frames).map(({ title }) => title).join('; ');
      throw new AppError('invalid-input', doors.texts('brief.choose', { asked, choices }));
    },
    async checkOutlines() {
      const flaws: string[] = [];
      let [outlines, lines] = [0, 0];
      for (const frame of doors.frames) {
        for (const minutes of OUTLINE_MINUTES) {
          const outline = await outlineTopic(frame, minutes, doors);
          flaws.push(...checkOutline(outline, doors.library));
          outlines++;
          lines += listLines(outline).length;
        }
      }
      return { outlines, lines, flaws };
    },
  };
}

function toPapers(made: Outline, doors: OutlineDoors): OutlinePapers {
  const outline = verifyOutline(made, doors);
  const sheet = toSheet(outline, { state: doors.texts('outline.state.draft'), isApproved: false }, doors);
  return {
    outline,
    text: renderText(sheet),
    script: renderScript(outline, doors).sentences.join('\n'),
    renderDocx: () => renderDocx(sheet, doors),
  };
}

function listTargets({ library, themes }: OutlineDoors): readonly SummaryTarget[] {
  const documents = library.documents.filter(({ provisions }) => provisions.some(({ text }) => text !== ''));
  const holders = new Set(documents.flatMap(({ provisions }) => provisions.flatMap(({ parentId }) => parentId ?? [])));
  return [
    ...documents.map(({ id }) => ({ kind: 'document' as const, documentId: id })),
    ...Array.from(holders, (provisionId) => ({ kind: 'provision' as const, provisionId })),
    ...themes.map(({ id }) => ({ kind: 'theme' as const, themeId: id })),
    { kind: 'since', day: LONG_AGO },
  ];
}

import type { SummaryDoors } from '../../../src/briefing/briefing-doors.js';
import { summarize } from '../../../src/briefing/summarizing/summarize.js';
import type { SummaryTarget } from '../../../src/briefing/summary.js';
import { fineStopwatch } from '../../../src/time.js';

export interface SpeedFigures {
  readonly summaries: number;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

/** Every document and theme in one minute, in milliseconds. */
export async function measureSpeed(doors: SummaryDoors, rounds: number): Promise<SpeedFigures> {
  const targets: readonly SummaryTarget[] = [
    ...doors.library.documents.map(({ id }) => ({ kind: 'document' as const, documentId: id })),
    ...doors.themes.map(({ id }) => ({ kind: 'theme' as const, themeId: id })),
  ];
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) {
      const stop = fineStopwatch();
      await summarize(target, 'one-minute', doors);
      took.push(stop());
    }
  }
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
  return { summaries: took.length, p50: at(0.5), p95: at(0.95), longest: at(1) };
}

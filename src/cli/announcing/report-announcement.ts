import { writeSheet } from '../../ingest/sheets/write-sheet.js';
import { renderReport, toReportTable } from '../../outreach/reporting/render-report.js';
import { type BroadcastReport, reportBroadcast } from '../../outreach/reporting/report-broadcast.js';
import { wait } from '../../time.js';
import { type Desk, findOpen, say } from './desk.js';

const LOOK_EVERY_MS = 1_000;

/** `report ID`: what became of whom, never who; `--watch` waits until nothing is left to send. */
export async function report(desk: Desk): Promise<void> {
  const { doors, options, progress } = desk;
  const { texts } = doors;
  const broadcast = await findOpen(desk);
  if (!broadcast) return;
  const { id } = broadcast;
  let found = await reportBroadcast(id, doors);
  const show = progress(texts('report.bar'));
  while (options.watch && found && !isOver(found)) {
    const { recipients, open } = found.total;
    show(recipients - open, Math.max(recipients, 1));
    await wait(LOOK_EVERY_MS);
    found = await reportBroadcast(id, doors);
  }
  if (!found) return;
  if (options.out !== undefined) {
    await writeSheet(options.out, toReportTable(found, await doors.tree(), texts));
    say(texts('report.written', { file: options.out }));
  } else if (options.json) say(JSON.stringify(toJson(found)));
  else {
    const status = texts(`announce.status.${found.broadcast.status}`);
    say([texts('report.head', { id, status }), renderReport(found, texts)].join('\n'));
  }
}

/** Drafts, what waits and what is paused too: nothing of them moves by itself. */
function isOver({ broadcast: { status } }: BroadcastReport): boolean {
  return ['draft', 'waiting', 'paused', 'done', 'cancelled'].includes(status);
}

function toJson({ broadcast, skipped, failed, ...counts }: BroadcastReport) {
  const { id, status } = broadcast;
  return { id, status, ...counts, skipped: Object.fromEntries(skipped), failed: Object.fromEntries(failed) };
}

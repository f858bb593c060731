import { openApp } from '../../src/app/open-app.js';
import { loadConfig } from '../../src/config.js';
import { createLogger } from '../../src/observability/logger.js';
import { fineStopwatch } from '../../src/time.js';

const ROUNDS = 5;
const SLOWEST_MS = 2_000;

/** `npm run -s bench:outlines`: what the DOCX of an outline of 30 minutes takes, from the question to the bytes, for every frame. Exit code 1 where p95 is too slow. */
const config = loadConfig();
const app = await openApp({ config, logger: createLogger('warn') });
await app.ready;
const took: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  for (const { id } of app.briefing.doors.frames) {
    const stop = fineStopwatch();
    await (await app.briefing.outlineAsked(id, 30)).renderDocx();
    took.push(stop());
  }
}
took.sort((a, b) => a - b);
const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
const [p50, p95, longest] = [at(0.5), at(0.95), at(1)].map(Math.round);
console.log(`${took.length} đề cương 30 phút ra DOCX: p50 ${p50} ms, p95 ${p95} ms, lâu nhất ${longest} ms`);
if (at(0.95) >= SLOWEST_MS) process.exitCode = 1;

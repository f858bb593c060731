import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { renderNaive, renderSend } from './send/render-send.js';
import { findBroken, runSend } from './send/run-send.js';
import { sendNaively } from './send/send-naively.js';

const USAGE = 'npm run -s bench:send -- [--seconds GIÂY] [--json]';

/** How far a loop's server is from Telegram's. */
const DISTANCES_MS = [0, 80];

/** `npm run -s bench:send`: how an announcement keeps its share of each platform's rate; exit code 1 where it breaks a promise. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 5)) throw new Error(USAGE);
  const busy = loadavg()[0]!;
  const figures = await runSend(seconds);
  const naive = [];
  for (const distanceMs of DISTANCES_MS) naive.push(await sendNaively(distanceMs, Math.min(10, seconds)));
  const broken = findBroken(figures);
  if (broken.length > 0) process.exitCode = 1;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...figures, naive, broken, busy })}\n`
      : `${renderSend(figures)}${renderNaive(naive)}${broken.map((words) => `  KHÔNG GIỮ LỜI: ${words}\n`).join('')}  máy bận lúc bắt đầu: ${busy.toFixed(1)}\n`,
  );
}

await main();

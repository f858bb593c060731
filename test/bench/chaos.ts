import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { ChannelName } from '../../src/channels/channel.js';
import { broadcast } from './chaos/broadcast.js';
import { clock } from './chaos/clock.js';
import { kill } from './chaos/kill.js';
import { limits } from './chaos/limits.js';
import { outage } from './chaos/outage.js';
import { repeats } from './chaos/repeats.js';
import type { Scenario, ScenarioOptions, Verdict } from './chaos/scenario.js';
import { tokens } from './chaos/tokens.js';

const SCENARIOS: Readonly<Record<string, Scenario>> = { kill, tokens, limits, repeats, outage, clock, broadcast };
const PLATFORMS: readonly ChannelName[] = ['telegram', 'zalo-oa', 'zalo-bot'];
const USAGE = `npm run chaos -- [${Object.keys(SCENARIOS).join('] [')}] [--kills SỐ] [--recipients SỐ] [--in-flight SỐ] [--minutes PHÚT] [--platform ${PLATFORMS.join('|')}] [--zalo-bot-polling] [--seed SỐ] [--json]`;

/** `npm run chaos`: what the service does when things break; exit code 1 where it breaks a promise. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '4' },
      kills: { type: 'string' },
      recipients: { type: 'string', default: '30000' },
      'in-flight': { type: 'string', default: '500' },
      minutes: { type: 'string', default: '0.5' },
      platform: { type: 'string', multiple: true, default: [...PLATFORMS] },
      'zalo-bot-polling': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
  const outageOf = PLATFORMS.filter((name) => values.platform.includes(name));
  const numbers = [values.seed, values['in-flight'], values.minutes, values.recipients, values.kills ?? 1].map(Number);
  const [seed = 0, inFlight = 0, minutes = 0, recipients = 0, kills = 0] = numbers;
  if (!names.every((name) => name in SCENARIOS) || !numbers.every((each) => each > 0) || outageOf.length === 0) {
    throw new Error(USAGE);
  }
  const options: ScenarioOptions = {
    seed,
    ...(values.kills === undefined ? {} : { kills }),
    recipients,
    inFlight,
    outageMs: minutes * 60_000,
    outageOf,
    zaloBotPolling: values['zalo-bot-polling'],
    longestWaitMs: 30_000,
    isShort: false,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  };
  const verdicts = new Map<string, Verdict>();
  for (const name of names) {
    const busy = loadavg()[0]!.toFixed(1);
    const startedAt = performance.now();
    const verdict = await SCENARIOS[name]!(options);
    verdicts.set(name, verdict);
    if (verdict.broken.length > 0) process.exitCode = 1;
    const tookS = Math.round((performance.now() - startedAt) / 1000);
    if (values.json) process.stdout.write(`${JSON.stringify({ name, tookS, busy, ...verdict })}\n`);
    else process.stdout.write(`${renderVerdict(name, verdict)}\n  mất ${tookS} s; máy bận lúc bắt đầu: ${busy}\n\n`);
  }
  if (!values.json) process.stdout.write(renderTable(verdicts));
}

function renderVerdict(name: string, { figures, broken }: Verdict): string {
  return [
    name,
    ...Object.entries(figures).map(([words, value]) => `  ${words}: ${value.toLocaleString('vi-VN')}`),
    ...broken.map((words) => `  KHÔNG GIỮ LỜI: ${words}`),
  ].join('\n');
}

function renderTable(verdicts: ReadonlyMap<string, Verdict>): string {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(10) : String(cell).padStart(10))).join('');
  return [
    row(['kịch bản', 'câu/người', 'mất', 'hai lần', 'không rõ', 'giữ lời']),
    ...[...verdicts].map(([name, { asked, lost, repeated, inDoubt, broken }]) =>
      row([name, asked, lost, repeated, inDoubt, broken.length === 0 ? 'có' : 'KHÔNG']),
    ),
    '',
  ].join('\n');
}

await main();

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openStore } from '../../src/storage/open-store.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';
import { fillMembers } from './plan/fill-members.js';
import type { PlanFigures } from './plan/measure-plan.js';
import type { VerbFigures } from './plan/measure-verbs.js';

const SIZES = [10_000, 100_000, 1_000_000];
const LIMIT_S = 180;
const LIMIT_MB = 400;
/** The second comes a week later, so that there are contacts to count. */
const DUES = ['2026-11-24T02:00:00Z', '2026-12-01T02:00:00Z'];
const HEAD = ['người', 'lần', 'giây', 'giây CPU', 'µs/người', 'MB', 'chờ (ms)', 'byte/hàng'];

/** `npm run -s bench:plan -- [10000 …]`: planning over as many members, on a file; exit code 1 over a limit. */
async function main(): Promise<void> {
  const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : SIZES;
  if (!sizes.every((size) => size > 0)) throw new Error('npm run -s bench:plan -- [SỐ NGƯỜI …]');
  console.log(`máy bận lúc bắt đầu: ${loadavg()[0]!.toFixed(1)}\n${toLine(HEAD)}`);
  for (const size of sizes) await measure(size);
}

async function measure(members: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-lap-lich-'));
  try {
    const file = join(folder, 'so-tay.sqlite');
    const store = await openStore(file);
    await store.saveUnits(SAMPLE_UNITS);
    await store.close();
    const units = SAMPLE_UNITS.map(({ id }) => id);
    fillMembers(file, members, units, new Date(DUES[0]!));
    let bytes = await sizeOf(file);
    for (const [at, due] of DUES.entries()) {
      const figures = await run<PlanFigures>('measure-plan.ts', file, due);
      const grown = (await sizeOf(file)) - bytes;
      bytes += grown;
      tell(members, at + 1, figures, grown);
      const isRight = figures.rows === members && figures.seconds < LIMIT_S && figures.peakMb < LIMIT_MB;
      if (!isRight) process.exitCode = 1;
    }
    const verbs = await run<VerbFigures>('measure-verbs.ts', file, DUES[1]!);
    console.log(
      `  ${Object.entries(verbs)
        .map(([verb, ms]) => `${verb} ${ms.toFixed(1)}`)
        .join(' · ')} ms`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A process of its own for each, so that its memory is that of what is measured. */
async function run<T>(script: string, ...args: readonly string[]): Promise<T> {
  const path = join(import.meta.dirname, 'plan', script);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path, ...args]);
  return JSON.parse(stdout) as T;
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function tell(members: number, time: number, figures: PlanFigures, bytes: number): void {
  const { rows, seconds, cpuSeconds, peakMb, longestMs, verbs } = figures;
  const us = (each: number) => ((each * 1e6) / rows).toFixed(1);
  const amounts = [peakMb, longestMs, bytes / rows].map((each) => String(Math.round(each)));
  const cells = [members.toLocaleString('vi-VN'), String(time), seconds.toFixed(1), cpuSeconds.toFixed(1), us(seconds)];
  const parts = Object.entries(verbs).map(([verb, each]) => `${verb} ${us(each)}`);
  console.log(`${toLine([...cells, ...amounts])}   ${parts.join(' · ')} µs`);
}

function toLine(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(10)).join('');
}

await main();

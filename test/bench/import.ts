import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { writeSheet } from '../../src/ingest/sheets/write-sheet.js';
import { fineStopwatch } from '../../src/time.js';
import { createImportTables } from '../support/create-import-tables.js';
import { ROOT } from '../support/read-sources.js';

const UNITS = 2_000;
const CODES = 50_000;
/** Of which one in twenty is broken; the first row of the table is its head. */
const GOOD_CODES = CODES - CODES / 20;
const KILLS = [0.3, 0.5, 0.7, 0.85, 0.95];
const LIMIT_MS = 60_000;

const folder = await mkdtemp(join(tmpdir(), 'so-tay-nhap-'));
let dataDir = join(folder, 'data');

/** `npx tsx test/bench/import.ts` after a build: the import at full size, as CSV and XLSX, and killed at five moments. */
try {
  const tables = createImportTables(UNITS, CODES);
  const [units, codes, xlsx, blank] = ['don-vi.csv', 'ma.csv', 'ma.xlsx', 'trong.csv'].map((name) =>
    join(folder, name),
  );
  await writeFile(units!, tables.units);
  await writeFile(codes!, tables.codes);
  const rows = toSoundRows(tables.codes);
  await writeSheet(xlsx!, { head: ['đơn vị', 'vai trò', 'mã tham gia'], rows });
  await writeFile(blank!, `đơn vị,vai trò\n${rows.map(([unit, role]) => `${unit},${role}`).join('\n')}\n`);
  console.log(`máy bận lúc bắt đầu: ${loadavg()[0]!.toFixed(1)}`);

  const unitMs = await tell('2.000 đơn vị, CSV', [units!, '--apply']);
  await tell('50.000 mã, CSV, chạy thử', [codes!]);
  const codeMs = await tell('50.000 mã, CSV', [codes!, '--apply']);
  await tell('như trên, lần hai', [codes!, '--apply']);
  await tell('47.500 mã có sẵn, XLSX', [xlsx!, '--apply']);
  const blankMs = await tell('47.500 mã phải tạo', [blank!, '--apply']);
  if (unitMs + codeMs > LIMIT_MS) process.exitCode = 1;

  for (const share of KILLS) {
    dataDir = join(folder, `data-${share}`);
    await rm(blank!.replace('.csv', '.ma-tham-gia.csv'), { force: true });
    await run([units!, '--apply']);
    const child = start([blank!, '--apply']);
    await pause(blankMs * share);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { stdout } = await run([blank!, '--apply']);
    const [saved, held] = Array.from(stdout.matchAll(/([\d.]+) mã (?:mới|đã có)/g), ([, n]) =>
      Number(n!.replace('.', '')),
    );
    const written =
      (await readFile(blank!.replace('.csv', '.ma-tham-gia.csv'), 'utf8')).trim().split('\r\n').length - 1;
    const isWhole = saved! + held! === GOOD_CODES && written === GOOD_CODES;
    console.log(
      `kill -9 ở ${share * 100} %: đã có ${held}, thêm ${saved}, ghi ra ${written}: ${isWhole ? 'đủ' : 'SAI'}`,
    );
    if (!isWhole) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Rows of a table that a plain parser can read and that name a unit, a usual role and a code. */
function toSoundRows(content: string): string[][] {
  return content
    .split('\n')
    .slice(1)
    .filter((line) => /^(xa|cdcs|ldld)-mau[^,]*,(|đoàn viên|báo cáo viên),MTG/.test(line))
    .map((line) => parse(line)[0]!);
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'dist/cli/import.js'), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, EMBEDDINGS: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(
  args: readonly string[],
): Promise<{ stdout: string; stderr: string; code: number | null; mostKb: number }> {
  const child = start(args);
  let mostKb = 0;
  const look = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        mostKb = Math.max(mostKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      },
      () => {},
    );
  }, 50);
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')]);
  clearInterval(look);
  return { stdout, stderr, code: child.exitCode, mostKb };
}

async function tell(name: string, args: readonly string[]): Promise<number> {
  const tookMs = fineStopwatch();
  const { stdout, stderr, code, mostKb } = await run(args);
  const took = tookMs();
  const summary = stdout
    .trim()
    .split('\n')
    .find((line) => /^(Đơn vị|Mã tham gia): /.test(line));
  const refused = stderr.split('\n').filter((line) => line.startsWith('dòng ')).length;
  console.log(
    `${name}: ${(took / 1000).toFixed(1)} s, ${Math.round(mostKb / 1024)} MB, ${refused} dòng báo lỗi\n  ${summary}`,
  );
  if (code !== 0) process.exitCode = 1;
  return took;
}

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Outcome {
  readonly offset: number;
  readonly broken: readonly string[];
  readonly arrivals: number;
  readonly rows: Readonly<Record<string, number>>;
}

const PROGRAM = resolve(import.meta.dirname, '../../support/schedules/run-schedules.ts');
const WORLDS = 3;

async function live(TZ: string, at: number): Promise<Outcome> {
  const args = ['--import', 'tsx', PROGRAM, String(1_000 * (at + 1)), String(WORLDS)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, TZ } });
  return JSON.parse(stdout) as Outcome;
}

it('keeps hours, rest days, quiet hours, caps, consent and expiry in 10,000 schedules on hosts around the world', async () => {
  const zones = ['Pacific/Pago_Pago', 'UTC', 'Asia/Ho_Chi_Minh', 'Pacific/Kiritimati'];
  const outcomes = await Promise.all(zones.map(live));
  expect(outcomes.map(({ offset }) => offset)).toEqual([660, 0, -420, -840]);
  expect(outcomes.flatMap(({ broken }) => broken)).toEqual([]);

  const amounts: Record<string, number> = {};
  for (const [key, amount] of outcomes.flatMap(({ rows }) => Object.entries(rows))) {
    amounts[key] = (amounts[key] ?? 0) + amount;
  }
  const schedules = Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
  expect(schedules).toBeGreaterThan(10_000);
  // Nothing is left, and every end was met: not because nothing was ever sent or skipped.
  expect(Object.keys(amounts).toSorted()).toEqual(
    ['cap', 'expired', 'hours', 'no-consent', 'quiet-hours', 'sent', 'unknown', 'window-closed'].toSorted(),
  );
  expect(Math.min(...Object.values(amounts))).toBeGreaterThan(10);
  expect(outcomes.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBeGreaterThan(1_500);
});

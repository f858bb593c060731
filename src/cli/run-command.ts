import { Presets, SingleBar } from 'cli-progress';
import { toPersonMessage } from '../errors.js';

export interface CommandTools {
  /** A bar on standard error, only where a person watches it. */
  readonly progress: (title: string) => (done: number, total: number) => void;
}

/** Runs a shell command: an error becomes one sentence on standard error and exit code 1. */
export async function runCommand(work: (tools: CommandTools) => Promise<void>): Promise<void> {
  try {
    await work({ progress: createProgress });
  } catch (error) {
    const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${isUsage ? `Tham số không hợp lệ: ${error.message}` : toPersonMessage(error)}\n`);
    process.exitCode = 1;
  }
}

function createProgress(title: string): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => {};
  let bar: SingleBar | undefined;
  return (done, total) => {
    bar ??= startBar(title, total);
    bar.update(done);
    if (done >= total) bar.stop();
  };
}

function startBar(title: string, total: number): SingleBar {
  const bar = new SingleBar(
    { format: `${title} |{bar}| {percentage}% ({value}/{total})`, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}

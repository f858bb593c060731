import { Presets, SingleBar } from 'cli-progress';
import { AppError, toPersonMessage } from '../errors.js';

export interface CommandTools {
  /** A bar on standard error, only where a person watches it. */
  readonly progress: (title: string) => (done: number, total: number) => void;
}

/** Runs a shell command: an error becomes one sentence on standard error and exit code 1, or `usageError` where what was typed is wrong. */
export async function runCommand(
  work: (tools: CommandTools) => Promise<void>,
  usage = '',
  { usageError = 1 }: { readonly usageError?: number } = {},
): Promise<void> {
  // A reader that has seen enough (`… | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await work({ progress: createProgress });
  } catch (error) {
    process.stderr.write(`${isUsageError(error) ? toUsageMessage(error, usage) : toPersonMessage(error)}\n`);
    const isTypedWrong = isUsageError(error) || (error instanceof AppError && error.code === 'invalid-input');
    process.exitCode = isTypedWrong ? usageError : 1;
  }
}

function isUsageError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function toUsageMessage({ message }: TypeError, usage: string): string {
  const named = /'(-[^' ]+)/.exec(message)?.[1];
  return `Tham số${named ? ` ${named}` : ''} không hợp lệ hoặc thiếu giá trị. ${usage}`.trim();
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

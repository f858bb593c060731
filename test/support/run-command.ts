import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { ROOT } from './read-sources.js';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; nothing by default. */
  readonly input?: string;
  /** Where the project lies. */
  readonly root?: string;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that goes when the test ends. */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Runs `node dist/<file>` to its end, with nothing of this process's settings. */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = startCommand(file, args, options);
  child.stdin?.end(options.input ?? '');
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), exitOf(child)]);
  return { code: child.exitCode, stdout, stderr };
}

export function startCommand(
  file: string,
  args: readonly string[],
  { env = {}, root = ROOT }: CommandOptions,
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [join(root, 'dist', file), ...args], {
    env: { PATH, HOME, EMBEDDINGS: 'none', ...env },
    stdio: 'pipe',
  });
}

export interface RunningService {
  readonly address: string;
  readonly port: number;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<CommandResult & { readonly tookMs: number }>;
}

/** `npm start` on a free port; resolves once it says where it listens. */
export async function startService(options: CommandOptions): Promise<RunningService> {
  const child = startCommand('main.js', [], { ...options, env: { PORT: '0', ...options.env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr!.on('data', (chunk) => {
    stderr += chunk;
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      stdout += chunk;
      const found = /http:\/\/[^:]+:(\d+)/.exec(stdout)?.[1];
      if (found) resolve(Number(found));
    });
    child.on('exit', () => reject(new Error(`the service ended: ${stderr}`)));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      const startedAt = performance.now();
      child.kill('SIGTERM');
      await exitOf(child);
      return { code: child.exitCode, stdout, stderr, tookMs: performance.now() - startedAt };
    },
  };
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

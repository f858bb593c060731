import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../../../../src/config.js';
import { readConfig } from '../../../../src/config.js';
import type { FakePlatform } from '../../../support/fakes/fake-platform.js';
import { ROOT } from '../../../support/read-sources.js';

/** A compiled program that runs until it is told to stop, and the words by which it says that it is ready. */
export interface Program {
  readonly file: string;
  readonly readyWords: string;
}

const SERVICE: Program = { file: 'main.js', readyWords: 'đang chạy tại' };
export const WORKER: Program = { file: 'cli/worker.js', readyWords: 'Đang lập lịch và gửi' };

/** Such a program in a process of its own. */
export interface Child {
  /** Resolves with true once it is ready, with false where it ended before. */
  readonly listening: Promise<boolean>;
  /** Milliseconds from its start until it was ready; absent until then. */
  readonly listeningAfterMs: () => number | undefined;
  /** What it said on its error output, and its log from `warn` up, by words. */
  readonly words: Readonly<Record<string, number>>;
  /** At once, as if the power were cut. */
  kill(): Promise<void>;
  /** As at Ctrl+C. */
  stop(): Promise<void>;
}

export interface ChildSettings {
  readonly env: Readonly<Record<string, string>>;
  /** For `readStatus`. */
  readonly config: Config;
}

/** Nothing of this process's own settings; words alone. */
export function toSettings(
  platforms: readonly FakePlatform[],
  dataDir: string,
  port: number,
  more: Readonly<Record<string, string>> = {},
): ChildSettings {
  const { PATH = '', HOME = '' } = process.env;
  const settings = {
    DATA_DIR: dataDir,
    EMBEDDINGS: 'none',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    // Only a name: the fakes call the address that they are told.
    PUBLIC_URL: 'https://so-tay.example',
    ...Object.assign({}, ...platforms.map((platform) => platform.settings)),
    ...more,
  };
  return { env: { PATH, HOME, ...settings }, config: readConfig(settings) };
}

export function startChild({ env }: ChildSettings, { file, readyWords }: Program = SERVICE): Child {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'dist', file)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exited = once(child, 'exit').then(() => process.off('exit', endWithUs));
  const words: Record<string, number> = {};
  const note = (line: string) => {
    const said = readMessage(line);
    words[said] = (words[said] ?? 0) + 1;
  };
  let tookMs: number | undefined;
  const listening = new Promise<boolean>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (!line.includes(readyWords)) return line.startsWith('{') && note(line);
      tookMs = performance.now() - startedAt;
      resolve(true);
    });
    createInterface(child.stderr).on('line', note);
    void exited.then(() => resolve(false));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return {
    listening,
    listeningAfterMs: () => tookMs,
    words,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Below those that systems hand out by themselves, so that nobody takes it while the service is dead. */
export async function findFreePort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port++) {
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('listening', () => resolve(true));
      server.once('error', () => resolve(false));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

function readMessage(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { readonly msg: string; readonly err?: { readonly message?: string } };
    return err?.message ? `${msg}: ${err.message}` : msg;
  } catch {
    return line;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readStatus, type ServiceStatus } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import type { FakePlatform } from '../../support/fakes/fake-platform.js';
import { connectOa } from '../../support/open-service.js';
import { ROOT } from '../../support/read-sources.js';

export interface ChildService {
  readonly address: string;
  status(): Promise<ServiceStatus>;
  /** Resident memory, or nothing where the system does not tell it. */
  readMemoryMb(): number | undefined;
  /** Processor time so far, in seconds, or nothing where the system does not tell it. */
  readCpuS(): number | undefined;
  /** Lines of its log by what they say; from `warn` up. */
  readonly warnings: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly platforms: readonly FakePlatform[];
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Of node, e.g. `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

/** The compiled service in a process of its own, with nothing of this process's settings, pointed at the fakes. */
export async function startService({
  platforms,
  dataDir,
  settings = {},
  nodeOptions = [],
}: ChildOptions): Promise<ChildService> {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'warn',
    // All load comes from one address.
    WEB_PER_MINUTE: '0',
    WEB_AT_ONCE: '0',
    // Only a name: the fakes call the address that they are told below.
    PUBLIC_URL: 'https://so-tay.example',
    ...Object.assign({}, ...platforms.map((platform) => platform.settings)),
    ...settings,
  };
  await connectOa(platforms, dataDir);
  const child = spawn(process.execPath, [...nodeOptions, join(ROOT, 'dist/main.js')], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const warnings: Record<string, number> = {};
  const note = (words: string) => {
    warnings[words] = (warnings[words] ?? 0) + 1;
  };
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const found = /đang chạy tại (http:\/\/\S+)/.exec(line)?.[1];
      const logged = readLogged(line);
      if (found) resolve(found);
      // What else it says there is for the operator alone: a code for the first admin.
      else if (logged !== undefined) note(logged);
    });
    createInterface(child.stderr).on('line', (line) => note(readLogged(line) ?? line));
    child.once('exit', () => reject(new Error(`the service ended: ${Object.keys(warnings).join('\n')}`)));
  });
  for (const platform of platforms) platform.setWebhookUrl(`${address}/webhook/${platform.channel}`);
  const config = readConfig(env);
  return {
    address,
    status: () => readStatus(config),
    readMemoryMb() {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readProcess('status', child.pid))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    },
    readCpuS() {
      // After the name in brackets: user time is the 12th field, system time the 13th, in hundredths of a second.
      const fields = readProcess('stat', child.pid).split(') ')[1]?.split(' ');
      return fields ? (Number(fields[11]) + Number(fields[12])) / 100 : undefined;
    },
    warnings,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      process.off('exit', endWithUs);
    },
  };
}

function readLogged(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { readonly msg: string }).msg;
  } catch {
    return undefined;
  }
}

function readProcess(file: 'status' | 'stat', pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

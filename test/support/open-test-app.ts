import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app/open-app.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';

export interface TestApp {
  readonly app: App;
  readonly config: Config;
  readonly logger: Logger;
}

const opened = new Map<string, Promise<TestApp>>();

/**
 * The real app over the shipped knowledge, without vectors, on a day that does not move, in a folder of its own. Opened
 * once for all test files of a worker that want the same: it keeps nothing of what it is asked.
 */
export function openTestApp(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const key = JSON.stringify(settings);
  const known = opened.get(key) ?? openAnew(settings);
  opened.set(key, known);
  return known;
}

async function openAnew(settings: Readonly<Record<string, string>>): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'so-tay-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({ EMBEDDINGS: 'none', DATA_DIR: folder, ...settings });
  const logger = createLogger('silent');
  const app = await openApp({ config, logger, clock: () => new Date('2026-11-24T03:00:00Z') });
  return { app, config, logger };
}

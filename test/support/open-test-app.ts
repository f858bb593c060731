import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';

export interface TestApp {
  readonly app: App;
  readonly config: Config;
  readonly logger: Logger;
  close(): Promise<void>;
}

/** The real app over the shipped knowledge, without vectors, on a day that does not move, in a folder of its own. */
export async function openTestApp(settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-'));
  const config = readConfig({ EMBEDDINGS: 'none', DATA_DIR: folder, ...settings });
  const logger = createLogger('silent');
  const app = await openApp({ config, logger, clock: () => new Date('2026-11-24T03:00:00Z') });
  return { app, config, logger, close: () => rm(folder, { recursive: true }) };
}

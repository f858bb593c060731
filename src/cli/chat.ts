import { openApp } from '../app/open-app.js';
import { serveTerminal } from '../app.js';
import { loadConfig } from '../config.js';
import { createLogger } from '../observability/logger.js';
import { runCommand } from './run-command.js';

/** A conversation in the terminal; where nobody sits at it, one answer per line of input. */
await runCommand(async ({ progress }) => {
  const config = loadConfig();
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const app = await openApp({ config, logger, onProgress: progress('Lập chỉ mục') });
  await app.ready;
  await serveTerminal(
    app,
    { config, logger },
    {
      input: process.stdin,
      output: process.stdout,
      isWatched: process.stdin.isTTY === true && process.stdout.isTTY === true,
    },
  );
});

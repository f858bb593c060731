import { shipVectors } from '../app/open-retrieval.js';
import { loadConfig } from '../config.js';
import { createLogger } from '../observability/logger.js';
import { runCommand } from './run-command.js';

/** For whoever changes the shipped documents or questions: writes the vectors that the repository carries. */
await runCommand(async ({ progress }) => {
  const amount = await shipVectors({
    config: loadConfig(),
    logger: createLogger('warn'),
    onProgress: progress('Tính véc-tơ'),
  });
  process.stdout.write(`Đã ghi ${amount} véc-tơ của kho kèm theo.\n`);
});

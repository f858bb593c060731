import { parseArgs } from 'node:util';
import { openApp } from '../app.js';
import type { NoSummary, Summary, SummaryLength } from '../briefing/summary.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { isLocalDate } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE =
  'Cách dùng: npm run -s brief -- summary "văn bản, điều hoặc chủ đề" [--length 1|3|full] [--json] | summary --since YYYY-MM-DD [--length 1|3|full] [--json] | check';

const LENGTHS: Readonly<Record<string, SummaryLength>> = { 1: 'one-minute', 3: 'three-minutes', full: 'full' };

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      length: { type: 'string', default: '1' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [verb, ...words] = positionals;
  const length = LENGTHS[values.length];
  if (!length)
    throw new AppError('invalid-input', `--length="${values.length}" không có; chọn 1, 3 hoặc full. ${USAGE}`);
  const config = loadConfig();
  const app = await openApp({
    config,
    logger: createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel),
    onProgress: progress('Lập chỉ mục'),
  });
  await app.ready;
  const print = (summary: Summary | NoSummary): void => {
    process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : `${summary.text}\n`);
  };
  if (verb === 'summary' && values.since !== undefined) {
    if (!isLocalDate(values.since)) {
      throw new AppError(
        'invalid-input',
        `--since="${values.since}" không phải một ngày có thật dạng YYYY-MM-DD. ${USAGE}`,
      );
    }
    print(await app.briefing.summarize({ kind: 'since', day: values.since }, length));
  } else if (verb === 'summary' && words.length > 0) {
    print(await app.briefing.summarizeAsked(words.join(' '), length));
  } else throw new AppError('invalid-input', USAGE);
}, USAGE);

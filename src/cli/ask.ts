import { parseArgs } from 'node:util';
import { openApp } from '../app/open-app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { isLocalDate } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE =
  'Cách dùng: npm run -s ask -- "câu hỏi" [--json] [--history \'["câu trước"]\'] [--as-of YYYY-MM-DD] [--knowledge THƯ_MỤC]';

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      history: { type: 'string' },
      'as-of': { type: 'string' },
      knowledge: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new AppError('invalid-input', USAGE);
  const asOf = values['as-of'];
  if (asOf !== undefined && !isLocalDate(asOf)) {
    throw new AppError('invalid-input', `--as-of="${asOf}" không phải một ngày có thật dạng YYYY-MM-DD. ${USAGE}`);
  }
  const history = values.history === undefined ? undefined : readHistory(values.history);
  const config = loadConfig();
  const app = await openApp({
    config: values.knowledge === undefined ? config : { ...config, knowledgeDir: values.knowledge },
    logger: createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel),
    onProgress: progress('Lập chỉ mục'),
  });
  await app.ready;
  const question = { text: positionals.join(' '), ...(history ? { history } : {}), ...(asOf ? { asOf } : {}) };
  const answer = await app.answerAsJson(question);
  process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : `${answer.text}\n`);
}, USAGE);

function readHistory(written: string): readonly string[] {
  try {
    const turns: unknown = JSON.parse(written);
    if (Array.isArray(turns) && turns.every((turn) => typeof turn === 'string')) return turns;
  } catch {
    // Said below, in words.
  }
  throw new AppError(
    'invalid-input',
    `--history cần một danh sách JSON các câu đã hỏi, ví dụ '["quy định 37"]'. ${USAGE}`,
  );
}

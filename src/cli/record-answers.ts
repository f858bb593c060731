import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openApp } from '../app/open-app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { AS_OF, readQuestions } from './read-questions.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s record:answers -- TỆP_CÂU_HỎI… --out TỆP [--against TỆP_GHI_TRƯỚC]';
/** Differences that are shown; all are counted. */
const SHOWN = 10;

/**
 * Writes the answers to question sets down, a line of JSON each, and compares them with those that another version
 * wrote: for changes that must not change one byte of what people read. Exit code 1 where an answer differs.
 */
await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, against: { type: 'string' } },
  });
  const { out, against } = values;
  if (positionals.length === 0 || out === undefined) throw new AppError('invalid-input', USAGE);
  const config = loadConfig();
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  const earlier = against === undefined ? undefined : readRecord(against);
  const questions = positionals.flatMap(readQuestions);
  const show = progress('Hỏi');
  const file = createWriteStream(out);
  let compared = 0;
  const different: string[] = [];
  for (const [at, { q, history }] of questions.entries()) {
    const { tookMs: _, ...answer } = await app.answerAsJson({ text: q, asOf: AS_OF, ...(history ? { history } : {}) });
    const key = JSON.stringify([q, ...(history ?? [])]);
    const written = JSON.stringify(answer);
    file.write(`${JSON.stringify({ key, answer })}\n`);
    const before = earlier?.get(key);
    if (before !== undefined) compared++;
    if (before !== undefined && before !== written) different.push(`${key}\n  ${before}\n  ${written}\n`);
    show(at + 1, questions.length);
  }
  await finished(file.end());
  process.stdout.write(`Đã ghi ${questions.length} câu trả lời vào ${out}.\n`);
  if (!earlier) return;
  process.stdout.write(different.slice(0, SHOWN).join(''));
  process.stdout.write(`So với ${against}: ${compared} câu có ở cả hai, ${different.length} câu khác.\n`);
  if (different.length > 0) process.exitCode = 1;
}, USAGE);

function readRecord(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { key, answer } = JSON.parse(line) as { readonly key: string; readonly answer: unknown };
      return [key, JSON.stringify(answer)];
    }),
  );
}

import { parseArgs } from 'node:util';
import { openApp } from '../app/open-app.js';
import { loadConfig } from '../config.js';
import { calibrateEvidence } from '../measuring/calibrate-evidence.js';
import { type AnswerFigures, evaluateAnswers, type JudgedAnswer, summarize } from '../measuring/evaluate-answers.js';
import { createLogger } from '../observability/logger.js';
import { AS_OF, locateQuestions, readQuestions } from './read-questions.js';
import { runCommand } from './run-command.js';

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      failures: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
    },
  });
  const config = loadConfig();
  const places = positionals.length > 0 ? positionals : [locateQuestions(config, values.calibrate ? 'train' : 'dev')];
  const questions = places.flatMap(readQuestions);
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  if (values.calibrate) {
    return void process.stdout.write(await calibrateEvidence(questions, app.answerDoors, { asOf: AS_OF }));
  }
  const judged = await evaluateAnswers(questions, app.answerQuestion, { asOf: AS_OF });
  if (values.json) process.stdout.write(`${JSON.stringify(toTable(judged))}\n`);
  else {
    for (const [name, figures] of Object.entries(toTable(judged)))
      process.stdout.write(`${name.padEnd(20)} ${toRow(figures)}\n`);
  }
  if (values.failures) for (const each of judged.filter(isFailure)) process.stdout.write(describe(each));
});

function toTable(judged: readonly JudgedAnswer[]): Record<string, AnswerFigures> {
  const table: Record<string, AnswerFigures> = { 'tất cả': summarize(judged) };
  for (const key of ['category', 'style'] as const) {
    for (const value of [...new Set(judged.map(({ expected }) => expected[key]))].sort()) {
      table[value] = summarize(judged.filter(({ expected }) => expected[key] === value));
    }
  }
  return table;
}

function toRow(figures: AnswerFigures): string {
  const percent = (value: number) => (Number.isNaN(value) ? '   –' : `${(value * 100).toFixed(1).padStart(5)}%`);
  return `n=${String(figures.n).padStart(3)}  kết quả ${percent(figures.outcome)}  văn bản ${percent(figures.document)}  điều khoản ${percent(figures.address)}  lời ${percent(figures.words)}  trả lời nhầm ${percent(figures.wronglyAnswered)}`;
}

function isFailure(each: JudgedAnswer): boolean {
  return (
    !each.isOutcomeRight ||
    each.isDocumentRight === false ||
    each.isAddressRight === false ||
    each.areWordsRight === false
  );
}

function describe({ expected, answer, ...right }: JudgedAnswer): string {
  const wrong = Object.entries(right)
    .filter(([, value]) => value === false)
    .map(([key]) => key);
  const cited = answer.citations.map((citation) => `${citation.documentId}#${citation.address}`).join(' | ');
  return [
    `\n${expected.category}/${expected.style}: ${expected.history ? `${JSON.stringify(expected.history)} → ` : ''}${expected.q}`,
    `  cần ${expected.outcome} ${expected.document?.join(',') ?? ''} ${expected.address ?? ''} ${JSON.stringify(expected.words ?? [])}`,
    `  được ${answer.outcome} ${cited} (sai: ${wrong.join(', ')})`,
    `  ${answer.text.replace(/\n+/g, ' / ').slice(0, 260)}\n`,
  ].join('\n');
}

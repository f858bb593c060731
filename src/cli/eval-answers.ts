import { parseArgs } from 'node:util';
import { openApp } from '../app.js';
import { loadConfig } from '../config.js';
import { calibrateEvidence } from '../measuring/calibrate-evidence.js';
import {
  type AnswerFigures,
  evaluateAnswers,
  halfOf,
  type JudgedAnswer,
  summarize,
} from '../measuring/evaluate-answers.js';
import { createLogger } from '../observability/logger.js';
import { AS_OF, readQuestions, SEED } from './read-questions.js';
import { runCommand } from './run-command.js';

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      failures: { type: 'string' },
      half: { type: 'string' },
      json: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
      tune: { type: 'string', multiple: true, default: [] },
      'leave-check': { type: 'boolean', default: false },
    },
  });
  const files = positionals.length > 0 ? positionals : ['test/questions.yaml'];
  const questions = files.flatMap(readQuestions);
  const config = loadConfig();
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  const whole = values.tune.flatMap(readQuestions);
  if (values.calibrate) {
    const halved = questions.map((each) => ({ ...each, isTune: halfOf(each, SEED) === 'tune' }));
    const seen = [...halved, ...whole.map((each) => ({ ...each, isTune: true }))].filter(
      (each) => each.isTune || !values['leave-check'],
    );
    return void process.stdout.write(await calibrateEvidence(seen, app.answerDoors, { asOf: AS_OF, seed: SEED }));
  }
  const judged = await evaluateAnswers(questions, app.answerQuestion, { asOf: AS_OF, seed: SEED });
  const shown = values.half ? judged.filter((each) => each.half === values.half) : judged;
  if (values.json) process.stdout.write(`${JSON.stringify(toTable(judged))}\n`);
  else {
    for (const [name, figures] of Object.entries(toTable(judged)))
      process.stdout.write(`${name.padEnd(28)} ${toRow(figures)}\n`);
  }
  if (values.failures) for (const each of shown.filter(isFailure)) process.stdout.write(describe(each));
});

function toTable(judged: readonly JudgedAnswer[]): Record<string, AnswerFigures> {
  const table: Record<string, AnswerFigures> = {};
  for (const half of ['tune', 'check'] as const) {
    const own = judged.filter((each) => each.half === half);
    table[`${half}: tất cả`] = summarize(own);
    for (const key of ['category', 'style'] as const) {
      for (const value of [...new Set(own.map(({ expected }) => expected[key]))].sort()) {
        table[`${half}: ${value}`] = summarize(own.filter(({ expected }) => expected[key] === value));
      }
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

function describe({ expected, answer, half, ...right }: JudgedAnswer): string {
  const wrong = Object.entries(right)
    .filter(([, value]) => value === false)
    .map(([key]) => key);
  const cited = answer.citations.map((citation) => `${citation.documentId}#${citation.address}`).join(' | ');
  return [
    `\n[${half}] ${expected.category}/${expected.style}: ${expected.history ? `${JSON.stringify(expected.history)} → ` : ''}${expected.q}`,
    `  cần ${expected.outcome} ${expected.document?.join(',') ?? ''} ${expected.address ?? ''} ${JSON.stringify(expected.words ?? [])}`,
    `  được ${answer.outcome} ${cited} (sai: ${wrong.join(', ')})`,
    `  ${answer.text.replace(/\n+/g, ' / ').slice(0, 260)}\n`,
  ].join('\n');
}

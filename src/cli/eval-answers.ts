import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { type AnswerDoors, answerQuestion } from '../answering/answer-question.js';
import type { Finding } from '../answering/retrieve-passages.js';
import { openApp } from '../app.js';
import { loadConfig } from '../config.js';
import { fitWeights, measureSeparation, predict, type Sample, toSamples } from '../measuring/calibrate-evidence.js';
import {
  type AnswerFigures,
  type ExpectedAnswer,
  evaluateAnswers,
  halfOf,
  type JudgedAnswer,
  summarize,
} from '../measuring/evaluate-answers.js';
import { createLogger } from '../observability/logger.js';
import { runCommand } from './run-command.js';

/** The day for which the expectations were written. */
const AS_OF = '2026-11-24';
const SEED = 464;

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      failures: { type: 'string' },
      half: { type: 'string' },
      json: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
    },
  });
  const files = positionals.length > 0 ? positionals : ['test/questions.yaml'];
  const questions = files.flatMap((file) => parse(readFileSync(file, 'utf8')) as ExpectedAnswer[]);
  const config = loadConfig();
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  if (values.calibrate) return void process.stdout.write(await calibrate(questions, app.answerDoors));
  const judged = await evaluateAnswers(questions, app.answerQuestion, { asOf: AS_OF, seed: SEED });
  const shown = values.half ? judged.filter((each) => each.half === values.half) : judged;
  if (values.json) process.stdout.write(`${JSON.stringify(toTable(judged))}\n`);
  else {
    for (const [name, figures] of Object.entries(toTable(judged)))
      process.stdout.write(`${name.padEnd(28)} ${toRow(figures)}\n`);
  }
  if (values.failures) for (const each of shown.filter(isFailure)) process.stdout.write(describe(each));
});

/** Fits the evidence's weights on the tuning half and reports how well they separate the checking half. */
async function calibrate(questions: readonly ExpectedAnswer[], doors: AnswerDoors): Promise<string> {
  const found: { expected: ExpectedAnswer; samples: readonly Sample[]; half: string }[] = [];
  for (const expected of questions.filter(isWeighed)) {
    let findings: readonly Finding[] = [];
    const onFindings = (seen: readonly Finding[]) => {
      findings = seen;
    };
    const question = { text: expected.q, asOf: AS_OF, ...(expected.history ? { history: expected.history } : {}) };
    await answerQuestion(question, { ...doors, onFindings });
    if (findings.length > 0)
      found.push({ expected, samples: toSamples(expected, findings), half: halfOf(expected, SEED) });
  }
  const tune = found.filter(({ half }) => half === 'tune').flatMap(({ samples }) => samples);
  const weights = fitWeights(tune);
  const lines = [
    `mẫu: ${tune.length} (${tune.filter((sample) => sample.answers).length} đúng)`,
    `trọng số: [${weights.map((weight) => weight.toFixed(2)).join(', ')}]`,
  ];
  for (const half of ['tune', 'check']) {
    const best = found
      .filter((each) => each.half === half)
      .map(({ expected, samples }) => ({
        probability: Math.max(...samples.map((sample) => predict(weights, sample.features))),
        isHeld: expected.outcome === 'answered',
      }));
    lines.push(`${half}: ${JSON.stringify(measureSeparation(best))}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Questions whose outcome rests on evidence: not on greetings, guards or front matter. */
function isWeighed({ category }: ExpectedAnswer): boolean {
  return ['content', 'number', 'alias', 'list', 'replaced', 'near-miss'].includes(category);
}

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

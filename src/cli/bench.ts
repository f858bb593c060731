import { parseArgs } from 'node:util';
import { openApp } from '../app/open-app.js';
import { loadConfig } from '../config.js';
import { BASELINE_ENGINES } from '../measuring/baseline-engines.js';
import { compareEngines, type Engine, type EngineFigures } from '../measuring/compare-engines.js';
import { readTestSet } from '../measuring/read-test-set.js';
import { percentile } from '../measuring/retrieval-metrics.js';
import { createSyntheticSet } from '../measuring/synthetic-set.js';
import { createLogger } from '../observability/logger.js';
import { fineStopwatch, stopwatch } from '../time.js';
import { openTestSearch } from './open-test-search.js';
import { locateQuestions, readQuestions } from './read-questions.js';
import { type CommandTools, runCommand } from './run-command.js';

const PASSAGES = 10_000;
const QUESTIONS = 500;
const ANSWERS = 430;
const WARM_UP = 30;

await runCommand(async (tools) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, answers: { type: 'boolean', default: false } },
  });
  const sets =
    positionals.length > 0
      ? await Promise.all(positionals.map(async (folder) => [folder, await readTestSet(folder)] as const))
      : [[`${PASSAGES} đoạn tạo máy`, createSyntheticSet(PASSAGES, QUESTIONS)] as const];
  for (const [name, set] of values.answers ? [] : sets) {
    const engines = [
      ownEngine('none', tools),
      ...(positionals.length > 0 ? [ownEngine('builtin', tools)] : []),
      ...BASELINE_ENGINES,
    ];
    const figures = await compareEngines(engines, set);
    process.stdout.write(
      values.json ? `${JSON.stringify({ set: name, figures })}\n` : renderTable(name, set.documents.length, figures),
    );
  }
  process.stdout.write(await timeAnswers(tools, values.json));
});

/** Whole answers over the shipped knowledge, from a question to checked text, with the embedder of the settings. */
async function timeAnswers({ progress }: CommandTools, isJson: boolean): Promise<string> {
  const config = loadConfig();
  const openingTook = stopwatch();
  const app = await openApp({ config, logger: createLogger('error'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  const openMs = openingTook();
  const questions = readQuestions(locateQuestions(config, 'dev')).slice(0, ANSWERS);
  const took: number[] = [];
  for (const [at, { q }] of questions.entries()) {
    const watch = fineStopwatch();
    await app.answerQuestion({ text: q });
    if (at >= WARM_UP) took.push(watch());
  }
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  const figures = { n: took.length, openMs, p50Ms: percentile(took, 0.5), p95Ms: percentile(took, 0.95), rssMb };
  if (isJson) return `${JSON.stringify({ answers: figures })}\n`;
  return `trả lời trọn vẹn (${config.embeddings}, ${figures.n} câu): mở ${openMs} ms, p50 ${figures.p50Ms.toFixed(1)} ms, p95 ${figures.p95Ms.toFixed(1)} ms, RSS của tiến trình ${rssMb} MB\n`;
}

function ownEngine(embeddings: 'none' | 'builtin', tools: CommandTools): Engine {
  const config = loadConfig();
  return {
    name: embeddings === 'none' ? 'ta: từ' : 'ta: từ + véc-tơ',
    async open(documents) {
      const logger = createLogger('warn');
      return { search: await openTestSearch(documents, { ...config, embeddings }, { ...tools, logger }) };
    },
  };
}

function renderTable(name: string, documents: number, figures: readonly EngineFigures[]): string {
  const [own] = figures;
  const ratio = (value: number, of: number): string => `×${(value / of).toFixed(1)}`.padStart(8);
  const rows = figures.map((each) =>
    [
      each.name.padEnd(18),
      String(each.buildMs).padStart(10),
      each.memoryMb.toFixed(1).padStart(10),
      each.p50Ms.toFixed(2).padStart(9),
      each.p95Ms.toFixed(2).padStart(9),
      ratio(each.p95Ms, own!.p95Ms),
      each.ndcg10.toFixed(4).padStart(9),
    ].join(''),
  );
  const head = `${'công cụ'.padEnd(18)}${'dựng (ms)'.padStart(10)}${'nhớ (MB)'.padStart(10)}${'p50 (ms)'.padStart(9)}${'p95 (ms)'.padStart(9)}${'p95 so'.padStart(8)}${'nDCG@10'.padStart(9)}`;
  return `${name} (${documents} đoạn)\n${head}\n${rows.join('\n')}\n\n`;
}

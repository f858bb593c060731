import { parseArgs } from 'node:util';
import { openRetrieval } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { evaluateRetrieval, type RetrievalReport } from '../measuring/evaluate-retrieval.js';
import { readTestSet } from '../measuring/read-test-set.js';
import { createLogger } from '../observability/logger.js';
import { stopwatch } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s eval -- THƯ_MỤC [--json] [--queries TỆP] [--embeddings builtin|none]';

await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      queries: { type: 'string' },
      embeddings: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (!folder || positionals.length > 1) throw new AppError('invalid-input', USAGE);
  const took = stopwatch();
  const config = loadConfig();
  const { documents, queries, judgements } = await readTestSet(folder, values.queries);
  const { index, ready } = await openRetrieval({
    config: { ...config, embeddings: values.embeddings ?? config.embeddings },
    logger: createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel),
    passages: documents.map((document) => ({ ...document, documentId: document.title, provisionId: document.id })),
    table: { abbreviations: [], teencode: {}, synonyms: [] },
    onProgress: progress('Tính véc-tơ'),
  });
  await ready;

  const reports = new Map<string, RetrievalReport>();
  for (const [file, asked] of queries) {
    const search = async (question: string) =>
      (await index.search(question, { limit: 10 })).map((hit) => documents[hit.passage]!.id);
    reports.set(file, await evaluateRetrieval({ search }, asked, judgements));
  }
  process.stdout.write(values.json ? `${JSON.stringify(toJson(reports, took()))}\n` : renderTable(reports));
});

function toJson(reports: ReadonlyMap<string, RetrievalReport>, tookMs: number): object {
  const queries = Object.fromEntries(Array.from(reports, ([file, { n, figures }]) => [file, { n, ...figures }]));
  return { queries, tookMs };
}

function renderTable(reports: ReadonlyMap<string, RetrievalReport>): string {
  const rows = Array.from(reports, ([file, { n, figures }]) => {
    const [low, high] = figures.ci.ndcg10;
    const cells = [figures.ndcg10, figures.mrr10, figures.recall1, figures.recall3, figures.recall5, figures.recall10];
    return `${file.padEnd(24)}${String(n).padStart(5)}${cells.map((cell) => cell.toFixed(4).padStart(9)).join('')}  [${low.toFixed(4)}, ${high.toFixed(4)}]`;
  });
  const heads = ['nDCG@10', 'MRR@10', 'R@1', 'R@3', 'R@5', 'R@10'].map((head) => head.padStart(9)).join('');
  return `${'tệp câu hỏi'.padEnd(24)}    n${heads}  95% của nDCG@10\n${rows.join('\n')}\n`;
}

import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { evaluateRetrieval, type RetrievalReport } from '../measuring/evaluate-retrieval.js';
import { readTestSet, type TestSet } from '../measuring/read-test-set.js';
import { pairedBootstrap } from '../measuring/retrieval-metrics.js';
import { createLogger } from '../observability/logger.js';
import { stopwatch } from '../time.js';
import { openTestSearch } from './open-test-search.js';
import { type CommandTools, runCommand } from './run-command.js';

const USAGE =
  'Cách dùng: npm run -s eval -- THƯ_MỤC [--json] [--queries TỆP] [--embeddings builtin|none] [--against builtin|none]';

type Reports = ReadonlyMap<string, RetrievalReport>;

await runCommand(async (tools) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      queries: { type: 'string' },
      embeddings: { type: 'string' },
      /** Shows what `embeddings` gains over this setting, question by question. */
      against: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (!folder || positionals.length > 1) throw new AppError('invalid-input', USAGE);
  const took = stopwatch();
  const set = await readTestSet(folder, values.queries);
  const reports = await evaluate(set, values.embeddings, tools);
  const others = values.against === undefined ? undefined : await evaluate(set, values.against, tools);
  const output = values.json ? JSON.stringify(toJson(reports, others, took())) : renderTable(reports, others);
  process.stdout.write(`${output}\n`);
});

async function evaluate(set: TestSet, embeddings: string | undefined, tools: CommandTools): Promise<Reports> {
  const config = loadConfig();
  const { documents, queries, judgements } = set;
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const settings = { ...config, embeddings: embeddings ?? config.embeddings };
  const search = await openTestSearch(documents, settings, { ...tools, logger });
  const reports = new Map<string, RetrievalReport>();
  for (const [file, asked] of queries) reports.set(file, await evaluateRetrieval({ search }, asked, judgements));
  return reports;
}

function findGain(file: string, { scores }: RetrievalReport, others: Reports | undefined) {
  const other = others?.get(file);
  if (!other) return undefined;
  return pairedBootstrap(
    other.scores.map(({ ndcg10 }) => ndcg10),
    scores.map(({ ndcg10 }) => ndcg10),
  );
}

function toJson(reports: Reports, others: Reports | undefined, tookMs: number): object {
  const queries = Array.from(reports, ([file, report]) => {
    const gain = findGain(file, report, others);
    return [file, { n: report.n, ...report.figures, ...(gain ? { gain } : {}) }] as const;
  });
  return { queries: Object.fromEntries(queries), tookMs };
}

function renderTable(reports: Reports, others: Reports | undefined): string {
  const rows = Array.from(reports, ([file, report]) => {
    const { ndcg10, mrr10, recall1, recall3, recall5, recall10, ci } = report.figures;
    const cells = [ndcg10, mrr10, recall1, recall3, recall5, recall10].map((cell) => cell.toFixed(4).padStart(9));
    const gain = findGain(file, report, others);
    const gained = gain ? `  ${signed(gain.gain)} [${gain.ci.map(signed).join(', ')}]` : '';
    return `${file.padEnd(24)}${String(report.n).padStart(5)}${cells.join('')}  [${ci.ndcg10.map((end) => end.toFixed(4)).join(', ')}]${gained}`;
  });
  const heads = ['nDCG@10', 'MRR@10', 'R@1', 'R@3', 'R@5', 'R@10'].map((head) => head.padStart(9)).join('');
  const gainHead = others ? '   hơn (ghép cặp, 95%)' : '';
  return `${'tệp câu hỏi'.padEnd(24)}    n${heads}  95% của nDCG@10${gainHead}\n${rows.join('\n')}`;
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}

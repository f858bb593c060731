import { parseArgs } from 'node:util';
import { openRetrieval } from '../app.js';
import { loadConfig } from '../config.js';
import { BASELINE_ENGINES } from '../measuring/baseline-engines.js';
import { compareEngines, type Engine, type EngineFigures } from '../measuring/compare-engines.js';
import { readTestSet, type TestDocument } from '../measuring/read-test-set.js';
import { createSyntheticSet } from '../measuring/synthetic-set.js';
import { createLogger } from '../observability/logger.js';
import { type CommandTools, runCommand } from './run-command.js';

const PASSAGES = 10_000;
const QUESTIONS = 500;

await runCommand(async (tools) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const sets =
    positionals.length > 0
      ? await Promise.all(positionals.map(async (folder) => [folder, await readTestSet(folder)] as const))
      : [[`${PASSAGES} đoạn tạo máy`, createSyntheticSet(PASSAGES, QUESTIONS)] as const];
  for (const [name, set] of sets) {
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
  // Whole answers: measured over the shipped knowledge, below.
});

function ownEngine(embeddings: 'none' | 'builtin', { progress }: CommandTools): Engine {
  const config = loadConfig();
  return {
    name: embeddings === 'none' ? 'ta: từ' : 'ta: từ + véc-tơ',
    async open(documents) {
      const { index, ready } = await openRetrieval({
        config: { ...config, embeddings },
        logger: createLogger('warn'),
        passages: documents.map(toPassage),
        table: { abbreviations: [], teencode: {}, synonyms: [] },
        onProgress: progress('Tính véc-tơ'),
      });
      await ready;
      return {
        search: async (question) =>
          (await index.search(question, { limit: 10 })).map((hit) => documents[hit.passage]!.id),
      };
    },
  };
}

function toPassage(document: TestDocument) {
  return { ...document, documentId: document.title, provisionId: document.id };
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

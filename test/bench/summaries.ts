import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../src/config.js';
import { readLibrary } from '../../src/ingest/read-library/read-library.js';
import { ROOT } from '../support/read-sources.js';
import { type FactFigures, measureFacts, splitHalves } from './summaries/measure-facts.js';
import { measureNews } from './summaries/measure-news.js';
import { measureSpeed } from './summaries/measure-speed.js';
import { openDoors } from './summaries/open-doors.js';
import { readFactQuestions } from './summaries/read-facts.js';
import type { Rouge } from './summaries/rouge.js';

const TODAY = '2026-11-24';
const ROUNDS = 3;
const SLOWEST_MS = 300;

/**
 * `npm run -s bench:summaries [-- --news FOLDER]`: what the 3-minute summary holds of what members ask of a document,
 * ours against lead-k and plain TextRank in the same room; ROUGE on a folder of articles; the time that a minute takes.
 * Exit code 1 where ours is not ahead on the half that was not tuned on, or too slow.
 */
const { values } = parseArgs({
  options: { facts: { type: 'string', default: join(ROOT, '../shared/facts') }, news: { type: 'string' } },
});
const config = loadConfig();
const { documents } = await readLibrary(join(config.defaultKnowledgeDir, 'documents'));
const doors = await openDoors(documents, config, TODAY);

if (existsSync(values.facts)) {
  const questions = readFactQuestions(values.facts, doors.library);
  const [tuned, checked] = splitHalves(questions);
  console.log('| câu hỏi của | văn bản | câu | ta | lead-k | TextRank |\n|---|---|---|---|---|---|');
  showFacts('nửa đã chỉnh', await measureFacts(tuned, doors));
  const figures = await measureFacts(checked, doors);
  showFacts('nửa để kiểm', figures);
  showFacts('cả hai', await measureFacts(questions, doors));
  if (figures.ours <= Math.max(figures.lead, figures.textRank)) process.exitCode = 1;
} else console.log(`Không có ${values.facts}: bỏ qua phần câu hỏi.`);

if (values.news) {
  const { articles, ours, lead, textRank } = await measureNews(values.news, config);
  console.log(`\n| ${articles} bài báo | ROUGE-1 | ROUGE-2 | ROUGE-L |\n|---|---|---|---|`);
  showRouge('ta', ours);
  showRouge('lead-k', lead);
  showRouge('TextRank', textRank);
}

const { summaries, p50, p95, longest } = await measureSpeed(doors, ROUNDS);
console.log(
  `\n${summaries} bản 1 phút: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, lâu nhất ${longest.toFixed(1)} ms`,
);
if (p95 >= SLOWEST_MS) process.exitCode = 1;

function showFacts(name: string, { documents: held, questions, ours, lead, textRank }: FactFigures): void {
  const cells = [ours, lead, textRank].map((share) => share.toFixed(3));
  console.log(`| ${[name, held, questions, ...cells].join(' | ')} |`);
}

function showRouge(name: string, { one, two, longest: l }: Rouge): void {
  console.log(`| ${[name, ...[one, two, l].map((score) => score.toFixed(3))].join(' | ')} |`);
}

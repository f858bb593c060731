import { join } from 'node:path';
import { locateKnowledge } from '../app/locate-knowledge.js';
import { openApp } from '../app/open-app.js';
import { writeMissingTerms, writePairs } from '../app/open-retrieval.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { readAsked } from '../ingest/read-library/read-asked.js';
import type { ExpectedAnswer } from '../measuring/evaluate-answers.js';
import { fitMissingTerms, sampleKept, sampleQuestions } from '../measuring/learning/learn-missing-terms.js';
import { listKeptPairs, listQuestionPairs } from '../measuring/learning/list-pairs.js';
import { createLogger } from '../observability/logger.js';
import { AS_OF, locateQuestions, readQuestions } from './read-questions.js';
import { runCommand } from './run-command.js';

await runCommand(async ({ progress }) => {
  const [what, file] = process.argv.slice(2);
  if (what !== 'missing-terms' && (what !== 'pairs' || !file)) {
    throw new AppError('misconfigured', 'Cần một trong hai: learn missing-terms, hoặc learn pairs TỆP_GHI_RA.');
  }
  const config = loadConfig();
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  const { missingTerms, crossEncoder: _, ...plain } = app.answerDoors;
  const asked = await readAsked(join(locateKnowledge(config).folder, 'asked'));
  const questions = readQuestions(locateQuestions(config, 'train'));
  const notHeld = asked.flatMap((each) => each.notHeld);
  const asking = { asOf: AS_OF, onProgress: progress('Hỏi') };
  const kept = { asOf: AS_OF, onProgress: progress('Câu kèm kho') };
  if (what === 'missing-terms') {
    const samples = [...(await sampleQuestions(questions, plain, asking)), ...(await sampleKept(notHeld, plain, kept))];
    const learnt = fitMissingTerms(samples);
    await writeMissingTerms(config, learnt);
    return void process.stdout.write(`Đã học ${learnt.weights.size} chữ và cặp chữ từ ${samples.length} câu.\n`);
  }
  const doors = missingTerms ? { ...plain, missingTerms } : plain;
  const unanswered = notHeld.map((q): ExpectedAnswer => ({ q, style: '', category: '', outcome: 'not-found' }));
  const pairs = [
    ...listKeptPairs(doors, kept),
    ...(await listQuestionPairs([...questions, ...unanswered], doors, asking)),
  ];
  await writePairs(config, pairs, file as string);
  process.stdout.write(`Đã ghi ${pairs.length} cặp vào ${file}.\n`);
});

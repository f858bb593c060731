import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locateKnowledge } from '../app/locate-knowledge.js';
import { writePairs, writeUntoldWords } from '../app/open-retrieval.js';
import { openApp } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { readAsked } from '../ingest/read-library/read-asked.js';
import { type ExpectedAnswer, halfOf } from '../measuring/evaluate-answers.js';
import { fitUntold, sampleKept, sampleQuestions } from '../measuring/learning/learn-untold.js';
import { listKeptPairs, listQuestionPairs } from '../measuring/learning/list-pairs.js';
import { createLogger } from '../observability/logger.js';
import { AS_OF, readQuestions, SEED } from './read-questions.js';
import { runCommand } from './run-command.js';

const TESTS = 'test';

await runCommand(async ({ progress }) => {
  const [what, file] = process.argv.slice(2);
  if (what !== 'untold' && (what !== 'pairs' || !file)) {
    throw new AppError('misconfigured', 'Cần một trong hai: learn untold, hoặc learn pairs TỆP_GHI_RA.');
  }
  const config = loadConfig();
  const app = await openApp({ config, logger: createLogger('warn'), onProgress: progress('Lập chỉ mục') });
  await app.ready;
  const { untoldWords, crossEncoder: _, ...plain } = app.answerDoors;
  const asked = await readAsked(join(locateKnowledge(config).folder, 'asked'));
  const notHeld = asked.flatMap((each) => each.notHeld);
  const asking = { asOf: AS_OF, onProgress: progress('Hỏi') };
  const kept = { asOf: AS_OF, onProgress: progress('Câu kèm kho') };
  if (what === 'untold') {
    const samples = [
      ...(await sampleQuestions(listTunable(), plain, asking)),
      ...(await sampleKept(notHeld, plain, kept)),
    ];
    const learnt = fitUntold(samples);
    await writeUntoldWords(config, learnt);
    return void process.stdout.write(`Đã học ${learnt.weights.size} chữ và cặp chữ từ ${samples.length} câu.\n`);
  }
  const doors = untoldWords ? { ...plain, untoldWords } : plain;
  const unanswered = notHeld.map((q): ExpectedAnswer => ({ q, style: '', category: '', outcome: 'not-found' }));
  const pairs = [
    ...listKeptPairs(doors, kept),
    ...(await listQuestionPairs([...listTunable(), ...unanswered], doors, asking)),
  ];
  await writePairs(config, pairs, file as string);
  process.stdout.write(`Đã ghi ${pairs.length} cặp vào ${file}.\n`);
});

/** What may be tuned on: half of one file, and all that is named practice. */
function listTunable(): ExpectedAnswer[] {
  const practice = readdirSync(TESTS).filter((name) => /^questions-practice.*\.yaml$/.test(name));
  return [
    ...readQuestions(join(TESTS, 'questions.yaml')).filter((each) => halfOf(each, SEED) === 'tune'),
    ...practice.sort().flatMap((name) => readQuestions(join(TESTS, name))),
  ];
}

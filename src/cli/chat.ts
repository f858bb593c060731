import { createInterface } from 'node:readline/promises';
import { openApp } from '../app.js';
import { loadConfig } from '../config.js';
import { createLogger } from '../observability/logger.js';
import { runCommand } from './run-command.js';

const GREETING = 'xin chào';
const FAREWELL = 'Chào anh/chị.';
const GOODBYES = /^(thoát|thoat|exit|quit)[.!]?$/iu;

/** A conversation in the terminal; where nobody sits at it, one answer per line of input. */
await runCommand(async ({ progress }) => {
  const config = loadConfig();
  const app = await openApp({
    config,
    logger: createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel),
    onProgress: progress('Lập chỉ mục'),
  });
  await app.ready;
  const isWatched = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: isWatched });
  terminal.setPrompt(isWatched ? 'Anh/chị: ' : '');

  const turns: string[] = [];
  const answer = async (text: string) => {
    const { text: reply } = await app.answerQuestion({ text, history: turns });
    turns.push(text);
    process.stdout.write(isWatched ? `\n${reply}\n\n` : `${reply}\n`);
  };
  if (isWatched) {
    await answer(GREETING);
    process.stdout.write('Gõ “thoát” hoặc nhấn Ctrl+D để kết thúc.\n\n');
  }
  terminal.prompt();
  for await (const line of terminal) {
    const text = line.normalize('NFC').trim();
    if (GOODBYES.test(text)) break;
    if (text !== '') await answer(text);
    terminal.prompt();
  }
  if (isWatched) process.stdout.write(`\n${FAREWELL}\n`);
  terminal.close();
});

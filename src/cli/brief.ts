import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type App, openApp } from '../app/open-app.js';
import type { SummaryCheck, SummaryLength } from '../briefing/summary.js';
import { loadConfig } from '../config.js';
import type { OutlineCheck, OutlineMinutes } from '../documents/outline.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { isLocalDate, type LocalDate } from '../time.js';
import { type CommandTools, runCommand } from './run-command.js';

const USAGE =
  'Cách dùng: npm run -s brief -- summary "văn bản, điều hoặc chủ đề" [--length 1|3|full] [--json] | summary --since YYYY-MM-DD [--length 1|3|full] [--json] | outline "chủ đề hoặc dịp" [--minutes 5|15|30] [--docx TỆP.docx] [--script] [--json] | check';

const LENGTHS = new Map<string, SummaryLength>([
  ['1', 'one-minute'],
  ['3', 'three-minutes'],
  ['full', 'full'],
]);

await runCommand(async (tools) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      length: { type: 'string', default: '1' },
      since: { type: 'string' },
      minutes: { type: 'string', default: '15' },
      docx: { type: 'string' },
      script: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [verb, ...words] = positionals;
  const asked = words.join(' ');
  if (verb === 'summary' && (asked !== '') !== (values.since !== undefined)) {
    const length = readLength(values.length);
    const day = values.since === undefined ? undefined : readDay(values.since);
    const { briefing } = await open(tools);
    const summary = await (day
      ? briefing.summarize({ kind: 'since', day }, length)
      : briefing.summarizeAsked(asked, length));
    print(values.json ? JSON.stringify(summary) : summary.text);
  } else if (verb === 'outline' && asked !== '') {
    const minutes = readMinutes(values.minutes);
    const { outline, text, script, renderDocx } = await (await open(tools)).briefing.outlineAsked(asked, minutes);
    if (values.docx !== undefined) await save(values.docx, await renderDocx());
    print(values.json ? JSON.stringify(outline) : values.script ? script : text);
  } else if (verb === 'check' && asked === '') {
    const { briefing } = await open(tools);
    const [summaries, outlines] = [await briefing.checkSummaries(), await briefing.checkOutlines()];
    print(values.json ? JSON.stringify({ summaries, outlines }) : describeChecks(summaries, outlines));
    if (summaries.flaws.length + outlines.flaws.length > 0) process.exitCode = 1;
  } else throw new AppError('invalid-input', USAGE);
}, USAGE);

async function open({ progress }: CommandTools): Promise<App> {
  const config = loadConfig();
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const app = await openApp({ config, logger, onProgress: progress('Lập chỉ mục') });
  await app.ready;
  return app;
}

function describeChecks(summaries: SummaryCheck, outlines: OutlineCheck): string {
  const say = (amount: string, lines: number, flaws: readonly string[]): string => {
    const verdict = flaws.length > 0 ? `${flaws.length} chỗ sai` : 'dòng nào cũng có địa chỉ, số nào cũng có tại đó';
    return [...flaws, `${amount}, ${lines} dòng: ${verdict}.`].join('\n');
  };
  return [
    say(`${summaries.summaries} bản tóm tắt`, summaries.lines, summaries.flaws),
    say(`${outlines.outlines} đề cương`, outlines.lines, outlines.flaws),
  ].join('\n');
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    throw new AppError('unavailable', `Không ghi được tệp ${file}. Hãy kiểm tra thư mục và quyền ghi.`, { cause });
  }
}

function readMinutes(written: string): OutlineMinutes {
  const minutes = ([5, 15, 30] as const).find((each) => String(each) === written);
  if (minutes) return minutes;
  throw new AppError('invalid-input', `--minutes="${written}" không có; chọn 5, 15 hoặc 30. ${USAGE}`);
}

function readLength(written: string): SummaryLength {
  const length = LENGTHS.get(written);
  if (length) return length;
  throw new AppError('invalid-input', `--length="${written}" không có; chọn 1, 3 hoặc full. ${USAGE}`);
}

function readDay(written: string): LocalDate {
  if (isLocalDate(written)) return written;
  throw new AppError('invalid-input', `--since="${written}" không phải một ngày có thật dạng YYYY-MM-DD. ${USAGE}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

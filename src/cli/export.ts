import { parseArgs } from 'node:util';
import { openPeople } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { exportUnits } from '../ingest/import-units/export-units.js';
import { formatAmount } from '../text/vietnamese-text.js';
import { isLocalDate } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s export -- TỆP.csv|.xlsx [--as-of YYYY-MM-DD]';

/** The union tree as a table that `import` takes back. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'as-of': { type: 'string' } } });
  const [file] = positionals;
  const asOf = values['as-of'];
  if (file === undefined || positionals.length > 1) throw new AppError('invalid-input', USAGE);
  if (asOf !== undefined && !isLocalDate(asOf)) {
    throw new AppError('invalid-input', `--as-of="${asOf}" không phải một ngày có thật dạng YYYY-MM-DD. ${USAGE}`);
  }
  const people = await openPeople(loadConfig());
  try {
    const amount = await exportUnits(file, { people, ...(asOf === undefined ? {} : { asOf }) });
    process.stdout.write(`Đã ghi ${formatAmount(amount)} dòng vào ${file}.\n`);
  } finally {
    await people.close();
  }
}, USAGE);

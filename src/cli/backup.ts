import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBackups } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { formatAmount } from '../text/vietnamese-text.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s backup -- TỆP';

/** A consistent copy of what the store holds, beside a running service too. */
await runCommand(async () => {
  const { positionals } = parseArgs({ options: {}, allowPositionals: true });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new AppError('invalid-input', USAGE);
  const path = resolve(file);
  const { rows, waiting } = await openBackups(loadConfig()).write(path);
  process.stdout.write(`Đã sao lưu ${formatAmount(rows)} dòng vào ${path}\n`);
  if (waiting > 0) process.stdout.write(`${waiting} tin đang chờ trả lời hoặc chờ gửi không nằm trong bản sao.\n`);
  process.stdout.write(
    'Tệp này chứa địa chỉ trò chuyện và mã truy cập: hãy giữ như mật khẩu. Giữ riêng address.key và erased.list trong DATA_DIR.\n',
  );
}, USAGE);

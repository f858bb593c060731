import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openBackups } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { formatAmount } from '../text/vietnamese-text.js';
import { formatInstant } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s restore -- TỆP [--yes]';

/** Puts a copy in the place of everything that the store holds, then erases again who was erased since. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { yes: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new AppError('invalid-input', USAGE);
  const path = resolve(file);
  const backups = openBackups(loadConfig());
  const { writtenAt } = await backups.readHead(path);
  if (!values.yes)
    await confirm(`Thay toàn bộ dữ liệu hiện có bằng bản sao lúc ${formatInstant(new Date(writtenAt))}?`);
  const { rows, erased, paused, hasSameKey } = await backups.restore(path);
  process.stdout.write(`Đã khôi phục ${formatAmount(rows)} dòng; đã xóa lại ${erased} người trong danh sách đã xóa.\n`);
  if (paused > 0) {
    process.stdout.write(
      `Đã tạm dừng ${paused} thông báo đang gửi lúc sao lưu: có người có thể đã nhận từ sau lúc đó. Xin anh/chị xem lại từng thông báo rồi mới cho gửi tiếp.\n`,
    );
  }
  if (!hasSameKey) {
    process.stderr.write(
      'address.key ở đây không phải khóa lúc sao lưu. Nếu còn, hãy chép address.key và erased.list cũ vào DATA_DIR rồi khôi phục lại: thiếu hai tệp này thì người đã xóa có thể trở lại.\n',
    );
  }
}, USAGE);

async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new AppError('invalid-input', `Cần thêm --yes để thay dữ liệu. ${USAGE}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Gõ "có" để tiếp tục: `);
  terminal.close();
  if (!['có', 'co'].includes(answer.trim().normalize('NFC').toLowerCase())) {
    throw new AppError('invalid-input', 'Chưa khôi phục gì; dữ liệu hiện có chưa bị thay đổi.');
  }
}

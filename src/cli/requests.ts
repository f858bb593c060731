import { parseArgs } from 'node:util';
import { openPeople } from '../app.js';
import { loadConfig } from '../config.js';
import { formatDay, formatInstant, systemClock, toLocalDate } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s requests [-- --json]';
const KINDS = { see: 'xem dữ liệu', export: 'lấy dữ liệu', withdraw: 'rút đồng ý', erase: 'xóa dữ liệu' } as const;

/** The register of requests about personal data, with their legal deadlines; beside a running service too. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const people = await openPeople(loadConfig());
  const requests = await people.listRequests();
  await people.close();
  if (values.json) {
    process.stdout.write(`${JSON.stringify(requests)}\n`);
    return;
  }
  const today = toLocalDate(systemClock());
  const lines = requests.map(({ kind, madeAt, deadline, doneAt }) => {
    const state = doneAt ? `xong ${formatInstant(doneAt)}` : deadline < today ? 'QUÁ HẠN' : 'đang mở';
    return `${KINDS[kind]}; gửi ${formatInstant(madeAt)}; hạn ${formatDay(deadline)}; ${state}\n`;
  });
  process.stdout.write(lines.length > 0 ? lines.join('') : 'Chưa có yêu cầu nào.\n');
}, USAGE);

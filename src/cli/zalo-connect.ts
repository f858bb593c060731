import { parseArgs } from 'node:util';
import { openConsentDoor, webAddress } from '../app.js';
import { loadConfig } from '../config.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s zalo:connect';

/** Prints the link with which an admin of the OA consents, in a browser that reaches the running service. */
await runCommand(async () => {
  parseArgs({ options: {} });
  const config = loadConfig();
  const door = await openConsentDoor(config);
  try {
    const code = await door.createCode();
    const address = webAddress(config);
    process.stdout.write(
      [
        'Mở liên kết sau trong trình duyệt (dùng một lần, trong 15 phút; dịch vụ phải đang chạy):',
        `${address}/zalo/ket-noi?ma=${code}`,
        `Trong trang quản trị ứng dụng của Zalo, địa chỉ nhận lại (callback) phải là: ${address}/zalo/xac-nhan`,
        '',
      ].join('\n'),
    );
    if (!config.publicUrl) {
      process.stderr.write('Chưa đặt PUBLIC_URL: liên kết này chỉ mở được trên chính máy chạy dịch vụ.\n');
    }
  } finally {
    await door.close();
  }
}, USAGE);

import { holdService, openOutreach } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { runCommand } from './run-command.js';

/**
 * Plans and sends announcements and answers nobody: beside services that share a PostgreSQL, as many as wanted; with a
 * SQLite file in place of the service.
 */
await runCommand(async () => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const config = loadConfig();
  const release = await holdService(config);
  try {
    const outreach = await openOutreach({ config, logger: createLogger(config.logLevel) });
    try {
      if (outreach.doors.channels.size === 0) {
        throw new AppError(
          'misconfigured',
          'Chưa có mã của Telegram, Zalo OA hay Zalo Bot trong .env nên không có nơi để gửi. Dữ liệu chưa bị thay đổi.',
        );
      }
      process.stdout.write('Đang lập lịch và gửi thông báo (Ctrl+C để dừng)\n');
      await outreach.serve(stop.signal);
    } finally {
      await outreach.close();
    }
  } finally {
    await release();
  }
});

import { serve } from '@hono/node-server';
import { openApp } from './app.js';
import { runCommand } from './cli/run-command.js';
import { loadConfig } from './config.js';
import { AppError } from './errors.js';
import { createHttp } from './http.js';
import { createLogger } from './observability/logger.js';
import { toLocalDate } from './time.js';

await runCommand(async ({ progress }) => {
  const config = loadConfig();
  const logger = createLogger(config.logLevel);
  const app = await openApp({ config, logger, onProgress: progress('Lập chỉ mục') });
  const http = createHttp({
    answerQuestion: app.answerQuestion,
    library: () => app.library,
    today: () => toLocalDate(app.clock()),
    logger,
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  });
  await listen(http.fetch, config.host, config.port);
  await app.ready;
});

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], hostname: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (address) => {
      process.stdout.write(`Sổ tay Đoàn viên đang chạy tại http://${hostname}:${address.port} (Ctrl+C để dừng)\n`);
      resolve();
    });
    server.on('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `Cổng ${port} đang có chương trình khác dùng. Dữ liệu vẫn an toàn; hãy dừng chương trình đó hoặc đặt PORT sang số khác.`
          : `Không mở được địa chỉ ${hostname}:${port}. Dữ liệu vẫn an toàn; hãy kiểm tra HOST và PORT.`;
      reject(new AppError('unavailable', reason, { cause }));
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
  });
}

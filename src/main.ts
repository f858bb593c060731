import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { type AppOptions, holdService, openConversations, openHttp, openServed } from './app.js';
import { runCommand } from './cli/run-command.js';
import { type Config, loadConfig } from './config.js';
import { AppError } from './errors.js';
import { createLogger } from './observability/logger.js';

/** Answers under way when the service is told to stop have this long to finish. */
const GRACE_MS = 1_000;
/** Longer than proxies keep an idle connection (nginx 1 minute, Caddy 2): the next call is never sent into one that ends here. */
const KEEP_ALIVE_MS = 130_000;

await runCommand(async ({ progress }) => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const config = loadConfig();
  const release = await holdService(config);
  try {
    await serveUntil(stop, config, progress('Lập chỉ mục'));
  } finally {
    await release();
  }
});

async function serveUntil(
  stop: AbortController,
  config: Config,
  onProgress: NonNullable<AppOptions['onProgress']>,
): Promise<void> {
  const logger = createLogger(config.logLevel);
  const served = await openServed({ config, logger, onProgress, signal: stop.signal }).catch((error: unknown) => {
    if (stop.signal.aborted) return undefined;
    throw error;
  });
  if (!served) return;
  // Where nothing can compute there is nothing to serve.
  served.ready.catch(() => stop.abort());
  try {
    const conversations = await openConversations(served, { config, logger });
    const http = await openHttp(served, { config, logger, conversations });
    const invitation = await conversations.inviteFirstAdmin();
    if (invitation) process.stdout.write(`${invitation}\n`);
    const answered = conversations.serve(stop.signal);
    try {
      if (!stop.signal.aborted) closeOnAbort(await listen(http.fetch, config.host, config.port), stop.signal);
    } catch (error) {
      stop.abort();
      throw error;
    } finally {
      await answered;
    }
  } finally {
    await served.close();
  }
  await served.ready;
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (address) => {
      process.stdout.write(`Sổ tay Đoàn viên đang chạy tại http://${hostname}:${address.port} (Ctrl+C để dừng)\n`);
      resolve(server);
    }) as Server;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.on('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `Cổng ${port} đang có chương trình khác dùng. Dữ liệu vẫn an toàn; hãy dừng chương trình đó hoặc đặt PORT sang số khác.`
          : `Không mở được địa chỉ ${hostname}:${port}. Dữ liệu vẫn an toàn; hãy kiểm tra HOST và PORT.`;
      reject(new AppError('unavailable', reason, { cause }));
    });
  });
}

function closeOnAbort(server: Server, signal: AbortSignal): void {
  const close = () => {
    server.close();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
}

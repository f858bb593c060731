import { parseArgs } from 'node:util';
import { createLogger } from '../../../src/observability/logger.js';
import { openPlayground } from './open-playground.js';

const PORT = '8090';
/** Real tokens, should the environment hold any, never come here. */
const SETTINGS = ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OLLAMA_BASE_URL'];

const { values } = parseArgs({ options: { port: { type: 'string', default: process.env.PLAYGROUND_PORT ?? PORT } } });
const given = SETTINGS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));

console.log('Đang mở sổ tay và ba nền tảng giả lập…');
try {
  const playground = await openPlayground({
    port: Number(values.port),
    settings: { EMBEDDINGS: process.env.EMBEDDINGS ?? 'builtin', ...Object.fromEntries(given) },
    logger: createLogger(process.env.LOG_LEVEL ?? 'error'),
  });
  console.log(`Phòng thử đang mở tại ${playground.address} (Ctrl+C để dừng)`);
  let isClosing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isClosing) return;
      isClosing = true;
      void playground.close();
    });
  }
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(isTaken ? `Cổng ${values.port} đang có chương trình khác dùng; thêm -- --port <số khác>.` : error);
  process.exitCode = 1;
}

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { openConsentDoor } from '../../../src/app.js';
import type { Logger } from '../../../src/observability/logger.js';
import { openFakeTelegram } from '../fakes/fake-telegram.js';
import { openFakeZaloBot } from '../fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../fakes/fake-zalo-oa.js';
import { type OpenedService, openService } from '../open-service.js';
import { Act, createPhones, type Phones } from './phones.js';

const READ_EVERY_MS = 1_000;

export interface Playground {
  /** Of the page: `http://127.0.0.1:<port>` */
  readonly address: string;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  /** 0, as by default: any free one. */
  readonly port?: number;
  /** Settings of the service beside those that point it at the fakes. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly logger?: Logger;
}

/** The fakes, the real service against them in a folder of its own, and one page that shows every phone. Throws where the port is taken. */
export async function openPlayground({ port = 0, settings, logger }: PlaygroundOptions = {}): Promise<Playground> {
  const platforms = await Promise.all([openFakeTelegram(), openFakeZaloOa(), openFakeZaloBot()]);
  const phones = createPhones(platforms);
  const end = new AbortController();
  const service = await openService(platforms, {
    opensAtOnce: true,
    ...(settings ? { settings } : {}),
    ...(logger ? { logger } : {}),
  });
  const close = async () => {
    end.abort();
    await service.stop();
    await Promise.all(platforms.map((platform) => platform.close()));
  };
  try {
    const page = await readPage(service);
    const server = serve({
      fetch: createPage({ page, phones, service, end: end.signal }).fetch,
      hostname: '127.0.0.1',
      port,
    }) as Server;
    await once(server, 'listening');
    return {
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async close() {
        server.closeAllConnections();
        server.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface PageDoors {
  readonly page: { readonly html: string; readonly script: string };
  readonly phones: Phones;
  readonly service: OpenedService;
  readonly end: AbortSignal;
}

async function readPage({ address }: OpenedService): Promise<PageDoors['page']> {
  const [html, script] = await Promise.all([
    readFile(new URL('./page.html', import.meta.url), 'utf8'),
    readFile(new URL('./page.js', import.meta.url), 'utf8'),
  ]);
  return { html: html.replaceAll('WEB_CHAT', address), script };
}

function createPage({ page, phones, service, end }: PageDoors): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ['data:'],
        connectSrc: ["'self'"],
      },
    }),
  );
  app.get('/', (c) => c.html(page.html));
  app.get('/page.js', (c) => c.body(page.script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));

  app.get('/dien-bien', (c) =>
    streamSSE(c, async (stream) => {
      const send = (type: string, data: unknown) => stream.writeSSE({ event: type, data: JSON.stringify(data) });
      await send('conversations', phones.conversations());
      const stopHearing = phones.onHappening((happening) => void send(happening.type, happening));
      stream.onAbort(stopHearing);
      let last = '';
      while (!stream.aborted && !end.aborted) {
        const reading = { phones: phones.read(), service: await service.status() };
        const next = JSON.stringify(reading);
        if (next !== last) await send('reading', reading);
        last = next;
        await stream.sleep(READ_EVERY_MS);
      }
    }),
  );

  app.post('/lam', async (c) => {
    // A page from elsewhere cannot send this type unasked.
    if (!c.req.header('Content-Type')?.startsWith('application/json')) return c.body(null, 415);
    const act = Act.safeParse(await c.req.json().catch(() => undefined));
    if (!act.success) return c.json({ error: 'Yêu cầu không đọc được.' }, 400);
    try {
      await phones.act(act.data);
      return c.json({});
    } catch {
      return c.json({ error: 'Nền tảng này không làm được việc đó.' }, 409);
    }
  });

  /** The consent of the OA, walked as its admin would: the service's own page, then Zalo's, then back. */
  app.get('/ket-noi-oa', async (c) => {
    const door = await openConsentDoor(service.config);
    try {
      return c.redirect(`${service.address}/zalo/ket-noi?ma=${await door.createCode()}`);
    } finally {
      await door.close();
    }
  });
  return app;
}

import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { locateKnowledge } from '../../src/app/locate-knowledge.js';
import { openApp } from '../../src/app/open-app.js';
import { openConversations, openHttp, readStatus, type ServiceStatus } from '../../src/app.js';
import { saveGrant } from '../../src/channels/zalo-oa/zalo-tokens.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { openStore } from '../../src/storage/open-store.js';
import type { StorePlace } from '../../src/storage/store.js';
import { type Clock, systemClock } from '../../src/time.js';
import type { FakePlatform } from './fakes/fake-platform.js';
import type { FakeZaloOa } from './fakes/fake-zalo-oa.js';

export interface OpenedService {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly config: Config;
  status(): Promise<ServiceStatus>;
  /** A request without a network. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Ends as `npm start` does at SIGTERM. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Kept when the service stops, where given. */
  readonly dataDir?: string;
  readonly logger?: Logger;
  /** Whether it opens before the vectors are there, as `npm start` does; not so by default. */
  readonly opensAtOnce?: boolean;
  readonly clock?: Clock;
}

/** The whole service in this process, pointed at fakes of its platforms, the OA connected. Words alone unless EMBEDDINGS says otherwise. */
export async function openService(
  platforms: readonly FakePlatform[],
  {
    settings = {},
    dataDir,
    logger = createLogger('silent'),
    opensAtOnce = false,
    clock = systemClock,
  }: ServiceOptions = {},
): Promise<OpenedService> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'so-tay-dich-vu-')));
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => fetch(request), hostname: '127.0.0.1', port: 0 }) as Server;
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readConfig({
    EMBEDDINGS: 'none',
    DATA_DIR: folder,
    PUBLIC_URL: address,
    ...Object.assign({}, ...platforms.map((platform) => platform.settings)),
    ...settings,
  });
  await connectOaAt(locateKnowledge(config).store, platforms, clock);
  const stop = new AbortController();
  const app = await openApp({ config, logger, clock, signal: stop.signal });
  if (!opensAtOnce) await app.ready;
  const conversations = await openConversations(app, { config, logger });
  const http = await openHttp(app, { config, logger, conversations });
  fetch = http.fetch;
  const served = conversations.serve(stop.signal);
  for (const platform of platforms) platform.setWebhookUrl(`${address}/webhook/${platform.channel}`);
  return {
    address,
    config,
    status: () => readStatus(config),
    request: async (path, init) => fetch(new Request(`${address}${path}`, init)),
    async stop() {
      stop.abort();
      await Promise.all([app.ready, served]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (dataDir === undefined) await rm(folder, { recursive: true });
    },
  };
}

/** As if an OA admin had consented; on the SQLite file of a data folder. */
export function connectOa(platforms: readonly FakePlatform[], folder: string): Promise<void> {
  return connectOaAt(join(folder, 'so-tay.sqlite'), platforms, systemClock);
}

async function connectOaAt(place: StorePlace, platforms: readonly FakePlatform[], clock: Clock): Promise<void> {
  const oa = platforms.find((platform): platform is FakeZaloOa => platform.channel === 'zalo-oa');
  if (!oa) return;
  const state = await openStore(place);
  const pair = oa.grant();
  await saveGrant(
    { access: pair.access_token, refresh: pair.refresh_token, lifeMs: Number(pair.expires_in) * 1000 },
    pair.oa_id,
    { state, clock },
  );
  await state.close();
}

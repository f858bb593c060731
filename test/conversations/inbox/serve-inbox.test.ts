import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelName, Receive } from '../../../src/channels/channel.js';
import { serveInbox } from '../../../src/conversations/inbox/serve-inbox.js';
import { createLogger } from '../../../src/observability/logger.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store, StorePlace } from '../../../src/storage/store.js';
import { createBell, systemClock } from '../../../src/time.js';
import { createReplyDoors } from '../../support/create-reply-doors.js';
import { usePostgres } from '../../support/open-postgres.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';
import { createScriptedChannel } from '../../support/scripted-channel.js';

const BURST = { burstMs: 300, mostWaiting: 30 };

let opened: TestApp;
let folder: string;
beforeAll(async () => {
  opened = await openTestApp();
  folder = await mkdtemp(join(tmpdir(), 'so-tay-hop-thu-'));
});
afterAll(() => rm(folder, { recursive: true }));

function describeServing(name: string, newPlace: () => Promise<StorePlace>): void {
  describe(`the served inbox (${name})`, () => {
    let store: Store;
    let stop: AbortController;
    let served: Promise<void>;
    let receive: Receive;
    let channel: ReturnType<typeof createScriptedChannel>;

    beforeEach(async () => {
      store = await openStore(await newPlace());
      stop = new AbortController();
      let tellListening: (given: Receive) => void;
      const listening = new Promise<Receive>((resolve) => {
        tellListening = resolve;
      });
      const scripted = createScriptedChannel({ burstMs: BURST.burstMs });
      channel = {
        ...scripted,
        listen: (given, signal) => {
          tellListening(given);
          return scripted.listen(given, signal);
        },
      };
      served = serveInbox(
        {
          ...createReplyDoors(opened.app, store, systemClock),
          inbox: store,
          channels: new Map([['telegram' as ChannelName, channel]]),
          arrivals: new Map([['telegram' as ChannelName, createBell()]]),
          wordsOnlyAbove: 100,
          keepDays: opened.config.keepDays,
          logger: createLogger('silent'),
        },
        stop.signal,
      );
      receive = await listening;
    });
    afterEach(async () => {
      stop.abort();
      await served;
      await store.close();
    });

    let ids = 0;
    const write = (chat: string, text: string) => {
      ids += 1;
      return channel.write(`${ids}`, text, systemClock(), { from: { channel: 'telegram', chat } });
    };
    const answered = () => new Set(channel.sent.map(({ chat }) => chat)).size;
    const waiting = async () => (await store.measureInbox()).length;

    it('answers all that comes: whole or in bursts, one after the other and at once, and leaves nothing', async () => {
      await receive([write('a', 'quy định 22 còn hiệu lực không?')]);
      await expect.poll(answered).toBe(1);
      await receive([write('b', 'quy định 22')]);
      await receive([write('b', 'còn hiệu lực không')]);
      await Promise.all(['c', 'd', 'e', 'f'].map((chat) => receive([write(chat, 'quy định 37 nói gì')])));
      await expect.poll(answered).toBe(6);
      await expect.poll(waiting).toBe(0);
    });

    it('answers what another process wrote down, of which nobody told', async () => {
      await store.recordEvents([write('a', 'quy định 22'), write('b', 'quy định 37')], BURST);
      await expect.poll(answered).toBe(2);
      await expect.poll(waiting).toBe(0);
    });

    it('sends after the pause that the platform asked for, what came meanwhile too', async () => {
      channel.receipts.push({ status: 'failed', failure: { code: 'rate-limited', retryAfterMs: 500 } });
      await receive([write('a', 'quy định 22 còn hiệu lực không?')]);
      await receive([write('b', 'quy định 37 còn hiệu lực không?')]);
      await expect.poll(answered).toBe(2);
      await expect.poll(waiting).toBe(0);
    });
  });
}

describeServing('SQLite', async () => join(await mkdtemp(join(folder, 'd-')), 'so-tay.sqlite'));
const postgres = usePostgres();
describeServing('PostgreSQL', () => postgres.newPlace());

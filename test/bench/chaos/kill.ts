import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readStatus } from '../../../src/app.js';
import { createRandom } from '../../support/fakes/fake-parts.js';
import { openFakeTelegram } from '../../support/fakes/fake-telegram.js';
import { openFakeZaloBot } from '../../support/fakes/fake-zalo-bot.js';
import { openFakeZaloOa } from '../../support/fakes/fake-zalo-oa.js';
import { connectOa } from '../../support/open-service.js';
import { expectThat, judge, type Scenario, sumRefusals, toFigures } from './scenario.js';
import { type Child, findFreePort, startChild, toSettings } from './stage/child-process.js';
import { openFlood } from './stage/flood.js';

const KILLS = 50;
/** One kill in so many meets a service that is only starting. */
const EARLY = 5;
const STARTING_MS = 1_500;
const SERVING_MS = 2_500;
const LOOK_EVERY_MS = 50;
const HASTE = 1_000;
/** Zalo's first three repeats find the next service that listens, a few at a time; those after half an hour and more, the end of the storm. */
const SOON_MS = 900_000;
const REPEATS_AT_ONCE = 8;
/** How the real bot platform repeats is not documented (docs/zalo.md#bot-updates): here it does not tire. */
const BOT_RETRIES_MS = new Array<number>(10_000).fill(250);

/** kill -9 at random moments while people keep asking, and the same data folder each time. */
export const kill: Scenario = async ({ seed, kills = KILLS, inFlight, zaloBotPolling, onProgress }) => {
  const random = createRandom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'so-tay-kill-'));
  let child: Child | undefined;
  let [isUp, isOver, repeating] = [false, false, 0];
  const oa = await openFakeZaloOa({
    wait: async (ms) => {
      await wait(ms / HASTE, undefined, { ref: false });
      while (!isUp || (ms > SOON_MS && !isOver) || repeating >= REPEATS_AT_ONCE) {
        await wait(LOOK_EVERY_MS * (1 + random()), undefined, { ref: false });
      }
      repeating += 1;
      void wait(LOOK_EVERY_MS, undefined, { ref: false }).then(() => {
        repeating -= 1;
      });
    },
  });
  const platforms = [
    await openFakeTelegram(),
    oa,
    await openFakeZaloBot({ webhook: !zaloBotPolling, webhookRetriesMs: BOT_RETRIES_MS }),
  ] as const;
  try {
    const port = await findFreePort();
    const settings = toSettings(platforms, dataDir, port);
    await connectOa(platforms, dataDir);
    const words: Record<string, number> = {};
    const startsMs: number[] = [];
    const start = () => {
      const started = startChild(settings);
      void started.listening.then((isListening) => {
        if (child === started) isUp = isListening;
      });
      child = started;
      return started;
    };
    const note = (ended: Child) => {
      for (const [said, amount] of Object.entries(ended.words)) words[said] = (words[said] ?? 0) + amount;
      const tookMs = ended.listeningAfterMs();
      if (tookMs !== undefined) startsMs.push(tookMs);
    };

    const first = start();
    if (!(await first.listening)) throw new Error(`the service ended: ${Object.keys(first.words).join('\n')}`);
    for (const { channel, setWebhookUrl } of platforms) setWebhookUrl(`http://127.0.0.1:${port}/webhook/${channel}`);
    const flood = openFlood(platforms);
    flood.keep();
    await flood.ask(inFlight);
    let [early, underWay] = [0, first];
    for (let turn = 1; turn <= kills; turn++) {
      if (turn % EARLY === 0) {
        await wait(random() * STARTING_MS);
        early += Number(underWay.listeningAfterMs() === undefined);
      } else {
        if (!(await underWay.listening))
          throw new Error(`the service ended: ${Object.keys(underWay.words).join('\n')}`);
        await wait(random() * SERVING_MS);
      }
      isUp = false;
      await underWay.kill();
      note(underWay);
      if (turn % 10 === 0) onProgress(`kill: ${turn}/${kills}, ${flood.asked.length} câu đã hỏi`);
      underWay = start();
    }
    isOver = true;
    flood.stop();
    await flood.drained();
    const { counts, depth } = await readStatus(settings.config);
    await underWay.stop();
    note(underWay);
    child = undefined;
    const inDoubt = counts['replies-in-doubt'] ?? 0;
    const tally = flood.tally();
    const lostByPolling = zaloBotPolling ? flood.tally('zalo-bot').lost : 0;
    return {
      ...tally,
      inDoubt,
      figures: {
        'lần giết': kills,
        'giết lúc đang khởi động': early,
        'khởi động chậm nhất (ms)': Math.round(Math.max(...startsMs)),
        ...Object.fromEntries(platforms.map(({ channel }) => [`câu trên ${channel}`, flood.tally(channel).asked])),
        'tin lặp đã bỏ': counts['events-repeated'] ?? 0,
        ...(zaloBotPolling ? { 'mất vì Zalo Bot chỉ đưa một lần': lostByPolling } : {}),
        ...toFigures('nhật ký', words),
        ...toFigures('nền tảng từ chối', sumRefusals(platforms)),
      },
      broken: [
        ...judge({ ...tally, lost: tally.lost - lostByPolling }, inDoubt),
        ...expectThat(depth.length === 0, `còn lại trong hộp thư: ${JSON.stringify(depth)}`),
        ...expectThat(await oa.isSubscribed(), 'Zalo OA đã thôi gửi webhook'),
      ],
    };
  } finally {
    await child?.kill();
    await Promise.all(platforms.map((platform) => platform.close()));
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
};

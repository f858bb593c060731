import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelName } from '../../../src/channels/channel.js';
import type { FakePlatform } from '../../support/fakes/fake-platform.js';
import { expectThat, judge, type Scenario, sumVerdicts, type Verdict } from './scenario.js';
import { measureWaits } from './stage/flood.js';
import { withService } from './stage/with-service.js';

/** Each platform brings so many questions a second. */
const ASK_EVERY_MS = 250;
const CALM_MS = 8_000;
/** Asked just before, so that answers are on their way when it goes down. */
const BURST = 30;
const BURST_BEFORE_MS = 1_600;
/** How much longer than before people of the other platforms may wait. */
const BEARABLE_MS = 1_000;
/** Where nothing was measured before, on a machine that does other things too. */
const SHORT_LIMIT_MS = 8_000;
/** The longest rests between tries, with time to catch up. */
const BACK_WITHIN_MS = 90_000;

/** One platform after the other is down and comes back, while the others go on. */
export const outage: Scenario = async ({ outageMs, outageOf, isShort, onProgress }) => {
  const verdicts = new Map<string, Verdict>();
  for (const name of outageOf) {
    verdicts.set(name, await takeDown(name, outageMs, isShort));
    onProgress(`outage: ${name}`);
  }
  const sum = sumVerdicts(verdicts);
  return { ...sum, figures: { 'mỗi nền tảng ngừng (giây)': outageMs / 1000, ...sum.figures } };
};

function takeDown(name: ChannelName, outageMs: number, isShort: boolean): Promise<Verdict> {
  return withService({ flood: { giveUpAfterMs: BACK_WITHIN_MS } }, async ({ platforms, flood, status }) => {
    const down = platforms.find(({ channel }) => channel === name)!;
    const others = platforms.filter((platform) => platform !== down);
    const askFor = async (ms: number) => {
      const until = flood.now() + ms;
      while (flood.now() < until) {
        await flood.ask(platforms.length);
        await wait(ASK_EVERY_MS);
      }
    };
    const waitsOfOthers = (fromMs: number, toMs: number) =>
      measureWaits(
        flood.asked.filter(({ channel, askedAt }) => channel !== name && askedAt >= fromMs && askedAt < toMs),
      );
    if (!isShort) await askFor(CALM_MS);
    await flood.ask(BURST, [down]);
    await askFor(BURST_BEFORE_MS);
    const downAt = flood.now();
    const callsBefore = countCalls(down);
    down.faults.setDown(true);
    await askFor(outageMs);
    const attempts = countCalls(down) - callsBefore;
    const shownWhileDown = flood.asked.filter(
      ({ channel, answeredAt = 0 }) => channel === name && answeredAt > downAt + BEARABLE_MS,
    ).length;
    down.faults.setDown(false);
    const backAt = flood.now();
    await flood.drained();
    const { counts } = await status();
    const tally = flood.tally();
    const inDoubt = counts['replies-in-doubt'] ?? 0;
    const [before, during] = [waitsOfOthers(0, downAt), waitsOfOthers(downAt, backAt)];
    const lastAt = Math.max(...flood.asked.map(({ answeredAt = 0 }) => answeredAt));
    const limitMs = isShort ? SHORT_LIMIT_MS : before.p95Ms + BEARABLE_MS;
    return {
      ...tally,
      inDoubt,
      figures: {
        'lần gọi khi nó ngừng': attempts,
        'không rõ': inDoubt,
        'kênh khác p95 trước (ms)': before.p95Ms,
        'kênh khác p95 trong lúc đó (ms)': during.p95Ms,
        'trả lời xong sau khi trở lại (ms)': Math.round(lastAt - backAt),
      },
      broken: [
        ...judge(tally, inDoubt),
        ...expectThat(shownWhileDown === 0, 'nền tảng giả ngừng mà vẫn hiện tin'),
        ...expectThat(during.p95Ms <= limitMs, 'kênh khác chậm theo'),
        ...expectThat(lastAt - backAt <= BACK_WITHIN_MS, 'trở lại quá chậm'),
        ...expectThat(
          others.every(({ channel }) => flood.tally(channel).repeated === 0),
          'kênh khác trả lời hai lần',
        ),
      ],
    };
  });
}

const countCalls = ({ counts }: FakePlatform): number =>
  Object.values(counts.calls).reduce((sum, each) => sum + each, 0);

import { setTimeout as wait } from 'node:timers/promises';
import { expectThat, judge, type Scenario, toFigures } from './scenario.js';
import { measureWaits } from './stage/flood.js';
import { withService } from './stage/with-service.js';

const HOUR_MS = 3_600_000;
/** In Asia/Ho_Chi_Minh; what is asked before is answered on the next day. */
const JUST_BEFORE_MIDNIGHT = Date.parse('2026-11-24T23:59:57+07:00');
const SPREAD_MS = 1_500;

/** The service's clock jumps while the platforms' goes on; each time, questions are under way. */
export const clock: Scenario = async ({ inFlight, longestWaitMs, onProgress }) => {
  const realFrom = Date.now();
  let [startsAt, offMs] = [realFrom, 0];
  const platformClock = () => new Date(startsAt + Date.now() - realFrom);
  return withService(
    { clock: () => new Date(platformClock().getTime() + offMs), platformClock },
    async ({ flood, status }) => {
      const waits: Record<string, number> = {};
      const phase = async (name: string, jump: () => void) => {
        const from = flood.asked.length;
        // Some are being answered, others just came, when it happens; others come after it.
        await flood.ask(inFlight);
        await wait(SPREAD_MS);
        await flood.ask(inFlight);
        jump();
        await flood.ask(inFlight);
        await flood.drained();
        waits[name] = measureWaits(flood.asked.slice(from)).maxMs;
        onProgress(`clock: ${name}`);
      };
      await phase('một giờ tới', () => {
        offMs = HOUR_MS;
      });
      await phase('một giờ lùi', () => {
        offMs = 0;
      });
      await phase('chậm một giờ', () => {
        offMs = -HOUR_MS;
      });
      await phase('lại đúng giờ', () => {
        offMs = 0;
      });
      // Everybody's clock: this is only a time of day.
      startsAt = JUST_BEFORE_MIDNIGHT - (Date.now() - realFrom);
      await phase('qua nửa đêm', () => {});
      const { counts, depth } = await status();
      const tally = flood.tally();
      const inDoubt = counts['replies-in-doubt'] ?? 0;
      return {
        ...tally,
        inDoubt,
        figures: toFigures('chờ lâu nhất (ms)', waits),
        broken: [
          ...judge(tally, 0),
          ...expectThat(depth.length === 0, `còn lại trong hộp thư: ${JSON.stringify(depth)}`),
          ...expectThat(
            Math.max(...Object.values(waits)) <= longestWaitMs,
            `có người chờ lâu hơn ${longestWaitMs / 1000} giây`,
          ),
        ],
      };
    },
  );
};

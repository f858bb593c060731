import { expectThat, judge, type Scenario, sumRefusals, toFigures } from './scenario.js';
import { measureWaits } from './stage/flood.js';
import { withService } from './stage/with-service.js';

/** Chats of one channel that are answered side by side: so many calls may be under way when a platform says stop. */
const UNDER_WAY = 16;
const RETRY_AFTER_S = 2;
/** So few that the flood meets the limit by itself. */
const OA_CALLS_A_MINUTE = 60;
const REFUSED_IN_A_ROW = 3;

/** Platforms ask to wait, with and without a time, in the midst of a flood; then all limits are strict. */
export const limits: Scenario = ({ inFlight, isShort, onProgress }) =>
  withService(
    {
      telegram: { retryAfterS: RETRY_AFTER_S },
      oa: isShort ? {} : { callsPerMinute: OA_CALLS_A_MINUTE },
      // −32 holds until the next minute of the clock, and so does what waits behind it.
      flood: { giveUpAfterMs: 150_000 },
    },
    async ({ telegram, oa, bot, platforms, flood, status }) => {
      const waits: Record<string, number> = {};
      const phase = async (name: string, start: () => void) => {
        const from = flood.asked.length;
        await flood.ask(Math.floor(inFlight / 4));
        await flood.answered(from + 3);
        start();
        await flood.ask(Math.floor(inFlight / 4));
        await flood.drained();
        waits[name] = measureWaits(flood.asked.slice(from)).maxMs;
        onProgress(`limits: ${name}`);
      };
      await phase('429 có hẹn giờ', () => telegram.faults.failNext('rate-limited', REFUSED_IN_A_ROW));
      await phase('429 không hẹn giờ', () => {
        for (const { faults } of [telegram, bot]) faults.failNext('rate-limited-untimed', REFUSED_IN_A_ROW);
      });
      await phase('giới hạn chặt', () => {
        for (const { faults } of platforms) faults.setStrictLimits(true);
      });
      if (!isShort) await phase('Zalo OA −32', () => oa.faults.failNext('rate-limited', REFUSED_IN_A_ROW));
      const { counts } = await status();
      const tally = flood.tally();
      const inDoubt = counts['replies-in-doubt'] ?? 0;
      // Each who asks is shown at once that an answer is written. These signs left before; in one process they arrive late.
      const signs = Math.ceil(inFlight / 4 / platforms.length);
      const minutes = Math.ceil(flood.now() / 60_000) + 1;
      const during = Object.fromEntries(platforms.map(({ channel, counts: seen }) => [channel, seen.callsDuringPause]));
      return {
        ...tally,
        inDoubt,
        figures: {
          ...toFigures('chờ lâu nhất (ms)', waits),
          ...toFigures('gọi khi được bảo chờ', during),
          ...toFigures('nền tảng từ chối', sumRefusals(platforms)),
        },
        broken: [
          ...judge(tally, inDoubt),
          ...expectThat(tally.repeated === 0, `${tally.repeated} câu trả lời hai lần dù không tin nào thất lạc`),
          ...expectThat(
            telegram.counts.callsDuringPause <= UNDER_WAY + signs && oa.counts.callsDuringPause <= UNDER_WAY * minutes,
            'vẫn gọi khi nền tảng bảo chờ',
          ),
        ],
      };
    },
  );

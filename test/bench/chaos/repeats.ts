import { expectThat, judge, type Scenario, sumRefusals, sumVerdicts, toFigures, type Verdict } from './scenario.js';
import { type PartOptions, withService } from './stage/with-service.js';

const TIMES = 5;

/** Everything is delivered five times and out of order, and the service is restarted in the midst of it. */
export const repeats: Scenario = async ({ seed, inFlight, isShort }) => {
  const run = ({ telegram }: Pick<PartOptions, 'telegram'>): Promise<Verdict> =>
    withService(telegram ? { telegram } : {}, async ({ platforms, flood, status, restart }) => {
      for (const { faults } of platforms) faults.setDelivery({ times: TIMES, shuffleSeed: seed });
      await flood.ask(inFlight);
      await flood.answered(Math.floor(inFlight / 2));
      await restart();
      await flood.ask(inFlight);
      await flood.drained();
      const { counts } = await status();
      const tally = flood.tally();
      const inDoubt = counts['replies-in-doubt'] ?? 0;
      return {
        ...tally,
        inDoubt,
        figures: {
          'tin lặp đã bỏ': counts['events-repeated'] ?? 0,
          ...toFigures('nền tảng từ chối', sumRefusals(platforms)),
        },
        broken: [
          ...judge(tally, inDoubt),
          ...expectThat(tally.repeated === 0, `${tally.repeated} câu trả lời hai lần khi không có gì hỏng`),
          ...expectThat(
            (counts['events-repeated'] ?? 0) >= tally.asked * (TIMES - 1),
            'nền tảng giả không gửi lặp đủ số lần',
          ),
        ],
      };
    });
  const rounds = new Map([['Telegram hỏi', await run({})]]);
  if (!isShort) rounds.set('Telegram gọi', await run({ telegram: { webhookSecret: 'bi-mat-123' } }));
  return sumVerdicts(rounds);
};

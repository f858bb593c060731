import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readStatus } from '../../../src/app.js';
import { openZaloOa } from '../../../src/channels/zalo-oa/open-zalo-oa.js';
import type { Config } from '../../../src/config.js';
import { openStore } from '../../../src/storage/open-store.js';
import { systemClock } from '../../../src/time.js';
import { type FakeZaloOa, openFakeZaloOa } from '../../support/fakes/fake-zalo-oa.js';
import { connectOa } from '../../support/open-service.js';
import { expectThat, judge, type Scenario, sumRefusals, toFigures } from './scenario.js';
import { findFreePort, startChild, toSettings } from './stage/child-process.js';
import { measureWaits, openFlood } from './stage/flood.js';

const TOKEN_CALL = '/v4/oa/access_token';
const LOOK_EVERY_MS = 100;
const NOTICED_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 20;

/** The OA's token ends in the midst of a flood, while this process calls the OA too and may renew it as well. */
export const tokens: Scenario = async ({ inFlight, isShort, onProgress }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'so-tay-tokens-'));
  const oa = await openFakeZaloOa();
  const platforms = [oa] as const;
  const port = await findFreePort();
  const settings = toSettings(platforms, dataDir, port);
  await connectOa(platforms, dataDir);
  const service = startChild(settings);
  const end = new AbortController();
  let beside: Promise<void> | undefined;
  try {
    if (!(await service.listening)) throw new Error(`the service ended: ${Object.keys(service.words).join('\n')}`);
    oa.setWebhookUrl(`http://127.0.0.1:${port}/webhook/zalo-oa`);
    await oa.isSubscribed();
    beside = callBeside(oa, settings.config, dataDir, end.signal);
    const flood = openFlood(platforms);
    const figures: Record<string, number> = {};
    const broken: string[] = [];
    const phase = async (name: string, mostCalls: number, work: () => Promise<void>) => {
      const [from, callsBefore] = [flood.asked.length, oa.counts.calls[TOKEN_CALL] ?? 0];
      await flood.ask(inFlight);
      await flood.answered(from + Math.floor(inFlight / 4));
      await work();
      await flood.ask(inFlight);
      await flood.drained();
      const calls = (oa.counts.calls[TOKEN_CALL] ?? 0) - callsBefore;
      figures[`${name}: lần gọi xin mã`] = calls;
      figures[`${name}: chờ lâu nhất (ms)`] = measureWaits(flood.asked.slice(from)).maxMs;
      broken.push(...expectThat(calls === mostCalls, `${name}: xin mã ${calls} lần thay vì ${mostCalls}`));
      onProgress(`tokens: ${name}`);
    };

    await phase('mã hết hạn', 1, async () => oa.expireAccessTokens());
    if (!isShort) {
      await phase('lời đáp thất lạc, mã chưa đổi', 2, async () => {
        oa.failNextTokenCall('lost-before-rotation');
        oa.expireAccessTokens();
      });
      await phase('cặp mã mất hẳn', 2, async () => {
        oa.failNextTokenCall('lost-after-rotation');
        oa.expireAccessTokens();
        const startedAt = performance.now();
        const isNoticed = async () => (await readStatus(settings.config)).grant?.status === 'needs-consent';
        while (!(await isNoticed()) && performance.now() - startedAt < NOTICED_WITHIN_MS) await wait(LOOK_EVERY_MS);
        figures['cặp mã mất hẳn: status báo sau (ms)'] = Math.round(performance.now() - startedAt);
        broken.push(...expectThat(await isNoticed(), 'cặp mã mất hẳn mà status không báo'));
        await connectOa(platforms, dataDir);
      });
    }
    const { counts, depth, grant } = await readStatus(settings.config);
    const tally = flood.tally();
    const inDoubt = counts['replies-in-doubt'] ?? 0;
    return {
      ...tally,
      inDoubt,
      figures: {
        ...figures,
        ...toFigures('nhật ký', service.words),
        ...toFigures('nền tảng từ chối', sumRefusals(platforms)),
      },
      broken: [
        ...broken,
        ...judge(tally, inDoubt),
        ...expectThat(tally.repeated === 0, `${tally.repeated} câu trả lời hai lần dù không tin nào thất lạc`),
        ...expectThat(grant?.status === 'granted', `quyền sau cùng: ${grant?.status}`),
        ...expectThat(depth.length === 0, `còn lại trong hộp thư: ${JSON.stringify(depth)}`),
      ],
    };
  } finally {
    end.abort();
    await beside;
    await service.kill();
    await oa.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** A second process that calls the OA over the same folder, as `npm run zalo:connect` or a later command may. */
async function callBeside(oa: FakeZaloOa, config: Config, dataDir: string, signal: AbortSignal): Promise<void> {
  if (!config.zaloOa) throw new Error('the fake gave no settings of an OA');
  const state = await openStore(join(dataDir, 'so-tay.sqlite'));
  const { account } = openZaloOa({
    config: config.zaloOa,
    publicUrl: null,
    state,
    clock: systemClock,
    onTrouble: () => {},
  });
  while (!signal.aborted) {
    await account?.getQuota(oa.idOf('Người xem hạn mức'));
    await wait(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await state.close();
}

import { describe, expect, it } from 'vitest';
import type { Fault } from '../../support/fakes/fake-platform.js';
import { type Refusal, refuse } from '../../support/fakes/telegram/answers.js';
import { type OutreachStage, openOutreachStage } from '../../support/open-outreach-stage.js';
import { HOUR_MS, MINUTE_MS } from '../../support/outreach-samples.js';

const AN = 'Nguyễn Văn An';
const BINH = 'Trần Thị Bình';

/** Everybody on Telegram, a hundred of them where that matters. */
async function addMany(stage: OutreachStage, amount: number): Promise<readonly string[]> {
  const names = Array.from({ length: amount }, (_, at) => `Đoàn viên ${at}`);
  for (const name of names) await stage.addMember(name, ['telegram']);
  return names;
}

describe('a failure that passes', () => {
  it.each<readonly [Fault, number]>([
    ['rate-limited-untimed', MINUTE_MS],
    ['broken', MINUTE_MS],
    ['unauthorized', 2 * MINUTE_MS],
  ])('%s: the row is tried again later, and arrives once', async (fault, laterMs) => {
    const stage = await openOutreachStage();
    await stage.addMember(AN, ['telegram']);
    const { id } = await stage.announce();
    stage.telegram.faults.failNext(fault);
    await stage.pass();
    expect([await stage.count(id), stage.texts(AN)]).toEqual([{ queued: 1 }, []]);
    stage.jump(laterMs);
    await stage.pass();
    expect([await stage.count(id), stage.texts(AN).length]).toEqual([{ sent: 1 }, 1]);
  });

  it('has the whole channel rest, and one row try for all', async () => {
    const stage = await openOutreachStage({ perSecond: 20 });
    const names = await addMany(stage, 150);
    const { id } = await stage.announce();
    stage.telegram.faults.failNext('broken', 1_000);
    await stage.plan();
    await stage.send('telegram');
    const meanwhile = stage.telegram.counts.calls.sendMessage ?? 0;
    // Those that were under way before the first answer came; then silence.
    expect(meanwhile).toBeLessThan(20);
    await stage.send('telegram');
    expect(stage.telegram.counts.calls.sendMessage).toBe(meanwhile);
    stage.jump(2_000);
    await stage.send('telegram');
    expect(stage.telegram.counts.calls.sendMessage).toBe(meanwhile + 1);
    expect(await stage.count(id)).toEqual({ queued: 150 });
    expect(names.flatMap(stage.texts)).toEqual([]);
  });

  it("spent quota of one person waits an hour, of many in a row rests the account's channel", async () => {
    const stage = await openOutreachStage();
    for (const name of [AN, BINH, 'Chi', 'Dung']) await stage.addMember(name, ['zalo-oa']);
    const { id } = await stage.announce();
    stage.oa.refuseNext(-218, 1);
    await stage.pass();
    expect(await stage.count(id)).toEqual({ sent: 3, queued: 1 });
    stage.jump(1.3 * HOUR_MS);
    await stage.pass();
    expect(await stage.count(id)).toEqual({ sent: 4 });

    const spent = await openOutreachStage({ perSecond: 20 });
    for (let at = 0; at < 40; at++) await spent.addMember(`Đoàn viên ${at}`, ['zalo-oa']);
    const { id: other } = await spent.announce();
    spent.oa.refuseNext(-218, 1_000);
    for (let minute = 0; minute < 9; minute++) {
      await spent.pass();
      spent.jump(MINUTE_MS);
    }
    expect(await spent.count(other)).toEqual({ queued: 40 });
    expect(spent.oa.counts.calls['/v3.0/oa/message/cs']).toBeLessThan(20);
  });
});

describe('a failure that stays', () => {
  it.each<readonly [string, Refusal, string]>([
    ['refused content', refuse(400, 'message is too strange'), 'failed:invalid-message'],
    ['an answer nobody knows', refuse(418, 'teapot'), 'failed:unknown'],
    ['a person who blocked the bot', refuse(403, 'bot was blocked by the user'), 'failed:recipient-blocked'],
  ])('%s: is not repeated', async (_, answer, end) => {
    const stage = await openOutreachStage();
    await stage.addMember(AN, ['telegram']);
    const { id } = await stage.announce();
    stage.telegram.answerNext(answer);
    await stage.pass();
    stage.jump(HOUR_MS);
    await stage.pass();
    expect([await stage.count(id), stage.texts(AN)]).toEqual([{ [end]: 1 }, []]);
  });

  it('goes to the other channel of a person who blocked the first, and knows it from then on', async () => {
    const stage = await openOutreachStage();
    const { id: memberId } = await stage.addMember(AN, ['zalo-oa', 'telegram']);
    await stage.telegram.leave(AN);
    const { id } = await stage.announce();
    await stage.plan();
    await stage.send('telegram');
    expect(stage.oa.shown(AN)).toEqual([]);
    await stage.send('zalo-oa');
    expect([await stage.count(id), stage.oa.shown(AN).length]).toEqual([{ sent: 1 }, 1]);
    const { addresses } = (await stage.store.findMember(memberId))!;
    expect(addresses.find(({ address }) => address.channel === 'telegram')?.state).toBe('blocked');
  });

  it('takes the template where a window is closed though ours says open, else skips', async () => {
    const stage = await openOutreachStage();
    await stage.addMember(AN, ['zalo-oa']);
    stage.oa.refuseNext(-232);
    const template = { id: '100001', data: { ten: 'anh/chị', noi_dung: 'mời họp' } };
    const { id } = await stage.announce({ template });
    await stage.pass();
    await stage.pass();
    expect([await stage.count(id), stage.texts(AN)]).toEqual([{ sent: 1 }, ['Chào anh/chị, mời họp']]);

    const bare = await openOutreachStage();
    await bare.addMember(BINH, ['zalo-oa']);
    bare.oa.refuseNext(-232);
    const { id: other } = await bare.announce();
    await bare.pass();
    expect([await bare.count(other), bare.texts(BINH)]).toEqual([{ 'skipped:window-closed': 1 }, []]);
  });

  it('pauses a broadcast whose first twenty are all refused, and tells its author once', async () => {
    const stage = await openOutreachStage({ perSecond: 20 });
    const author = await stage.addMember(AN, ['zalo-oa'], { roles: [{ role: 'admin' }] });
    await addMany(stage, 60);
    const { id } = await stage.announce(
      { audience: { type: 'members', segment: { channel: 'telegram' } } },
      { author: author.id },
    );
    stage.telegram.answerNext(refuse(400, 'message is too strange'), 1_000);
    await stage.pass();
    expect((await stage.store.findBroadcast(id))?.status).toBe('paused');
    const { queued = 0, 'failed:invalid-message': failed = 0 } = await stage.count(id);
    expect([failed >= 20, failed < 60, failed + queued]).toEqual([true, true, 60]);
    expect(stage.texts(AN)).toEqual([expect.stringContaining(`Thông báo ${id} đã tạm dừng`)]);
  });
});

describe('an end that nobody knows', () => {
  it('is not sent again silently, however long one waits', async () => {
    const stage = await openOutreachStage();
    await stage.addMember(AN, ['telegram']);
    const { id } = await stage.announce();
    stage.telegram.faults.failNext('lost-answer');
    for (let day = 0; day < 3; day++) {
      await stage.pass();
      await stage.settle();
      stage.jump(6 * HOUR_MS);
    }
    expect([await stage.count(id), stage.texts(AN).length]).toEqual([{ unknown: 1 }, 1]);
    expect((await stage.store.findBroadcast(id))?.status).toBe('done');
  });

  it('is sent once more where it is urgent, and not a third time', async () => {
    const stage = await openOutreachStage();
    await stage.addMember(AN, ['telegram']);
    const { id } = await stage.announce({ isUrgent: true });
    stage.telegram.faults.failNext('lost-answer', 2);
    for (let turn = 0; turn < 4; turn++) {
      await stage.pass();
      await stage.settle();
      stage.jump(MINUTE_MS);
    }
    expect([await stage.count(id), stage.texts(AN).length]).toEqual([{ unknown: 1 }, 2]);
    expect((await stage.store.countDeliveries(id)).map(({ isResent }) => isResent)).toEqual([true]);
  });

  it('a platform that never answers costs a few, not all', async () => {
    const stage = await openOutreachStage({ perSecond: 20 });
    await addMany(stage, 150);
    const { id } = await stage.announce();
    stage.telegram.faults.failNext('lost-answer', 1_000);
    await stage.pass();
    const { unknown = 0, queued = 0 } = await stage.count(id);
    expect([unknown < 20, unknown + queued]).toEqual([true, 150]);
  });
});

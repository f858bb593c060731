import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../../src/channels/channel.js';
import { approveBroadcast } from '../../../src/outreach/approving/approve-broadcast.js';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../../src/outreach/approving/control-broadcast.js';
import { submitBroadcast } from '../../../src/outreach/approving/submit-broadcast.js';
import { createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import type { OutreachDoors } from '../../../src/outreach/outreach-doors.js';
import { forecastDeliveries, renderForecast } from '../../../src/outreach/planning/forecast-deliveries.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { hashContent } from '../../../src/outreach/rights/hash-content.js';
import { type BroadcastContent, FOLLOWERS } from '../../../src/people/broadcast.js';
import type { Member } from '../../../src/people/member.js';
import { openPlanningStage, type PlanningStage } from '../../support/open-outreach-stage.js';
import {
  addressOn,
  createAdmin,
  createContent,
  createMember,
  createUnitAdmin,
  DAY_MS,
  local,
  TUESDAY,
} from '../../support/outreach-samples.js';
import type { ScriptedChannel } from '../../support/scripted-channel.js';

const ADMIN = createAdmin('zz-admin', 'tinh');
const SECOND = createAdmin('zz-second');
/** Admins are members too, without an address here: theirs is a row as well. */
const NOBODY = { unreachable: 2 };

let stage: PlanningStage;

async function open(
  options: Parameters<typeof openPlanningStage>[0] = {},
  ...members: readonly Member[]
): Promise<void> {
  stage = await openPlanningStage({ settings: { APPROVE_BEYOND_UNIT: 'false' }, ...options });
  await stage.join(ADMIN, SECOND, ...members);
}

/** Written and submitted; the id. */
async function announce(more: Partial<BroadcastContent> = {}, author: Member | 'system' = ADMIN): Promise<string> {
  const made = await createBroadcast({ content: createContent(more), origin: 'chat', author }, stage.doors);
  if (made.status !== 'created') throw new Error(JSON.stringify(made));
  const submitted = await submitBroadcast(made.broadcast.id, author, stage.doors);
  if (submitted.status !== 'approved' && submitted.status !== 'waiting') throw new Error(JSON.stringify(submitted));
  return made.broadcast.id;
}

const plan = (signal?: AbortSignal, perPage?: number, doors: OutreachDoors = stage.doors) =>
  planDeliveries(doors, signal, perPage);
const statusOf = async (id: string) => (await stage.store.findBroadcast(id))?.status;
const crowd = (amount: number) =>
  Array.from({ length: amount }, (_, at) => createMember(`m${String(at).padStart(3, '0')}`, { unitId: 'truong' }));

describe('planning', () => {
  it('gives each member of the segment one row, with a channel and an hour or why none', async () => {
    await open(
      {},
      createMember('both', { addresses: [addressOn('telegram', '1'), addressOn('zalo-oa', '2')] }),
      createMember('oa', { addresses: [addressOn('zalo-oa', '3')] }),
      createMember('quiet', { quietHours: { from: 8, to: 14 } }),
      createMember('left', { status: 'left' }),
      createMember('other-topic', { topics: [], consents: [] }),
    );
    const id = await announce();
    expect(await plan()).toBe(7);
    expect(await stage.rowsOf(id)).toEqual({ ...NOBODY, telegram: 2, 'zalo-oa': 1, 'no-consent': 2 });
    expect(await statusOf(id)).toBe('sending');
    expect(await stage.dueOf('both', 'quiet')).toEqual(
      new Map([
        ['both', [TUESDAY]],
        ['quiet', [local('14:00')]],
      ]),
    );
    expect(await plan()).toBe(0);
  });

  it.each([
    [
      'with a template',
      { template: { id: '123', data: { ten: 'x' } } },
      '5 gửi được ngay (5 Telegram), 1 gửi được muộn hơn (1 Telegram), 1 qua mẫu ZBS (tính phí từng tin), 3 không tới được: 2 không có địa chỉ liên lạc được, 1 ',
    ],
    [
      'without one',
      {},
      '5 gửi được ngay (5 Telegram), 1 gửi được muộn hơn (1 Telegram), 4 không tới được: 2 không có địa chỉ liên lạc được, 1 ',
    ],
  ])('does what the forecast says, %s', async (_, more, said) => {
    const stale = addressOn('zalo-oa', '9', new Date(TUESDAY.getTime() - 3 * DAY_MS));
    await open(
      {},
      ...crowd(5),
      createMember('later', { quietHours: { from: 6, to: 12 } }),
      createMember('closed', { addresses: [stale] }),
      createMember('never', { quietHours: { from: 7, to: 21 } }),
    );
    const forecast = await forecastDeliveries(createContent(more), ADMIN, stage.doors);
    const id = await announce(more);
    await plan();
    expect(await stage.rowsOf(id)).toEqual({
      telegram: forecast.onTime.get('telegram')! + forecast.later.get('telegram')!,
      ...Object.fromEntries([...forecast.byTemplate].map(([name, amount]) => [`${name} template`, amount])),
      ...Object.fromEntries(forecast.skipped),
    });
    expect(renderForecast(forecast, stage.doors.texts)).toContain(said);
    const tomorrow = await forecastDeliveries(
      createContent({ dueAt: local('09:00', '2026-11-25') }),
      ADMIN,
      stage.doors,
    );
    expect(renderForecast(tomorrow, stage.doors.texts)).toContain(
      '5 gửi được đúng giờ (5 Telegram), 1 gửi được muộn hơn',
    );
  });

  it('foresees that templates of an urgent one wait for the morning', async () => {
    const stale = addressOn('zalo-oa', '9', new Date(TUESDAY.getTime() - 3 * DAY_MS));
    await open({}, ...crowd(2), createMember('closed', { addresses: [stale] }));
    stage.set(local('23:10'));
    const urgent = createContent({
      isUrgent: true,
      dueAt: local('23:10'),
      template: { id: '123', data: { ten: 'x' } },
    });
    const forecast = await forecastDeliveries(urgent, ADMIN, stage.doors);
    expect(forecast.templatesFrom).toEqual(local('06:00', '2026-11-25'));
    expect(renderForecast(forecast, stage.doors.texts)).toContain('Tin qua mẫu ZBS đi từ 06:00 25/11/2026');
    const byDay = await forecastDeliveries({ ...urgent, dueAt: local('23:10', '2026-11-23') }, ADMIN, {
      ...stage.doors,
      clock: () => local('10:00'),
    });
    expect(renderForecast(byDay, stage.doors.texts)).not.toContain('đi từ');
  });

  it('waits for ten minutes before the hour, and plans nothing that is not approved', async () => {
    await open({}, ...crowd(2));
    const id = await announce({ dueAt: local('15:00') });
    const draft = await createBroadcast({ content: createContent(), origin: 'chat', author: ADMIN }, stage.doors);
    expect(await plan()).toBe(0);
    stage.set(local('14:50'));
    expect(await plan()).toBe(4);
    expect(await stage.dueOf('m000')).toEqual(new Map([['m000', [local('15:00')]]]));
    expect(draft).toMatchObject({ status: 'created' });
    expect(await statusOf(id)).toBe('sending');
  });

  it('skips what is planned only when its time is over', async () => {
    await open({}, ...crowd(2));
    const id = await announce({ expiresAt: local('10:00') });
    stage.set(local('10:01'));
    await plan();
    expect(await stage.rowsOf(id)).toEqual({ expired: 4 });
  });

  it('keeps to the cap over several broadcasts, but for what is urgent or a correction', async () => {
    await open({}, ...crowd(2));
    const first = await announce();
    stage.set(local('09:01'));
    const second = await announce({ expiresAt: local('20:00') });
    stage.set(local('09:02'));
    const third = await announce();
    stage.set(TUESDAY);
    await plan();
    expect(await stage.rowsOf(second)).toEqual({ ...NOBODY, cap: 2 });
    expect((await stage.dueOf('m000')).get('m000')).toEqual([TUESDAY, local('07:30', '2026-11-25')]);
    // Nobody received what would be put right.
    await expect(announce({ corrects: first })).rejects.toThrow('nobody');
    for (const claim of await claimAll(first)) await stage.store.startDelivery(claim, { now: TUESDAY, leaseMs: 1_000 });
    const again = await announce({ corrects: first });
    await plan();
    expect(await stage.rowsOf(again)).toEqual({ telegram: 2 });
    expect(await statusOf(third)).toBe('sending');
  });

  it('sends a correction only to those who received what it puts right, within hours', async () => {
    await open({}, ...crowd(3));
    const first = await announce();
    await plan();
    const [one] = await claimAll(first);
    await stage.store.startDelivery(one!, { now: TUESDAY, leaseMs: 1_000 });
    stage.set(local('21:00'));
    const correction = await announce({ corrects: first, dueAt: local('21:00') });
    await plan();
    expect(await stage.rowsOf(correction)).toEqual({ telegram: 1 });
    // Whoever got it later would have read what is wrong, and nothing more.
    expect(await statusOf(first)).toBe('cancelled');
    expect(await claimAll(first)).toEqual([]);
    expect((await stage.dueOf(one!.memberId)).get(one!.memberId)).toContainEqual(local('07:30', '2026-11-25'));
  });

  it('keeps one row for all followers of the OA, and tries no hour outside those of sending', async () => {
    await open({}, ...crowd(2));
    const article = { title: 'Tin', description: '', author: '', body: ['Một'], coverUrl: 'https://a.vn/b.png' };
    const content = { audience: { type: 'followers', article }, messages: [], dueAt: local('12:00') } as const;
    const forecast = await forecastDeliveries(createContent(content), ADMIN, stage.doors);
    expect(renderForecast(forecast, stage.doors.texts)).toContain('tất cả người quan tâm Zalo OA');
    const id = await announce(content);
    expect(await statusOf(id)).toBe('waiting');
    const hash = hashContent((await stage.store.findBroadcast(id))!.content);
    await approveBroadcast(id, hash, SECOND, stage.doors);
    stage.set(local('12:00'));
    expect(await plan()).toBe(1);
    expect(await stage.rowsOf(id)).toEqual({ 'zalo-oa': 1 });
    expect(await stage.dueOf(FOLLOWERS)).toEqual(new Map([[FOLLOWERS, [local('13:30')]]]));
  });

  it('gives half of the members each of two messages, the same one every time', async () => {
    await open({}, ...crowd(60));
    const messages = ['Một', 'Hai'].map((text) => ({ text, attachments: [], buttons: [] }));
    const id = await announce({ messages });
    await plan();
    const counts = (await stage.store.countDeliveries(id)).filter(({ channel }) => channel === 'telegram');
    const amounts = [0, 1].map((variant) =>
      counts.filter((each) => each.variant === variant).reduce((sum, each) => sum + each.amount, 0),
    );
    expect(amounts[0]! + amounts[1]!).toBe(60);
    expect(Math.min(...amounts)).toBeGreaterThan(15);
  });
});

describe('planning goes on', () => {
  it('after a stop behind any page, with one row for each', async () => {
    for (let pages = 0; pages <= 4; pages += 1) {
      await open({}, ...crowd(20));
      const id = await announce();
      const stop = new AbortController();
      const counted = countPages(pages, () => stop.abort());
      await plan(stop.signal, 7, counted);
      await plan(undefined, 7);
      expect(await stage.rowsOf(id)).toEqual({ ...NOBODY, telegram: 20 });
      const due = await stage.dueOf(...crowd(20).map((member) => member.id));
      expect([...due.values()].map((each) => each.length)).toEqual(Array.from({ length: 20 }, () => 1));
    }
  });

  it('after a crash between any page and its record', async () => {
    for (let pages = 0; pages <= 3; pages += 1) {
      await open({}, ...crowd(20));
      const id = await announce();
      const broken = countPages(pages, () => {
        throw new Error('the plug');
      });
      await expect(plan(undefined, 7, broken)).rejects.toThrow('the plug');
      await plan(undefined, 7);
      expect(await stage.rowsOf(id)).toEqual({ ...NOBODY, telegram: 20 });
    }
  });

  it('after a pause in the midst, and never after a cancel', async () => {
    await open({}, ...crowd(20));
    const [paused, cancelled] = [await announce({ isUrgent: true }), await announce()];
    const hash = hashContent((await stage.store.findBroadcast(paused))!.content);
    await approveBroadcast(paused, hash, SECOND, stage.doors);
    await plan(
      undefined,
      7,
      countPages(2, async () => {
        await pauseBroadcast(paused, ADMIN, stage.doors);
        await cancelBroadcast(cancelled, ADMIN, stage.doors);
      }),
    );
    expect(await stage.rowsOf(paused)).toEqual({ telegram: 14 });
    expect([await statusOf(paused), await statusOf(cancelled)]).toEqual(['paused', 'cancelled']);
    expect(await plan(undefined, 7)).toBe(0);
    expect(await resumeBroadcast(paused, ADMIN, stage.doors)).toMatchObject({ broadcast: { status: 'planning' } });
    await plan(undefined, 7);
    expect(await stage.rowsOf(paused)).toEqual({ ...NOBODY, telegram: 20 });
    expect(await stage.rowsOf(cancelled)).toEqual({});
  });

  it('by one planner at a time', async () => {
    await open({}, ...crowd(20));
    const id = await announce();
    const amounts = await Promise.all([plan(undefined, 3), plan(undefined, 3), plan(undefined, 3)]);
    expect(amounts.toSorted((a, b) => a - b)).toEqual([0, 0, 22]);
    expect(await stage.rowsOf(id)).toEqual({ ...NOBODY, telegram: 20 });
  });
});

describe('nothing is planned for who may not any more', () => {
  it('stops a broadcast whose author left or lost the role, and says why', async () => {
    const author = createUnitAdmin('a', 'tan-phong');
    await open({}, author, ...crowd(3));
    const content = { audience: { type: 'members', segment: { branch: 'tan-phong' } } } as const;
    for (const change of [
      (held: Member): Member => ({ ...held, roles: [{ role: 'member' }] }),
      (held: Member): Member => ({ ...held, status: 'left', roles: author.roles }),
    ]) {
      await stage.store.changeMember('a', () => author);
      const id = await announce(content, author);
      await stage.store.changeMember('a', change);
      expect(await plan()).toBe(0);
      expect(await statusOf(id)).toBe('paused');
      const [entry] = await stage.store.listAudit(1);
      expect(entry).toMatchObject({
        actor: 'system',
        action: 'pause-broadcast',
        details: { broadcast: id, reason: 'author' },
      });
      // Going on does not help as long as the right is gone.
      await resumeBroadcast(id, ADMIN, stage.doors);
      expect(await plan()).toBe(0);
      expect(await stage.rowsOf(id)).toEqual({});
    }
  });

  it('asks for approval again where the one who gave it lost the role', async () => {
    const third = createMember('zz-third', { roles: [{ role: 'admin' }], addresses: [addressOn('telegram', 'third')] });
    await open({ settings: { APPROVE_ABOVE: '2' } }, third, ...crowd(3));
    const id = await announce();
    const hash = hashContent((await stage.store.findBroadcast(id))!.content);
    expect(await approveBroadcast(id, hash, SECOND, stage.doors)).toMatchObject({ status: 'approved' });
    await stage.store.changeMember(SECOND.id, (held) => ({ ...held, roles: [{ role: 'member' }] }));
    expect(await plan()).toBe(0);
    expect(await statusOf(id)).toBe('waiting');
    const { sent } = stage.doors.channels.get('telegram') as ScriptedChannel;
    expect(sent).toMatchObject([{ chat: 'third', message: { text: expect.stringContaining(id) } }]);
  });

  it('tests every member against what the author may address on that day', async () => {
    const author = createUnitAdmin('a', 'tan-phong');
    await open({}, author, ...crowd(3));
    const segment = { and: [{ branch: 'truong' }, { not: { role: 'admin' } }] } as const;
    const id = await announce({ audience: { type: 'members', segment }, dueAt: local('15:00') }, author);
    // The school goes to another branch before the hour.
    const school = (await stage.store.listUnits()).find((unit) => unit.id === 'truong')!;
    await stage.store.saveUnits([{ ...school, parentId: 'doan-ket' }]);
    stage.set(local('15:00'));
    await plan();
    expect(await stage.rowsOf(id)).toEqual({ 'not-allowed': 3 });
  });
});

/** Doors whose ledger does something just before the record of a page, counted from 0. */
function countPages(at: number, act: () => unknown): OutreachDoors {
  let pages = 0;
  const { ledger } = stage.doors;
  return {
    ...stage.doors,
    ledger: {
      ...ledger,
      async recordPlan(page) {
        if (pages === at) await act();
        pages += 1;
        return ledger.recordPlan(page);
      },
    },
  };
}

async function claimAll(broadcastId: string, channel: ChannelName = 'telegram') {
  const options = { channel, now: TUESDAY, leaseMs: 30_000, perSecond: 10_000, horizonMs: 60_000, most: 1_000 };
  return (await stage.store.claimDeliveries(options)).filter((claim) => claim.broadcastId === broadcastId);
}

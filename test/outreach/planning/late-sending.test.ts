import { expect, it } from 'vitest';
import { pauseBroadcast, resumeBroadcast } from '../../../src/outreach/approving/control-broadcast.js';
import type { Broadcast, BroadcastContent } from '../../../src/people/broadcast.js';
import { withdrawConsent } from '../../../src/people/consent.js';
import type { Member } from '../../../src/people/member.js';
import { type OutreachStage, openOutreachStage } from '../../support/open-outreach-stage.js';
import { createAdmin, DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/outreach-samples.js';

const AN = 'Nguyễn Văn An';
const BINH = 'Trần Thị Bình';
const ADMIN = createAdmin('admin');
const A_WEEK_MS = 7 * DAY_MS;
const TEMPLATES = '/v3.0/oa/message/template';

/** Announced, planned, and paused before anything of it is sent. */
async function hold(stage: OutreachStage, text: string): Promise<Broadcast> {
  const messages = [{ text, attachments: [], buttons: [] }];
  const expiresAt = new Date(stage.now().getTime() + A_WEEK_MS);
  const broadcast = await stage.announce({ messages, expiresAt });
  await stage.plan();
  await pauseBroadcast(broadcast.id, ADMIN, stage.doors);
  return broadcast;
}

it('sends nobody two messages on one day where several broadcasts go on together after days', async () => {
  const stage = await openOutreachStage();
  await stage.addMember(AN, ['telegram']);
  await stage.addMember(BINH, ['telegram', 'zalo-oa']);
  const held = [];
  for (const text of ['Một', 'Hai', 'Ba']) {
    held.push(await hold(stage, text));
    stage.jump(DAY_MS);
  }
  for (const { id } of held) await resumeBroadcast(id, ADMIN, stage.doors);
  // Friday, Saturday, a Sunday, Monday.
  for (const sent of [1, 2, 2, 3]) {
    for (let hour = 0; hour < 3; hour += 1) {
      await stage.pass();
      stage.jump(HOUR_MS);
    }
    expect([stage.texts(AN).length, stage.texts(BINH).length]).toEqual([sent, sent]);
    stage.jump(DAY_MS - 3 * HOUR_MS);
  }
});

/** Ten who get theirs in the morning and ten whose quiet hours last until 14:00; the morning's messages are out. */
async function sendHalf(change: Partial<BroadcastContent> = {}) {
  const stage = await openOutreachStage();
  const early = Array.from({ length: 10 }, (_, at) => `Đoàn viên ${at}`);
  const late = Array.from({ length: 10 }, (_, at) => `Chờ chiều ${at}`);
  for (const name of early) await stage.addMember(name, ['telegram']);
  const waiting: Member[] = [];
  for (const name of late) {
    waiting.push(await stage.addMember(name, ['telegram'], { quietHours: { from: 8, to: 14 } }));
  }
  const { id } = await stage.announce({ expiresAt: new Date(stage.now().getTime() + A_WEEK_MS), ...change });
  await stage.pass();
  const amounts = (names: readonly string[]) => new Set(names.map((name) => stage.texts(name).length));
  expect([amounts(early), amounts(late)]).toEqual([new Set([1]), new Set([0])]);
  return { stage, id, early, late, waiting, amounts };
}

it('goes on after a day where it stood: one message for each, none for who left meanwhile', async () => {
  const { stage, id, early, late, waiting, amounts } = await sendHalf();
  await pauseBroadcast(id, ADMIN, stage.doors);
  stage.jump(DAY_MS);
  await stage.store.changeMember(waiting[0]!.id, (member) => withdrawConsent(member, 'join', stage.now()));
  await stage.store.changeMember(waiting[1]!.id, (member) => withdrawConsent(member, 'thong-bao', stage.now()));
  await resumeBroadcast(id, ADMIN, stage.doors);
  await stage.pass();
  // Still morning.
  expect(amounts(late)).toEqual(new Set([0]));
  stage.jump(5 * HOUR_MS);
  await stage.pass();
  await stage.settle();
  expect([amounts(early), amounts(late.slice(0, 2)), amounts(late.slice(2))]).toEqual(
    [1, 0, 1].map((n) => new Set([n])),
  );
  expect(await stage.count(id)).toEqual({ sent: 18, 'skipped:no-consent': 2 });
  expect((await stage.store.findBroadcast(id))?.status).toBe('done');
});

it('sends nothing twice and nothing sooner where the clock is set back, and catches up once it is right', async () => {
  const { stage, id, early, late, amounts } = await sendHalf();
  stage.jump(-2 * DAY_MS);
  for (let hour = 0; hour < 5; hour += 1) {
    await stage.pass();
    await stage.settle();
    stage.jump(HOUR_MS);
  }
  expect(amounts(late)).toEqual(new Set([0]));
  stage.jump(2 * DAY_MS);
  await stage.pass();
  expect([amounts(early), amounts(late)]).toEqual([new Set([1]), new Set([1])]);
  expect(await stage.count(id)).toEqual({ sent: 20 });
});

it('skips what its time ran out for where the clock is set forward, and does not take that back', async () => {
  const { stage, id, amounts, late } = await sendHalf();
  stage.jump(30 * DAY_MS);
  await stage.pass();
  await stage.settle();
  stage.jump(-30 * DAY_MS + 5 * HOUR_MS);
  await stage.pass();
  expect(await stage.count(id)).toEqual({ sent: 10, 'skipped:expired': 10 });
  expect(amounts(late)).toEqual(new Set([0]));
});

it('keeps what is urgent going at night, and tries no template before the platform takes it in the morning', async () => {
  const stage = await openOutreachStage({ perSecond: 20 });
  stage.jump(13 * HOUR_MS);
  const longAgo = new Date(stage.now().getTime() - 30 * DAY_MS);
  const { addresses } = await stage.addMember(AN, ['zalo-oa']);
  await stage.store.changeMember((await stage.store.findMemberAt(addresses[0]!.address))!.id, (member) => ({
    ...member,
    addresses: [{ ...addresses[0]!, lastInteractionAt: longAgo }],
  }));
  const names = Array.from({ length: 5 }, (_, at) => `Đoàn viên ${at}`);
  for (const name of names) await stage.addMember(name, ['zalo-oa']);
  const template = { id: '100001', data: { ten: 'anh/chị', noi_dung: 'sơ tán ngay' } };
  const { id } = await stage.announce({ isUrgent: true, template });
  await stage.pass();
  stage.jump(2 * MINUTE_MS);
  await stage.pass();
  expect([names.map((name) => stage.texts(name).length), stage.texts(AN)]).toEqual([[1, 1, 1, 1, 1], []]);
  for (let hour = 23; hour < 24 + 6; hour++) {
    expect(stage.oa.counts.calls[TEMPLATES]).toBeUndefined();
    stage.jump(HOUR_MS);
    await stage.pass();
  }
  expect([await stage.count(id), stage.texts(AN).length, stage.oa.counts.calls[TEMPLATES]]).toEqual([
    { sent: 6 },
    1,
    1,
  ]);
});

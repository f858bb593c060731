import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../../src/channels/channel.js';
import {
  cancelBroadcast,
  pauseBroadcast,
  resendUnknown,
  resumeBroadcast,
} from '../../../src/outreach/approving/control-broadcast.js';
import { serveOutreach } from '../../../src/outreach/serve-outreach.js';
import type { StorePlace } from '../../../src/storage/store.js';
import { type OutreachStage, openOutreachStage } from '../../support/open-outreach-stage.js';
import { usePostgres } from '../../support/open-postgres.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/outreach-samples.js';

const PER_SECOND = 40;
/** What a channel's stream lets out in a second. */
const IN_A_SECOND = PER_SECOND * 0.8;
const AMOUNT = 90;

interface Crowd {
  readonly stage: OutreachStage;
  readonly admin: Parameters<typeof pauseBroadcast>[1];
  readonly names: readonly string[];
  readonly shown: () => number;
}

async function openCrowd(place: StorePlace): Promise<Crowd> {
  const stage = await openOutreachStage({ place, perSecond: PER_SECOND });
  const admin = await stage.addMember('Quản trị', ['zalo-oa'], { roles: [{ role: 'admin' }] });
  const names = Array.from({ length: AMOUNT }, (_, at) => `Đoàn viên ${at}`);
  for (const name of names) await stage.addMember(name, ['telegram']);
  return { stage, admin, names, shown: () => names.reduce((sum, name) => sum + stage.texts(name).length, 0) };
}

const TELEGRAM = { audience: { type: 'members', segment: { channel: 'telegram' as ChannelName } } } as const;

/** Resolves at the n-th message that a phone on Telegram shows. */
function untilShown({ telegram }: OutreachStage, amount: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    telegram.onShown(() => {
      seen += 1;
      if (seen === amount) resolve();
    });
  });
}

const postgres = usePostgres();

describe.each<readonly [string, () => Promise<StorePlace>]>([
  ['SQLite', async () => ':memory:'],
  ['PostgreSQL', () => postgres.newPlace()],
])('a person stops an announcement (%s)', (_, newPlace) => {
  it('pauses within a second, goes on after a day, and nobody gets it twice', async () => {
    const { stage, admin, names, shown } = await openCrowd(await newPlace());
    const { id } = await stage.announce(TELEGRAM);
    const early = untilShown(stage, 10);
    const sending = stage.pass();
    await early;
    expect((await pauseBroadcast(id, admin, stage.doors)).status).toBe('done');
    const atPause = shown();
    await sending;
    expect(shown() - atPause).toBeLessThanOrEqual(IN_A_SECOND);
    expect(shown()).toBeLessThan(AMOUNT);
    const soFar = shown();
    await stage.pass();
    expect(shown()).toBe(soFar);

    stage.jump(DAY_MS);
    expect((await resumeBroadcast(id, admin, stage.doors)).status).toBe('done');
    await Promise.all([stage.pass(), stage.pass()]);
    expect(names.map((name) => stage.texts(name).length)).toEqual(names.map(() => 1));
    expect(await stage.count(id)).toEqual({ sent: AMOUNT });
  });

  it('cancels within a second, and says what was not sent', async () => {
    const { stage, admin, shown } = await openCrowd(await newPlace());
    const { id } = await stage.announce(TELEGRAM, { author: admin.id });
    const early = untilShown(stage, 10);
    const sending = stage.pass();
    await early;
    expect((await cancelBroadcast(id, admin, stage.doors)).status).toBe('done');
    const atCancel = shown();
    await sending;
    expect(shown() - atCancel).toBeLessThanOrEqual(IN_A_SECOND);
    expect((await resumeBroadcast(id, admin, stage.doors)).status).toBe('not-now');
    await stage.settle();
    await stage.settle();
    expect(await stage.count(id)).toEqual({ sent: shown(), 'skipped:cancelled': AMOUNT - shown() });
    expect(stage.texts('Quản trị')).toEqual([expect.stringContaining(`Thông báo ${id} đã hủy`)]);
  });

  it('sends to everybody once while the clock jumps an hour ahead and back, over two workers', async () => {
    const { stage, names, shown } = await openCrowd(await newPlace());
    const { id } = await stage.announce(TELEGRAM);
    const [early, later] = [untilShown(stage, 10), untilShown(stage, 40)];
    const sending = Promise.all([stage.pass(), stage.pass()]);
    await early;
    stage.jump(HOUR_MS);
    await stage.settle();
    await later;
    stage.jump(-HOUR_MS);
    await stage.settle();
    await sending;
    for (let minute = 0; minute < 3; minute++) {
      await stage.pass();
      await stage.settle();
      stage.jump(MINUTE_MS);
    }
    expect(await stage.count(id)).toEqual({ sent: AMOUNT });
    expect([names.map((name) => stage.texts(name).length), shown()]).toEqual([names.map(() => 1), AMOUNT]);
  });

  it('serves until the signal: what is on its way ends, what is not stays, and the next process goes on', async () => {
    const { stage, names, shown } = await openCrowd(await newPlace());
    const { id } = await stage.announce(TELEGRAM);
    for (const amount of [10, AMOUNT - 30]) {
      const stop = new AbortController();
      const enough = untilShown(stage, amount);
      const served = serveOutreach(stage.doors, stop.signal);
      await enough;
      stop.abort();
      await served;
      const { sending = 0, sent = 0, queued = 0 } = await stage.count(id);
      expect([sending, sent, sent + queued]).toEqual([0, shown(), AMOUNT]);
    }
    await stage.pass();
    expect(names.map((name) => stage.texts(name).length)).toEqual(names.map(() => 1));
  });

  it('sends once more what is unknown only by a word, and not a third time', async () => {
    const { stage, admin, names } = await openCrowd(await newPlace());
    const { id } = await stage.announce(TELEGRAM);
    stage.telegram.faults.failNext('lost-answer');
    await stage.pass();
    await stage.settle();
    expect(await stage.count(id)).toEqual({ sent: AMOUNT - 1, unknown: 1 });
    expect(await resendUnknown(id, admin, stage.doors)).toMatchObject({ status: 'resent', amount: 1 });
    stage.jump(MINUTE_MS);
    await stage.pass();
    expect(await stage.count(id)).toEqual({ sent: AMOUNT });
    expect(await resendUnknown(id, admin, stage.doors)).toMatchObject({ status: 'resent', amount: 0 });
    expect(names.map((name) => stage.texts(name).length).toSorted()).toEqual([...names.slice(1).map(() => 1), 2]);
  });
});

describe('staff', () => {
  it('are told by a short summary how it went, once, however many workers settle', async () => {
    const stage = await openOutreachStage();
    const author = await stage.addMember('Quản trị', ['zalo-oa'], { roles: [{ role: 'admin' }] });
    for (const name of ['An', 'Bình']) await stage.addMember(name, ['telegram']);
    await stage.telegram.leave('Bình');
    const { id } = await stage.announce(TELEGRAM, { author: author.id });
    await stage.pass();
    await Promise.all([stage.settle(), stage.settle(), stage.settle()]);
    const [summary, ...more] = stage.texts('Quản trị');
    expect(more).toEqual([]);
    expect(summary).toContain(`Thông báo ${id} đã gửi xong`);
    expect(summary).toContain('Đã gửi 1/2 người.');
  });

  it('are told once that a channel refuses our token; it goes on by itself when that is mended', async () => {
    const stage = await openOutreachStage();
    await stage.addMember('Quản trị', ['zalo-oa'], { roles: [{ role: 'admin' }] });
    for (const name of ['An', 'Bình', 'Chi']) await stage.addMember(name, ['telegram']);
    const { id } = await stage.announce(TELEGRAM);
    stage.telegram.faults.failNext('unauthorized', 5);
    for (let minute = 0; minute < 12; minute++) {
      await stage.pass();
      stage.jump(MINUTE_MS);
    }
    expect(stage.texts('Quản trị')).toEqual([expect.stringContaining(`Thông báo ${id} đang chờ: Telegram`)]);
    expect(await stage.count(id)).toEqual({ sent: 3 });
  });
});

describe('an article for all followers of the OA', () => {
  const article = {
    title: 'Tháng Công nhân',
    description: 'Lịch hoạt động',
    author: 'Công đoàn',
    body: ['Một đoạn.'],
    coverUrl: 'https://so-tay.example/bia.png',
  };

  it('is one row, whatever becomes of it', async () => {
    const stage = await openOutreachStage();
    await stage.addMember('An', ['zalo-oa']);
    await stage.addMember('Bình', ['telegram']);
    await stage.oa.join('Người chưa tham gia');
    const { id } = await stage.announce({ audience: { type: 'followers', article } });
    await stage.pass();
    await stage.pass();
    await stage.settle();
    expect(await stage.count(id)).toEqual({ sent: 1 });
    expect(['An', 'Người chưa tham gia', 'Bình'].map(stage.texts)).toEqual([[article.title], [article.title], []]);
    expect((await stage.store.findBroadcast(id))?.status).toBe('done');
  });

  it('is tried again where Zalo is not well, and not where nobody knows', async () => {
    const stage = await openOutreachStage();
    await stage.addMember('An', ['zalo-oa']);
    const { id } = await stage.announce({ audience: { type: 'followers', article } });
    stage.oa.faults.failNext('broken');
    await stage.pass();
    expect([await stage.count(id), stage.texts('An')]).toEqual([{ queued: 1 }, []]);
    stage.jump(HOUR_MS);
    stage.oa.faults.failNext('lost-answer');
    await stage.pass();
    stage.jump(HOUR_MS / 4);
    await stage.pass();
    expect([await stage.count(id), stage.texts('An')]).toEqual([{ unknown: 1 }, [article.title]]);
  });
});

describe('people who change their ways', () => {
  it('who unfollowed the OA is known as such, and written to no more', async () => {
    const stage = await openOutreachStage();
    const { id: memberId } = await stage.addMember('An', ['zalo-oa']);
    await stage.oa.leave('An');
    const { id } = await stage.announce();
    await stage.pass();
    expect(await stage.count(id)).toEqual({ 'failed:recipient-blocked': 1 });
    expect((await stage.store.findMember(memberId))?.addresses.map(({ state }) => state)).toEqual(['blocked']);
    const { id: next } = await stage.announce();
    await stage.pass();
    expect([await stage.count(next), stage.texts('An')]).toEqual([{ 'skipped:unreachable': 1 }, []]);
  });

  it('whose group goes on under another id gets it there, and from then on', async () => {
    const stage = await openOutreachStage();
    stage.telegram.addToGroup('Tổ 1', 'An');
    const { id: memberId } = await stage.addMember('An', ['telegram']);
    const old = { channel: 'telegram', chat: stage.telegram.chatOf('Tổ 1') } as const;
    await stage.store.changeMember(memberId, (member) => ({
      ...member,
      addresses: member.addresses.map((each) => ({ ...each, address: old })),
    }));
    stage.telegram.migrate('Tổ 1', 'An');
    const { id } = await stage.announce();
    await stage.pass();
    expect([await stage.count(id), stage.telegram.sentTo('Tổ 1').length]).toEqual([{ sent: 1 }, 1]);
    const [address] = (await stage.store.findMember(memberId))!.addresses;
    expect(address?.address.chat).toBe(stage.telegram.chatOf('Tổ 1'));
    expect(address?.address.chat).not.toBe(old.chat);
  });

  it('who left or took the consent back between plan and hour gets nothing', async () => {
    const stage = await openOutreachStage();
    const [an, binh] = [await stage.addMember('An', ['telegram']), await stage.addMember('Bình', ['telegram'])];
    await stage.addMember('Chi', ['telegram']);
    const { id } = await stage.announce();
    await stage.plan();
    await stage.store.changeMember(an.id, (member) => ({ ...member, status: 'left' }));
    await stage.store.eraseMember(binh.id, stage.now());
    await stage.send('telegram');
    expect(await stage.count(id)).toEqual({ sent: 1, 'skipped:no-consent': 1, 'skipped:gone': 1 });
    expect(['An', 'Bình', 'Chi'].map((name) => stage.texts(name).length)).toEqual([0, 0, 1]);
  });
});

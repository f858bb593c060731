import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planCampaigns } from '../../../src/outreach/campaigns/plan-campaigns.js';
import { changeOccurrence } from '../../../src/outreach/foreseeing/change-occurrence.js';
import { type ForeseenReminder, foreseeReminders } from '../../../src/outreach/foreseeing/foresee-reminders.js';
import { renderForeseen } from '../../../src/outreach/foreseeing/render-plan.js';
import type { OutreachDoors } from '../../../src/outreach/outreach-doors.js';
import { type Member, type RoleGrant, TOPICS } from '../../../src/people/member.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { FACES } from '../../support/faces.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';
import { createScriptedChannel } from '../../support/scripted-channel.js';

const NOVEMBER = { from: new Date('2026-11-18T00:00:00+07:00'), to: new Date('2026-11-30T23:59:00+07:00') };
const FIRST = 'bao-cao-thang@2026-11-25-d-7';
let store: Store;
let doors: OutreachDoors;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-16T03:00:00Z');
  store = await openStore(':memory:');
  await store.saveUnits(SAMPLE_UNITS);
  await store.saveCampaign(SAMPLE_CAMPAIGN);
  const channel = createScriptedChannel(FACES[0]![2]);
  const made = createOutreachDoors(store, () => now, { channels: [channel] });
  doors = { ...made, writtenCampaigns: [] };
});
afterEach(() => store.close());

function memberOf(id: string, unitId: string, ...roles: RoleGrant[]): Member {
  const consents = ['join' as const, ...TOPICS].map((purpose) => ({ purpose, textVersion: '1', givenAt: now }));
  const addresses = [
    { address: { channel: 'telegram' as const, chat: id }, state: 'reachable' as const, lastInteractionAt: now },
  ];
  return { id, status: 'joined', roles, unitId, addresses, topics: TOPICS, consents, joinedOn: '2026-01-01' };
}
const ADMIN = () => memberOf('admin', 'tinh', { role: 'admin' });
const HEAD = (unitId: string) => memberOf('head', unitId, { role: 'unit-admin', unitId });

const foresee = (more = {}) => foreseeReminders({ ...NOVEMBER, ...more }, doors);
const brief = (all: readonly ForeseenReminder[]) => all.map(({ id, status, conflicts }) => [id, status, ...conflicts]);

describe('the plan', () => {
  it('says what will be said, when in both calendars, and to how many', async () => {
    for (const id of ['a', 'b', 'c']) await store.createMember(memberOf(id, id === 'c' ? 'may' : 'truong'));
    const [first, ...rest] = await foresee({ countFor: 'system' });
    expect(renderForeseen(first!, doors.texts)).toBe(
      '08:00 18/11/2026 (thứ Tư, mồng 10 tháng 10 âm lịch): Báo cáo tuyên truyền tháng, trước 7 ngày (ngày 25/11/2026), 3 người',
    );
    expect(rest.map((each) => renderForeseen(each, doors.texts).split(': ')[1])).toEqual([
      'Báo cáo tuyên truyền tháng, trước 1 ngày (ngày 25/11/2026), 3 người',
      'Báo cáo tuyên truyền tháng, sau 3 ngày (ngày 25/11/2026), 3 người',
    ]);
    const [own] = await foresee({ countFor: HEAD('doan-ket') });
    expect(own?.forecast?.recipients).toBe(1);
  });

  it('tells who looks after a branch nothing of what is said to another one', async () => {
    await store.saveCampaign({ ...SAMPLE_CAMPAIGN, id: 'hop-may', segment: { branch: 'may' } });
    const [all, theirs] = [await foresee({ countFor: ADMIN() }), await foresee({ countFor: HEAD('doan-ket') })];
    expect(all).toHaveLength(6);
    expect(theirs).toEqual(all.map((each) => ({ ...each, forecast: expect.anything() })));
    const own = await foresee({ countFor: HEAD('tan-phong') });
    expect(own.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id).filter((id) => !id.startsWith('hop-may')));
  });

  it('tells of what comes together, on one day, on a day of rest, too often', async () => {
    const weekly = { ...SAMPLE_CAMPAIGN, milestones: [{ offsetDays: 0, message: 'Nhắc.', asksReport: false }] };
    const once = (id: string, on: string, at = 480) => ({ ...weekly, id, at, schedule: { type: 'once' as const, on } });
    for (const each of [
      once('mot', '2026-11-18'),
      once('hai', '2026-11-18', 540),
      once('chu-nhat', '2026-11-22'),
      once('ba', '2026-11-23'),
      once('bon', '2026-11-26'),
    ]) {
      await store.saveCampaign(each);
    }
    expect(brief(await foresee())).toEqual([
      [FIRST, 'planned', 'together', 'same-day'],
      ['mot@2026-11-18-d+0', 'planned', 'together', 'same-day'],
      ['hai@2026-11-18-d+0', 'planned', 'same-day'],
      ['chu-nhat@2026-11-22-d+0', 'planned', 'rest-day'],
      ['ba@2026-11-23-d+0', 'planned'],
      ['bao-cao-thang@2026-11-25-d-1', 'planned'],
      ['bon@2026-11-26-d+0', 'planned', 'month-cap'],
      ['bao-cao-thang@2026-11-25-d+3', 'planned', 'month-cap'],
    ]);
  });

  it('shows what became of it: made, or missed while nothing ran', async () => {
    await planCampaigns(doors);
    now = new Date('2026-11-18T02:00:00Z');
    await planCampaigns(doors);
    now = new Date('2026-11-26T02:00:00Z');
    await planCampaigns(doors);
    expect(brief(await foresee())).toEqual([
      [FIRST, 'created'],
      ['bao-cao-thang@2026-11-25-d-1', 'missed'],
      ['bao-cao-thang@2026-11-25-d+3', 'planned'],
    ]);
  });
});

describe('one occurrence', () => {
  it('is cancelled, and never said', async () => {
    await planCampaigns(doors);
    expect(await changeOccurrence(FIRST, { to: 'cancel' }, ADMIN(), doors)).toMatchObject({ status: 'changed' });
    now = new Date('2026-11-18T02:00:00Z');
    await planCampaigns(doors);
    expect(await store.listBroadcasts({ limit: 9 })).toEqual([]);
    expect(brief(await foresee())[0]).toEqual([FIRST, 'cancelled']);
    expect((await store.listAudit(1))[0]).toMatchObject({
      action: 'cancel-occurrence',
      actor: 'admin',
      details: { occurrence: FIRST },
    });
  });

  it('is moved, said once at the new hour, and can be put back before', async () => {
    await planCampaigns(doors);
    const dueAt = new Date('2026-11-20T02:00:00Z');
    await changeOccurrence(FIRST, { to: 'move', dueAt }, ADMIN(), doors);
    expect((await foresee())[0]).toMatchObject({ id: FIRST, status: 'moved', dueAt });
    await changeOccurrence(FIRST, { to: 'restore' }, ADMIN(), doors);
    expect((await foresee())[0]).toMatchObject({ id: FIRST, status: 'planned', dueAt: NOVEMBER_18 });
    await changeOccurrence(FIRST, { to: 'move', dueAt }, ADMIN(), doors);
    for (const hour of ['2026-11-18T02:00:00Z', '2026-11-20T02:05:00Z', '2026-11-20T03:05:00Z']) {
      now = new Date(hour);
      await planCampaigns(doors);
    }
    const made = await store.listBroadcasts({ limit: 9 });
    expect(made.map(({ id, createdAt }) => [id, createdAt.toISOString()])).toEqual([
      [FIRST, '2026-11-20T02:05:00.000Z'],
    ]);
  });

  it.each<[string, () => Member, string, string, string]>([
    ['what is not there', ADMIN, 'bao-cao-thang@2026-11-24-d-7', '2026-11-20', 'not-found'],
    ['a broken id', ADMIN, 'x', '2026-11-20', 'not-found'],
    ['another milestone', ADMIN, 'bao-cao-thang@2026-11-25-d-2', '2026-11-20', 'not-found'],
    ['who may not write to all of them', () => HEAD('truong'), FIRST, '2026-11-20', 'not-allowed'],
    ['an hour that is over', ADMIN, FIRST, '2026-11-15', 'too-late'],
    ['an hour far away', ADMIN, FIRST, '2027-02-20', 'too-far'],
    ['a Sunday', ADMIN, FIRST, '2026-11-22', 'closed'],
  ])('is not changed for %s', async (_, actor, id, day, status) => {
    const dueAt = new Date(`${day}T02:00:00Z`);
    expect((await changeOccurrence(id, { to: 'move', dueAt }, actor(), doors)).status).toBe(status);
    expect(brief(await foresee())[0]).toEqual([FIRST, 'planned']);
  });

  it('whose announcement is made is stopped there', async () => {
    await planCampaigns(doors);
    now = new Date('2026-11-18T02:00:00Z');
    await planCampaigns(doors);
    expect(await changeOccurrence(FIRST, { to: 'cancel' }, ADMIN(), doors)).toEqual({
      status: 'created',
      broadcastId: FIRST,
    });
  });
});

const NOVEMBER_18 = new Date('2026-11-18T01:00:00Z');

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planCampaigns } from '../../../src/outreach/campaigns/plan-campaigns.js';
import type { OutreachDoors } from '../../../src/outreach/outreach-doors.js';
import type { Campaign } from '../../../src/people/campaign.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { sampleCampaign, sampleMilestone } from '../../support/sample-campaigns.js';
import { type Expected, listExpected } from './expected-occurrences.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [FROM, TO] = ['2027-01-01', '2029-12-31'];
const START = Date.parse(`${FROM}T00:00:00+07:00`);
const END = Date.parse(`${TO}T23:59:59+07:00`);

const HOLIDAYS = /^(2027-02-0[5-9]|2028-01-2[5-9]|2029-02-1[2-6]|\d{4}-(01-01|04-30|05-01|09-02))$/;
const isRestDay = (day: string) => HOLIDAYS.test(day) || new Date(day).getUTCDay() === 0;

/** From UTC-11 to UTC+14, with and without daylight saving. */
const ZONES = [
  ['Pacific/Pago_Pago', 660],
  ['America/St_Johns', 210],
  ['UTC', 0],
  ['Europe/Paris', -60],
  ['Asia/Ho_Chi_Minh', -420],
  ['Australia/Lord_Howe', -660],
  ['Pacific/Kiritimati', -840],
] as const;

const say = (id: string, offset: number) => sampleMilestone(offset, { message: `[${id} ${offset} {ngay}]` });
const campaign = (id: string, offsets: readonly number[], more: Partial<Campaign>): Campaign =>
  sampleCampaign({ id, milestones: offsets.map((offset) => say(id, offset)), ...more });

const CAMPAIGNS = [
  campaign('cong-doan', [-30, -7, -1, 0, 3], { schedule: { type: 'year', month: 7, day: 28 }, shift: 'previous' }),
  campaign('quoc-khanh', [-2, -1, 0], { schedule: { type: 'year', month: 9, day: 2 }, shift: 'monday' }),
  campaign('nam-nhuan', [-1, 0], { schedule: { type: 'year', month: 2, day: 29 }, at: 0 }),
  campaign('tet', [-3, -2, -1, 0], { schedule: { type: 'lunar-year', month: 1, day: 1 }, shift: 'previous' }),
  campaign('gio-to', [-7, 0], { schedule: { type: 'lunar-year', month: 3, day: 10 }, shift: 'next' }),
  campaign('thang-nhuan', [0], { schedule: { type: 'lunar-year', month: 5, day: 15 }, at: 20 * 60 }),
  campaign('giao-thua', [-7, 0], { schedule: { type: 'lunar-year', month: 12, day: 30 } }),
  campaign('ram', [-1, 0], { schedule: { type: 'lunar-month', day: 15 }, segment: { role: 'admin' } }),
  campaign('cuoi-thang-am', [0], { schedule: { type: 'lunar-month', day: 30 }, at: 23 * 60 + 59 }),
  campaign('cuoi-thang', [-3, 0], { schedule: { type: 'month', day: 31 }, shift: 'previous', topic: 'sinh-hoat' }),
  campaign('ngay-30', [0], { schedule: { type: 'month', day: 30 }, at: 1 }),
  campaign('dau-thang', [0], { schedule: { type: 'month-weekday', nth: 1, weekday: 1 }, shift: 'next' }),
  campaign('thu-sau-cuoi', [-1], { schedule: { type: 'month-weekday', nth: 'last', weekday: 5 } }),
  campaign('hang-tuan', [0], {
    schedule: { type: 'week', weekday: 3, from: '2027-03-01', to: '2029-10-31' },
    at: 13 * 60 + 30,
    graceMs: 20 * HOUR_MS,
  }),
  campaign('mot-lan', [-10, 0], { schedule: { type: 'once', on: '2028-06-30' }, graceMs: 12 * HOUR_MS }),
];

/** Numbers by chance that are the same in every run. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * below;
  };
}

let folder: string;
const zone = process.env.TZ;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'three-years-'));
});
afterEach(async () => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  await rm(folder, { recursive: true });
});

/** Two workers over one file, of one clock, that are started again and again. */
async function openWorkers(clock: () => Date) {
  const place = join(folder, 'so-tay.sqlite');
  let stores: Store[] = [];
  let doors: OutreachDoors[] = [];
  const close = () => Promise.all(stores.map((store) => store.close()));
  const restart = async () => {
    await close();
    stores = await Promise.all([openStore(place), openStore(place)]);
    doors = stores.map((store) => ({ ...createOutreachDoors(store, clock, { campaigns: CAMPAIGNS }), isRestDay }));
  };
  await restart();
  return { restart, close, plan: (worker: number) => planCampaigns(doors[worker]!), store: () => stores[0]! };
}

/** One of two of the same occasion and hour is said: the nearer one. */
function isSaid(one: Expected, all: readonly Expected[]): boolean {
  return !all.some(
    (other) =>
      other.campaign === one.campaign &&
      other.occasion === one.occasion &&
      other.dueAt === one.dueAt &&
      other.offsetDays > one.offsetDays,
  );
}

function toWords({ campaign: { id }, offsetDays, occasion }: Expected): string {
  const [year, month, day] = occasion.split('-').map(Number) as [number, number, number];
  const two = (number: number) => String(number).padStart(2, '0');
  return `[${id} ${offsetDays} ${two(day)}/${month <= 2 ? two(month) : month}/${year}]`;
}

describe('three years of campaigns', () => {
  it('says every occurrence exactly once, whatever happens to clocks, workers and hosts', async () => {
    const chance = createChance(464);
    let now = START;
    const asked: number[] = [];
    const workers = await openWorkers(() => new Date(now));
    const pass = async () => {
      asked.push(now);
      if (chance(4) < 1) await Promise.all([workers.plan(0), workers.plan(1)]);
      else await workers.plan(Math.floor(chance(2)));
    };
    const happened = { restarts: 0, back: 0, ahead: 0, down: 0, zones: new Set<number>() };
    await pass();
    for (let step = 0; now < END; step += 1) {
      now = Math.min(now + (4 + chance(10)) * HOUR_MS, END);
      const event = chance(60);
      if (event < 2) {
        await workers.restart();
        happened.restarts += 1;
      } else if (event < 4) {
        now -= HOUR_MS;
        happened.back += 1;
      } else if (event < 5) {
        // Ahead for one pass, then right again.
        now += DAY_MS;
        await pass();
        now -= DAY_MS;
        happened.ahead += 1;
      } else if (event < 5.3) {
        now = Math.min(now + (1 + chance(4)) * DAY_MS, END);
        happened.down += 1;
      }
      if (step % 90 === 0) {
        const [name, minutes] = ZONES[(step / 90) % ZONES.length]!;
        process.env.TZ = name;
        expect(new Date('2027-01-15T00:00:00Z').getTimezoneOffset()).toBe(minutes);
        happened.zones.add(minutes);
      }
      await pass();
    }
    expect(Math.min(happened.restarts, happened.back, happened.ahead)).toBeGreaterThan(20);
    expect(happened.down).toBeGreaterThan(5);
    expect(happened.zones.size).toBe(ZONES.length);

    const expected = listExpected(CAMPAIGNS, FROM, '2030-01-01', isRestDay).filter(
      ({ dueAt }) => dueAt > START && dueAt <= Math.max(...asked),
    );
    const isInTime = ({ dueAt, campaign: { graceMs } }: Expected) =>
      asked.some((at) => dueAt <= at && at <= dueAt + graceMs);
    const created = expected.filter(isInTime);
    expect(expected.length).toBeGreaterThan(480);
    expect(expected.length - created.length).toBeGreaterThan(3);

    const store = workers.store();
    const rows = await store.listOccurrences({});
    const byStatus = (status: string) =>
      rows
        .filter((row) => row.status === status)
        .map(({ id }) => id)
        .toSorted();
    expect(byStatus('created')).toEqual(created.map(({ id }) => id).toSorted());
    const missed = expected.filter((each) => !isInTime(each)).map(({ id }) => id);
    expect(byStatus('missed')).toEqual(missed.toSorted());
    expect(rows).toHaveLength(expected.length);
    const dueAt = new Map(expected.map((each) => [each.id, each.dueAt]));
    expect(rows.filter((row) => row.dueAt.getTime() !== dueAt.get(row.id))).toEqual([]);

    const broadcasts = await store.listBroadcasts({ limit: 10_000 });
    const said = broadcasts.flatMap(({ content }) => content.messages[0]!.text.split('\n\n'));
    expect(said.toSorted()).toEqual(
      created
        .filter((each) => isSaid(each, created))
        .map(toWords)
        .toSorted(),
    );
    const early = broadcasts.filter(({ content, createdAt }) => createdAt < content.dueAt);
    expect(early).toEqual([]);
    await workers.close();
  });
});

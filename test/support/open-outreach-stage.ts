import { onTestFinished } from 'vitest';
import type { Capabilities, Channel, ChannelName } from '../../src/channels/channel.js';
import { openTelegram } from '../../src/channels/telegram/open-telegram.js';
import { openZaloOa } from '../../src/channels/zalo-oa/open-zalo-oa.js';
import { readConfig } from '../../src/config.js';
import type { OutreachDoors } from '../../src/outreach/outreach-doors.js';
import { planDeliveries } from '../../src/outreach/planning/plan-deliveries.js';
import { sendDeliveries } from '../../src/outreach/sending/send-deliveries.js';
import { settleBroadcasts } from '../../src/outreach/sending/settle-broadcasts.js';
import { createStrain, type Strain } from '../../src/outreach/sending/strain.js';
import type { Broadcast, BroadcastContent, SkipReason } from '../../src/people/broadcast.js';
import type { Member } from '../../src/people/member.js';
import type { Unit } from '../../src/people/unit.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store, StorePlace } from '../../src/storage/store.js';
import { fineStopwatch } from '../../src/time.js';
import { createOutreachDoors, type OutreachDoorsOptions } from './create-outreach-doors.js';
import type { FakePlatform } from './fakes/fake-platform.js';
import { type FakeTelegram, openFakeTelegram } from './fakes/fake-telegram.js';
import { type FakeZaloOa, openFakeZaloOa } from './fakes/fake-zalo-oa.js';
import { grantTo } from './open-zalo-oa-pair.js';
import { createContent, createMember, DAY_MS, local, MINUTE_MS, TUESDAY } from './outreach-samples.js';
import { SAMPLE_UNITS } from './sample-units.js';
import { createScriptedChannel } from './scripted-channel.js';

/** As Telegram, Zalo OA and Zalo Bot let us write first. */
const OPEN: Readonly<Record<'telegram' | 'zalo-oa' | 'zalo-bot', Partial<Capabilities>>> = {
  telegram: { proactive: { templates: false, perSecond: 25 } },
  'zalo-oa': {
    proactive: { windowMs: 2 * DAY_MS, templates: true, templateHours: { from: 360, to: 1320 }, perSecond: 66 },
  },
  'zalo-bot': { proactive: { templates: false, perSecond: 1 } },
};

export interface PlanningStage {
  readonly store: Store;
  readonly doors: OutreachDoors;
  /** Moves the clock. */
  set(now: Date): void;
  /** Keeps members, and gives back the first. */
  join(...members: readonly Member[]): Promise<Member>;
  /** Rows of a broadcast: what became of whom, `telegram` or why not, with how many. */
  rowsOf(broadcastId: string): Promise<Readonly<Record<string, number>>>;
  /** When these are to be written to. */
  dueOf(...ids: readonly string[]): Promise<ReadonlyMap<string, readonly Date[]>>;
}

/** The real flows over a real store, a clock that stands still, channels without a platform: for all that happens before sending. */
export async function openPlanningStage(
  options: Omit<OutreachDoorsOptions, 'channels'> & {
    readonly units?: readonly Unit[];
    readonly names?: readonly (keyof typeof OPEN)[];
  } = {},
): Promise<PlanningStage> {
  const { units = SAMPLE_UNITS, names = ['telegram', 'zalo-oa'], ...rest } = options;
  const store = await openStore(':memory:');
  onTestFinished(() => store.close());
  await store.saveUnits(units);
  let now = TUESDAY;
  const channels = names.map((name): Channel => ({ ...createScriptedChannel(OPEN[name]), name }));
  const doors = createOutreachDoors(store, () => now, { channels, ...rest });
  return {
    store,
    doors,
    set(at) {
      now = at;
    },
    async join(...members) {
      for (const member of members) await store.createMember(member);
      return members[0]!;
    },
    async rowsOf(broadcastId) {
      const rows: Record<string, number> = {};
      for (const { status, reason, channel, by, amount } of await store.countDeliveries(broadcastId)) {
        const key = status === 'skipped' ? (reason as SkipReason) : by === 'template' ? `${channel} template` : channel;
        rows[key ?? status] = (rows[key ?? status] ?? 0) + amount;
      }
      return rows;
    },
    async dueOf(...ids) {
      const contacts = await store.listContacts({ memberIds: ids, since: new Date(0), except: '' });
      return new Map([...contacts].map(([id, all]) => [id, all.map(({ at }) => at)] as const));
    },
  };
}

/** A Tuesday, 10:00 in Vietnam. */
export const MORNING = local('10:00');

type Person = 'telegram' | 'zalo-oa';

export interface OutreachStage {
  readonly store: Store;
  readonly doors: OutreachDoors;
  readonly telegram: FakeTelegram;
  readonly oa: FakeZaloOa;
  /** The clock of the service and of Zalo jumps. */
  jump(ms: number): void;
  now(): Date;
  /** Somebody who said yes to announcements, on these platforms under one name. The last one was used last. */
  addMember(name: string, on: readonly Person[], more?: Partial<Member>): Promise<Member>;
  /** Approved, to everybody, due now, for three days. */
  announce(change?: Partial<BroadcastContent>, more?: Partial<Broadcast>): Promise<Broadcast>;
  plan(): Promise<number>;
  /** Plans, and sends on every channel what is due. */
  pass(signal?: AbortSignal): Promise<void>;
  send(channel: ChannelName, signal?: AbortSignal): Promise<number>;
  settle(): Promise<void>;
  /** How often each text stands on a person's phones. */
  texts(name: string): readonly string[];
  /** Rows by what became of them: `sent`, `skipped:cap`, `failed:unknown`, … */
  count(id: string): Promise<Readonly<Record<string, number>>>;
}

export interface StageOptions {
  readonly place?: StorePlace;
  readonly perSecond?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** How long the OA's adapter waits for an answer. */
  readonly timeoutMs?: number;
}

/** The real flows between a real store and the fakes of two platforms, on a clock that goes on and jumps. */
export async function openOutreachStage(options: StageOptions = {}): Promise<OutreachStage> {
  const { place = ':memory:', perSecond = 1_000, settings = {}, timeoutMs } = options;
  const elapsedMs = fineStopwatch();
  let offsetMs = 0;
  const now = () => new Date(MORNING.getTime() + elapsedMs() + offsetMs);
  const store = await openStore(place);
  const [telegram, oa] = [await openFakeTelegram({ clock: now }), await openFakeZaloOa({ clock: now, echoes: false })];
  await grantTo(store, oa, now);
  const config = readConfig({ ...telegram.settings, ...oa.settings, ...settings });
  const common = { publicUrl: null, clock: now, onTrouble: () => {} };
  const channels: readonly Channel[] = [
    openTelegram({ config: config.telegram!, commands: [], ...common }),
    openZaloOa({
      config: config.zaloOa!,
      state: store,
      ...common,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }),
  ].map((channel) => withRate(channel, perSecond));
  const doors = createOutreachDoors(store, now, { channels, settings });
  const strains = new Map<ChannelName, Strain>(channels.map(({ name }) => [name, createStrain(() => 0)]));
  const platforms: Readonly<Record<Person, FakePlatform>> = { telegram, 'zalo-oa': oa };
  onTestFinished(async () => {
    await store.close();
    await Promise.all([telegram.close(), oa.close()]);
  });

  let count = 0;
  const send = (name: ChannelName, signal?: AbortSignal) => sendDeliveries(name, doors, signal, strains.get(name));
  return {
    store,
    doors,
    telegram,
    oa,
    jump(ms) {
      offsetMs += ms;
    },
    now,
    async addMember(name, on, more = {}) {
      count += 1;
      for (const person of on) await platforms[person].join(name);
      const addresses = on.map((channel, at) => ({
        address: { channel, chat: channel === 'telegram' ? telegram.chatOf(name) : oa.idOf(name) },
        state: 'reachable' as const,
        lastInteractionAt: new Date(now().getTime() - (on.length - at) * MINUTE_MS),
      }));
      const member = createMember(`m${String(count).padStart(6, '0')}`, { roles: [], addresses, ...more });
      await store.createMember(member);
      return member;
    },
    async announce(change = {}, more = {}) {
      count += 1;
      const broadcast: Broadcast = {
        id: `TB${String(count).padStart(6, '0')}`,
        origin: 'shell',
        author: 'system',
        content: createContent({
          messages: [{ text: 'Mời anh/chị dự họp.', attachments: [], buttons: [] }],
          dueAt: now(),
          expiresAt: new Date(now().getTime() + 3 * DAY_MS),
          ...change,
        }),
        createdAt: now(),
        approvals: [],
        status: 'planning',
        isPlanned: false,
        ...more,
      };
      await store.createBroadcast(broadcast);
      return broadcast;
    },
    plan: () => planDeliveries(doors),
    async pass(signal) {
      await planDeliveries(doors, signal);
      await Promise.all(channels.map(({ name }) => send(name, signal)));
    },
    send,
    settle: () => settleBroadcasts(doors),
    texts: (name) => [telegram, oa].flatMap((platform) => platform.shown(name).map(({ text }) => text)),
    count: (id) => countRows(store, id),
  };
}

function withRate(channel: Channel, perSecond: number): Channel {
  const { proactive } = channel.capabilities;
  return { ...channel, capabilities: { ...channel.capabilities, proactive: proactive && { ...proactive, perSecond } } };
}

/** Rows of a broadcast by what became of them. */
export async function countRows(store: Pick<Store, 'countDeliveries'>, id: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { status, reason, amount } of await store.countDeliveries(id)) {
    const key = reason ? `${status}:${reason}` : status;
    rows[key] = (rows[key] ?? 0) + amount;
  }
  return rows;
}

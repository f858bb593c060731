import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelName } from '../../../../src/channels/channel.js';
import { openDatabase } from '../../../../src/storage/database/open-database.js';
import type { DeliveryStatus } from '../../../../src/storage/ledger.js';
import { openStore } from '../../../../src/storage/open-store.js';
import type { StorePlace } from '../../../../src/storage/store.js';
import { systemClock } from '../../../../src/time.js';
import type { FakePlatform } from '../../../support/fakes/fake-platform.js';
import { type FakeTelegram, openFakeTelegram } from '../../../support/fakes/fake-telegram.js';
import { type FakeZaloBot, openFakeZaloBot } from '../../../support/fakes/fake-zalo-bot.js';
import { type FakeZaloOa, openFakeZaloOa } from '../../../support/fakes/fake-zalo-oa.js';
import { grantTo } from '../../../support/open-zalo-oa-pair.js';
import { createContent } from '../../../support/outreach-samples.js';
import { ROOT } from '../../../support/read-sources.js';

const DAY_MS = 86_400_000;
/** Rows of one statement. */
const CHUNK = 500;
/** Of each platform: four times what Telegram bears, and little enough that few messages are under way at a time. */
const FAST_PER_SECOND = '100';
const FAST_CALLS_PER_MINUTE = 1_000_000;

export type Platforms = readonly [FakeTelegram, FakeZaloOa, FakeZaloBot];

export interface AnnouncedPlatforms {
  readonly platforms: Platforms;
  /** What phones showed. */
  readonly accepted: { total(): number; of(channel: ChannelName, person: string): number };
  close(): Promise<void>;
}

/** Three platforms, fast: without limits that a sender could meet, real: with all that theirs have; and so many people in turn over them. */
export async function openAnnouncedPlatforms(people: number, limits: 'fast' | 'real'): Promise<AnnouncedPlatforms> {
  const platforms: Platforms = [
    await openFakeTelegram(),
    await openFakeZaloOa({ echoes: false, ...(limits === 'fast' ? { callsPerMinute: FAST_CALLS_PER_MINUTE } : {}) }),
    await openFakeZaloBot(),
  ];
  platforms[0].faults.setStrictLimits(limits === 'real');
  const shown = new Map<string, number>();
  let total = 0;
  for (const { channel, onShown } of platforms) {
    onShown((person) => {
      total += 1;
      shown.set(`${channel} ${person}`, (shown.get(`${channel} ${person}`) ?? 0) + 1);
    });
  }
  for (let number = 0; number < people; number++) meet(platforms, number);
  return {
    platforms,
    accepted: { total: () => total, of: (channel, person) => shown.get(`${channel} ${person}`) ?? 0 },
    close: async () => void (await Promise.all(platforms.map((platform) => platform.close()))),
  };
}

const nameOf = (number: number): string => `Người nhận ${number}`;
const memberOf = (number: number): string => `m${String(number).padStart(7, '0')}`;

function meet([telegram, oa, bot]: Platforms, number: number): void {
  const name = nameOf(number);
  if (number % 3 === 0) telegram.know(name);
  else if (number % 3 === 1) oa.setLastInteraction(name, systemClock());
  else bot.know(name);
}

function addressOf([telegram, oa, bot]: Platforms, number: number): { channel: ChannelName; chat: string } {
  const name = nameOf(number);
  if (number % 3 === 0) return { channel: 'telegram', chat: telegram.chatOf(name) };
  return number % 3 === 1 ? { channel: 'zalo-oa', chat: oa.idOf(name) } : { channel: 'zalo-bot', chat: bot.idOf(name) };
}

/** An approved announcement to all these people, due now; its id. */
export async function createAnnouncement(place: StorePlace, recipients: number, platforms: Platforms): Promise<string> {
  const store = await openStore(place);
  await grantTo(store, platforms[1], systemClock);
  await fillMembers(place, recipients, (number) => addressOf(platforms, number));
  const now = systemClock();
  const id = 'TB000001';
  await store.createBroadcast({
    id,
    origin: 'shell',
    author: 'system',
    content: createContent({ dueAt: now, expiresAt: new Date(now.getTime() + 3 * DAY_MS) }),
    createdAt: now,
    approvals: [],
    status: 'approved',
    isPlanned: false,
  });
  await store.close();
  return id;
}

/** Of who sends at any hour and on any day, and starts soon: few documents are known. `fast`: as fast as it can. */
export async function writeAnnouncingSettings(
  folder: string,
  limits: 'fast' | 'real',
): Promise<Readonly<Record<string, string>>> {
  const knowledge = join(folder, 'tri-thuc');
  await mkdir(join(knowledge, 'documents'), { recursive: true });
  const document = '01-tl-2024-05-10.md';
  await copyFile(join(ROOT, 'knowledge/documents', document), join(knowledge, 'documents', document));
  await writeFile(join(knowledge, 'holidays.yaml'), 'weeklyRest: []\n');
  return {
    KNOWLEDGE_DIR: knowledge,
    SENDING_HOURS: '0:00-24:00',
    ...(limits === 'fast'
      ? {
          TELEGRAM_PER_SECOND: FAST_PER_SECOND,
          ZALO_OA_PER_SECOND: FAST_PER_SECOND,
          ZALO_BOT_PER_SECOND: FAST_PER_SECOND,
        }
      : {}),
  };
}

/** Who agreed to everything, many at a time. */
async function fillMembers(
  place: StorePlace,
  amount: number,
  addressOfNumber: (number: number) => { readonly channel: ChannelName; readonly chat: string },
): Promise<void> {
  const { rows } = await openDatabase(place);
  const now = systemClock().getTime();
  for (let first = 0; first < amount; first += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, amount - first) }, (_, at) => first + at);
    const ids = numbers.map(memberOf);
    await rows.transaction().execute(async (step) => {
      await step
        .insertInto('members')
        .values(
          ids.map((id) => ({
            id,
            status: 'joined' as const,
            unit_id: null,
            quiet_from: null,
            quiet_to: null,
            joined_on: '2026-01-01',
          })),
        )
        .execute();
      await step
        .insertInto('member_addresses')
        .values(
          numbers.map((number) => ({
            ...addressOfNumber(number),
            member_id: memberOf(number),
            state: 'reachable' as const,
            last_interaction_at: now,
          })),
        )
        .execute();
      await step
        .insertInto('member_topics')
        .values(ids.map((member_id) => ({ member_id, place: 0, topic: 'thong-bao' as const })))
        .execute();
      const consent = { text_version: 'v1', given_at: 0, withdrawn_at: null };
      await step
        .insertInto('consents')
        .values(
          ids.flatMap((member_id) => [
            { ...consent, member_id, place: 0, purpose: 'join' as const },
            { ...consent, member_id, place: 1, purpose: 'thong-bao' as const },
          ]),
        )
        .execute();
    });
  }
  await rows.destroy();
}

/** What the ledger says of a recipient, and how often their phone showed it. */
export interface Fate {
  readonly status: DeliveryStatus | 'none';
  readonly accepted: number;
}

export async function readFates(
  place: StorePlace,
  broadcastId: string,
  platforms: readonly FakePlatform[],
  accepted: AnnouncedPlatforms['accepted']['of'],
): Promise<readonly Fate[]> {
  const { rows } = await openDatabase(place);
  const members = await rows.selectFrom('members').select('id').orderBy('id').execute();
  const deliveries = await rows
    .selectFrom('deliveries')
    .select(['member_id', 'status'])
    .where('broadcast_id', '=', broadcastId)
    .execute();
  await rows.destroy();
  const statuses = new Map(deliveries.map(({ member_id, status }) => [member_id, status]));
  return members.map(({ id }) => {
    const person = nameOf(Number(id.slice(1)));
    // On whichever platform: a message on the wrong one is one too many.
    const amount = platforms.reduce((sum, { channel }) => sum + accepted(channel, person), 0);
    return { status: statuses.get(id) ?? 'none', accepted: amount };
  });
}

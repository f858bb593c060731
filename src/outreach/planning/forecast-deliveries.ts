import type { Texts } from '../../answering/write-draft/draft-doors.js';
import type { ChannelName } from '../../channels/channel.js';
import type { PlannedDelivery } from '../../storage/ledger.js';
import type { BroadcastContent, SkipReason } from '../broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import type { Author } from './find-author.js';
import { planFollowers } from './plan-followers.js';
import { createPagePlanner } from './plan-member.js';
import { laterOf } from './sending-hours.js';
import { toDeliveryRules } from './to-rules.js';

/** On SQLite nothing else happens while a page is read or written. */
const PAGE = 1_000;

/** What a broadcast would do if it were planned now; nothing is written. */
export interface Forecast {
  /** Who would be written to, now or later. For an article to all followers: 1, whoever they are. */
  readonly recipients: number;
  readonly byMessage: ReadonlyMap<ChannelName, number>;
  readonly byTemplate: ReadonlyMap<ChannelName, number>;
  /** Of the recipients: those who get it later than it is due, for their hours or their cap. */
  readonly later: number;
  readonly skipped: ReadonlyMap<SkipReason, number>;
}

export type ForecastDoors = Pick<
  OutreachDoors,
  'ledger' | 'people' | 'tree' | 'channels' | 'sending' | 'isRestDay' | 'clock'
>;

/** Says before sending who would get it and who would not: by the planner's own code, over all members. */
export async function forecastDeliveries(
  content: BroadcastContent,
  author: Author,
  doors: ForecastDoors,
): Promise<Forecast> {
  const now = doors.clock();
  const rules = toDeliveryRules(doors);
  const count = createCount(laterOf(content.dueAt, now));
  if (content.audience.type === 'followers') {
    count.add(planFollowers(content, rules, now));
    return count.forecast;
  }
  const facts = { content, author, tree: await doors.tree(), rules, now, except: '' };
  const planPage = createPagePlanner(facts, doors.ledger);
  for (let after: string | undefined; ; ) {
    const page = await doors.people.listMembers({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { plan } of await planPage(page)) count.add(plan);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return count.forecast;
  }
}

function createCount(dueAt: Date) {
  const byMessage = new Map<ChannelName, number>();
  const byTemplate = new Map<ChannelName, number>();
  const skipped = new Map<SkipReason, number>();
  const forecast = { recipients: 0, byMessage, byTemplate, later: 0, skipped };
  return {
    forecast,
    add(plan: PlannedDelivery['plan']): void {
      if (plan.status === 'skipped') {
        addTo(skipped, plan.because);
        return;
      }
      forecast.recipients += 1;
      if (plan.dueAt > dueAt) forecast.later += 1;
      addTo(plan.by === 'message' ? byMessage : byTemplate, plan.channel);
    },
  };
}

function addTo<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `1.240 gửi được (1.000 Zalo OA, 240 Telegram), 310 qua mẫu ZBS, 90 không tới được: 60 chưa đồng ý nhận, …` */
export function renderForecast({ recipients, byMessage, byTemplate, later, skipped }: Forecast, texts: Texts): string {
  const sumOf = (counts: ReadonlyMap<unknown, number>) => [...counts.values()].reduce((sum, each) => sum + each, 0);
  const listed = <K extends string>(counts: ReadonlyMap<K, number>, family: string) =>
    [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([key, amount]) => `${formatAmount(amount)} ${texts(`${family}.${key}`)}`)
      .join(', ');
  const say = (key: string, amount: number, parts = '') =>
    amount > 0 ? [texts(`broadcast.forecast.${key}`, { amount: formatAmount(amount), parts })] : [];
  const shares = [
    ...say('by-message', sumOf(byMessage), listed(byMessage, 'channel')),
    ...say('by-template', sumOf(byTemplate)),
    ...say('skipped', sumOf(skipped), listed(skipped, 'broadcast.skip')),
  ];
  const lead = recipients === 0 ? [texts('broadcast.forecast.nobody')] : [];
  const sentence = shares.length > 0 ? [`${shares.join(', ')}.`] : [];
  return [...lead, ...sentence, ...say('later', later)].join('\n');
}

const AMOUNTS = new Intl.NumberFormat('vi-VN');
const formatAmount = (amount: number): string => AMOUNTS.format(amount);

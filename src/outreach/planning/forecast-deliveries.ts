import type { ChannelName } from '../../channels/channel.js';
import type { Audience, BroadcastContent, SkipReason } from '../../people/broadcast.js';
import type { PlannedDelivery } from '../../storage/ledger.js';
import type { Texts } from '../../text/texts.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatInstant } from '../../time.js';
import { planFollowers } from '../delivery-rules/plan-followers.js';
import { laterOf } from '../delivery-rules/sending-hours.js';
import { toDeliveryRules } from '../delivery-rules/to-rules.js';
import type { OutreachDoors } from '../outreach-doors.js';
import type { Author } from '../rights/find-author.js';
import { createPagePlanner } from './plan-member.js';

/** On SQLite nothing else happens while a page is read or written. */
const PAGE = 1_000;

/** What a broadcast would do if it were planned now; nothing is written. */
export interface Forecast {
  /** All followers of the OA count as one recipient: the platform tells nobody how many they are. */
  readonly audience: Audience['type'];
  /** Who would be written to, now or later. */
  readonly recipients: number;
  /** Whether its hour has come: what is on time goes at once. */
  readonly isDue: boolean;
  /** By a message, at the hour it is due. */
  readonly onTime: ReadonlyMap<ChannelName, number>;
  /** By a message, later than it is due, for their hours or their cap. */
  readonly later: ReadonlyMap<ChannelName, number>;
  readonly byTemplate: ReadonlyMap<ChannelName, number>;
  /** When the first template of an urgent broadcast goes, where that is later than it is due: at night the platform takes none. */
  readonly templatesFrom?: Date;
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
  const count = createCount(content, now);
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

function createCount({ audience, dueAt, isUrgent }: BroadcastContent, now: Date) {
  const [onTime, later, byTemplate] = [0, 1, 2].map(() => new Map<ChannelName, number>()) as [Counts, Counts, Counts];
  const skipped = new Map<SkipReason, number>();
  const forecast: Writable = {
    audience: audience.type,
    recipients: 0,
    isDue: dueAt <= now,
    onTime,
    later,
    byTemplate,
    skipped,
  };
  const from = laterOf(dueAt, now);
  return {
    forecast,
    add(plan: PlannedDelivery['plan']): void {
      if (plan.status === 'skipped') {
        addTo(skipped, plan.because);
        return;
      }
      forecast.recipients += 1;
      const { templatesFrom = plan.dueAt } = forecast;
      const isWaiting = isUrgent && plan.by === 'template' && plan.dueAt > from;
      if (isWaiting && plan.dueAt <= templatesFrom) forecast.templatesFrom = plan.dueAt;
      addTo(plan.by === 'template' ? byTemplate : plan.dueAt > from ? later : onTime, plan.channel);
    },
  };
}

type Counts = Map<ChannelName, number>;
type Writable = { -readonly [Part in keyof Forecast]: Forecast[Part] };

function addTo<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `1.240 gửi được ngay (1.000 Zalo OA, 240 Telegram), 310 qua mẫu ZBS, 90 không tới được: 60 chưa đồng ý nhận, …` */
export function renderForecast(forecast: Forecast, texts: Texts): string {
  const { audience, recipients, isDue, onTime, later, byTemplate, templatesFrom, skipped } = forecast;
  const say = (key: string, counts: ReadonlyMap<string, number>, family: string) => {
    const amount = [...counts.values()].reduce((sum, each) => sum + each, 0);
    const parts = [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([part, count]) => `${formatAmount(count)} ${texts(`${family}.${part}`)}`)
      .join(', ');
    return amount > 0 ? [texts(`broadcast.forecast.${key}`, { amount: formatAmount(amount), parts })] : [];
  };
  if (audience === 'followers' && recipients > 0) return texts('broadcast.forecast.followers');
  const shares = [
    ...say(isDue ? 'at-once' : 'on-time', onTime, 'channel'),
    ...say('later', later, 'channel'),
    ...say('by-template', byTemplate, 'channel'),
    ...say('skipped', skipped, 'broadcast.skip'),
  ];
  return [
    ...(recipients === 0 ? [texts('broadcast.forecast.nobody')] : []),
    ...(shares.length > 0 ? [`${shares.join(', ')}.`] : []),
    ...(later.size > 0 ? [texts('broadcast.forecast.why-later')] : []),
    ...(templatesFrom ? [texts('broadcast.forecast.template-waits', { at: formatInstant(templatesFrom) })] : []),
  ].join('\n');
}

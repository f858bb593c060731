import type { ChannelName, FailureCode } from '../../channels/channel.js';
import type { Broadcast, SkipReason } from '../../people/broadcast.js';
import { LEAST_SHOWN } from '../../people/personal-data.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { DeliveryCount, SeenCount } from '../../storage/ledger.js';
import { groupBy } from '../group-by.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type ToldVotes, tellVotes } from './tell-votes.js';

/** How many rows of the ledger came to what. */
export interface Tally {
  /** All rows. */
  readonly recipients: number;
  /** Waiting for their turn, or being sent just now. */
  readonly open: number;
  /** The platform took it; those that it says have arrived are among them. */
  readonly sent: number;
  readonly delivered: number;
  readonly skipped: number;
  readonly failed: number;
  /** The request left and no answer came: it may have arrived. */
  readonly unknown: number;
  /** Sent once more after its end was unknown; counted above by how that ended. */
  readonly resent: number;
  /** Absent: fewer than ten, which is all that is told. */
  readonly seen?: number;
}

/** Everything that is known of a broadcast, and nothing of a person. */
export interface BroadcastReport {
  readonly broadcast: Broadcast;
  readonly total: Tally;
  /** Rows that go, or went, over a channel; templates apart. Nobody's seeing is known by channel. */
  readonly byChannel: readonly (ChannelTally & Tally)[];
  /** In the order of the tree; units with too few are counted in what stands above them, what is left at the end without a unit. */
  readonly byUnit: readonly (Tally & { readonly unitId?: string })[];
  /** One, or two that were tried against each other. */
  readonly byVariant: readonly Tally[];
  /** Most first. */
  readonly skipped: ReadonlyMap<SkipReason, number>;
  readonly failed: ReadonlyMap<FailureCode, number>;
  /** Absent where nothing was asked. */
  readonly votes?: ToldVotes;
}

interface ChannelTally {
  readonly channel: ChannelName;
  readonly by: 'message' | 'template';
}

/** What became of a broadcast so far. Undefined for one that is not there. */
export async function reportBroadcast(
  id: string,
  { ledger, tree }: Pick<OutreachDoors, 'ledger' | 'tree'>,
): Promise<BroadcastReport | undefined> {
  const broadcast = await ledger.findBroadcast(id);
  if (!broadcast) return undefined;
  const poll = broadcast.content.messages.find((message) => message.poll)?.poll;
  const [counts, seen, votes] = await Promise.all([
    ledger.countDeliveries(id),
    ledger.countSeen(id),
    ledger.countVotes(id),
  ]);
  const channels = groupBy(
    counts.filter(({ channel }) => channel !== undefined),
    ({ channel, by = 'message' }) => `${channel} ${by}`,
  );
  const sum = tally(counts, seen);
  return {
    broadcast,
    total: sum,
    byChannel: [...channels.values()].map((rows) => {
      const [{ channel, by = 'message' }] = rows;
      return { channel: channel!, by, ...tally(rows) };
    }),
    byUnit: suppressFew(tallyUnits(counts, seen, await tree()), sum),
    byVariant: suppressFew(
      broadcast.content.messages.map((_, variant) =>
        tally(
          counts.filter((each) => each.variant === variant),
          seen.filter((each) => each.variant === variant),
        ),
      ),
      sum,
    ),
    skipped: countReasons<SkipReason>(counts, 'skipped'),
    failed: countReasons<FailureCode>(counts, 'failed'),
    ...(poll ? { votes: tellVotes(poll.options.map((_, option) => votes[option] ?? 0)) } : {}),
  };
}

function tally(counts: readonly DeliveryCount[], seen: readonly SeenCount[] = []): Tally {
  const sum = (test: (count: DeliveryCount) => boolean) => total(counts.filter(test));
  const saw = total(seen);
  return {
    recipients: total(counts),
    open: sum(({ status }) => status === 'queued' || status === 'sending'),
    sent: sum(({ status }) => status === 'sent' || status === 'delivered'),
    delivered: sum(({ status }) => status === 'delivered'),
    skipped: sum(({ status }) => status === 'skipped'),
    failed: sum(({ status }) => status === 'failed'),
    unknown: sum(({ status }) => status === 'unknown'),
    resent: sum(({ isResent }) => isResent),
    ...(saw >= LEAST_SHOWN ? { seen: saw } : {}),
  };
}

/** What is told of seeing must not tell the rest: where few are left suppressed, the next smallest is not told either. */
function suppressFew<T extends Tally>(groups: readonly T[], { seen: all = 0 }: Tally): readonly T[] {
  const told = groups.filter(({ seen }) => seen !== undefined).toSorted((a, b) => a.seen! - b.seen!);
  let suppressed = all - told.reduce((sum, { seen = 0 }) => sum + seen, 0);
  const silent = new Set<T>();
  for (const group of told) {
    if (suppressed <= 0 || suppressed >= LEAST_SHOWN) break;
    silent.add(group);
    suppressed += group.seen!;
  }
  return groups.map((group) => {
    if (!silent.has(group)) return group;
    const { seen: _, ...rest } = group;
    return rest as T;
  });
}

/** From the leaves up: a unit with too few is counted in the one above; what is too few at the top goes together. */
function tallyUnits(
  counts: readonly DeliveryCount[],
  seen: readonly SeenCount[],
  tree: UnitTree,
): BroadcastReport['byUnit'] {
  const standing = (unitId: string | undefined) => (unitId && tree.standingFor(unitId)?.id) || '';
  const rows: Map<string, readonly DeliveryCount[]> = groupBy(counts, ({ unitId }) => standing(unitId));
  const views: Map<string, readonly SeenCount[]> = groupBy(seen, ({ unitId }) => standing(unitId));
  const move = (from: string, to: string) => {
    rows.set(to, [...(rows.get(to) ?? []), ...(rows.get(from) ?? [])]);
    views.set(to, [...(views.get(to) ?? []), ...(views.get(from) ?? [])]);
    rows.delete(from);
    views.delete(from);
  };
  const upward = tree.units.toReversed();
  for (const { id, parentId } of upward) {
    const amount = total(rows.get(id) ?? []);
    if (amount > 0 && amount < LEAST_SHOWN) move(id, parentId !== undefined && tree.find(parentId) ? parentId : '');
  }
  // What is left is told only where nobody can work out who it is.
  const rest = total(rows.get('') ?? []);
  const shown = upward
    .filter(({ id }) => rows.has(id))
    .toSorted((a, b) => total(rows.get(a.id)!) - total(rows.get(b.id)!));
  if (rest > 0 && rest < LEAST_SHOWN && shown[0]) move(shown[0].id, '');
  const named = tree.units.filter(({ id }) => rows.has(id)).map(({ id }) => id);
  return [...named, ...(rows.has('') ? [''] : [])].map((unitId) => ({
    ...(unitId ? { unitId } : {}),
    ...tally(rows.get(unitId)!, views.get(unitId)),
  }));
}

function countReasons<R extends string>(
  counts: readonly DeliveryCount[],
  status: 'skipped' | 'failed',
): Map<R, number> {
  const rows = groupBy(
    counts.filter((each) => each.status === status),
    ({ reason = '' }) => reason,
  );
  return new Map(
    [...rows].map(([reason, each]) => [reason as R, total(each)] as const).toSorted(([, a], [, b]) => b - a),
  );
}

const total = (counts: readonly { readonly amount: number }[]): number =>
  counts.reduce((sum, { amount }) => sum + amount, 0);

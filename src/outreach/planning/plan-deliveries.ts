import { randomUUID } from 'node:crypto';
import { type Broadcast, FOLLOWERS } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { PlannedDelivery } from '../../storage/ledger.js';
import { findDeclined as findDeclinedOf } from '../delivery-rules/find-declined.js';
import { pickVariant } from '../delivery-rules/pick-variant.js';
import { planFollowers } from '../delivery-rules/plan-followers.js';
import { toDeliveryRules } from '../delivery-rules/to-rules.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { recordAct } from '../record-act.js';
import { approvalsNeeded, isApproved } from '../rights/approval-rules.js';
import { type Author, findAuthor, toActor } from '../rights/find-author.js';
import { listApprovers } from '../rights/list-approvers.js';
import { mayAddressAny } from '../rights/reach.js';
import { stopBroadcast } from '../stop-broadcast.js';
import { tellApprovers } from '../tell-staff.js';
import { createPagePlanner } from './plan-member.js';

const LOCK = 'plan-deliveries';
/** Longer than a page takes on a slow disk. */
const LEASE_MS = 60_000;
/** On SQLite nothing else happens while a page is read or written. */
const PAGE = 1_000;
/** Rows stand ready when the hour comes. */
const AHEAD_MS = 600_000;
const MOST_BROADCASTS = 1_000;

/**
 * The pass that writes the ledger's rows of what is approved and due, one page of members at a time; pages of several
 * broadcasts take turns, urgent ones go first. One planner works over all workers. Where it stops (signal, crash), the
 * next pass goes on. How many rows it wrote.
 */
export async function planDeliveries(
  doors: OutreachDoors,
  signal?: AbortSignal,
  membersPerPage = PAGE,
): Promise<number> {
  const owner = randomUUID();
  const holdLock = () => doors.state.claimLock({ name: LOCK, owner, now: doors.clock(), leaseMs: LEASE_MS });
  // Looked at without the lock: an idle service asks one thing.
  if ((await listDue(doors)).length === 0 || !(await holdLock())) return 0;
  const pages = new Map<string, number>();
  let rows = 0;
  try {
    while (!signal?.aborted && (await holdLock())) {
      const next = pickNext(await listDue(doors), pages);
      if (!next) break;
      pages.set(next.id, (pages.get(next.id) ?? 0) + 1);
      rows += await planPage(next, doors, membersPerPage);
    }
  } finally {
    await doors.state.releaseLock({ name: LOCK, owner });
  }
  return rows;
}

async function listDue({ ledger, clock }: OutreachDoors): Promise<readonly Broadcast[]> {
  const open = await ledger.listBroadcasts({ statuses: ['approved', 'planning'], limit: MOST_BROADCASTS });
  const until = clock().getTime() + AHEAD_MS;
  return open.filter(({ content }) => content.dueAt.getTime() <= until);
}

/** Urgent first, then whichever had the fewest pages in this pass, then the one due first, then the older one. */
function pickNext(due: readonly Broadcast[], pages: ReadonlyMap<string, number>): Broadcast | undefined {
  const rank = ({ id, content: { isUrgent, dueAt }, createdAt }: Broadcast) => [
    isUrgent ? 0 : 1,
    pages.get(id) ?? 0,
    dueAt.getTime(),
    createdAt.getTime(),
  ];
  return due.toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    const at = first.findIndex((each, place) => each !== second[place]);
    return at < 0 ? 0 : first[at]! - second[at]!;
  })[0];
}

/** Writes the rows of one page; 0 where the broadcast may not go on. */
async function planPage(broadcast: Broadcast, doors: OutreachDoors, limit: number): Promise<number> {
  const { ledger, people } = doors;
  const tree = await doors.tree();
  const author = await findAuthor(broadcast, people);
  if (!author || !mayAddressAny(toActor(author), tree)) {
    await stopBroadcast(broadcast.id, 'author', doors);
    return 0;
  }
  const started = broadcast.status === 'approved' ? await start(broadcast, author, tree, doors) : broadcast;
  if (!started) return 0;
  const { id, plannedThrough: after } = started;
  const now = doors.clock();
  const rules = toDeliveryRules(doors);
  if (started.content.audience.type === 'followers') {
    const row: PlannedDelivery = {
      memberId: FOLLOWERS,
      variant: 0,
      plan: planFollowers(started.content, rules, now),
    };
    return (await ledger.recordPlan({ broadcastId: id, rows: [row], isLast: true })) ? 1 : 0;
  }
  const members = await people.listMembers({ limit, ...(after === undefined ? {} : { after }) });
  const { content } = started;
  const findDeclined = (ids: readonly string[]) => findDeclinedOf(started, ids, doors);
  const facts = { content, author, tree, rules, now, except: id, findDeclined };
  const planned = await createPagePlanner(facts, ledger)(members);
  const rows = planned.map(({ member, plan }) => toRow(started, member, plan));
  const through = members.at(-1)?.id;
  const isWritten = await ledger.recordPlan({
    broadcastId: id,
    rows,
    ...(through === undefined ? {} : { through }),
    isLast: members.length < limit,
  });
  return isWritten ? rows.length : 0;
}

function toRow(broadcast: Broadcast, { id, unitId }: Member, plan: PlannedDelivery['plan']): PlannedDelivery {
  return { memberId: id, variant: pickVariant(broadcast, id), plan, ...(unitId === undefined ? {} : { unitId }) };
}

/** From now on it is `planning`, if those who approved it still may: roles change between approval and hour. */
async function start(
  broadcast: Broadcast,
  author: Author,
  tree: UnitTree,
  doors: OutreachDoors,
): Promise<Broadcast | undefined> {
  const { content, approvals } = broadcast;
  // How many it reaches was counted when it was submitted: where somebody approved, somebody had to.
  const recipients = approvals.length > 0 ? Number.POSITIVE_INFINITY : 0;
  const needed = approvalsNeeded({ content, recipients, author, tree, rules: doors.sending });
  const approvers = needed > 0 ? await listApprovers(broadcast, doors) : [];
  if (!isApproved(broadcast, needed, new Set(approvers.map(({ id }) => id)))) {
    await askAgain(broadcast.id, doors);
    return undefined;
  }
  if (content.corrects !== undefined) await stopCorrected(content.corrects, doors);
  const changed = await doors.ledger.changeBroadcast(broadcast.id, (held) =>
    held.status === 'approved' ? { ...held, status: 'planning' } : held,
  );
  return changed?.status === 'planning' ? changed : undefined;
}

/** What is wrong goes to nobody else: whoever got it after its correction was planned would never be put right. */
async function stopCorrected(id: string, doors: OutreachDoors): Promise<void> {
  let isOurs = false;
  await doors.ledger.changeBroadcast(id, (held) => {
    isOurs = ['planning', 'sending', 'paused'].includes(held.status);
    return isOurs ? { ...held, status: 'cancelled' } : held;
  });
  if (isOurs) await recordAct('cancel-broadcast', id, 'system', doors, { reason: 'corrected' });
}

/** Who approved it may not any more: it waits for somebody who may. */
async function askAgain(id: string, doors: OutreachDoors): Promise<void> {
  let isOurs = false;
  const waiting = await doors.ledger.changeBroadcast(id, (held) => {
    isOurs = held.status === 'approved';
    return isOurs ? { ...held, status: 'waiting' } : held;
  });
  if (!waiting || !isOurs) return;
  doors.logger.warn({ broadcast: id }, 'who approved an announcement may not any more: it waits again');
  await recordAct('refuse-broadcast', id, 'system', doors, { reason: 'approver' });
  await tellApprovers(waiting, doors);
}

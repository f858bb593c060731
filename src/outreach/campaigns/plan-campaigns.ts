import type { Broadcast } from '../../people/broadcast.js';
import type { Campaign } from '../../people/campaign.js';
import type { Occurrence } from '../../storage/campaigns.js';
import { type Group, groupBy } from '../group-by.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { recordAct } from '../record-act.js';
import { audienceKeyOf, findReminder, listReminders, type Reminder } from './list-reminders.js';
import { countsNoMore, toContent } from './to-content.js';
import { sendSnoozes } from './wishes/send-snoozes.js';

/** The longest grace that a campaign may have, and a day. */
const LOOK_BACK_MS = 15 * 86_400_000;
/** Of several reminders in one message: what is read at a glance. */
const LONGEST_TEXT = 1_500;

/**
 * The pass that turns milestones that came due into announcements: each once, over restarts, several workers and clocks
 * that jump, since an occurrence's id is that of its occasion. Reminders of one hour for the same people become one
 * message. What is older than its campaign's grace is missed, and never sent. How many announcements were made.
 */
export async function planCampaigns(doors: OutreachDoors): Promise<number> {
  const all = await listCampaigns(doors);
  await recordDue(all, doors);
  const groups = await claimDue(await listWaiting(all, doors), doors);
  let made = 0;
  for (const group of groups) if (await create(group, doors)) made += 1;
  return made + (await sendSnoozes(all, doors));
}

/** Writes down what came due since the last pass; where the clock went back meanwhile, from now on. */
async function recordDue(all: readonly Campaign[], { campaigns, isRestDay, clock }: OutreachDoors): Promise<void> {
  const now = clock();
  const until = (await campaigns.findPlannedUntil()) ?? now;
  const from = new Date(Math.min(until.getTime(), now.getTime()));
  const due = listReminders(all, [], { from, to: now, isRestDay }).filter(({ dueAt }) => dueAt > from);
  const rows = due.map(({ id, campaign, milestone, occasion, dueAt }): Occurrence => {
    return { id, campaignId: campaign.id, occasion, offsetDays: milestone.offsetDays, dueAt, status: 'planned' };
  });
  if (rows.length > 0) await campaigns.recordOccurrences(rows);
  await campaigns.savePlannedUntil(now);
}

/** Due and not too late. What is too late is missed from now on; what a clock that ran ahead called missed is not. */
async function listWaiting(all: readonly Campaign[], doors: OutreachDoors): Promise<readonly Reminder[]> {
  const { campaigns, clock } = doors;
  const now = clock();
  const rows = [
    ...(await campaigns.listOccurrences({ to: now, statuses: ['planned', 'moved'] })),
    ...(await campaigns.listOccurrences({
      from: new Date(now.getTime() - LOOK_BACK_MS),
      to: now,
      statuses: ['missed'],
    })),
  ];
  const waiting: Reminder[] = [];
  for (const row of rows) {
    const reminder = findReminder(row, all);
    const isLate = !reminder || isTooLate(reminder, now);
    if (isLate && row.status !== 'missed') await miss(row, doors);
    // One that is paused waits for its grace.
    if (!isLate && reminder.campaign.status === 'active') waiting.push(reminder);
  }
  return waiting;
}

/** Beyond its campaign's grace, or there is no day left of those that it counts. */
function isTooLate(reminder: Reminder, now: Date): boolean {
  const { dueAt, campaign } = reminder;
  return now.getTime() > dueAt.getTime() + campaign.graceMs || countsNoMore(reminder, now);
}

async function miss({ id, broadcastId }: Occurrence, { campaigns, ledger, logger }: OutreachDoors): Promise<void> {
  // A worker that died may have made it.
  const isMade = broadcastId !== undefined && (await ledger.findBroadcast(broadcastId)) !== undefined;
  await campaigns.changeOccurrence(id, (held) => {
    if (held.status !== 'planned' && held.status !== 'moved') return held;
    if (isMade) return { ...held, status: 'created' };
    const { broadcastId: _, ...rest } = held;
    return { ...rest, status: 'missed' };
  });
  if (!isMade) logger.warn({ occurrence: id }, 'a reminder was missed: it is too late to send it');
}

/** One group for each announcement that is to be made, by this worker or by one that died before it did. */
async function claimDue(
  waiting: readonly Reminder[],
  { campaigns, clock }: OutreachDoors,
): Promise<readonly Group<Reminder>[]> {
  const begun = groupBy(
    waiting.filter(({ broadcastId }) => broadcastId !== undefined),
    ({ broadcastId }) => broadcastId!,
  ).values();
  const claimed: Group<Reminder>[] = [];
  const free = groupBy(
    waiting.filter(({ broadcastId }) => broadcastId === undefined),
    audienceKeyOf,
  );
  for (const group of [...free.values()].flatMap(splitLong)) {
    const ids = group.map(({ id }) => id);
    if (await campaigns.claimOccurrences(ids, group[0].id, clock())) claimed.push(group);
  }
  return [...begun, ...claimed];
}

function splitLong(group: Group<Reminder>): readonly Group<Reminder>[] {
  const parts: [Reminder, ...Reminder[]][] = [];
  for (const each of group) {
    const last = parts.at(-1);
    const length = (last ?? []).reduce((sum, { milestone }) => sum + milestone.message.length, 0);
    if (last && length + each.milestone.message.length <= LONGEST_TEXT) last.push(each);
    else parts.push([each]);
  }
  return parts;
}

/** Whether this call made it. */
async function create(group: Group<Reminder>, doors: OutreachDoors): Promise<boolean> {
  const { campaigns, ledger, clock } = doors;
  const now = clock();
  const broadcast: Broadcast = {
    // Of what was claimed just now: the first one's own.
    id: group[0].broadcastId ?? group[0].id,
    origin: 'campaign',
    author: 'system',
    content: toContent(group, now, doors),
    createdAt: now,
    approvals: [],
    status: 'planning',
    isPlanned: false,
  };
  const isNew = await ledger.createBroadcast(broadcast);
  if (isNew) await recordAct('create-broadcast', broadcast.id, 'system', doors);
  for (const { id } of group) {
    await campaigns.changeOccurrence(id, (held) =>
      held.status === 'cancelled' ? held : { ...held, status: 'created' },
    );
  }
  return isNew;
}

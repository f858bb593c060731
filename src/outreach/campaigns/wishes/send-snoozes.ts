import type { Broadcast, BroadcastContent } from '../../../people/broadcast.js';
import type { Campaign } from '../../../people/campaign.js';
import type { Snooze } from '../../../storage/campaigns.js';
import type { PlannedDelivery } from '../../../storage/ledger.js';
import { chooseDelivery } from '../../delivery-rules/choose-delivery.js';
import { toDeliveryRules, toDeliveryWish } from '../../delivery-rules/to-rules.js';
import { type Group, groupBy } from '../../group-by.js';
import type { OutreachDoors } from '../../outreach-doors.js';
import { findReminder } from '../list-reminders.js';
import { countsNoMore, toContent } from '../to-content.js';

/** Whoever plans it finds nobody: its recipients have their rows from the beginning. */
const NOBODY: BroadcastContent['audience'] = { type: 'members', segment: { not: { everybody: true } } };

/** Reminders that members put off and that are due become announcements to just them. How many were made. */
export async function sendSnoozes(all: readonly Campaign[], doors: OutreachDoors): Promise<number> {
  const { campaigns, ledger, clock } = doors;
  let made = 0;
  for (const group of groupBy(await campaigns.listSnoozes(clock()), toId).values()) {
    const content = await findContent(group[0], all, doors);
    const rows = content ? await planRows(group, content, doors) : [];
    if (content && rows.length > 0 && (await ledger.createBroadcast(toBroadcast(group[0], content, doors), rows)))
      made += 1;
    await campaigns.removeSnoozes(group);
  }
  return made;
}

/** The same for all who put it off until the same instant. */
const toId = ({ occurrenceId, dueAt }: Snooze): string => `${occurrenceId}~${dueAt.getTime().toString(36)}`;

/** As it is said today; undefined where it is too late, or nothing is said of it any more. */
async function findContent(
  { occurrenceId, dueAt }: Snooze,
  all: readonly Campaign[],
  doors: OutreachDoors,
): Promise<BroadcastContent | undefined> {
  const now = doors.clock();
  const occurrence = await doors.campaigns.findOccurrence(occurrenceId);
  const reminder = occurrence && findReminder({ ...occurrence, dueAt }, all);
  if (reminder?.campaign.status !== 'active' || countsNoMore(reminder, now)) return undefined;
  const content = toContent([reminder], now, doors);
  return content.expiresAt < now ? undefined : { ...content, audience: NOBODY, isAskedFor: true };
}

async function planRows(
  group: Group<Snooze>,
  content: BroadcastContent,
  doors: OutreachDoors,
): Promise<PlannedDelivery[]> {
  const wish = toDeliveryWish(content);
  const [rules, now] = [toDeliveryRules(doors), doors.clock()];
  const rows: PlannedDelivery[] = [];
  for (const { memberId } of group) {
    const member = await doors.people.findMember(memberId);
    if (!member) continue;
    const { unitId } = member;
    const choice = chooseDelivery(member, wish, [], rules, now);
    const plan: PlannedDelivery['plan'] =
      choice.status === 'skip'
        ? { status: 'skipped', because: choice.because }
        : { status: 'queued', channel: choice.to.channel, by: choice.by, dueAt: choice.dueAt };
    rows.push({ memberId, variant: 0, plan, ...(unitId === undefined ? {} : { unitId }) });
  }
  return rows;
}

function toBroadcast(snooze: Snooze, content: BroadcastContent, { clock }: OutreachDoors): Broadcast {
  return {
    id: toId(snooze),
    origin: 'campaign',
    author: 'system',
    content,
    createdAt: clock(),
    approvals: [],
    status: 'sending',
    isPlanned: true,
  };
}

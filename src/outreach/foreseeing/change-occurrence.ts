import { type Campaign, LONGEST_OFFSET_DAYS } from '../../people/campaign.js';
import type { Member } from '../../people/member.js';
import type { Occurrence } from '../../storage/campaigns.js';
import { toLocalDate } from '../../time.js';
import { addDays, instantOf } from '../calendar/days.js';
import { listReminders, type Reminder } from '../campaigns/list-reminders.js';
import { findSendingTime } from '../delivery-rules/sending-hours.js';
import { toDeliveryRules } from '../delivery-rules/to-rules.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { mayAddress } from '../rights/reach.js';

/** cancel: it is not said. move: at another hour. restore: as the calendar has it. */
export type OccurrenceChange = { readonly to: 'cancel' | 'restore' } | { readonly to: 'move'; readonly dueAt: Date };

export type ChangeOutcome =
  | { readonly status: 'changed'; readonly reminder: Reminder }
  /** Its announcement is made already; what is left of that is cancelled there. */
  | { readonly status: 'created'; readonly broadcastId: string }
  /** It is over, or the new hour is. */
  | { readonly status: 'too-late' }
  /** More than a month from its own day. */
  | { readonly status: 'too-far' }
  /** Nothing is sent at that hour. */
  | { readonly status: 'closed' }
  | { readonly status: 'not-allowed' }
  | { readonly status: 'not-found' };

const MOST_DAYS = 31;

/** One occurrence is cancelled, moved, or put back; the campaign and its other occurrences stay as they are. */
export async function changeOccurrence(
  id: string,
  change: OccurrenceChange,
  member: Member,
  doors: OutreachDoors,
): Promise<ChangeOutcome> {
  const now = doors.clock();
  const found = await findExpected(id, doors);
  if (!found) return { status: 'not-found' };
  const { campaign, own } = found;
  const audience = { type: 'members', segment: campaign.segment } as const;
  if (member.status !== 'joined' || !mayAddress(member, audience, await doors.tree())) return { status: 'not-allowed' };
  const dueAt = change.to === 'move' ? change.dueAt : own.dueAt;
  if (change.to !== 'cancel' && dueAt <= now) return { status: 'too-late' };
  const isFar = Math.abs(dueAt.getTime() - own.dueAt.getTime()) > MOST_DAYS * 86_400_000;
  if (isFar) return { status: 'too-far' };
  if (change.to === 'move' && !isOpenHour(dueAt, doors)) return { status: 'closed' };
  const status = change.to === 'cancel' ? 'cancelled' : change.to === 'move' ? 'moved' : 'planned';
  const { occasion, milestone } = own;
  const row: Occurrence = { id, campaignId: campaign.id, occasion, offsetDays: milestone.offsetDays, dueAt, status };
  await doors.campaigns.recordOccurrences([row]);
  const changed = await doors.campaigns.changeOccurrence(id, (held) =>
    isOpen(held) ? { ...held, dueAt, status } : held,
  );
  if (changed?.status === 'created') return { status: 'created', broadcastId: changed.broadcastId ?? id };
  if (changed?.status !== status) return { status: 'too-late' };
  await record(id, change, member, doors);
  return { status: 'changed', reminder: { ...own, dueAt, status } };
}

/** Whether something is sent at just that instant. */
function isOpenHour(at: Date, doors: OutreachDoors): boolean {
  return findSendingTime({ from: at, until: at, others: [], isUrgent: false }, toDeliveryRules(doors)) instanceof Date;
}

/** A worker that claimed it is about to say it. */
function isOpen({ status, broadcastId }: Occurrence): boolean {
  return broadcastId === undefined && ['planned', 'moved', 'cancelled'].includes(status);
}

/** As its calendar has it, whatever staff did since; undefined where its campaign has no such occurrence. */
async function findExpected(
  id: string,
  doors: OutreachDoors,
): Promise<{ readonly campaign: Campaign; readonly own: Reminder } | undefined> {
  const [, campaignId, occasion] = /^([a-z\d-]+)@(\d{4}-\d{2}-\d{2})-d[+-]\d+$/.exec(id) ?? [];
  const campaign = (await listCampaigns(doors)).find((each) => each.id === campaignId);
  if (!campaign || !occasion || Number.isNaN(Date.parse(occasion))) return undefined;
  const span = {
    from: instantOf(addDays(occasion, -LONGEST_OFFSET_DAYS), 0),
    to: instantOf(addDays(occasion, LONGEST_OFFSET_DAYS), 0),
    isRestDay: doors.isRestDay,
  };
  const own = listReminders([campaign], [], span).find((each) => each.id === id);
  return own && { campaign, own };
}

async function record(id: string, change: OccurrenceChange, member: Member, { people, clock }: OutreachDoors) {
  const details = { occurrence: id, ...(change.to === 'move' ? { to: toLocalDate(change.dueAt) } : {}) };
  await people.recordAudit({ at: clock(), actor: member.id, action: `${change.to}-occurrence`, details });
}

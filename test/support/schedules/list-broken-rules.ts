import type { Broadcast } from '../../../src/people/broadcast.js';
import type { Member } from '../../../src/people/member.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../outreach-samples.js';
import type { World } from './create-world.js';
import type { Ending, History } from './run-world.js';

/** As docs/domain.md#sending has them: 7:30–11:30 and 13:30–20:30, one a day, four in 30 days. */
const HOURS = [
  [450, 690],
  [810, 1230],
] as const;
const MOST_PER_MONTH = 4;
const MONTH_MS = 30 * DAY_MS;

/** Everything that happened and should not have, by rules that are written down here once more, with no hour of the host. */
export function listBrokenRules({ members, broadcasts, acts }: World, { arrivals, skipped }: History): string[] {
  const memberOf = (id: string) => members.find((member) => member.id === id)!;
  const broadcastOf = (id: string) => broadcasts.find((broadcast) => broadcast.id === id)!;
  const tookBack = (id: string, at: Date) =>
    acts.some((act) => act.id === id && act.at <= at && (act.what === 'withdraw' || act.what === 'leave'));
  const broken: string[] = [];

  for (const [place, arrival] of arrivals.entries()) {
    const { at, memberId, broadcastId } = arrival;
    const { content } = broadcastOf(broadcastId);
    const note = (rule: string) => broken.push(`${rule}: ${broadcastId} ${memberId} ${at.toISOString()}`);
    const before = arrivals.slice(0, place).filter((other) => other.memberId === memberId);
    // What is urgent is sent once more where nobody knows how it ended.
    const timesBefore = before.filter((other) => other.broadcastId === broadcastId).length;
    if (timesBefore > (content.isUrgent ? 1 : 0)) note('too often');
    if (at < content.dueAt || at > content.expiresAt) note('time');
    if (tookBack(memberId, at)) note('consent');
    if (isPaused(broadcastId, at, acts)) note('paused');
    if (content.corrects !== undefined && !before.some((other) => other.broadcastId === content.corrects)) {
      note('corrects what never came');
    }
    if (content.isUrgent) continue;
    if (!isOpen(at)) note('hours');
    if (isQuiet(at, memberOf(memberId))) note('quiet');
    if (content.corrects !== undefined) continue;
    if (before.some((other) => dayOf(other.at) === dayOf(at))) note('cap of the day');
    const lately = before.filter((other) => at.getTime() - other.at.getTime() < MONTH_MS);
    if (new Set(lately.map((other) => other.broadcastId)).size >= MOST_PER_MONTH) note('cap of the month');
  }
  for (const ending of skipped) {
    const wrong = judge(ending, memberOf(ending.memberId), broadcastOf(ending.broadcastId).content);
    const hasConsent = !tookBack(ending.memberId, ending.at);
    const isHonest = ending.reason === 'no-consent' ? !hasConsent : !wrong;
    if (!isHonest) broken.push(`no reason: ${JSON.stringify(ending)}`);
  }
  return broken;
}

/** Whether a reason is not true. */
function judge({ reason, at }: Ending, member: Member, content: Broadcast['content']): boolean {
  const from = new Date(Math.max(at.getTime(), content.dueAt.getTime()));
  const minutes = Math.max(0, Math.floor((content.expiresAt.getTime() - from.getTime()) / MINUTE_MS) + 1);
  const hasMinute = (suits: (minute: Date) => boolean) =>
    Array.from({ length: minutes }, (_, minute) => new Date(from.getTime() + minute * MINUTE_MS)).some(suits);
  switch (reason) {
    case 'hours':
      return content.isUrgent || hasMinute((minute) => isOpen(minute) && !isQuiet(minute, member));
    case 'quiet-hours':
      return content.isUrgent || hasMinute((minute) => isOpen(minute) && !isQuiet(minute, member));
    case 'cap':
      return content.isUrgent || content.corrects !== undefined;
    case 'window-closed':
      return member.addresses.some(({ address }) => address.channel === 'telegram') || content.template !== undefined;
    case 'expired':
      return at <= content.expiresAt;
    default:
      return true;
  }
}

/** Two members of the staff may have paused it one after the other. */
function isPaused(id: string, at: Date, acts: World['acts']): boolean {
  const last = acts.findLast((act) => act.id === id && act.at <= at);
  return last?.what === 'pause';
}

/** Hours and days of Vietnam, counted from UTC. */
const inVietnam = (at: Date): Date => new Date(at.getTime() + 7 * HOUR_MS);
const dayOf = (at: Date): string => inVietnam(at).toISOString().slice(0, 10);

function isOpen(at: Date): boolean {
  const there = inVietnam(at);
  const minute = there.getUTCHours() * 60 + there.getUTCMinutes();
  return there.getUTCDay() !== 0 && HOURS.some(([from, to]) => from <= minute && minute < to);
}

function isQuiet(at: Date, { quietHours }: Member): boolean {
  if (!quietHours) return false;
  const { from, to } = quietHours;
  const hour = inVietnam(at).getUTCHours();
  return from < to ? from <= hour && hour < to : from <= hour || hour < to;
}

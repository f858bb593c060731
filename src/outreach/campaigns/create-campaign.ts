import type { Campaign, Milestone } from '../../people/campaign.js';
import type { Member, Topic } from '../../people/member.js';
import { holdsIdNumber } from '../../people/personal-data.js';
import type { Schedule } from '../../people/schedule.js';
import type { Segment } from '../../people/segment.js';
import { createReadableId } from '../../text/readable-id.js';
import { foldText } from '../../text/vietnamese-text.js';
import { toLocalDate } from '../../time.js';
import { addDays } from '../calendar/days.js';
import { listOccasions } from '../calendar/schedule.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type Forecast, forecastDeliveries } from '../planning/forecast-deliveries.js';
import { approvalsNeeded } from '../rights/approval-rules.js';
import { mayAddress } from '../rights/reach.js';
import { toContent } from './to-content.js';

/** What somebody says of a campaign; the rest is as for every campaign. */
export interface CampaignDraft {
  readonly title: string;
  readonly topic: Topic;
  readonly segment: Segment;
  readonly schedule: Schedule;
  /** Minutes after midnight. */
  readonly at: number;
  readonly milestones: readonly Pick<Milestone, 'offsetDays' | 'message'>[];
}

/** Why a draft is none; in words: `texts('campaign.flaw.' + flaw)`. */
export type CampaignFlaw = 'title' | 'message' | 'field' | 'days-left' | 'id-number' | 'milestones' | 'no-occasion';

export type CreateOutcome =
  /** active: its milestones are said from now on. draft: somebody else has to switch it on. */
  | { readonly status: 'active' | 'draft'; readonly campaign: Campaign }
  | { readonly status: 'flawed'; readonly flaw: CampaignFlaw }
  | { readonly status: 'not-allowed' };

const LONGEST_TITLE = 120;
const LONGEST_MESSAGE = 1_000;
const MOST_MILESTONES = 10;
const LONGEST_SLUG = 27;
const ID_LENGTH = 6;
const GRACE_MS = 86_400_000;
/** Every recurrence has an occasion within two years; a lunar year is longer than a plain one. */
const DAYS_AHEAD = 800;
const FIELDS = ['con_lai', 'ngay', 'ngay_am'];

/** A campaign as a row. Where its announcements would need a second person, so does switching it on. */
export async function createCampaign(
  draft: CampaignDraft,
  member: Member,
  doors: OutreachDoors,
): Promise<CreateOutcome> {
  const tree = await doors.tree();
  const audience = { type: 'members', segment: draft.segment } as const;
  if (member.status !== 'joined' || !mayAddress(member, audience, tree)) return { status: 'not-allowed' };
  const flaw = findFlaw(draft, doors);
  if (flaw) return { status: 'flawed', flaw };
  const own = member.unitId === undefined ? undefined : tree.standingFor(member.unitId);
  const campaign: Campaign = {
    ...draft,
    id: toId(draft.title),
    title: draft.title.trim().normalize('NFC'),
    purpose: draft.title.trim().normalize('NFC'),
    milestones: draft.milestones
      .map(({ offsetDays, message }) => ({ offsetDays, message: message.trim().normalize('NFC'), asksReport: false }))
      .toSorted((a, b) => a.offsetDays - b.offsetDays),
    shift: 'previous',
    graceMs: GRACE_MS,
    owner: own?.name ?? doors.texts('campaign.owner'),
    status: (await needsSecond(draft, member, doors)) ? 'draft' : 'active',
    sources: [],
  };
  await doors.campaigns.saveCampaign(campaign);
  const details = { campaign: campaign.id, status: campaign.status };
  await doors.people.recordAudit({ at: doors.clock(), actor: member.id, action: 'create-campaign', details });
  return { status: campaign.status === 'draft' ? 'draft' : 'active', campaign };
}

/** The first thing to put right; undefined where nothing is. */
function findFlaw(
  { title, milestones, schedule }: Pick<CampaignDraft, 'title' | 'milestones' | 'schedule'>,
  { clock }: Pick<OutreachDoors, 'clock'>,
): CampaignFlaw | undefined {
  const length = title.trim().length;
  if (length < 1 || length > LONGEST_TITLE) return 'title';
  const offsets = new Set(milestones.map(({ offsetDays }) => offsetDays));
  if (milestones.length < 1 || milestones.length > MOST_MILESTONES || offsets.size < milestones.length)
    return 'milestones';
  for (const each of milestones) {
    const flaw = findMessageFlaw(each);
    if (flaw) return flaw;
  }
  const today = toLocalDate(clock());
  return listOccasions(schedule, today, addDays(today, DAYS_AHEAD)).length === 0 ? 'no-occasion' : undefined;
}

export function findMessageFlaw({
  offsetDays,
  message,
}: Pick<Milestone, 'offsetDays' | 'message'>): CampaignFlaw | undefined {
  const length = message.trim().length;
  if (length < 1 || length > LONGEST_MESSAGE) return 'message';
  const used = Array.from(message.matchAll(/\{([^{}]*)\}/g), ([, name = '']) => name);
  if (used.some((name) => !FIELDS.includes(name))) return 'field';
  if (offsetDays === 0 && used.includes('con_lai')) return 'days-left';
  return holdsIdNumber(message) ? 'id-number' : undefined;
}

async function needsSecond(draft: CampaignDraft, author: Member, doors: OutreachDoors): Promise<boolean> {
  const [milestone] = draft.milestones;
  if (!milestone) return true;
  const now = doors.clock();
  const campaign = { ...draft, graceMs: GRACE_MS };
  const said = { id: '', campaign: campaign as Campaign, milestone: { ...milestone, asksReport: false } };
  const content = toContent([{ ...said, occasion: toLocalDate(now), dueAt: now }], now, doors);
  const recipients = countMeant(await forecastDeliveries(content, author, doors));
  return approvalsNeeded({ content, recipients, author, tree: await doors.tree(), rules: doors.sending }) > 0;
}

/** Whoever cannot be written to just now, for the hour, a cap, a window, will be reminded on another day. */
function countMeant({ recipients, skipped }: Forecast): number {
  const kept = [...skipped].filter(([reason]) => reason !== 'no-consent' && reason !== 'not-allowed');
  return kept.reduce((sum, [, amount]) => sum + amount, recipients);
}

/** A few words of the title, and what nobody else has. */
function toId(title: string): string {
  const words = foldText(title)
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${words.slice(0, LONGEST_SLUG).replace(/-+$/, '') || 'chien-dich'}-${createReadableId(ID_LENGTH).toLowerCase()}`;
}

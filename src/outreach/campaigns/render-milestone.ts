import type { Campaign, MessageField, Milestone } from '../../people/campaign.js';
import { formatDay, type LocalDate } from '../../time.js';
import { toDayNumber } from '../calendar/days.js';
import { hasLunarDate, toLunar } from '../calendar/lunar-calendar.js';

export interface MilestoneOccasion {
  /** The occasion's own day. */
  readonly occasion: LocalDate;
  /** When it is said. */
  readonly day: LocalDate;
  /** What stands for `{lien_ket}`. */
  readonly link: string;
}

/** What a member reads, without what surrounds every announcement. A field without a value leaves nothing behind. */
export function renderMilestone(
  campaign: Pick<Campaign, 'since'>,
  milestone: Pick<Milestone, 'message'>,
  { occasion, day, link }: MilestoneOccasion,
): string {
  const days = toDayNumber(occasion) - toDayNumber(day);
  const fields: Readonly<Record<MessageField, string>> = {
    con_lai: String(Math.abs(days)),
    ngay: formatDay(occasion),
    ngay_am: renderLunarDay(occasion),
    so_nam: campaign.since ? String(Number(occasion.slice(0, 4)) - campaign.since) : '',
    lien_ket: link,
  };
  return milestone.message.replaceAll(/\{(\w+)\}/g, (whole, name) => fields[name as MessageField] ?? whole).trim();
}

/** `10 tháng 3 âm lịch`; the first and the last month bear their names, the first ten days are `mồng`. */
export function renderLunarDay(of: LocalDate): string {
  if (!hasLunarDate(of)) return '';
  const { day, month, isLeap } = toLunar(of);
  const name = isLeap ? `${month} nhuận` : (NAMED_MONTHS[month] ?? String(month));
  return `${day <= 10 ? 'mồng ' : ''}${day} tháng ${name} âm lịch`;
}

const NAMED_MONTHS: Readonly<Record<number, string>> = { 1: 'Giêng', 12: 'Chạp' };

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ReadCampaigns, readCampaigns } from '../../../src/ingest/read-campaigns/read-campaigns.js';
import { readHolidays } from '../../../src/ingest/read-campaigns/read-holidays.js';
import { createHolidays, type Holidays } from '../../../src/outreach/calendar/holidays.js';
import { listOccasions } from '../../../src/outreach/calendar/schedule.js';
import { listMilestones } from '../../../src/outreach/campaigns/list-milestones.js';
import { renderMilestone } from '../../../src/outreach/campaigns/render-milestone.js';
import type { Campaign } from '../../../src/people/campaign.js';
import { foldText } from '../../../src/text/vietnamese-text.js';

const KNOWLEDGE = join(import.meta.dirname, '../../../knowledge');
/** `- Ngày 06/01: Tổng tuyển cử đầu tiên; năm gốc: 1946; năm 2026 là 80 năm; năm 2027 là 81 năm. [nguồn …: …]` */
const LINE =
  /^- Ngày (\d\d)\/(\d\d?): (.+?)(?:; năm gốc: (\d{4}); .*năm 2027 là (\d+) năm|; chọn năm \d{4})?\. \[(.+)\]$/;
/** docs/domain.md#lunar-calendar: computed there by another algorithm. */
const LUNAR = {
  'tet-nguyen-dan': '2027-02-06',
  'ram-thang-gieng': '2027-02-20',
  'gio-to': '2027-04-16',
  'phat-dan': '2027-05-20',
  'doan-ngo': '2027-06-09',
  'vu-lan': '2027-08-16',
  'ong-cong-ong-tao': '2027-01-30',
};

let read: ReadCampaigns;
let holidays: Holidays;
beforeAll(async () => {
  read = await readCampaigns(join(KNOWLEDGE, 'campaigns'));
  holidays = createHolidays(await readHolidays(KNOWLEDGE));
});

const in2027 = ({ schedule }: Campaign) => listOccasions(schedule, '2027-01-01', '2027-12-31');
const year = () => listMilestones(read.campaigns, '2027-01-01', '2027-12-31', holidays.isRestDay);

/** The lines of anniversaries in the library, which come from their own sources. */
const FACTS = readFileSync(join(KNOWLEDGE, 'documents/lich-ky-niem-va-su-kien.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, day, month, name, since, years, source] = LINE.exec(line) ?? [];
    return day ? [{ on: `2027-${month!.padStart(2, '0')}-${day}`, name: name!, since, years, source: source! }] : [];
  });

describe('the shipped year', () => {
  it('has no flaw', () => {
    expect(read.flaws).toEqual([]);
  });

  it('finds every line of the table of anniversaries', () => {
    expect(FACTS).toHaveLength(26);
  });

  it.each(FACTS)('remembers $on: $name', ({ on, name, since, years, source }) => {
    const meant = read.campaigns.filter((campaign) => {
      return foldText(campaign.title).includes(foldText(name)) && in2027(campaign).includes(on);
    });
    expect(meant).toHaveLength(1);
    const [campaign] = meant as [Campaign];
    expect(in2027(campaign)).toEqual([on]);
    expect(campaign.status).toBe('active');
    expect(campaign.since).toBe(since === undefined ? undefined : Number(since));
    expect(campaign.sources.every((each) => source.includes(each))).toBe(true);
    const [milestone] = campaign.milestones;
    const said = renderMilestone(campaign, milestone!, { occasion: on, day: on, link: '' });
    if (years) expect(said).toContain(`${years} năm`);
    else expect(said).not.toMatch(/kỷ niệm \d/);
  });

  it('keeps no anniversary that the table does not have', () => {
    const known = new Set(FACTS.map(({ on }) => on));
    const days = read.campaigns.filter(
      ({ topic, schedule }) => topic === 'nhac-chien-dich' && schedule.type === 'year',
    );
    expect(days).toHaveLength(FACTS.length);
    expect(days.flatMap(in2027).filter((day) => !known.has(day))).toEqual([]);
  });

  it.each(Object.entries(LUNAR))('turns %s into %s', (id, day) => {
    expect(in2027(read.campaigns.find((campaign) => campaign.id === id)!)).toEqual([day]);
  });

  it('says nothing that has no source, and why what waits does', () => {
    for (const { id, sources, status, note } of read.campaigns) {
      expect(sources.length, id).toBeGreaterThan(0);
      if (status === 'draft') expect(note, id).toMatch(/[Cc]hờ|không ấn định|không hẹn|Không phải/);
    }
    const awards = read.campaigns.filter(({ id, status }) => id.startsWith('bua-liem-vang-') && status === 'active');
    expect(awards.map(({ id }) => id)).toEqual(['bua-liem-vang-the-le']);
  });

  it('says everything on working days, and counts days as they are', () => {
    for (const { id, campaign, milestone, occasion, day } of year()) {
      expect(holidays.isRestDay(day), id).toBe(false);
      const said = renderMilestone(campaign, milestone, { occasion, day, link: '' });
      const [, left] = /(\d+) ngày/.exec(said) ?? [];
      const apart = Math.round((Date.parse(occasion) - Date.parse(day)) / 86_400_000);
      if (milestone.message.includes('{con_lai}')) expect(Number(left), id).toBe(apart);
    }
  });

  it('asks nobody to read two messages a day', () => {
    const messages = new Map<string, Set<string>>();
    for (const { day, campaign } of year()) {
      const key = JSON.stringify([campaign.topic, campaign.segment, campaign.at]);
      messages.set(day, (messages.get(day) ?? new Set()).add(key));
    }
    expect([...messages].filter(([, keys]) => keys.size > 1).map(([day]) => day)).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deadline, listAskedUnits, listOpenDeadlines } from '../../../src/outreach/deadlines/deadline.js';
import { recordUnitReport } from '../../../src/outreach/deadlines/record-unit-report.js';
import {
  renderDeadlineTable,
  tabulateReports,
  toDeadlineSheet,
} from '../../../src/outreach/deadlines/tabulate-reports.js';
import type { Campaign } from '../../../src/people/campaign.js';
import type { Member, RoleGrant } from '../../../src/people/member.js';
import type { Unit } from '../../../src/people/unit.js';
import { treeOn } from '../../../src/people/unit-tree.js';
import { loadPrompts } from '../../../src/prompts.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';

const { texts } = loadPrompts('prompts');
const NOW = new Date('2026-11-24T03:00:00Z');
const unit = (id: string, kind: Unit['kind'], parentId?: string): Unit => ({
  id,
  name: `Công đoàn ${id}`,
  kind,
  validFrom: '2020-01-01',
  ...(parentId ? { parentId } : {}),
});
const UNITS = [
  unit('tinh', 'federation'),
  unit('phuong-a', 'ward', 'tinh'),
  unit('phuong-b', 'ward', 'tinh'),
  unit('truong', 'public-service', 'phuong-a'),
  unit('xuong', 'enterprise', 'phuong-a'),
  unit('may', 'enterprise', 'phuong-b'),
  unit('to-1', 'group', 'xuong'),
];
const tree = treeOn(UNITS, '2026-11-24');
const CAMPAIGN: Campaign = {
  id: 'bao-cao-thang',
  title: 'Báo cáo tuyên truyền tháng',
  purpose: 'Đôn đốc báo cáo',
  topic: 'sinh-hoat',
  segment: { everybody: true },
  schedule: { type: 'month', day: 25 },
  at: 480,
  shift: 'none',
  milestones: [
    { offsetDays: -7, message: 'Còn {con_lai} ngày.', asksReport: true },
    { offsetDays: 3, message: 'Cảm ơn anh/chị.', asksReport: false },
  ],
  graceMs: 86_400_000,
  owner: 'Ban Tuyên giáo',
  status: 'active',
  sources: [],
};
const DEADLINE: Deadline = { campaign: CAMPAIGN, occasion: '2026-11-25' };

function member(...roles: RoleGrant[]): Member {
  return { id: 'm1', status: 'joined', roles, addresses: [], topics: [], consents: [], joinedOn: '2026-01-01' };
}
const headOf = (unitId: string) => member({ role: 'unit-admin', unitId });
const NUMBERS = { unitId: 'truong', sessions: 2, attending: 45, note: 'Đã phổ biến trong hai buổi.' };

describe('deadlines', () => {
  let store: Store;
  let now = NOW;
  const doors = () => ({ campaigns: store, tree: async () => tree, clock: () => now });
  beforeEach(async () => {
    now = NOW;
    store = await openStore(':memory:');
  });
  afterEach(() => store.close());

  it('are open from the day on which they were first asked about until 30 days after', () => {
    const on = (day: string) =>
      listOpenDeadlines([CAMPAIGN], new Date(`${day}T03:00:00Z`), () => false).map(({ occasion }) => occasion);
    expect(on('2026-11-17')).toEqual(['2026-10-25']);
    expect(on('2026-11-18')).toEqual(['2026-10-25', '2026-11-25']);
    expect(on('2026-11-24')).toEqual(['2026-10-25', '2026-11-25']);
    expect(on('2026-11-25')).toEqual(['2026-11-25']);
    const other = { ...CAMPAIGN, milestones: CAMPAIGN.milestones.filter(({ asksReport }) => !asksReport) };
    expect(listOpenDeadlines([other], NOW, () => false)).toEqual([]);
    expect(listOpenDeadlines([{ ...CAMPAIGN, status: 'paused' }], NOW, () => false)).toEqual([]);
  });

  it('ask grass-roots unions only, and those of the campaign', () => {
    const asked = (segment: Campaign['segment']) => listAskedUnits({ ...CAMPAIGN, segment }, tree).map(({ id }) => id);
    expect(asked({ everybody: true }).toSorted()).toEqual(['may', 'truong', 'xuong']);
    expect(asked({ branch: 'phuong-a' }).toSorted()).toEqual(['truong', 'xuong']);
    expect(asked({ and: [{ everybody: true }, { not: { branch: 'xuong' } }] }).toSorted()).toEqual(['may', 'truong']);
    expect(asked({ role: 'propagandist' }).toSorted()).toEqual(['may', 'truong', 'xuong']);
  });

  it('take numbers from who answers for the unit, and keep nothing of the person', async () => {
    expect(await recordUnitReport(headOf('truong'), DEADLINE, NUMBERS, doors())).toBe('saved');
    const [kept] = await store.listUnitReports({ campaignId: CAMPAIGN.id, occasion: DEADLINE.occasion });
    expect(kept).toEqual({ ...NUMBERS, campaignId: CAMPAIGN.id, occasion: '2026-11-25', at: NOW });
    expect(await recordUnitReport(headOf('phuong-a'), DEADLINE, { ...NUMBERS, sessions: 3 }, doors())).toBe('saved');
    const again = await store.listUnitReports({ campaignId: CAMPAIGN.id, occasion: DEADLINE.occasion });
    expect(again.map(({ sessions }) => sessions)).toEqual([3]);
  });

  it.each<[string, Member, Partial<typeof NUMBERS>, string]>([
    ['another branch', headOf('phuong-b'), {}, 'not-allowed'],
    ['a member', member({ role: 'member' }), {}, 'not-allowed'],
    ['who left', { ...headOf('truong'), status: 'left' }, {}, 'not-allowed'],
    ['a unit that is not asked', headOf('phuong-a'), { unitId: 'to-1' }, 'not-allowed'],
    ['a broken number', headOf('truong'), { sessions: 1.5 }, 'wrong-number'],
    ['less than none', headOf('truong'), { attending: -1 }, 'wrong-number'],
    ['too many', headOf('truong'), { sessions: 1_001 }, 'wrong-number'],
    ['a long note', headOf('truong'), { note: 'a'.repeat(501) }, 'too-long'],
    ['a name', headOf('truong'), { note: 'Anh Nguyễn Văn A vắng' }, 'personal-data'],
    ['a phone', headOf('truong'), { note: 'gọi 0912 345 678' }, 'personal-data'],
  ])('refuse %s', async (_, from, change, outcome) => {
    expect(await recordUnitReport(from, DEADLINE, { ...NUMBERS, ...change }, doors())).toBe(outcome);
    expect(await store.listUnitReports({ campaignId: CAMPAIGN.id, occasion: DEADLINE.occasion })).toEqual([]);
  });

  it('show each his own branch, with who is missing and who was late', async () => {
    await recordUnitReport(headOf('truong'), DEADLINE, NUMBERS, doors());
    now = new Date('2026-11-26T03:00:00Z');
    await recordUnitReport(
      headOf('may'),
      DEADLINE,
      { unitId: 'may', sessions: 1, attending: 1_200, note: '' },
      doors(),
    );
    const reports = await store.listUnitReports({ campaignId: CAMPAIGN.id, occasion: DEADLINE.occasion });
    const all = tabulateReports(DEADLINE, reports, member({ role: 'admin' }), tree);
    expect(renderDeadlineTable(all, texts)).toBe(
      [
        'Báo cáo tuyên truyền tháng, hạn 25/11/2026',
        'Chung: 2/3 công đoàn cơ sở đã báo cáo, 3 buổi, 1.245 lượt người dự.',
        '• Công đoàn phuong-a: 1/2 đã báo cáo, 2 buổi, 45 lượt người dự. Chưa báo cáo: Công đoàn xuong',
        '• Công đoàn phuong-b: 1/1 đã báo cáo, 1 buổi, 1.200 lượt người dự.',
      ].join('\n'),
    );
    expect(toDeadlineSheet(all, texts).rows).toEqual([
      ['Công đoàn phuong-a', 'Công đoàn truong', 'Đúng hạn', '2', '45', 'Đã phổ biến trong hai buổi.'],
      ['Công đoàn phuong-a', 'Công đoàn xuong', 'Chưa báo cáo', '', '', ''],
      ['Công đoàn phuong-b', 'Công đoàn may', 'Muộn', '1', '1200', ''],
    ]);
    const own = tabulateReports(DEADLINE, reports, headOf('phuong-b'), tree);
    expect(renderDeadlineTable(own, texts)).toBe(
      'Báo cáo tuyên truyền tháng, hạn 25/11/2026\n1/1 công đoàn cơ sở đã báo cáo, 1 buổi, 1.200 lượt người dự.',
    );
  });
});

import type { Campaign } from '../../src/people/campaign.js';

/** Monthly, by the 25th: asks a week and a day before, and thanks three days after. */
export const SAMPLE_CAMPAIGN: Campaign = {
  id: 'bao-cao-thang',
  title: 'Báo cáo tuyên truyền tháng',
  purpose: 'Đôn đốc báo cáo hằng tháng',
  topic: 'sinh-hoat',
  segment: { everybody: true },
  schedule: { type: 'month', day: 25 },
  at: 8 * 60,
  shift: 'none',
  milestones: [
    { offsetDays: -7, message: 'Còn {con_lai} ngày đến hạn {ngay}.', asksReport: true },
    { offsetDays: -1, message: 'Mai là hạn báo cáo tháng.', asksReport: true },
    { offsetDays: 3, message: 'Cảm ơn anh/chị đã báo cáo.', asksReport: false },
  ],
  graceMs: 86_400_000,
  owner: 'Ban Tuyên giáo',
  status: 'active',
  sources: [],
};

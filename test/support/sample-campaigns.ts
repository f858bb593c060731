import type { Campaign, Milestone } from '../../src/people/campaign.js';

/** The union's day, told a week before and on the day before. */
export function sampleCampaign(more: Partial<Campaign> = {}): Campaign {
  return {
    id: 'thanh-lap-cong-doan',
    title: 'Ngày thành lập Công đoàn Việt Nam',
    purpose: 'Nhắc ngày truyền thống của tổ chức.',
    topic: 'nhac-chien-dich',
    segment: { everybody: true },
    schedule: { type: 'year', month: 7, day: 28 },
    at: 8 * 60,
    shift: 'none',
    milestones: [sampleMilestone(-7), sampleMilestone(-1)],
    graceMs: 24 * 3_600_000,
    owner: 'LĐLĐ tỉnh',
    status: 'active',
    sources: ['https://example.org/'],
    ...more,
  };
}

export function sampleMilestone(offsetDays: number, more: Partial<Milestone> = {}): Milestone {
  return { offsetDays, message: `Mốc ${offsetDays} của ngày {ngay}.`, asksReport: false, ...more };
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChannelName } from '../../../src/channels/channel.js';
import { renderReport, toReportTable } from '../../../src/outreach/reporting/render-report.js';
import { type BroadcastReport, reportBroadcast } from '../../../src/outreach/reporting/report-broadcast.js';
import { treeOn } from '../../../src/people/unit.js';
import { loadPrompts } from '../../../src/prompts.js';
import type { DeliveryCount, SeenCount } from '../../../src/storage/ledger.js';
import { sampleBroadcast, sampleContent } from '../../support/sample-broadcasts.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const TREE = treeOn(SAMPLE_UNITS, '2026-11-24');
const { texts } = loadPrompts('prompts');
const two = sampleContent({
  messages: ['A', 'B'].map((text) => ({
    text,
    attachments: [],
    buttons: [],
    poll: { question: 'Đi?', options: ['Có', 'Không'] },
  })),
});

async function report(counts: readonly DeliveryCount[], seen: readonly SeenCount[], votes: readonly number[] = [0, 0]) {
  const ledger = {
    findBroadcast: async () => sampleBroadcast('TBTBTB22', { content: two, status: 'sending' }),
    countDeliveries: async () => counts,
    countSeen: async () => seen,
    countVotes: async () => votes,
  } as unknown as Parameters<typeof reportBroadcast>[1]['ledger'];
  const found = await reportBroadcast('TBTBTB22', { ledger, tree: async () => TREE });
  return found ?? expect.unreachable('no report');
}

const unitId = fc.option(fc.constantFrom('gone', ...SAMPLE_UNITS.map(({ id }) => id)), { nil: undefined });
const amount = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3_000 }));
const shared = { variant: fc.constantFrom(0, 1), amount, unitId };
const state = fc.constantFrom<Partial<DeliveryCount> & Pick<DeliveryCount, 'status'>>(
  { status: 'queued', channel: 'telegram', by: 'message' },
  { status: 'sending', channel: 'zalo-oa', by: 'template' },
  { status: 'sent', channel: 'telegram', by: 'message' },
  { status: 'delivered', channel: 'zalo-oa', by: 'message' },
  { status: 'unknown', channel: 'telegram', by: 'message' },
  { status: 'failed', reason: 'recipient-blocked', channel: 'telegram', by: 'message' },
  { status: 'failed', reason: 'invalid-message', channel: 'zalo-oa', by: 'message' },
  { status: 'skipped', reason: 'no-consent' },
  { status: 'skipped', reason: 'cap' },
);
const withoutGaps = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as unknown as T;
const counts = fc.array(
  fc
    .record({ ...shared, state, isResent: fc.boolean() })
    .map(({ state: of, ...rest }) => withoutGaps({ ...rest, ...of }) as DeliveryCount),
  { maxLength: 30 },
);
const views = fc.array(
  fc.record(shared).map((each) => withoutGaps(each) as SeenCount),
  { maxLength: 20 },
);

const sum = (
  tallies: readonly BroadcastReport['total'][],
  of: 'recipients' | 'open' | 'sent' | 'skipped' | 'failed' | 'unknown',
) => tallies.reduce((all, each) => all + each[of], 0);
const sumOf = (map: ReadonlyMap<unknown, number>) => [...map.values()].reduce((all, each) => all + each, 0);

it('counts every row once in each of its tables, and tells of no unit with fewer than ten', async () => {
  await fc.assert(
    fc.asyncProperty(counts, views, async (rows, seen) => {
      const { total, byUnit, byVariant, byChannel, skipped, failed } = await report(rows, seen);
      expect(total.recipients).toBe(rows.reduce((all, each) => all + each.amount, 0));
      expect(total.open + total.sent + total.skipped + total.failed + total.unknown).toBe(total.recipients);
      expect(total.delivered).toBeLessThanOrEqual(total.sent);
      for (const of of ['recipients', 'open', 'sent', 'skipped', 'failed', 'unknown'] as const) {
        expect(sum(byUnit, of)).toBe(total[of]);
        expect(sum(byVariant, of)).toBe(total[of]);
        if (of !== 'recipients' && of !== 'skipped') expect(sum(byChannel, of)).toBe(total[of]);
      }
      expect([sumOf(skipped), sumOf(failed)]).toEqual([total.skipped, total.failed]);
      const small = byUnit.filter(({ recipients }) => recipients < 10);
      // All together fewer than ten: then there is nobody to hide among.
      expect(small.length === 0 || total.recipients < 10).toBe(true);
      for (const { seen: saw } of [total, ...byUnit, ...byVariant]) expect(saw === undefined || saw >= 10).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('says in a few lines what a person on a phone wants to know, leaving out what is nothing', async () => {
  const rows: readonly DeliveryCount[] = [
    {
      status: 'delivered',
      channel: 'zalo-oa',
      by: 'message',
      unitId: 'truong',
      variant: 0,
      isResent: false,
      amount: 1_200,
    },
    { status: 'sent', channel: 'telegram', by: 'message', unitId: 'may', variant: 1, isResent: true, amount: 40 },
    { status: 'skipped', reason: 'no-consent', variant: 0, isResent: false, amount: 60 },
    { status: 'skipped', reason: 'cap', variant: 1, isResent: false, amount: 30 },
    {
      status: 'failed',
      reason: 'recipient-blocked',
      channel: 'telegram',
      by: 'message',
      variant: 1,
      isResent: false,
      amount: 2,
    },
    { status: 'unknown', channel: 'telegram', by: 'message', variant: 1, isResent: false, amount: 3 },
  ];
  const seen: readonly SeenCount[] = [{ unitId: 'truong', variant: 0, amount: 310 }];
  const told = await report(rows, seen, [20, 0]);
  expect(renderReport(told, texts).split('\n')).toEqual([
    'Đã gửi 1.240/1.335 người.',
    'Nền tảng báo đã tới: 1.200.',
    'Đã xem: 310 (chỉ nơi nền tảng có báo).',
    'Không gửi 90: 60 chưa đồng ý nhận việc này hoặc đã dừng, 30 đã đủ số tin tối đa.',
    'Gửi không được 2: 2 người nhận đã chặn.',
    'Chưa rõ tới hay chưa: 3.',
    'Đã gửi lại vì chưa rõ: 40.',
    'Bản A: đã gửi 1.200, đã xem 310.',
    'Bản B: đã gửi 40, đã xem dưới 10.',
    'Ý kiến “Đi?” (tính theo chục phiếu):',
    '• Có: 20',
    '• Không: dưới 10',
  ]);
  expect(renderReport(await report([], []), texts)).toMatch(/^Đã gửi 0\/0 người\.\nBản A/);

  const { head, rows: cells } = toReportTable(told, TREE, texts);
  expect(cells.every((row) => row.length === head.length)).toBe(true);
  const named = (group: string) => cells.filter(([each]) => each === group).map((row) => row.slice(1, 4));
  expect(named('Tất cả')).toEqual([['TBTBTB22', '1335', '1240']]);
  expect(named('Kênh')).toEqual([
    ['Zalo OA', '1200', '1200'],
    ['Telegram', '45', '40'],
  ]);
  expect(named('Đơn vị').map(([name]) => name)).toContain('Công đoàn cơ sở Trường mẫu');
  expect(named('Không gửi vì').map(([, count]) => count)).toEqual(['60', '30']);
});

it.each<[ChannelName, string]>([
  ['telegram', 'Telegram'],
  ['zalo-oa', 'Zalo OA, mẫu ZBS'],
])('tells templates from messages (%s)', async (channel, name) => {
  const by = channel === 'zalo-oa' ? 'template' : 'message';
  const told = await report([{ status: 'sent', channel, by, variant: 0, isResent: false, amount: 5 }], []);
  expect(toReportTable(told, TREE, texts).rows.find(([group]) => group === 'Kênh')?.[1]).toBe(name);
});

import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { renderReport, toReportTable } from '../../../src/outreach/reporting/render-report.js';
import { type BroadcastReport, reportBroadcast, type Tally } from '../../../src/outreach/reporting/report-broadcast.js';
import { treeOn } from '../../../src/people/unit-tree.js';
import { loadPrompts } from '../../../src/prompts.js';
import { openStore } from '../../../src/storage/open-store.js';
import { NOW, queued, sampleContent, sendAll, skipped, startSending } from '../../support/sample-broadcasts.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const FEW = 10;
const tree = treeOn(SAMPLE_UNITS, '2026-11-24');
const { texts } = loadPrompts(resolve(import.meta.dirname, '../../../prompts'));
const store = await openStore(':memory:');
afterAll(() => store.close());

interface Recipient {
  readonly unitId?: string | undefined;
  readonly variant: number;
  readonly fate: 'skipped' | 'sent' | 'seen';
}

let count = 0;

/** What is told of an announcement that became so of these people. */
async function report(recipients: readonly Recipient[]): Promise<BroadcastReport> {
  count += 1;
  const id = `b${count}`;
  const rows = recipients.map(({ unitId, variant, fate }, at) => {
    const memberId = `${id}-m${at}`;
    const row = fate === 'skipped' ? skipped(memberId) : queued(memberId);
    return { ...row, variant, ...(unitId === undefined ? {} : { unitId }) };
  });
  const message = { text: 'Họp', attachments: [], buttons: [] };
  await startSending(store, id, rows, { content: sampleContent({ messages: [message, message] }) });
  await sendAll(store, new Date(NOW.getTime() + count * 60_000), recipients.length + 1);
  await store.recordEvents(
    recipients.flatMap(({ fate }, at) => {
      const memberId = `${id}-m${at}`;
      const from = { channel: 'telegram', chat: memberId } as const;
      const event = { id: memberId, from, type: 'seen', messageId: `to-${memberId}`, receivedAt: NOW } as const;
      return fate === 'seen' ? [event] : [];
    }),
    { burstMs: 0, mostWaiting: 5 },
  );
  return (await reportBroadcast(id, { ledger: store, tree: async () => tree }))!;
}

const COUNTED = ['recipients', 'open', 'sent', 'delivered', 'skipped', 'failed', 'unknown', 'resent'] as const;
const sumOf = (groups: readonly Tally[]) =>
  Object.fromEntries(COUNTED.map((key) => [key, groups.reduce((sum, each) => sum + each[key], 0)]));
const totalOf = (total: Tally) => Object.fromEntries(COUNTED.map((key) => [key, total[key]]));

/** A few crowds of very different sizes. */
const crowds = fc
  .array(
    fc.record({
      unitId: fc.constantFrom(...SAMPLE_UNITS.map(({ id }) => id), undefined),
      variant: fc.constantFrom(0, 1),
      fate: fc.constantFrom<Recipient['fate']>('skipped', 'sent', 'seen', 'seen'),
      amount: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((all) => all.flatMap(({ amount, ...one }) => new Array<Recipient>(amount).fill(one)));

describe('a report', () => {
  it('counts everybody once however it is cut, and lets nobody work out a few', async () => {
    await fc.assert(
      fc.asyncProperty(crowds, async (recipients) => {
        const { total, byUnit, byVariant, byChannel, skipped: reasons } = await report(recipients);
        const seen = recipients.filter(({ fate }) => fate === 'seen').length;
        expect(total.recipients).toBe(recipients.length);
        expect([total.delivered, total.seen]).toEqual([seen, seen >= FEW ? seen : undefined]);
        expect(sumOf(byUnit)).toEqual(totalOf(total));
        expect(sumOf(byVariant)).toEqual(totalOf(total));
        expect(sumOf(byChannel).sent).toBe(total.sent);
        expect([...reasons.values()].reduce((sum, each) => sum + each, 0)).toBe(total.skipped);
        // Units of a few people stand for no line of their own.
        if (byUnit.length > 1) for (const unit of byUnit) expect(unit.recipients).toBeGreaterThanOrEqual(FEW);
        for (const groups of [byUnit, byVariant]) {
          for (const { seen: told } of groups) if (told !== undefined) expect(told).toBeGreaterThanOrEqual(FEW);
          // Nor what is left when all that is told is taken from the whole.
          const suppressed = (total.seen ?? 0) - groups.reduce((sum, { seen: told = 0 }) => sum + told, 0);
          expect(suppressed <= 0 || suppressed >= FEW).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('reads in a few lines, and row by row in a sheet, without a number that is too small', async () => {
    const recipients = [
      ...Array.from({ length: 30 }, () => ({ unitId: 'may', variant: 0, fate: 'seen' as const })),
      ...Array.from({ length: 12 }, () => ({ unitId: 'truong', variant: 1, fate: 'sent' as const })),
      ...Array.from({ length: 4 }, () => ({ unitId: 'truong', variant: 1, fate: 'seen' as const })),
      ...Array.from({ length: 3 }, () => ({ variant: 1, fate: 'skipped' as const })),
    ];
    const told = await report(recipients);
    const words = renderReport(told, texts);
    expect(words).toContain('Đã gửi 46/49 người.');
    expect(words).toContain('34');
    const { head, rows } = toReportTable(told, tree, texts);
    expect(rows.every(({ length }) => length === head.length)).toBe(true);
    const column = (name: string) => {
      const row = rows.find((cells) => cells[1] === name)!;
      return Object.fromEntries(head.map((title, at) => [title, row[at]]));
    };
    const [recipientsTitle, seenTitle] = [texts('report.sheet.recipients'), texts('report.sheet.seen')];
    // 34 saw it; to tell of 30 in one unit would tell of 4 in the other.
    expect(column('Công đoàn cơ sở May mẫu')).toMatchObject({
      [recipientsTitle]: '30',
      [seenTitle]: texts('report.few'),
    });
    expect(column(told.broadcast.id)).toMatchObject({ [recipientsTitle]: '49', [seenTitle]: '34' });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/ingest/sheets/read-sheet.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { createAdmin, createUnitAdmin } from '../support/outreach-samples.js';
import { runCommand } from '../support/run-command.js';
import { SAMPLE_CAMPAIGN } from '../support/sample-campaign.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-plan-'));
  store = await openStore(join(folder, 'data/so-tay.sqlite'));
  await store.saveUnits(SAMPLE_UNITS);
  await store.createMember(createAdmin('admin-1', 'tinh'));
  await store.createMember(createUnitAdmin('ward', 'tan-phong'));
  await store.saveCampaign({ ...SAMPLE_CAMPAIGN, id: 'bao-cao-mau' });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

const run = (...args: string[]) =>
  runCommand('cli/plan.js', args, { env: { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent' } });
const JUNE = ['--from', '2098-06-01', '--to', '2098-06-30'];
const FIRST = 'bao-cao-mau@2098-06-25-d-7';

/** Of the sample alone: what the project ships changes. */
async function listIds(): Promise<readonly (readonly [string, string])[]> {
  const { stdout } = await run(...JUNE, '--json');
  const all = JSON.parse(stdout) as { id: string; status: string }[];
  return all.filter(({ id }) => id.startsWith('bao-cao-mau@')).map(({ id, status }) => [id, status]);
}

describe('npm run plan', () => {
  it('shows what will be said, in both calendars', async () => {
    const { code, stdout, stderr } = await run(...JUNE);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      '08:00 18/6/2098 (thứ Tư, 19 tháng 5 âm lịch): Báo cáo tuyên truyền tháng, trước 7 ngày (ngày 25/6/2098)',
    );
    expect(stdout).toContain(`\n  ${FIRST}\n`);
    const counted = await run(...JUNE, '--count', '--json');
    const first = (JSON.parse(counted.stdout) as { id: string; recipients?: number }[]).find(({ id }) => id === FIRST);
    expect(first?.recipients).toBe(0);
  });

  it('cancels, moves and puts back one occurrence, by who may', async () => {
    const refused = await run('cancel', FIRST, '--as', 'ward');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('ngoài phạm vi anh/chị phụ trách');
    const cancelled = await run('cancel', FIRST, '--as', 'admin-1');
    expect(cancelled.stdout).toContain('Đã hủy lần nhắc “Báo cáo tuyên truyền tháng” lúc 08:00 18/6/2098');
    expect((await listIds())[0]).toEqual([FIRST, 'cancelled']);
    const moved = await run('move', FIRST, '--at', '9h 20/6/2098', '--as', 'admin-1');
    expect(moved.stdout).toContain('sang 09:00 20/6/2098');
    expect(await run('restore', FIRST, '--as', 'admin-1')).toMatchObject({ code: 0 });
    expect((await listIds())[0]).toEqual([FIRST, 'planned']);
  });

  it('lists every campaign with its schedule', async () => {
    expect((await run('campaigns')).stdout).toContain(
      'bao-cao-mau: Báo cáo tuyên truyền tháng (ngày 25 hằng tháng), đang chạy',
    );
  });

  it('gives what units reported, as words and as a sheet', async () => {
    const occasion = { campaignId: 'bao-cao-mau', occasion: '2098-06-25' };
    const at = new Date('2098-06-24T03:00:00Z');
    await store.saveUnitReport({ ...occasion, unitId: 'may', sessions: 2, attending: 30, note: '', at });
    const { stdout } = await run('reports', 'bao-cao-mau@2098-06-25');
    expect(stdout).toContain('Chung: 1/3 công đoàn cơ sở đã báo cáo, 2 buổi, 30 lượt người dự.');
    const own = await run('reports', 'bao-cao-mau@2098-06-25', '--as', 'ward');
    expect(own.stdout).toContain('0/2 công đoàn cơ sở đã báo cáo');
    const out = join(folder, 'bang.xlsx');
    expect(await run('reports', 'bao-cao-mau@2098-06-25', '--out', out)).toMatchObject({ code: 0 });
    // The head and three units.
    expect((await readSheet(out)).rows).toHaveLength(4);
  });

  it.each<[string, readonly string[], string]>([
    ['a day that is none', ['--from', '2027-02-30'], 'chưa phải là một ngày'],
    ['days the wrong way round', ['--from', '2027-02-03', '--to', '2027-02-01'], 'trước ngày đầu'],
    ['an unknown member', ['cancel', FIRST, '--as', 'ai-do'], 'Không có đoàn viên mã ai-do'],
    ['an hour that is none', ['move', FIRST, '--at', 'lúc nào đó', '--as', 'admin-1'], 'Chưa đọc được giờ mới'],
    ['an unknown option', ['--nam', '2027'], 'Tham số --nam'],
  ])('says what is wrong with %s', async (_, args, said) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashCode } from '../../src/people/one-time-code.js';
import { openStore } from '../../src/storage/open-store.js';
import { createImportTables } from '../support/create-import-tables.js';
import { ROOT } from '../support/read-sources.js';
import { type CommandResult, makeTemporaryFolder, runCommand } from '../support/run-command.js';

let folder: string;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});

const run = (command: 'import' | 'export', ...args: readonly string[]): Promise<CommandResult> =>
  runCommand(`cli/${command}.js`, args, { env: { DATA_DIR: join(folder, 'data') } });

async function put(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** Numbers of the lines that standard error speaks of. */
const refusedLines = ({ stderr }: CommandResult): number[] =>
  Array.from(stderr.matchAll(/^dòng (\d+): TỪ CHỐI, .{8}/gm), ([, line]) => Number(line));

const SAMPLE = join(ROOT, 'knowledge/units.yaml');

describe('npm run import', () => {
  it('takes all good rows of a large table and tells of each bad one, dry first, and again without a change', async () => {
    const tables = createImportTables(200, 5_000);
    const units = await put('don-vi.csv', tables.units);
    const codes = await put('ma.csv', tables.codes);
    const left = `${tables.badUnitLines.length} dòng bị từ chối.`;

    const dry = await run('import', units);
    expect([dry.code, refusedLines(dry)]).toEqual([0, tables.badUnitLines]);
    expect(dry.stdout).toContain('dòng 2: THÊM ldld-mau (Liên đoàn Lao động tỉnh mẫu, cấp trên (trống), từ 01/7/2025)');
    expect(dry.stdout).toMatch(new RegExp(`Đơn vị: ${tables.goodUnits} thêm, 0 đổi, .*${left}\nĐây là chạy thử`));

    const first = await run('import', units, '--apply');
    expect(first.stdout).toBe(dry.stdout.replace(/Đây là chạy thử.*\n/, ''));
    const second = await run('import', units, '--apply');
    expect(second.stdout).toBe(
      `Đơn vị: 0 thêm, 0 đổi, ${tables.goodUnits} giữ nguyên, 0 giai đoạn cũ kết thúc, ${left}\n`,
    );

    const good = tables.goodCodes.toLocaleString('vi-VN');
    const bad = `${tables.badCodeLines.length} dòng bị từ chối.`;
    const tried = await run('import', codes);
    expect([tried.code, refusedLines(tried)]).toEqual([0, tables.badCodeLines]);
    expect(tried.stdout.split('\n')).toHaveLength(tables.goodCodes + 3);
    const saved = await run('import', codes, '--apply');
    expect(saved.stdout).toBe(`Mã tham gia: ${good} mã mới, 0 mã đã có giữ nguyên, ${bad}\n`);
    expect(refusedLines(saved)).toEqual(tables.badCodeLines);
    const again = await run('import', codes, '--apply');
    expect(again.stdout).toBe(`Mã tham gia: 0 mã mới, ${good} mã đã có giữ nguyên, ${bad}\n`);
  });

  it('keeps codes that a person can join with, and shows none of them on the screen', async () => {
    await run('import', SAMPLE, '--apply');
    const { code, stdout, stderr } = await run(
      'import',
      await put('ma.csv', 'đơn vị,vai trò,mã tham gia\ncdcs-mau-1,,KHAC-2345-BIET\ncdcs-che-mau,báo cáo viên,\n'),
      '--apply',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Mã được tạo nằm trong ${join(folder, 'ma.ma-tham-gia.csv')}`);
    const made = (await readFile(join(folder, 'ma.ma-tham-gia.csv'), 'utf8')).split('\r\n')[1]!.split(',')[4]!;
    expect(stdout).not.toContain(made);
    const store = await openStore(join(folder, 'data/so-tay.sqlite'));
    const now = new Date();
    expect(await store.findCode(await hashCode('khac2345 biet'), now)).toMatchObject({
      purpose: { type: 'join', unitId: 'cdcs-mau-1' },
      usesLeft: 1,
    });
    expect(await store.findCode(await hashCode(made), now)).toMatchObject({
      purpose: { type: 'join', unitId: 'cdcs-che-mau', role: 'propagandist' },
    });
    await store.close();
  });

  it('says what a change would do, word by word', async () => {
    await run('import', SAMPLE, '--apply');
    const { stdout } = await run(
      'import',
      await put(
        'doi.csv',
        'id;tên;cấp trên;từ ngày\ncdcs-che-mau;Công đoàn cơ sở Chè mới;cd-xa-mau-2;1/7/2025\ncdcs-benh-vien-mau;Công đoàn cơ sở Bệnh viện mẫu;cd-phuong-tan-phong;1/1/2027\n',
      ),
    );
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'dòng 2: ĐỔI cdcs-che-mau từ 01/7/2025: tên Công đoàn cơ sở Công ty Chè mẫu → Công đoàn cơ sở Chè mới',
      'dòng 3: THÊM cdcs-benh-vien-mau (Công đoàn cơ sở Bệnh viện mẫu, cấp trên cd-phuong-tan-phong, từ 01/01/2027)',
      'KẾT THÚC giai đoạn cũ của cdcs-benh-vien-mau (Công đoàn cơ sở Bệnh viện mẫu) vào ngày 31/12/2026',
    ]);
  });

  it.each([
    ['no file', []],
    ['a file that is not there', ['khong-co.csv']],
    ['an unknown option', ['--ghi', 'a.csv']],
  ])('ends with one sentence and a failed exit for %s', async (_, args) => {
    const { code, stdout, stderr } = await run('import', ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+|\bError\b|node:/);
  });

  it('fails where not one row could be used, and where a column tells of persons', async () => {
    const none = await run('import', await put('a.csv', 'id,tên\n,A\n,B\n'));
    expect([none.code, refusedLines(none)]).toEqual([1, [2, 3]]);
    const personal = await run('import', await put('b.csv', 'đơn vị,mã,Họ tên\na,ABCD2345,Ai đó\n'), '--apply');
    expect([personal.code, personal.stdout]).toEqual([1, '']);
    expect(personal.stderr).toContain('Cột 3 ("Họ tên") trông như họ tên');
  });
});

describe('npm run export', () => {
  it.each(['csv', 'xlsx'])('gives a %s table that an import takes back without a change', async (ending) => {
    await run('import', SAMPLE, '--apply');
    const file = join(folder, `ra.${ending}`);
    const { code, stdout, stderr } = await run('export', file);
    expect([code, stderr]).toEqual([0, '']);
    const amount = Number(/^Đã ghi (\d+) dòng vào .*\n$/.exec(stdout)?.[1]);
    expect(amount).toBeGreaterThan(15);
    expect((await run('import', file)).stdout).toContain(`0 thêm, 0 đổi, ${amount} giữ nguyên`);
    const then = await run('export', join(folder, 'truoc.csv'), '--as-of', '2025-06-30');
    expect(then.code).toBe(0);
    expect(await readFile(join(folder, 'truoc.csv'), 'utf8')).toContain('ldld-huyen-mau');
    expect(await readFile(join(folder, 'truoc.csv'), 'utf8')).not.toContain('cd-phuong-tan-phong');
  });

  it.each([
    ['no file', []],
    ['another ending', ['ra.pdf']],
    ['a day that is none', ['ra.csv', '--as-of', '2025-02-30']],
  ])('ends with one sentence and a failed exit for %s', async (_, args) => {
    const { code, stdout, stderr } = await run('export', ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+|\bError\b|node:/);
  });
});

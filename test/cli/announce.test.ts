import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/ingest/sheets/read-sheet.js';
import { hashContent } from '../../src/outreach/rights/hash-content.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { type FakeTelegram, openFakeTelegram } from '../support/fakes/fake-telegram.js';
import { addressOn, createAdmin, createMember, createUnitAdmin } from '../support/outreach-samples.js';
import { type CommandResult, runCommand } from '../support/run-command.js';
import { queued, sendAll, skipped, startSending } from '../support/sample-broadcasts.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';

let folder: string;
let store: Store;
let telegram: FakeTelegram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-announce-'));
  telegram = await openFakeTelegram();
  store = await openStore(join(folder, 'data/so-tay.sqlite'));
  await store.saveUnits(SAMPLE_UNITS);
  for (const each of [createAdmin('admin-1', 'tinh'), createAdmin('admin-2'), createUnitAdmin('ward', 'tan-phong')]) {
    await telegram.join(each.id);
    await store.createMember({ ...each, addresses: [addressOn('telegram', telegram.chatOf(each.id))] });
  }
  await store.createMember(createMember('an', { unitId: 'truong' }));
  await store.createMember(createMember('binh', { unitId: 'may' }));
});
afterAll(async () => {
  await store.close();
  await telegram.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

const run = (as: string, args: readonly string[], input?: string): Promise<CommandResult> =>
  runCommand('cli/announce.js', [...args, ...(as ? ['--as', as] : [])], {
    env: { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent', ...telegram.settings },
    ...(input === undefined ? {} : { input }),
  });

async function put(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

const write = (head: string, body = 'Mời anh/chị dự **hội nghị** ngày 27/11.') => `---\n${head}\n---\n${body}\n`;
/** A draft, which has to be saved. */
async function draft(as: string, content: string): Promise<string> {
  const { code, stdout, stderr } = await run(as, ['new', '--json'], content);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout).id;
}
const markOf = async (id: string) => {
  const held = await store.findBroadcast(id);
  return held ? hashContent(held.content).slice(0, 12) : expect.unreachable(id);
};
const markIn = ({ stdout }: CommandResult) =>
  /Mã nội dung: ([0-9a-f]{12})/.exec(stdout)?.[1] ?? expect.unreachable(stdout);
const WARD = 'to: nhánh=tan-phong\nuntil: 17h 30/12/2099';
const ALL = 'to: tất-cả\nuntil: 17h 30/12/2099';

describe('npm run announce', () => {
  it('writes from a file with all that goes along, shows it, tries it, sends it, and obeys', async () => {
    await put('giay-moi.pdf', '%PDF-1.4 giấy mời');
    const file = await put(
      'tin.md',
      write(
        [
          WARD,
          'cite: Điều 5 37-QĐ/TW',
          'buttons: ["Đăng ký | https://congdoan.example/dang-ky"]',
          'poll: [Buổi nào?, Sáng, Chiều]',
          'files: [giay-moi.pdf]',
        ].join('\n'),
      ),
    );
    const made = await run('ward', ['new', '--file', file]);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const id = /bản nháp ([A-Z2-9]{8})/.exec(made.stdout)?.[1] ?? expect.unreachable(made.stdout);

    const preview = await run('ward', ['preview', id.toLowerCase()]);
    expect(preview.code).toBe(0);
    for (const words of [
      'Trên Telegram, người nhận sẽ thấy:\n\nMời anh/chị dự **hội nghị** ngày 27/11.',
      'Căn cứ: Quy định 37-QĐ/TW (25/10/2021), Điều 5; đã được thay bởi Quy định 207-QĐ/TW',
      '[Nút] Sáng\n[Nút] Chiều\n[Nút] Đăng ký',
      '[Kèm] giay-moi.pdf',
      'Gửi tới: Công đoàn phường Tân Phong và cấp dưới',
      '(2 Telegram)',
      'Không cần người duyệt.',
    ]) {
      expect(preview.stdout).toContain(words);
    }

    expect(await run('ward', ['test', id])).toMatchObject({
      code: 0,
      stdout: 'Đã gửi thử cho anh/chị qua Telegram.\n',
    });
    expect(telegram.shown('ward').at(-2)?.text).toContain('Mời anh/chị dự hội nghị ngày 27/11.');
    expect(telegram.shown('admin-1')).toEqual([]);

    expect((await run('ward', ['submit', id])).code).toBe(0);
    expect((await store.findBroadcast(id))?.status).toBe('approved');
    for (const [act, status] of [
      ['pause', 'paused'],
      ['resume', 'approved'],
      ['cancel', 'cancelled'],
    ] as const) {
      expect((await run('ward', [act, id])).code).toBe(0);
      expect((await store.findBroadcast(id))?.status).toBe(status);
    }
    const late = await run('ward', ['resume', id]);
    expect([late.code, late.stdout]).toEqual([1, '']);
    expect(late.stderr).toContain('đã hủy');
    expect((await store.findBroadcast(id))?.status).toBe('cancelled');
  });

  it('lets another one approve just what was read, and asks again for what was changed', async () => {
    const id = await draft('admin-1', write(ALL));
    const waits = await run('admin-1', ['submit', id, '--json']);
    expect([waits.code, JSON.parse(waits.stdout)]).toEqual([0, { id, status: 'waiting' }]);
    expect(telegram.shown('admin-2').at(-1)?.text).toContain(id);
    const blind = await run('admin-2', ['approve', id]);
    expect([blind.code, blind.stdout]).toEqual([2, '']);
    const read = markIn(await run('admin-2', ['preview', id]));

    const changed = await run('admin-1', ['change', id], write(ALL, 'Hội nghị dời sang 28/11.'));
    expect(changed.code).toBe(0);
    expect((await store.findBroadcast(id))?.status).toBe('draft');
    await run('admin-1', ['submit', id]);
    expect((await run('admin-2', ['approve', id, '--content', read])).code).toBe(1);
    expect(await store.findBroadcast(id)).toMatchObject({ status: 'waiting', approvals: [] });
    expect((await run('admin-2', ['approve', id, '--content', await markOf(id)])).code).toBe(0);
    expect(await store.findBroadcast(id)).toMatchObject({ status: 'approved', approvals: [{ by: 'admin-2' }] });
    const actions = (await store.listAudit(20)).map(({ action, actor }) => `${actor} ${action}`);
    expect(actions).toEqual(
      expect.arrayContaining(['admin-1 submit-broadcast', 'admin-1 change-broadcast', 'admin-2 approve-broadcast']),
    );
  });

  it('counts no yes of the author, nor of who answers for a part alone', async () => {
    const id = await draft('admin-1', write(ALL, 'Hội nghị.'));
    await run('admin-1', ['submit', id]);
    const mark = await markOf(id);
    expect((await run('admin-1', ['approve', id, '--content', mark])).code).toBe(1);
    expect((await run('ward', ['approve', id, '--content', mark])).code).toBe(1);
    expect(await store.findBroadcast(id)).toMatchObject({ status: 'waiting', approvals: [] });
  });

  it('keeps everybody to their branch', async () => {
    const before = await store.listBroadcasts({ limit: 50 });
    const beyond = await run('ward', ['new'], write('to: nhánh=tinh'));
    expect([beyond.code, beyond.stdout]).toEqual([1, '']);
    expect(await store.listBroadcasts({ limit: 50 })).toEqual(before);

    const wide = await run('ward', ['segment', 'Tất cả', 'tất-cả']);
    expect([wide.code, wide.stdout]).toEqual([1, '']);
    expect(await store.findSegment('Tất cả')).toBeUndefined();
  });

  it('copies a saved segment, and keeps it for its owner or an admin to change', async () => {
    expect((await run('ward', ['segment', 'Trường', 'nhánh=truong'])).stdout).toContain('Công đoàn cơ sở Trường mẫu');
    const id = await draft('ward', write('to: nhóm="Trường"\nuntil: 17h 30/12/2099'));
    expect((await run('admin-1', ['segment', 'Trường', 'tất-cả'])).code).toBe(0);
    const preview = await run('ward', ['preview', id]);
    expect(preview.stdout).toContain('Gửi tới: Công đoàn cơ sở Trường mẫu');
    expect(preview.stdout).toContain('1 gửi được');
    // What the name means now is beyond the branch, and so is what somebody else keeps under it.
    expect((await run('ward', ['new'], write('to: nhóm="Trường"'))).code).toBe(1);
    expect((await run('ward', ['segment', 'Trường', 'nhánh=truong'])).code).toBe(1);
    expect((await run('admin-2', ['segment'])).stdout).toBe('Trường: toàn bộ đoàn viên đã tham gia\n');
  });

  it('lets nobody see or touch what others wrote for elsewhere', async () => {
    const member = await run('an', ['list']);
    expect([member.code, member.stdout]).toEqual([1, '']);
    const others = await draft('admin-1', write(ALL));
    for (const act of ['show', 'cancel', 'change']) {
      const { code, stdout } = await run('ward', [act, others], write(WARD));
      expect([act, code, stdout]).toEqual([act, 1, '']);
    }
    expect((await store.findBroadcast(others))?.status).toBe('draft');
    const own = await draft('ward', write(WARD));
    const listed = await run('ward', ['list']);
    expect(listed.stdout).toMatch(new RegExp(`^${own}  bản nháp  .*Mời anh/chị dự hội nghị`, 'm'));
    expect(listed.stdout).not.toContain(others);
  });

  it('fills a template, tries two wordings, and says what is still missing', async () => {
    const half = await run('ward', [
      'new',
      '--json',
      '--file',
      await put('a.yaml', `${WARD}\ntemplate: nam-dong\nfields: { viec: Hội nghị }\n`),
    ]);
    expect(half.code).toBe(0);
    const { id, flaws } = JSON.parse(half.stdout);
    expect(flaws).toEqual(['field']);
    const refused = await run('ward', ['submit', id]);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('{khi-nao}');

    const whole = `${WARD}\ntemplate: nam-dong\nfields: { viec: Hội nghị, khi-nao: 8 giờ 27/11, o-dau: Hội trường, ai: Đoàn viên, lien-he: Văn phòng }\nvariant: Bản ngắn\n`;
    expect((await run('ward', ['change', id, '--file', await put('b.yaml', whole)])).code).toBe(0);
    const preview = await run('ward', ['preview', id]);
    expect(preview.stdout).toContain(
      '**Việc:** Hội nghị\n**Khi nào:** 8 giờ 27/11\n**Ở đâu:** Hội trường\n**Ai:** Đoàn viên\n**Liên hệ:** Văn phòng',
    );
    expect(preview.stdout).toMatch(/bản A[\s\S]*Bản ngắn[\s\S]*bản B/);
  });

  it('reports in words, JSON, CSV and XLSX, and never of who', async () => {
    const members = Array.from({ length: 12 }, (_, at) => `m-${at}`);
    await startSending(store, 'TBTBTB22', [...members.map((id) => queued(id)), skipped('m-x')], { author: 'admin-1' });
    await sendAll(store);
    const told = await run('admin-1', ['report', 'TBTBTB22']);
    expect(told.stdout).toContain('Đã gửi 12/13 người.');
    expect(told.stdout).toContain('Không gửi 1: 1 chưa đồng ý nhận việc này hoặc đã dừng.');
    expect(JSON.parse((await run('admin-1', ['report', 'TBTBTB22', '--json'])).stdout)).toMatchObject({
      id: 'TBTBTB22',
      total: { recipients: 13, sent: 12, skipped: 1 },
      skipped: { 'no-consent': 1 },
    });
    for (const ending of ['csv', 'xlsx']) {
      const file = join(folder, `bao-cao.${ending}`);
      expect((await run('admin-1', ['report', 'TBTBTB22', '--out', file])).code).toBe(0);
      const rows = (await readSheet(file)).rows.map(({ cells }) => cells.map(String));
      expect(rows[0]?.slice(0, 4)).toEqual(['Nhóm', 'Tên', 'Người nhận', 'Đã gửi']);
      expect(rows[1]?.slice(0, 4)).toEqual(['Tất cả', 'TBTBTB22', '13', '12']);
      expect(rows.flat().filter((cell) => cell.startsWith('m-'))).toEqual([]);
    }
    const wrong = await run('admin-1', ['report', 'TBTBTB22', '--out', join(folder, 'a.pdf')]);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  });

  it('watches until nothing is left to send', async () => {
    await startSending(store, 'TBTBTB33', [queued('m-1'), queued('m-2')], { author: 'admin-1' });
    const watching = run('admin-1', ['report', 'TBTBTB33', '--watch']);
    await sendAll(store);
    await store.changeBroadcast('TBTBTB33', (held) => ({ ...held, status: 'done' }));
    const { code, stdout } = await watching;
    expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
      0,
      ['Thông báo TBTBTB33: đã gửi xong', 'Đã gửi 2/2 người.'],
    ]);
  });

  it('takes an article by hand only, says what nobody promises of it, and leaves it to admins', async () => {
    const article = write(
      'title: Tháng Công nhân\ncover: https://congdoan.example/bia.png\nuntil: 17h 30/12/2099',
      'Một.\n\nHai.',
    );
    expect((await run('ward', ['article'], article)).code).toBe(1);
    const { code, stdout } = await run('admin-1', ['article', '--json'], article);
    expect(code).toBe(0);
    const { id } = JSON.parse(stdout);
    expect((await store.findBroadcast(id))?.content.audience).toMatchObject({
      type: 'followers',
      article: { title: 'Tháng Công nhân', body: ['Một.', 'Hai.'] },
    });
    const preview = await run('admin-1', ['preview', id]);
    expect(preview.stdout).toContain('không bảo đảm mỗi người chỉ thấy một lần');
    expect((await run('admin-1', ['test', id])).code).toBe(1);
  });

  it('refuses a file by its lines, or all that it names and nobody knows, and saves nothing', async () => {
    const before = await store.listBroadcasts({ limit: 50 });
    for (const [head, reasons] of [
      ['to: tất-cả\ntopic: tin-vui', ['dòng 3: topic', 'thong-bao']],
      [
        'to: nhánh=khong-co\nat: giờ Tý\nfiles: [khong-co.pdf]',
        ['to: chưa hiểu “nhánh=khong-co”', 'at: chưa hiểu giờ “giờ Tý”', 'không đọc được tệp “khong-co.pdf”'],
      ],
    ] as const) {
      const { code, stdout, stderr } = await run('admin-1', ['new'], write(head));
      expect([code, stdout]).toEqual([2, '']);
      for (const reason of reasons) expect(stderr).toContain(reason);
      expect(stderr).not.toMatch(/\bat .*:\d+:\d+|\bError\b|node:/);
    }
    expect(await store.listBroadcasts({ limit: 50 })).toEqual(before);
  });

  it.each([
    ['no command', 'admin-1', []],
    ['a command that is none', 'admin-1', ['gui']],
    ['nobody’s rights', '', ['list']],
    ['somebody who is no member', 'khong-co', ['list']],
    ['an unknown option', 'admin-1', ['list', '--ngay']],
    ['no id', 'admin-1', ['pause']],
    ['a file that is not there', 'admin-1', ['new', '--file', 'khong-co.md']],
    ['nothing to read', 'admin-1', ['new']],
    ['a segment without words', 'admin-1', ['segment', 'Nhóm']],
  ])('ends with one sentence and exit code 2 for %s', async (_, as, args) => {
    const { code, stdout, stderr } = await run(as, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+|\bError\b|node:/);
  });
});

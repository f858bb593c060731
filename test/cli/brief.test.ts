import { join } from 'node:path';
import mammoth from 'mammoth';
import { describe, expect, it } from 'vitest';
import { makeTemporaryFolder, runCommand } from '../support/run-command.js';

const run = async (...args: string[]) =>
  runCommand('cli/brief.js', args, { env: { DATA_DIR: await makeTemporaryFolder(), LOG_LEVEL: 'silent' } });

describe('npm run brief', () => {
  it('prints a summary of an article, as text or as JSON', async () => {
    const { code, stdout } = await run('summary', 'Điều 9 quy định 37');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Tóm tắt Điều 9, Quy định 37-QĐ\/TW\nLưu ý: /);
    expect(stdout).toContain('(Điều 9)');
    const json = JSON.parse((await run('summary', 'nêu gương', '--length', '3', '--json')).stdout);
    expect(json).toMatchObject({ target: { kind: 'theme', themeId: 'neu-guong' }, length: 'three-minutes' });
    expect(json.text.length).toBeLessThanOrEqual(1_800);
  });

  it('prints what is new since a day', async () => {
    const { code, stdout } = await run('summary', '--since', '2026-07-01', '--length', 'full');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Từ ngày 01\/7\/2026 có \d+ văn bản mới: .*207-QĐ\/TW/);
  });

  it('prints an outline, its loudspeaker script, and writes the DOCX', async () => {
    const file = join(await makeTemporaryFolder(), 'de-cuong.docx');
    const { code, stdout } = await run('outline', '28/7', '--minutes', '5', '--docx', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DỰ THẢO\nĐỀ CƯƠNG TUYÊN TRUYỀN: Ngày thành lập Công đoàn Việt Nam\n/);
    expect((await mammoth.extractRawText({ path: file })).value).toContain('Ngày thành lập Công đoàn Việt Nam');
    expect((await run('outline', '28/7', '--minutes', '5', '--script')).stdout).toMatch(/^Kính thưa.*\.\n/);
  });

  it.each([
    [['outline', '28/7', '--minutes', '10'], /chọn 5, 15 hoặc 30/],
    [['outline'], /Cách dùng/],
    [['outline', 'giá vàng'], /Ngày thành lập Công đoàn Việt Nam/],
    [['outline', '28/7', '--docx', '/khong/co/a.docx'], /Không ghi được tệp \/khong\/co\/a\.docx/],
    [['summary', 'quy định 37', '--length', '2'], /chọn 1, 3 hoặc full/],
    [['summary', 'quy định 37', '--length', 'constructor'], /chọn 1, 3 hoặc full/],
    [['summary', '--since', '2026-02-30'], /không phải một ngày có thật/],
    [['summary'], /Cách dùng/],
    [['summary', 'x', '--since', '2026-01-01'], /Cách dùng/],
    [['lạ'], /Cách dùng/],
    [['summary', 'x', '--lạ'], /Cách dùng/],
    [['summary', 'nghị quyết 21'], /21-NQ\/TW \(16\/6\/2022\); .*21-NQ\/TW \(28\/7\/2026\)/],
  ])('says in a sentence what cannot be used: %j', async (args, says) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLibrary } from '../../src/ingest/read-library/read-library.js';

const digest = (number: string): string =>
  `---\nnumber: ${number}\nkind: Quy định\ntitle: Về việc thử\nform: digest\n---\n\n- Có. [nguồn: seed]\n`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'thu-vien-'));
  mkdirSync(join(folder, 'con'));
  writeFileSync(join(folder, 'b.md'), digest('2-QĐ/TW'));
  writeFileSync(join(folder, 'a.md'), digest('1-QĐ/TW'));
  writeFileSync(join(folder, 'con', 'c.txt'), 'Số 3-KL/TU\nKẾT LUẬN\nvề việc thử\n\n1. Đọc.\n');
  writeFileSync(join(folder, 'hong.md'), digest('4-QĐ/TW').replace(' [nguồn: seed]', ''));
  writeFileSync(join(folder, 'trung.md'), digest('1-QĐ/TW'));
  writeFileSync(join(folder, 'README.md'), '# Thư mục này\n');
  writeFileSync(join(folder, '.an'), 'x');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readLibrary', () => {
  it('reads a folder and those in it by path, and says what it left out and why', async () => {
    const { documents, refusals } = await readLibrary(folder);
    expect(documents.map((document) => document.number)).toEqual(['1-QĐ/TW', '2-QĐ/TW', '3-KL/TU']);
    expect(refusals).toEqual([
      {
        fileName: join(folder, 'hong.md'),
        refused: 'invalid-digest',
        message: expect.stringContaining(`${join(folder, 'hong.md')}:8: dữ kiện không có nguồn`),
      },
      { fileName: join(folder, 'trung.md'), refused: 'duplicate', message: expect.stringContaining('a.md') },
    ]);
  });

  it('gives the same versions every time', async () => {
    const [first, second] = [await readLibrary(folder), await readLibrary(folder)];
    expect(second.documents).toEqual(first.documents);
  });

  it('says that a folder is missing', async () => {
    await expect(readLibrary(join(folder, 'khong-co'))).rejects.toThrow(/Không đọc được thư mục văn bản/);
  });
});

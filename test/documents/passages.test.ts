import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/documents/document.js';
import { attachAsked, splitLong, toPassages } from '../../src/documents/passages.js';
import { ingestDocument } from '../../src/ingest/ingest-document.js';

async function read(name: string): Promise<Document> {
  const bytes = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  const result = await ingestDocument({ fileName: name, bytes });
  if ('refused' in result) throw new Error(result.message);
  return result.document;
}

const syllables = (text: string): number => text.match(/[\p{L}\d]+/gu)?.length ?? 0;

describe('toPassages', () => {
  it('splits long clauses at their items, keeping the address', async () => {
    const plan = await read('464-kh-ldld.txt');
    const passages = toPassages(plan);
    const long = passages.filter((passage) => passage.provisionId.endsWith('#II.1'));
    expect(long.length).toBeGreaterThan(2);
    expect(new Set(long.map((passage) => passage.id)).size).toBe(long.length);
    expect(long.every((passage) => passage.section === 'Phần II, mục 1. NỘI DUNG TUYÊN TRUYỀN')).toBe(true);
    expect(long.slice(0, -1).every((passage) => passage.text.endsWith(';'))).toBe(true);
    expect(long.map((passage) => passage.text).join(' ')).toBe(
      plan.provisions.find((provision) => provision.id.endsWith('#II.1'))?.text,
    );
    expect(passages.every((passage) => syllables(passage.text) <= 180)).toBe(true);
  });

  it('covers each provision that has text, and only those', async () => {
    const rule = await read('quy-dinh-dang.txt');
    expect(new Set(toPassages(rule).map((passage) => passage.provisionId))).toEqual(
      new Set(rule.provisions.filter((provision) => provision.text !== '').map((provision) => provision.id)),
    );
  });

  it('gives a short point the sentence that leads to it, and the document its name', async () => {
    const passage = toPassages(await read('quy-dinh-dang.txt')).find(({ id }) => id.endsWith('#Đ1.k2.đ'));
    expect(passage).toMatchObject({
      title: expect.stringMatching(/^Quy định 09-QĐ\/TU\. Về kiểm thử phần mềm/),
      section: 'Điều 1, khoản 2, điểm đ. QUY ĐỊNH CHUNG. Phạm vi và đối tượng. Quy định này áp dụng với:',
      text: 'Cán bộ tổng hợp;',
    });
  });
});

describe('splitLong', () => {
  it('loses nothing and leaves no part too long', () => {
    const text = fc
      .array(fc.constantFrom('đảng viên', 'được', 'làm;', 'Công đoàn', 'số 37.', 'và,', '“học”.', '2021'), {
        maxLength: 600,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (long) => {
        const parts = splitLong(long);
        expect(parts.join(' ')).toBe(long);
        expect(parts.every((part) => syllables(part) <= 180)).toBe(true);
      }),
    );
  });
});

describe('attachAsked', () => {
  const passage = (id: string, documentId: string, text: string) => ({
    id,
    documentId,
    provisionId: id,
    title: '',
    section: '',
    text,
  });
  const passages = [
    passage('a1', 'a', 'Đảng viên họp mỗi tháng một lần.'),
    passage('a2', 'a', 'Đảng viên họp bất thường khi cần.'),
    passage('b1', 'b', 'Đảng viên họp mỗi tháng một lần.'),
  ];

  it('gives questions to the line that begins so, in their own document', () => {
    const lines = [
      { begins: 'Đảng viên họp mỗi', asked: ['mấy lâu họp'] },
      { begins: 'Đảng viên họp bất', asked: ['họp đột xuất', 'họp gấp'] },
    ];
    const { passages: found, unplaced } = attachAsked(passages, [{ documentId: 'a', lines }]);
    expect(found.map(({ asked }) => asked)).toEqual([['mấy lâu họp'], ['họp đột xuất', 'họp gấp'], undefined]);
    expect(found.map(({ asked, ...rest }) => rest)).toEqual(passages);
    expect(unplaced).toEqual([]);
  });

  it('tells of beginnings that no line has any more', () => {
    const changed = [{ begins: 'Đảng viên họp mỗi quý', asked: ['mấy lâu họp'] }];
    expect(attachAsked(passages, [{ documentId: 'a', lines: changed }]).unplaced).toEqual(['a: Đảng viên họp mỗi quý']);
    expect(attachAsked(passages, [{ documentId: 'không có', lines: changed }]).unplaced).toHaveLength(1);
  });
});

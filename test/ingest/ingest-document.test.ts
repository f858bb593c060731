import { readFileSync } from 'node:fs';
import {
  AlignmentType,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  Document as WordDocument,
} from 'docx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/documents/document.js';
import { LARGEST_FILE_BYTES } from '../../src/ingest/gate-document.js';
import { ingestDocument } from '../../src/ingest/ingest-document.js';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function ingest(fileName: string, bytes: Uint8Array): Promise<Document> {
  const result = await ingestDocument({ fileName, bytes });
  if ('refused' in result) throw new Error(result.message);
  return result.document;
}

async function refusalOf(fileName: string, bytes: Uint8Array): Promise<string> {
  const result = await ingestDocument({ fileName, bytes });
  return 'refused' in result ? result.refused : 'entered';
}

const outline = (document: Document): readonly string[] =>
  document.provisions.map(({ id, heading, text }) => `${id.slice(id.indexOf('#') + 1)}: ${heading ?? ''}|${text}`);

describe('formats', () => {
  it('reads a decree as HTML: letterhead and signature in tables, data by rows, lists with their numbers', async () => {
    const decree = await ingest('nghi-dinh.html', fixture('nghi-dinh.html'));
    expect(decree).toMatchObject({
      id: '999/2024/NĐ-CP@2024-03-07',
      kind: 'Nghị định',
      issuer: 'Chính phủ',
      signer: 'Trần Thị Thử',
      title: 'Quy định chi tiết việc kiểm thử (dữ liệu bịa để kiểm thử)',
    });
    expect(outline(decree)).toEqual([
      'can-cu: Căn cứ|',
      'can-cu.p1: |Căn cứ Luật Kiểm thử ngày 19 tháng 6 năm 2015;',
      'can-cu.p2: |Theo đề nghị của Bộ trưởng Bộ Thử;',
      'p1: |Chính phủ ban hành Nghị định quy định chi tiết việc kiểm thử.',
      'Đ1: Phạm vi điều chỉnh|Nghị định này quy định chi tiết việc kiểm thử, gồm:',
      'Đ1.k1: |Kiểm thử tự động.',
      'Đ1.k2: |Kiểm thử bằng tay, trừ các trường hợp:',
      'Đ1.k2.a: |Lỗi nhỏ;',
      'Đ1.k2.b: |Lỗi lặp lại.',
      'Đ2: Mức thưởng|Loại | Mức | Ghi chú',
      'Đ2.p1: |Lỗi lớn | 500.000 đồng | mỗi lỗi',
      'Đ3: Tổ chức thực hiện|',
      'Đ3.k1: |Bộ Thử hướng dẫn Nghị định này.',
      'Đ3.k2: |Các bộ phối hợp:',
      'Đ3.k2.p1: |Cử người;',
      'Đ3.k2.p2: |Góp máy.',
    ]);
  });

  it('reads Markdown without front matter as an original', async () => {
    const conclusion = await ingest('ket-luan.md', fixture('ket-luan.md'));
    expect(conclusion).toMatchObject({
      id: '77-KL/TU@2024-06-12',
      kind: 'Kết luận',
      issuer: 'Ban Thường vụ Tỉnh ủy',
      form: 'original',
      title: 'Về việc thử đọc Markdown',
    });
    expect(outline(conclusion)).toContain('I.1: |Việc đọc Markdown đã đạt kết quả tốt; một số nơi còn chậm.');
    expect(outline(conclusion)).toContain('II.1.2.p2: |Ngày 25/10/2021.');
    expect(outline(conclusion)).toContain('II.2: Nhiệm vụ riêng|');
  });

  it('reads a PDF: pages, columns, page numbers dropped, a paragraph joined across the pages', async () => {
    const plan = await ingest('ke-hoach.pdf', fixture('ke-hoach.pdf'));
    expect(plan).toMatchObject({
      id: '88/KH-LĐLĐ@2024-09-09',
      issuer: 'Ban Thường vụ Liên đoàn Lao động tỉnh Thử Nghiệm',
      signer: 'Lê Văn Thử',
    });
    const broken = plan.provisions.find((provision) => provision.id.endsWith('#I.5'));
    expect(broken).toMatchObject({
      page: 1,
      text: expect.stringMatching(/mỗi đơn vị cử ít nhất hai người, .* không nhầm tên người ký\.$/),
    });
    expect(outline(plan).slice(-4)).toEqual([
      'II: TỔ CHỨC THỰC HIỆN|',
      'II.1: Công đoàn cơ sở|',
      'II.1.p1: |Phổ biến kế hoạch này đến đoàn viên trước ngày 15/9/2024.',
      'II.1.p2: |Báo cáo kết quả trước ngày 30/9/2024.',
    ]);
    expect(plan.provisions.at(-1)?.page).toBe(2);
  });

  it('reads the plan from Word as it reads it from plain text', async () => {
    const text = fixture('464-kh-ldld.txt').toString('utf8');
    const paragraphs = text.split('\n').map((line) => new Paragraph({ children: [new TextRun(line)] }));
    const bytes = await Packer.toBuffer(new WordDocument({ sections: [{ children: paragraphs }] }));
    const [word, plain] = [await ingest('464.docx', bytes), await ingest('464.txt', encode(text))];
    expect(outline(word)).toEqual(outline(plain));
    expect(word.version).toBe(plain.version);
    expect(word.source.sha256).not.toBe(plain.source.sha256);
  });

  it('keeps the numbers that Word itself gives, and tables', async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const numbered = (text: string) => new Paragraph({ text, numbering: { reference: 'so', level: 0 } });
    const word = new WordDocument({
      numbering: {
        config: [
          {
            reference: 'so',
            levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START }],
          },
        ],
      },
      sections: [
        {
          children: [
            new Paragraph('Số 3-HD/BTGTU'),
            new Paragraph('HƯỚNG DẪN'),
            new Paragraph('về việc thử'),
            new Paragraph('I- NỘI DUNG'),
            numbered('Đọc văn bản.'),
            numbered('Ghi kết quả.'),
            new Table({
              rows: [
                new TableRow({ children: [cell('Loại'), cell('Mức'), cell('Hạn')] }),
                new TableRow({ children: [cell('A'), cell('10 %'), cell('30/9')] }),
              ],
            }),
          ],
        },
      ],
    });
    expect(outline(await ingest('3.docx', await Packer.toBuffer(word)))).toEqual([
      'I: NỘI DUNG|',
      'I.1: |Đọc văn bản.',
      'I.2: |Ghi kết quả.',
      'I.2.p1: |Loại | Mức | Hạn',
      'I.2.p2: |A | 10 % | 30/9',
    ]);
  });

  it('reads UTF-16 with its mark, and front matter over an original', async () => {
    const text =
      '---\nform: original\nsigner: Lê Thị Đọc\nshortTitle: Điều lệ thử\n---\nĐIỀU LỆ\nvề việc thử\n\nĐiều 1. Tên gọi là Thử.\n';
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(await ingest('dieu-le.txt', bytes)).toMatchObject({
      id: 'Điều lệ thử@',
      signer: 'Lê Thị Đọc',
      kind: 'Điều lệ',
      form: 'original',
      provisions: [{ label: 'Điều 1', text: 'Tên gọi là Thử.' }],
    });
  });
});

describe('refusals', () => {
  it.each([
    ['no-text-layer', 'ban-quet.pdf', fixture('ban-quet.pdf')],
    ['empty', 'trong.txt', new Uint8Array()],
    ['empty', 'trong.md', encode(' \n\n')],
    ['too-large', 'lon.txt', new Uint8Array(LARGEST_FILE_BYTES + 1)],
    ['unknown-format', 'bang.xlsx', encode('x')],
    ['unreadable', 'hong.docx', encode('không phải tệp Word')],
    ['unreadable', 'hong.pdf', encode('không phải tệp PDF')],
    ['unknown-encoding', 'cu.txt', new Uint8Array([0x55, 0xfb, 0x20, 0x62, 0x61, 0x6e])],
    ['legacy-encoding', 'tcvn3.txt', encode('Uû ban nh©n d©n tØnh Lai Ch©u')],
    ['secret', 'mat.txt', encode('MẬT\n\nKẾ HOẠCH\nvề việc thử')],
    ['draft', 'du-thao.html', encode('<p>DỰ THẢO</p><p>KẾ HOẠCH</p><p>1. Một.</p>')],
  ])('%s: %s', async (reason, fileName, bytes) => {
    expect(await refusalOf(fileName, bytes)).toBe(reason);
  });

  it('names file and line of what is wrong in front matter', async () => {
    const bytes = encode('---\nform: original\nissuedOn: hôm qua\n---\nĐiều 1. Một.');
    expect(await ingestDocument({ fileName: 'knowledge/documents/x.md', bytes })).toEqual({
      refused: 'invalid-digest',
      message: expect.stringMatching(/^knowledge\/documents\/x\.md:3: trường "issuedOn" không hợp lệ \(hôm qua\); cần/),
    });
  });

  it('never throws, whatever a file holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.md', 'a.txt', 'a.html', 'a.docx', 'a.pdf', 'a'),
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: 'binary', maxLength: 300 }).map(encode),
          fc
            .string({
              unit: fc.constantFrom('<', '>', 'p', 'td', '|', '#', '- ', '---\n', '[nguồn: ', ']', 'form: ', '\n', '*'),
              maxLength: 60,
            })
            .map(encode),
        ),
        async (fileName, bytes) => {
          const result = await ingestDocument({ fileName, bytes });
          if ('refused' in result) expect(result.message).not.toBe('');
          else expect(result.document.provisions.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/documents/address.js';
import type { Provision } from '../../src/documents/document.js';
import { extractText } from '../../src/ingest/extract-text.js';
import { parseDocument, splitText } from '../../src/ingest/parse-document/parse-document.js';
import { parseOutline } from '../../src/ingest/parse-document/parse-outline.js';
import type { ParsedDocument } from '../../src/ingest/to-provisions.js';

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const parse = (text: string, name = 'thu.txt'): ParsedDocument => parseDocument(extractText(text), name);
const paths = (document: ParsedDocument): readonly string[] => document.provisions.map(pathOf);
const pathOf = (provision: Provision): string => provision.id.slice(provision.id.indexOf('#') + 1);
const at = (document: ParsedDocument, path: string): Provision => {
  const found = document.provisions.find((provision) => pathOf(provision) === path);
  if (!found) throw new Error(`no provision ${path} among ${paths(document).join(' ')}`);
  return found;
};
const addressAt = (document: ParsedDocument, path: string): string =>
  addressOf(at(document, path), new Map(document.provisions.map((provision) => [provision.id, provision])));

describe('the plan 464/KH-LĐLĐ (Roman layout)', () => {
  const plan = parse(fixture('464-kh-ldld.txt'));

  it('reads what stands above and below the body', () => {
    expect(plan).toMatchObject({
      id: '464/KH-LĐLĐ@2023-07-10',
      number: '464/KH-LĐLĐ',
      kind: 'Kế hoạch',
      issuedOn: '2023-07-10',
      issuer: 'Ban Thường vụ LĐLĐ tỉnh',
      signer: 'Hoàng Văn Trinh',
      title: 'Đẩy mạnh tuyên truyền về công tác xây dựng Đảng và hệ thống chính trị',
      form: 'original',
    });
  });

  it('keeps recipients and signature out, and the basis apart from the body', () => {
    const all = plan.provisions.map((provision) => `${provision.heading ?? ''} ${provision.text}`).join('\n');
    expect(all).not.toMatch(/Nơi nhận|TM\. BAN|Hoàng Văn Trinh|TgNc|Ban Dân vận/);
    const basis = plan.provisions.filter((provision) => provision.text.includes('122-HD/BTGTU'));
    expect(basis.map((provision) => addressAt(plan, pathOf(provision)))).toEqual(['Căn cứ']);
  });

  it('gives every part, section and item its address', () => {
    expect(plan.provisions.filter((provision) => provision.level === 'part').map((part) => part.label)).toEqual([
      'Phần I',
      'Phần II',
      'Phần III',
      'Phần IV',
    ]);
    expect(at(plan, 'II').heading).toBe('NỘI DUNG TUYÊN TRUYỀN');
    expect(addressAt(plan, 'II.1')).toBe('Phần II, mục 1');
    expect(addressAt(plan, 'IV.1.p2')).toBe('Phần IV, mục 1');
    expect(at(plan, 'IV.1')).toMatchObject({ heading: 'Liên đoàn Lao động tỉnh', text: '', level: 'section' });
    expect(at(plan, 'IV.1.p1').text).toMatch(/^Ban hành Kế hoạch chỉ đạo các cấp công đoàn/);
  });

  it('joins paragraphs that page ends broke', () => {
    expect(at(plan, 'II.1').text).toContain('kiên quyết ngăn chặn, đẩy lùi');
    expect(at(plan, 'II.2.ý6').text).toMatch(/^xây dựng, thực hiện cơ chế kiểm soát/);
  });

  it('makes the nine inline ideas provisions, with the sentence behind them apart', () => {
    const ideas = plan.provisions.filter((provision) => /^II\.2\.ý\d$/.test(pathOf(provision)));
    expect(ideas).toHaveLength(9);
    expect(ideas.map((idea) => idea.number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(ideas[6]).toMatchObject({
      label: 'ý 7',
      text: 'kết quả công tác đấu tranh phòng, chống tham nhũng, tiêu cực;',
    });
    expect(ideas[8]!.text).toMatch(/không muốn tham nhũng”\.$/);
    expect(at(plan, 'II.2.p1').text).toMatch(/^Chú trọng phát hiện/);
  });
});

describe('a regulation of the Party (article layout)', () => {
  const rule = parse(fixture('quy-dinh-dang.txt'));

  it('reads a letterhead in two columns, Ð for Đ, and who really issued it', () => {
    expect(rule).toMatchObject({
      number: '09-QĐ/TU',
      kind: 'Quy định',
      issuedOn: '2024-02-05',
      issuer: 'Ban Thường vụ Tỉnh ủy Thử Nghiệm',
      signer: 'Nguyễn Văn Thử',
    });
    expect(rule.title).toMatch(/^Về kiểm thử phần mềm đọc văn bản/);
  });

  it('numbers articles through chapters and points in the order of the alphabet', () => {
    const points = rule.provisions.filter((provision) => provision.level === 'point');
    expect(points.map((point) => point.number)).toEqual(['a', 'b', 'c', 'd', 'đ', 'e']);
    expect(addressAt(rule, 'Đ1.k2.đ')).toBe('Điều 1, khoản 2, điểm đ');
    expect(addressAt(rule, 'CII.M1')).toBe('Chương II, mục 1');
    expect(at(rule, 'CII').heading).toBe('QUY ĐỊNH CỤ THỂ');
    expect(at(rule, 'Đ4a').heading).toBe('Điều chèn thêm');
    expect(at(rule, 'Đ1').parentId).toBe(at(rule, 'CI').id);
  });

  it('takes a sentence behind the article for its text and a name for its heading', () => {
    expect(at(rule, 'Đ2')).toMatchObject({
      text: 'Nói, viết trái với kết quả kiểm thử; bịa đặt số liệu, che giấu lỗi đã thấy.',
    });
    expect(at(rule, 'Đ2').heading).toBeUndefined();
    expect(at(rule, 'Đ5')).toMatchObject({
      heading: 'Hiệu lực thi hành',
      text: 'Quy định này có hiệu lực từ ngày ký.',
    });
  });

  it('does not take a reference at the beginning of a line for an article', () => {
    expect(at(rule, 'Đ3.k1').text).toBe(
      'Bước thứ nhất là đọc kỹ văn bản theo quy định tại khoản 2 Điều 1 của Quy định này.',
    );
    expect(at(rule, 'Đ3.k1.p1').text).toBe('Kết quả được ghi lại trong ngày.');
  });

  it('reads an annex behind the signature, with articles of its own', () => {
    expect(addressAt(rule, 'PLI.Đ1')).toBe('Phụ lục I, Điều 1');
    expect(rule.provisions.some((provision) => provision.text.includes('PHÓ BÍ THƯ'))).toBe(false);
  });
});

describe('other layouts', () => {
  it('reads ordinals, decimals and lettered parts', () => {
    const document = parse(
      [
        'Số 12-NQ/ĐU',
        'NGHỊ QUYẾT',
        'về việc thử',
        '',
        'A- TÌNH HÌNH',
        'I- KẾT QUẢ',
        '1. Mặt được',
        '1.1. Đọc nhanh.',
        'B- NHIỆM VỤ',
        'Phần thứ hai',
        'TỔ CHỨC THỰC HIỆN',
        'Các chi bộ thực hiện nghị quyết này.',
      ].join('\n'),
    );
    expect(paths(document)).toEqual(['A', 'A.I', 'A.I.1', 'A.I.1.1', 'B', 'II']);
    expect(addressAt(document, 'A.I.1.1')).toBe('Phần A, Phần I, mục 1.1');
    expect(at(document, 'II')).toMatchObject({
      label: 'Phần thứ hai',
      number: 'II',
      heading: 'TỔ CHỨC THỰC HIỆN',
      text: 'Các chi bộ thực hiện nghị quyết này.',
    });
  });

  it('does not take V.I. Lênin, amounts or dates for numbers of provisions', () => {
    const document = parse('V.I. Lênin nói về kỷ luật.\n\n2.500 đồng chí dự họp.\n\n25.10.2021 là ngày ban hành.');
    expect(paths(document)).toEqual(['p1', 'p2', 'p3']);
  });

  it('keeps numbers of provisions that repeat apart', () => {
    const document = parse('Điều 1. Một.\n\nĐiều 1. Hai.');
    expect(paths(document)).toEqual(['Đ1', 'Đ1~2']);
  });

  it('lets front matter win over what it reads', () => {
    const document = parseDocument(extractText('Số 5-KL/TU\nKẾT LUẬN\nvề việc thử\n\n1. Đọc.'), 'x.md', {
      form: 'original',
      issuer: 'Ban Thường vụ Tỉnh ủy',
      issuedOn: '2024',
    });
    expect(document).toMatchObject({ id: '5-KL/TU@2024', issuer: 'Ban Thường vụ Tỉnh ủy', title: 'Về việc thử' });
  });

  it('names a letter without kind by its subject', () => {
    const document = parse('Số: 1517/TLĐ\nV/v hướng dẫn thử\nHà Nội, ngày 3 tháng 6 năm 2025\n\nKính gửi các đơn vị.');
    expect(document).toMatchObject({
      kind: 'Công văn',
      number: '1517/TLĐ',
      issuedOn: '2025-06-03',
      title: 'Hướng dẫn thử',
    });
  });
});

const words = fc.constantFrom(
  'đảng viên',
  'Công đoàn',
  'TỔ CHỨC',
  'kinh tế',
  'ngày 25/10/2021,',
  '“học Bác”',
  'số',
  'khoản',
);
const lines = fc.array(
  fc
    .tuple(
      fc.constantFrom(
        '',
        '',
        'I. ',
        'II- ',
        'V. ',
        'A. ',
        'B. ',
        '1. ',
        '2. ',
        '1- ',
        '1.1. ',
        'a) ',
        'đ) ',
        '- ',
        '+ ',
        '(1) ',
        '1) ',
        'Điều 1. ',
        'Điều 2 ',
        'Chương I',
        'Mục 1. ',
        'Phần thứ nhất ',
        'PHỤ LỤC ',
        'Nơi nhận: ',
        'TM. ',
      ),
      fc.array(fc.oneof(words, fc.constantFrom('(1)', '(2)', '(3)', ';', '.', ':')), { maxLength: 14 }),
      fc.constantFrom('', '.', ';', ':', '\n', '.\n', '\f', ' '),
    )
    .map(([sign, body, end]) => `${sign}${body.join(' ')}${end}`),
  { maxLength: 25 },
);

describe('properties', () => {
  const dense = (text: string): string => text.replace(/\s+/g, '');
  const expectEveryCharacterOnce = (text: string): void => {
    const { body } = splitText(extractText(text));
    const nodes = parseOutline(body);
    const read = nodes.map((node) => `${node.sign}${node.heading ?? ''}${node.text}`).join('');
    expect(dense(read)).toBe(dense(body.map((line) => line.text).join('')));
  };

  it('has every character of the body in exactly one provision', () => {
    expectEveryCharacterOnce(fixture('464-kh-ldld.txt'));
    expectEveryCharacterOnce(fixture('quy-dinh-dang.txt'));
    fc.assert(
      fc.property(lines, (parts) => expectEveryCharacterOnce(parts.join('\n'))),
      { numRuns: 400 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), expectEveryCharacterOnce));
  });

  it('never throws, and gives ids, parents and order that hold together', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          lines.map((parts) => parts.join('\n')),
          fc.string({ unit: 'grapheme', maxLength: 400 }),
        ),
        (text) => {
          const { provisions } = parse(text);
          const ids = provisions.map((provision) => provision.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const [index, provision] of provisions.entries()) {
            expect(provision.order).toBe(index);
            if (provision.parentId) expect(ids.indexOf(provision.parentId)).toBeLessThan(index);
            if (provision.parentId) expect(ids).toContain(provision.parentId);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads decomposed letters as composed ones', () => {
    for (const name of ['464-kh-ldld.txt', 'quy-dinh-dang.txt']) {
      const text = fixture(name);
      expect(parse(text.normalize('NFD'))).toEqual(parse(text.normalize('NFC')));
    }
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('\n');
        expect(parse(text.normalize('NFD'))).toEqual(parse(text.normalize('NFC')));
      }),
    );
  });

  it('reads a long document in linear time', () => {
    const text = Array.from({ length: 6_000 }, (_, index) => `${index % 99}. Nội dung (${index}) thử; và tiếp`).join(
      '\n',
    );
    expect(parse(text).provisions.length).toBeGreaterThan(1000);
  });
});

describe('what a text says of its own effect', () => {
  const rule = (last: string): ParsedDocument =>
    parse(`Số 37-QĐ/TW\nHà Nội, ngày 25 tháng 10 năm 2021\nQUY ĐỊNH\nvề việc thử\n\nĐiều 1. Một.\n\nĐiều 2. ${last}\n`);

  it('reads the day of effect and what it replaces', () => {
    const last =
      'Quy định này thay thế Quy định số 47-QĐ/TW, ngày 01/11/2011 và Kết luận số 5-KL/TW; có hiệu lực từ ngày ký.';
    expect(rule(last)).toMatchObject({
      relations: [
        { type: 'replaces', target: { kind: 'Quy định', number: '47-QĐ/TW', issuedOn: '2011-11-01' } },
        { type: 'replaces', target: { kind: 'Kết luận', number: '5-KL/TW' } },
      ],
    });
    expect(rule('Quy định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2021.').effectiveFrom).toBe('2021-12-01');
    expect(rule('Quy định này có hiệu lực từ ngày ký và thay thế Quy định số 47-QĐ/TW.')).toMatchObject({
      effectiveFrom: '2021-10-25',
      relations: [{ since: '2021-10-25', source: 'Quy định 37-QĐ/TW' }],
    });
  });

  it('takes neither a part replaced nor another document in effect for its own', () => {
    const document = rule(
      'Quy định này thay thế khoản 2 Điều 5 Quy định số 22-QĐ/TW. Luật số 5/2020/QH14 có hiệu lực từ ngày 1/1/2021.',
    );
    expect(document.relations).toEqual([]);
    expect(document.effectiveFrom).toBeUndefined();
  });
});

it('goes on behind what only looks like the end', () => {
  const document = parse(
    'Điều 1. Mẫu:\n\nNơi nhận:\n- Như trên.\n\nĐiều 2. Hai.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nLê Văn Thử',
  );
  expect(paths(document)).toEqual(['Đ1', 'Đ2']);
  expect(document.signer).toBe('Lê Văn Thử');
});

it('keeps numbers in a title set in capitals', () => {
  const document = parse(
    'Số: 37/HD-TLĐ\n\nHƯỚNG DẪN\nTHỰC HIỆN CHƯƠNG TRÌNH SỐ 02/CTR-BCH VÀ MỘT SỐ\nNỘI DUNG KHÁC\n\nI. MỤC ĐÍCH\n\nMột.\n\n./.',
  );
  expect(document.title).toBe('Thực hiện chương trình số 02/CTR-BCH và một số nội dung khác');
  expect(document.provisions.at(-1)?.text).toBe('Một.');
});

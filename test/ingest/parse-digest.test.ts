import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/ingest/parse-document/parse-digest.js';

const FRONT = [
  '---',
  'number: 37-QĐ/TW',
  'kind: Quy định',
  'issuedOn: 2021-10-25',
  'title: Về những điều đảng viên không được làm',
  'form: digest',
  'relations:',
  '  - type: replaces',
  '    target: { kind: Quy định, number: 47-QĐ/TW, issuedOn: "2011" }',
  '    since: 2021-10-25',
  '    source: https://example.org/47',
  '---',
].join('\n');

const problemsOf = (content: string): readonly string[] => {
  const parsed = parseDigest(content);
  return 'problems' in parsed ? parsed.problems.map((problem) => `${problem.line}: ${problem.message}`) : [];
};

describe('parseDigest', () => {
  it('makes headings and sourced bullets provisions', () => {
    const parsed = parseDigest(
      `${FRONT}

# Quy định 37-QĐ/TW

## Thông tin chung

- Văn bản ra ngày 25/10/2021. [nguồn: https://example.org/a; https://example.org/b (bản chép)]

## Điều 2. Tên điều

### Khoản 1

- Một ý (19 điều). [nguồn ngày gốc: https://example.org/c và https://example.org/d; số năm tự tính]

## Phần II

### Mục 1

#### Điểm đ

- Ý của điểm đ. [nguồn: seed]

## Nội dung 3. Đổi mới

- Ý của nội dung. [nguồn: seed]
`,
    );
    if ('problems' in parsed) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
    const { document } = parsed;
    expect(document).toMatchObject({
      id: '37-QĐ/TW@2021-10-25',
      form: 'digest',
      relations: [{ type: 'replaces', target: { number: '47-QĐ/TW', issuedOn: '2011' }, since: '2021-10-25' }],
    });
    expect(
      document.provisions.map(({ id, level, label, heading, text, sources }) => [
        id.slice(id.indexOf('#') + 1),
        level,
        label,
        heading ?? '',
        text,
        sources.length,
      ]),
    ).toEqual([
      ['thong-tin-chung', 'section', '', 'Thông tin chung', '', 0],
      ['thong-tin-chung.p1', 'paragraph', '', '', 'Văn bản ra ngày 25/10/2021.', 2],
      ['Đ2', 'article', 'Điều 2', 'Tên điều', '', 0],
      ['Đ2.k1', 'clause', 'khoản 1', '', '', 0],
      ['Đ2.k1.p1', 'paragraph', '', '', 'Một ý (19 điều).', 3],
      ['II', 'part', 'Phần II', '', '', 0],
      ['II.1', 'section', 'mục 1', '', '', 0],
      ['II.1.đ', 'point', 'điểm đ', '', '', 0],
      ['II.1.đ.p1', 'paragraph', '', '', 'Ý của điểm đ.', 1],
      ['nội-dung-3', 'section', 'nội dung 3', 'Đổi mới', '', 0],
      ['nội-dung-3.p1', 'paragraph', '', '', 'Ý của nội dung.', 1],
    ]);
  });

  it('takes a heading that only looks numbered for a group', () => {
    const parsed = parseDigest(`${FRONT}\n\n## Mục tiêu đến năm 2025\n\n- Có. [nguồn: seed]\n`);
    if ('problems' in parsed) throw new Error('refused');
    expect(parsed.document.provisions[0]).toMatchObject({ label: '', heading: 'Mục tiêu đến năm 2025' });
  });

  it('lists all that is wrong at once, each with its line and what was expected', () => {
    const broken = FRONT.replace('kind: Quy định\n', '')
      .replace('issuedOn: 2021-10-25', 'issuedOn: 2021-02-30')
      .replace('form: digest', 'from: digest')
      .replace('since: 2021-10-25', 'since: 25/10/2021');
    expect(
      problemsOf(`${broken}

## Điều 1

- Không có nguồn.

#### Điểm a

một dòng thường

  - thụt vào [nguồn: seed]
`),
    ).toEqual([
      expect.stringMatching(/^1: thiếu trường "kind"; cần tên loại/),
      expect.stringMatching(/^1: thiếu trường "form"; cần digest hoặc original/),
      expect.stringMatching(/^3: trường "issuedOn" không hợp lệ \(2021-02-30\); cần một ngày có thật/),
      expect.stringMatching(/^5: trường "from" không có trong mẫu/),
      expect.stringMatching(/^9: trường "since" không hợp lệ \(25\/10\/2021\)/),
      expect.stringMatching(/^15: dữ kiện không có nguồn/),
      expect.stringMatching(/^17: tiêu đề nhảy cấp/),
      expect.stringMatching(/^19: dòng không phải tiêu đề/),
      expect.stringMatching(/^21: gạch đầu dòng thụt vào/),
    ]);
  });

  it('asks for a short title where there is no number', () => {
    const unnumbered = FRONT.replace('number: 37-QĐ/TW\n', '');
    expect(problemsOf(`${unnumbered}\n\n- Có. [nguồn: seed]\n`)).toEqual([
      expect.stringMatching(/^1: thiếu trường "shortTitle"; cần tên gọi ngắn/),
    ]);
  });

  it('says where YAML breaks, and that a year needs quotes', () => {
    expect(problemsOf('---\nkind: [Quy\n---\n\n- Có. [nguồn: seed]\n')[0]).toMatch(
      /^[23]: phần đầu không đúng cú pháp YAML/,
    );
    expect(problemsOf(`${FRONT.replace('issuedOn: 2021-10-25', 'issuedOn: 2021')}\n\n- Có. [nguồn: seed]\n`)).toEqual([
      expect.stringMatching(/^4: .*"issuedOn" không hợp lệ \(2021\); cần .* năm trong ngoặc kép/),
    ]);
  });

  it('refuses a digest without any fact', () => {
    expect(problemsOf(`${FRONT}\n\n## Điều 1\n`)).toEqual([expect.stringMatching(/không có dữ kiện nào/)]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findNumberMentions,
  matchesMention,
  type NumberMention,
  toNumberKey,
  toNumberParts,
} from '../../src/documents/mentions/document-number.js';
import { normalizeText } from '../../src/text/vietnamese-text.js';
import { createDocument } from '../support/create-documents.js';

type Said = Partial<Omit<NumberMention, 'start' | 'end' | 'written'>> & { readonly digits: string };

const RULES = ['Quy định', 'Quyết định'];
const RESOLUTION = ['Nghị quyết'];

/** docs/domain.md#how-people-write and its neighbours. */
const SPELLINGS: Readonly<Record<string, Said>> = {
  NQ21: { digits: '21', kinds: RESOLUTION },
  'nghị quyết 21 của tỉnh đặt mục tiêu đến 2030': { digits: '21', kinds: RESOLUTION },
  'nq 21': { digits: '21', kinds: RESOLUTION },
  'nghị quyết 21 TW': { digits: '21', kinds: RESOLUTION, issuer: 'tw' },
  'nghị quyết 21 trung ương': { digits: '21', kinds: RESOLUTION, issuer: 'tw' },
  '21-NQ/TW': { digits: '21', kinds: RESOLUTION, issuer: 'tw' },
  '21 nq-tw': { digits: '21', kinds: RESOLUTION, issuer: 'tw' },
  'nghi quyet 21': { digits: '21', kinds: RESOLUTION },
  'nghịquyết 21': { digits: '21', kinds: RESOLUTION },
  'nghị quyết số 21': { digits: '21', kinds: RESOLUTION },
  'NGHỊ QUYẾT 21': { digits: '21', kinds: RESOLUTION },
  'QĐ 37/TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  '37 qd/tw': { digits: '37', kinds: RULES, issuer: 'tw' },
  'qđ 37 tw': { digits: '37', kinds: RULES, issuer: 'tw' },
  'QĐ37-TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  '37/QĐ-TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  '37 - QĐ / TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  '37–QĐ/TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  '37-QÐ/TW': { digits: '37', kinds: RULES, issuer: 'tw' },
  'quy định 37': { digits: '37', kinds: RULES },
  'qui định 37': { digits: '37', kinds: RULES },
  'quyđịnh 37': { digits: '37', kinds: RULES },
  'qdinh 37': { digits: '37', kinds: RULES },
  'QĐ số 37': { digits: '37', kinds: RULES },
  qd37: { digits: '37', kinds: RULES },
  qd37dieu5: { digits: '37', kinds: RULES },
  'điều 5 quy định 37': { digits: '37', kinds: RULES },
  'dieu 5 qd 37': { digits: '37', kinds: RULES },
  'điểm đ khoản 2 điều 5 qđ 37': { digits: '37', kinds: RULES },
  'quy định 08': { digits: '8', kinds: RULES },
  'quy định 8': { digits: '8', kinds: RULES },
  '08-QĐi/TW': { digits: '8', kinds: ['Quy định'], issuer: 'tw' },
  KL21: { digits: '21', kinds: ['Kết luận'] },
  'kết luận số: 21': { digits: '21', kinds: ['Kết luận'] },
  'kết luận 21 năm 2021': { digits: '21', kinds: ['Kết luận'], year: 2021 },
  'kết luận 21 (2021)': { digits: '21', kinds: ['Kết luận'], year: 2021 },
  'kết luận 21 ban hành năm 2021': { digits: '21', kinds: ['Kết luận'], year: 2021 },
  'chỉ thị 05': { digits: '5', kinds: ['Chỉ thị'] },
  'kh 464 ldld': { digits: '464', kinds: ['Kế hoạch'], issuer: 'ldld' },
  'kế hoạch 464': { digits: '464', kinds: ['Kế hoạch'] },
  '464/KH-LĐLĐ': { digits: '464', kinds: ['Kế hoạch'], issuer: 'ldld' },
  'hd 02 ubkttw': { digits: '2', kinds: ['Hướng dẫn'], issuer: 'ubkttw' },
  'luật 91/2025': { digits: '91', kinds: ['Luật'], year: 2025 },
  'luat 91 nam 2025': { digits: '91', kinds: ['Luật'], year: 2025 },
  '91/2025/QH15': { digits: '91', kinds: ['Luật'], issuer: 'qh15', year: 2025 },
  'luật số 91/2025/QH15': { digits: '91', kinds: ['Luật'], issuer: 'qh15', year: 2025 },
  NĐ13: { digits: '13', kinds: ['Nghị định'], weak: true },
  'nđ 13/2023': { digits: '13', kinds: ['Nghị định'], year: 2023 },
  'nghị định 13 năm 2023': { digits: '13', kinds: ['Nghị định'], year: 2023 },
  '73/2023/NĐ-CP': { digits: '73', kinds: ['Nghị định'], issuer: 'cp', year: 2023 },
  'thông tư 05/2026': { digits: '5', kinds: ['Thông tư', 'Thông tri'], year: 2026 },
  '66.25/2026/NQ-CP': { digits: '66.25', kinds: RESOLUTION, issuer: 'cp', year: 2026 },
  '1914 CV/VPTW': { digits: '1914', kinds: ['Công văn'], issuer: 'vptw' },
  '1517/TLĐ': { digits: '1517', kinds: ['Công văn'], issuer: 'tld' },
  '4133/TLĐ-ToC': { digits: '4133', kinds: ['Công văn'], issuer: 'tld' },
  'văn bản số 37': { digits: '37', kinds: [] },
  'vb 37': { digits: '37', kinds: [] },
  'quy định số 37 ngày 25/10/2021': { digits: '37', kinds: RULES, year: 2021, issuedOn: '2021-10-25' },
  'quy định 37 (25/10/2021)': { digits: '37', kinds: RULES, year: 2021, issuedOn: '2021-10-25' },
  'quy định 37 ra ngày 25.10.2021': { digits: '37', kinds: RULES, year: 2021, issuedOn: '2021-10-25' },
  'nghị quyết số 02-NQ/TW, ngày 12-6-2021': {
    digits: '2',
    kinds: RESOLUTION,
    issuer: 'tw',
    year: 2021,
    issuedOn: '2021-06-12',
  },
  'kết luận 21 của Bộ Chính trị, ngày 5/1/2021': {
    digits: '21',
    kinds: ['Kết luận'],
    year: 2021,
    issuedOn: '2021-01-05',
  },
};

const NO_NUMBERS = [
  '2020-2025',
  'nhiệm kỳ 2020-2025',
  'từ 2021 đến 2025',
  '19 điều',
  '19 điều đảng viên không được làm',
  'quy định 19 điều',
  'kế hoạch 3 tháng',
  'thông báo 3 ngày',
  'báo cáo 50%',
  'báo cáo đạt 50 %',
  'nghị quyết từ 2022',
  'nghị quyết tw4',
  'nghị quyết trung ương 4 khóa XII',
  'luật công đoàn mới',
  'luật năm 2024',
  'k2 đ.5 luật công đoàn',
  'ngày 25/10/2021',
  'tháng 5/2025',
  'điều 5 khoản 2',
  'có 3 quy định mới',
  '0912345678',
  '37 độ',
  'năm 2018 đã bị thay chưa',
  'nam 2018 da bi thay chua',
  '3 đã',
  '',
];

const mentionIn = (text: string): NumberMention => {
  const [mention, ...more] = findNumberMentions(text);
  expect(more).toEqual([]);
  expect(mention).toBeDefined();
  return mention!;
};

describe('findNumberMentions', () => {
  it.each(Object.entries(SPELLINGS))('%s', (text, said) => {
    const { start: _start, end: _end, written: _written, ...mention } = mentionIn(text);
    expect(mention).toEqual({ weak: false, ...said });
  });

  it.each(Object.keys(SPELLINGS))('finds %s the same way inside a question', (text) => {
    const { start: _start, end: _end, ...alone } = mentionIn(text);
    const { start, end: _after, ...within } = mentionIn(`Cho tôi hỏi ${text}, còn hiệu lực không ạ?`);
    expect(within).toEqual(alone);
    expect(start).toBeGreaterThanOrEqual('Cho tôi hỏi '.length);
  });

  it.each(NO_NUMBERS)('no number stands in “%s”', (text) => {
    expect(findNumberMentions(text)).toEqual([]);
  });

  it('keeps what was typed and where, over decomposed letters too', () => {
    const text = 'Điều 5 của Quy định 37-QĐ/TW năm 2021 nói gì?';
    for (const typed of [text, text.normalize('NFD')]) {
      const mention = mentionIn(typed);
      expect(mention.written).toBe('37-QĐ/TW');
      expect(normalizeText(typed).slice(mention.start, mention.end)).toBe('Quy định 37-QĐ/TW năm 2021');
    }
  });

  it('takes the kind before a number for a part of it, and the number for no year that is older than the Party', () => {
    const text = 'hd số 05-HD/VPTW và công văn 1914, không phải kế hoạch 2024';
    const mentions = findNumberMentions(text);
    expect(mentions.map(({ written }) => written)).toEqual(['05-HD/VPTW', 'công văn 1914']);
    expect(mentions[0]?.start).toBe(0);
  });

  it('lists several in reading order, each with its own year', () => {
    const mentions = findNumberMentions('so sánh nghị quyết 21 năm 2022, kết luận 21-KL/TW và luật 91/2025 với QĐ 37');
    expect(mentions.map(({ digits, kinds, year }) => [digits, kinds[0], year])).toEqual([
      ['21', 'Nghị quyết', 2022],
      ['21', 'Kết luận', undefined],
      ['91', 'Luật', 2025],
      ['37', 'Quy định', undefined],
    ]);
  });

  it('does not take the date of one document for another', () => {
    const [first, second] = findNumberMentions('Quy định 37 và Quy định 207 ngày 26/7/2026');
    expect([first?.issuedOn, second?.issuedOn]).toEqual([undefined, '2026-07-26']);
  });

  it('gives a second number the kind of the first, and believes it only if it is held', () => {
    const [first, second] = findNumberMentions('quy định 37 và 207 khác gì nhau');
    expect([first?.digits, second?.digits, second?.kinds, second?.weak]).toEqual(['37', '207', RULES, true]);
    for (const text of ['quy định 37, 19 điều', 'nghị quyết 21 và 3 nhóm', 'quy định 37 hay 30 ngày']) {
      expect(findNumberMentions(text)).toHaveLength(1);
    }
  });

  it('reads the day that is asked for as no part of the number', () => {
    for (const text of ['quy định 08 ngày tháng năm nào', 'quy định 08 ngày nào', 'quy định 08 năm nào']) {
      expect(findNumberMentions(text).map(({ digits }) => digits)).toEqual(['8']);
    }
    expect(findNumberMentions('quy định 10 ngày làm việc')).toEqual([]);
  });

  it('believes an issuer’s code alone only if it is held', () => {
    expect(findNumberMentions('646 qutw')[0]).toMatchObject({ digits: '646', issuer: 'qutw', kinds: [], weak: true });
    expect(findNumberMentions('hội nghị 6 tw')).toEqual([]);
  });

  it('marks bare short codes that are everyday words, unless issuer or year stands with them', () => {
    for (const text of ['ct 3', 'kh 5', 'bc 5', 'tb 12', 'hd 2', 'nd 13']) expect(mentionIn(text).weak).toBe(true);
    for (const text of ['kh 464 ldld', 'nđ 13/2023', 'chỉ thị 3', '3-CT/TW', 'qd 3', 'nq 3', 'kl 3']) {
      expect(mentionIn(text).weak).toBe(false);
    }
  });

  it('finds every printed number, whatever stands around it', () => {
    const printed = fc
      .record({
        number: fc.integer({ min: 1, max: 9999 }),
        code: fc.constantFrom('NQ', 'QĐ', 'KL', 'CT', 'HD', 'KH', 'TB'),
        issuer: fc.constantFrom('TW', 'TU', 'LĐLĐ', 'TLĐ', 'BTGTW'),
        isParty: fc.boolean(),
      })
      .map(({ number, code, issuer, isParty }) => ({
        number,
        text: isParty ? `${number}-${code}/${issuer}` : `${number}/${code}-${issuer}`,
      }));
    fc.assert(
      fc.property(
        printed,
        fc.constantFrom('theo ', 'Điều 5, khoản 2 của ', '', '(', 'số '),
        ({ number, text }, before) => {
          const mention = mentionIn(`${before}${text}; xin cảm ơn`);
          expect([mention.digits, mention.written]).toEqual([String(number), text]);
        },
      ),
    );
  });
});

describe('matchesMention', () => {
  const rule37 = createDocument({ number: '37-QĐ/TW', kind: 'Quy định', issuedOn: '2021-10-25' });
  const matches = (document: Parameters<typeof matchesMention>[0], text: string) =>
    matchesMention(document, mentionIn(text));

  it.each(['quy định 37', 'QĐ 37/TW', '37-QĐ/TW', 'qd 37 năm 2021', 'qd 037', 'vb 37', 'quy định 37 ngày 25/10/2021'])(
    'Quy định 37-QĐ/TW is meant by “%s”',
    (text) => expect(matches(rule37, text)).toBe(true),
  );

  it.each([
    'nghị quyết 37',
    'quy định 38',
    'quy định 3',
    'quy định 37 năm 2022',
    '37/QĐ-TLĐ',
    'quy định 37 ngày 25/11/2021',
  ])('Quy định 37-QĐ/TW is not meant by “%s”', (text) => expect(matches(rule37, text)).toBe(false));

  it('tells a Quyết định from a Quy định by its kind, though both are QĐ', () => {
    const decision = createDocument({ number: '933/QĐ-TLĐ', kind: 'Quyết định', issuedOn: '2024-05-14' });
    expect([matches(decision, 'qđ 933'), matches(decision, 'quyết định 933'), matches(decision, 'kl 933')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('takes the year from the number before the day of issue', () => {
    const decree = createDocument({ number: '356/2025/NĐ-CP', kind: 'Nghị định', issuedOn: '2026-01-05' });
    expect(matches(decree, 'nghị định 356/2025')).toBe(true);
    expect(matches(decree, 'nghị định 356/2026')).toBe(false);
  });

  it('believes a year where the document bears no date', () => {
    const undated = createDocument({ number: '264-QĐ/TW' });
    expect(matches(undated, 'quy định 264 năm 2024')).toBe(true);
  });

  it('compares a day with a document of which only the year is known by the year', () => {
    const rule47 = createDocument({ number: '47-QĐ/TW', issuedOn: '2011' });
    expect(matches(rule47, 'quy định 47 ngày 01/11/2011')).toBe(true);
    expect(matches(rule47, 'quy định 47 ngày 01/11/2012')).toBe(false);
  });

  it('never means an unnumbered document', () => {
    expect(matches(createDocument({ kind: 'Nghị quyết', shortTitle: 'Nghị quyết Đại hội XIII' }), 'nq 13')).toBe(false);
  });
});

describe('toNumberParts', () => {
  it.each([
    ['37-QĐ/TW', { digits: '37', code: 'qd', issuer: 'tw' }],
    ['08-QĐi/TW', { digits: '8', code: 'qdi', issuer: 'tw' }],
    ['73/2023/NĐ-CP', { digits: '73', year: 2023, code: 'nd', issuer: 'cp' }],
    ['91/2025/QH15', { digits: '91', year: 2025, issuer: 'qh15' }],
    ['464/KH-LĐLĐ', { digits: '464', code: 'kh', issuer: 'ldld' }],
    ['4133/TLĐ-ToC', { digits: '4133', issuer: 'tld' }],
  ])('%s', (number, parts) => expect(toNumberParts(number)).toEqual(parts));
});

describe('toNumberKey', () => {
  it.each([
    ['37-QĐ/TW', '37 - qd/tw'],
    ['08-QĐi/TW', '8-QĐi/TW'],
    ['08-QĐi/TW', '08-QĐ/TW'],
    ['37-QĐ/TW', '37–QÐ/TW'],
  ])('%s is %s', (a, b) => expect(toNumberKey(a)).toBe(toNumberKey(b)));

  it.each([
    ['37-QĐ/TW', '37/HD-TLĐ'],
    ['21-KL/TW', '21-NQ/TW'],
    ['7-QĐ/TW', '37-QĐ/TW'],
    ['21-NQ/TW', '21-NQ/TU'],
  ])('%s is not %s', (a, b) => expect(toNumberKey(a)).not.toBe(toNumberKey(b)));
});

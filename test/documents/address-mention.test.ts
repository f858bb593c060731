import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAddress, listAt, placeWithin, toArabic } from '../../src/documents/mentions/address-mention.js';
import { normalizeText } from '../../src/text/vietnamese-text.js';
import { createDocument, createProvisions } from '../support/create-documents.js';

const ADDRESSES: Readonly<Record<string, string>> = {
  'Điều 5': 'Điều 5',
  'điều 05': 'Điều 05',
  'dieu 5': 'Điều 5',
  'điều số 5': 'Điều 5',
  'điều thứ 5': 'Điều 5',
  qd37dieu5: 'Điều 5',
  'đ5 qd 37': 'Điều 5',
  'đ.5 quy định 37': 'Điều 5',
  d5k2: 'Điều 5, khoản 2',
  'k2 đ.5 luật công đoàn': 'Điều 5, khoản 2',
  'k.2 điều 5': 'Điều 5, khoản 2',
  'khoản 2 điều 5': 'Điều 5, khoản 2',
  'điều 5 khoản 2': 'Điều 5, khoản 2',
  'điều 5, khoản 2, điểm đ': 'Điều 5, khoản 2, điểm đ',
  'điểm đ khoản 2 điều 5 quy định 37': 'Điều 5, khoản 2, điểm đ',
  'điểm d khoản 2 điều 5': 'Điều 5, khoản 2, điểm d',
  'diem a khoan 1 dieu 3': 'Điều 3, khoản 1, điểm a',
  'chương II': 'Chương II',
  'chuong ii': 'Chương II',
  'phần III mục 1': 'Phần III, mục 1',
  'mục 1 phần II của kế hoạch': 'Phần II, mục 1',
  'mục IV': 'Mục 4',
  'điểm 4': 'Điểm 4',
  'điểm 1.2 mục II': 'Mục 2, điểm 1.2',
  'nội dung 3': 'Nội dung 3',
  'nhóm 2': 'Nhóm 2',
  'nhiệm vụ thứ 4': 'Nhiệm vụ 4',
  'định hướng 6': 'Định hướng 6',
  'đột phá 1': 'Đột phá 1',
  'nhóm thứ năm': 'Nhóm 5',
  'nhiem vu thu nhat': 'Nhiệm vụ 1',
  'phần bốn': 'Phần IV',
  'chuong hai': 'Chương II',
};

describe('placeWithin', () => {
  it.each([
    ['khoản 2', 'khoản 1 Điều 12', 'Điều 12, khoản 2'],
    ['điểm b', 'Điều 3, khoản 1, điểm a', 'Điều 3, khoản 1, điểm b'],
    ['Điều 5', 'khoản 1 Điều 12', 'Điều 5'],
    ['mục 2', 'phần I mục 1', 'Mục 2'],
    ['khoản 2', 'quy định 37', 'Khoản 2'],
  ])('reads “%s” said after “%s” as %s', (said, before, label) => {
    const address = findAddress(said);
    expect(address && placeWithin(address, findAddress(before)).label).toBe(label);
  });
});

describe('findAddress', () => {
  it.each(Object.entries(ADDRESSES))('reads “%s” as %s', (text, label) => {
    expect(findAddress(text)?.label).toBe(label);
  });

  it.each(Object.entries(ADDRESSES))('finds “%s” inside a question', (text, label) => {
    expect(findAddress(`cho hỏi ${text} nói gì`)?.label).toBe(label);
  });

  it.each([
    '19 điều đảng viên không được làm',
    'những điều đảng viên không được làm',
    'quy định 37 còn hiệu lực không',
    'mấy nhiệm vụ v ad',
    'nhiệm vụ và giải pháp',
    'điều đó đúng không',
    'điểm mới của nghị quyết',
    'khoản tiền này',
    'phần lớn đảng viên',
    'k 5 người',
    'chuẩn mực thứ năm là gì',
    'chuan muc thu 5 la gi',
    'mức 2 được bao nhiêu tiền',
    '',
  ])('no address stands in “%s”', (text) => expect(findAddress(text)).toBeUndefined());

  it('keeps đ apart from d before marks are dropped', () => {
    expect(findAddress('điểm đ')?.steps).toEqual([{ word: 'diem', number: 'đ' }]);
    expect(findAddress('điểm Đ')?.steps).toEqual([{ word: 'diem', number: 'đ' }]);
    expect(findAddress('điểm d')?.steps).toEqual([{ word: 'diem', number: 'd' }]);
    expect(findAddress('diem d')?.steps).toEqual([{ word: 'diem', number: 'd' }]);
  });

  it('says where it stands, over decomposed letters too', () => {
    const text = 'Cho hỏi điểm đ khoản 2 điều 5 là gì?';
    for (const typed of [text, text.normalize('NFD')]) {
      const mention = findAddress(typed)!;
      expect(normalizeText(typed).slice(mention.start, mention.end)).toBe('điểm đ khoản 2 điều 5');
    }
  });

  it('puts steps in order whichever way they are said', () => {
    const steps = ['điều 7', 'khoản 3', 'điểm b'];
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: 3 }), fc.constantFrom(' ', ', ', ' của '), (said, glue) => {
        expect(findAddress(said.join(glue))?.label).toBe('Điều 7, khoản 3, điểm b');
      }),
    );
  });
});

describe('toArabic', () => {
  it('reads every Roman numeral up to 39', () => {
    const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
    for (let value = 1; value < 40; value++) {
      const roman = 'X'.repeat(Math.floor(value / 10)) + ones[value % 10];
      expect([toArabic(roman), toArabic(roman.toLowerCase())]).toEqual([String(value), String(value)]);
    }
  });

  it('leaves anything else as it is', () => {
    for (const text of ['5', '1.2', 'đ', 'abc', '']) expect(toArabic(text)).toBe(text);
  });
});

describe('listAt', () => {
  const rule = createDocument({
    number: '37-QĐ/TW',
    provisions: createProvisions([
      ['Chương I > Điều 1', 'Một.'],
      ['Chương I > Điều 5 > khoản 2 > điểm d', 'Điểm dê.'],
      ['Chương I > Điều 5 > khoản 2 > điểm đ', 'Điểm đê.'],
      ['Chương II > Điều 6 > khoản 2', 'Khoản khác.'],
    ]),
  });
  const plan = createDocument({
    number: '464/KH-LĐLĐ',
    provisions: createProvisions([
      ['Phần I > mục 4', 'Bốn của một.'],
      ['Phần II > mục 4', 'Bốn của hai.'],
      ['Phần II > mục 1 > mục 1.1', 'Một chấm một.'],
    ]),
  });
  const textsAt = (document: typeof rule, address: string) =>
    listAt(document.provisions, findAddress(address)!).map((provision) => provision.text);

  it('finds the innermost provision that is named', () => {
    expect(textsAt(rule, 'điều 1')).toEqual(['Một.']);
    expect(textsAt(rule, 'điều 5 khoản 2')).toEqual(['']);
    expect(textsAt(rule, 'điểm đ khoản 2 điều 5')).toEqual(['Điểm đê.']);
    expect(textsAt(rule, 'chương 2 điều 6 khoản 2')).toEqual(['Khoản khác.']);
  });

  it('takes a d for the letter d, and for đ only where there is no d', () => {
    expect(textsAt(rule, 'diem d khoan 2 dieu 5')).toEqual(['Điểm dê.']);
    expect(textsAt(rule, 'điểm đ khoản 2 điều 5')).toEqual(['Điểm đê.']);
    const withoutD = { ...rule, provisions: rule.provisions.filter(({ text }) => text !== 'Điểm dê.') };
    expect(textsAt(withoutD, 'diem d khoan 2 dieu 5')).toEqual(['Điểm đê.']);
  });

  it('finds nothing where a step does not fit', () => {
    expect(textsAt(rule, 'điều 7')).toEqual([]);
    expect(textsAt(rule, 'khoản 2 điều 1')).toEqual([]);
    expect(textsAt(rule, 'chương 1 điều 6')).toEqual([]);
  });

  it('reads parts in either kind of numeral', () => {
    for (const address of ['phần II mục 4', 'phần 2 mục 4', 'phan ii muc 4']) {
      expect(textsAt(plan, address)).toEqual(['Bốn của hai.']);
    }
    expect(textsAt(plan, 'mục 4')).toEqual(['Bốn của một.', 'Bốn của hai.']);
  });

  it('takes điểm 4 for mục 4', () => {
    expect(textsAt(plan, 'điểm 4 phần II')).toEqual(['Bốn của hai.']);
    expect(textsAt(plan, 'điểm 1.1')).toEqual(['Một chấm một.']);
  });
});

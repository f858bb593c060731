import { describe, expect, it } from 'vitest';
import { expandAbbreviations, type SpellingTable } from '../../src/text/expand-abbreviations.js';

const table: SpellingTable = {
  abbreviations: [
    { short: 'LĐLĐ', full: ['liên đoàn lao động'], safety: 'A' },
    { short: 'TƯ', full: ['trung ương'], safety: 'A' },
    { short: 'HĐLĐ', full: ['hợp đồng lao động'], safety: 'A' },
    { short: 'KPCĐ', full: ['kinh phí công đoàn', 'đoàn phí công đoàn'], safety: 'A' },
    { short: 'CB', full: ['chi bộ', 'cán bộ'], safety: 'C' },
  ],
  teencode: {},
  synonyms: [{ said: ['vào Đảng', 'kết nạp Đảng'], written: ['kết nạp đảng viên'] }],
};

describe('expandAbbreviations', () => {
  it.each([
    ['LĐLĐ tỉnh', ['liên đoàn lao động']],
    ['ldld tinh', ['liên đoàn lao động']],
    ['hội nghị TƯ 6', ['trung ương']],
    ['hội nghị T.Ư 6', ['trung ương']],
    ['HOI NGHI TU 6', ['trung ương']],
    ['hoi nghi tu nam 2020', []],
    ['mức KPCĐ và HĐLĐ', ['hợp đồng lao động', 'kinh phí công đoàn', 'đoàn phí công đoàn']],
    ['họp CB', []],
    ['điều kiện vào đảng', ['kết nạp đảng viên']],
    ['dieu kien vao dang', ['kết nạp đảng viên']],
    ['vào đảngbộ', []],
    ['', []],
  ])('%s', (question, expected) => {
    expect(expandAbbreviations(question, table)).toEqual(expected);
  });
});

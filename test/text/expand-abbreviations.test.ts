import { describe, expect, it } from 'vitest';
import { createSynonyms, expandAbbreviations, type SpellingTable } from '../../src/text/expand-abbreviations.js';

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
  everyday: [],
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

describe('createSynonyms', () => {
  const synonymsOf = createSynonyms(table);

  it.each([
    ['LĐLĐ', ['liên đoàn lao động']],
    ['ldld', ['liên đoàn lao động']],
    ['KPCĐ', ['kinh phí công đoàn', 'đoàn phí công đoàn']],
    ['vào đảng', ['kết nạp đảng viên']],
    ['ket nap dang', ['kết nạp đảng viên']],
    ['chi bộ', []],
    ['', []],
  ])('%s', (phrase, expected) => expect(synonymsOf(phrase)).toEqual(expected));

  it('gives every reading of an unsure abbreviation, which a search does not', () => {
    expect(synonymsOf('CB')).toEqual(['chi bộ', 'cán bộ']);
  });

  it('lets what is written stand for what is said', () => {
    expect(synonymsOf('kết nạp đảng viên')).toEqual(['vào Đảng', 'kết nạp Đảng']);
  });

  it('gathers the entries of one wording and never gives a wording for itself', () => {
    const twice = createSynonyms({
      abbreviations: [
        { short: 'ĐV', full: ['đoàn viên'], safety: 'C' },
        { short: 'DV', full: ['đảng viên', 'đoàn viên'], safety: 'C' },
      ],
      teencode: {},
      synonyms: [{ said: ['Nghỉ phép', 'nghi phep'], written: ['nghỉ phép', 'nghỉ hằng năm'] }],
      everyday: [],
    });
    expect(twice('đv')).toEqual(['đoàn viên', 'đảng viên']);
    expect(twice('nghỉ phép')).toEqual(['nghỉ hằng năm']);
  });
});

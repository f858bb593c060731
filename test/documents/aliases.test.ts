import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alias, findAliases } from '../../src/documents/mentions/aliases.js';
import { normalizeText } from '../../src/text/vietnamese-text.js';

const NINETEEN: Alias = {
  names: ['19 điều', 'những điều đảng viên không được làm', '19 điều đảng viên không được làm'],
  documents: ['47-QĐ/TW', '37-QĐ/TW', '207-QĐ/TW'],
};
const GUIDE: Alias = { names: ['hướng dẫn 19 điều'], documents: ['02-HD/UBKTTW'] };
const UNCLE: Alias = { names: ['học Bác'], documents: ['05-CT/TW'] };
const ALIASES = [NINETEEN, GUIDE, UNCLE];

const found = (text: string) =>
  findAliases(text, ALIASES).map(({ alias, start, end }) => [alias, normalizeText(text).slice(start, end)]);

describe('findAliases', () => {
  it('needs neither marks nor case', () => {
    expect(found('19 dieu la gi')).toEqual([[NINETEEN, '19 dieu']]);
    expect(found('HỌC BÁC như thế nào')).toEqual([[UNCLE, 'HỌC BÁC']]);
  });

  it('takes the longest name where several overlap', () => {
    expect(found('19 điều đảng viên không được làm')).toEqual([[NINETEEN, '19 điều đảng viên không được làm']]);
    expect(found('hướng dẫn 19 điều ra năm nào')).toEqual([[GUIDE, 'hướng dẫn 19 điều']]);
  });

  it('knows the kind of a document written short', () => {
    expect(found('hd 19 điều nói gì')).toEqual([[GUIDE, 'hd 19 điều']]);
    expect(found('HD 19 dieu')).toEqual([[GUIDE, 'HD 19 dieu']]);
  });

  it('keeps to the borders of words', () => {
    expect(found('119 điều')).toEqual([]);
    expect(found('khoa học bác bỏ')).toEqual([[UNCLE, 'học bác']]);
    expect(found('hoc bacs')).toEqual([]);
    expect(found('(19 điều)')).toEqual([[NINETEEN, '19 điều']]);
  });

  it('lists several in reading order, and one that is named twice', () => {
    expect(found('học Bác và 19 điều, rồi học bác')).toEqual([
      [UNCLE, 'học Bác'],
      [NINETEEN, '19 điều'],
      [UNCLE, 'học bác'],
    ]);
  });

  it('counts places in the normalised text', () => {
    expect(found('Xin hỏi: học Bác?'.normalize('NFD'))).toEqual([[UNCLE, 'học Bác']]);
  });

  it('never gives mentions that overlap', () => {
    const piece = fc.constantFrom(
      '19 điều',
      'hướng dẫn',
      'học',
      'Bác',
      'đảng viên không được làm',
      'những điều',
      ',',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const mentions = findAliases(pieces.join(' '), ALIASES);
        for (const [at, mention] of mentions.entries()) {
          expect(mention.start).toBeGreaterThanOrEqual(mentions[at - 1]?.end ?? 0);
        }
      }),
    );
  });
});

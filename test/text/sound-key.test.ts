import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSoundKey } from '../../src/text/sound-key.js';

describe('toSoundKey', () => {
  it.each([
    ['quyết', 'quiếc'],
    ['nghiệp', 'ngiệp'],
    ['trách', 'chách'],
    ['trách', 'chát'],
    ['sinh', 'xin'],
    ['dân', 'giân'],
    ['rượu', 'dượu'],
    ['vinh', 'dinh'],
    ['zậy', 'vậy'],
    ['kỷ', 'kỉ'],
    ['mạng', 'mạn'],
    ['ghi', 'gi'],
    ['tổ', 'tộ'],
    ['đảng', 'dang'],
  ])('%s sounds like %s', (a, b) => expect(toSoundKey(a)).toBe(toSoundKey(b)));

  it.each([
    ['đảng', 'làng'],
    ['tiền', 'triền'],
    ['công', 'cùng'],
    ['ba', 'bao'],
    ['lao', 'nao'],
    ['hai', 'khai'],
    ['5', '6'],
  ])('%s does not sound like %s', (a, b) => expect(toSoundKey(a)).not.toBe(toSoundKey(b)));

  it('forgets marks and case, and is stable', () => {
    const syllable = fc.constantFrom('Quyết', 'ĐỊNH', 'nghiệp', 'trường', 'giỏi', 'nghĩa', 'khách', 'sách', '37', '');
    fc.assert(
      fc.property(syllable, (typed) => {
        const bare = typed.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
        expect(toSoundKey(typed)).toBe(toSoundKey(bare));
      }),
    );
  });
});

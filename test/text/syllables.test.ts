import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalSyllable, isSyllable, listWords, splitSyllables } from '../../src/text/syllables.js';
import { foldText, normalizeText } from '../../src/text/vietnamese-text.js';
import { SENTENCES } from '../support/sentences.js';

describe('splitSyllables', () => {
  it.each([
    ['Uỷ ban hoà giải, thuỷ lợi, khoẻ', 'ủy ban hòa giải thủy lợi khỏe'],
    ['quí vị, qui định, quý, qúy, quỳ', 'quý vị quy định quý quý quỳ'],
    ['kĩ thuật, lí luận, công ti, hi vọng', 'kỹ thuật lý luận công ty hy vọng'],
    ['hoàn toàn, nghĩa, mía, của, thuở', 'hoàn toàn nghĩa mía của thuở'],
    ['73/2021/QH14, NQ02, 1.5%', '73 2021 qh 14 nq 02 1 5'],
    ['ĐẢNG VIÊN Ðảng', 'đảng viên đảng'],
    ['Đa\u0309ng vie\u0302n', 'đảng viên'],
    ['…—?! 👍', ''],
  ])('%s → %s', (text, expected) => {
    expect(splitSyllables(text).join(' ')).toBe(expected);
  });

  it('takes any text, and its own output back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const syllables = splitSyllables(text);
        for (const syllable of syllables) expect(syllable).toMatch(/^(?:[\p{L}\p{M}]+|\p{N}+)$/u);
        expect(syllables.map(canonicalSyllable)).toEqual(syllables);
      }),
    );
  });

  it('folds to the same whether canonical before or after', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SENTENCES.join(' hoà quí lí uỷ ').split(' ')), (word) => {
        for (const syllable of splitSyllables(word)) {
          expect(splitSyllables(foldText(word))).toContain(foldText(syllable));
        }
      }),
    );
  });
});

describe('listWords', () => {
  it('says where each word stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (raw) => {
        const text = normalizeText(raw);
        for (const { text: word, start, end } of listWords(text)) expect(text.slice(start, end)).toBe(word);
      }),
    );
  });
});

describe('isSyllable', () => {
  it('knows Vietnamese spelling from slips and names', () => {
    for (const word of splitSyllables(SENTENCES.join(' ')).filter((each) => /\p{L}/u.test(each))) {
      expect(isSyllable(foldText(word)), word).toBe(true);
    }
    for (const word of [
      'ddang',
      'nieen',
      'hoatj',
      'fai',
      'logistics',
      'tnhh',
      'ntn',
      'ngghien',
      'daon',
      'main',
      'vaic',
    ]) {
      expect(isSyllable(word), word).toBe(false);
    }
  });
});

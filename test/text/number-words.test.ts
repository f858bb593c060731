import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listNumberTokens } from '../../src/text/number-words.js';

const numbersIn = (text: string): readonly string[] => listNumberTokens(text).flatMap(({ numbers }) => numbers);

describe('listNumberTokens', () => {
  it.each([
    ['khóa mười hai, biểu hiện thứ lăm', ['12', '5']],
    ['hai mươi lăm ngày', ['25']],
    ['ba mốt điều', ['31']],
    ['mười năm', ['10']],
    ['hai mươi năm', ['20']],
    ['năm nhóm', ['5']],
    ['thứ năm', ['5']],
    ['lần XIII', ['13']],
    ['hội nghị ngày 03/9/2026', ['3', '9', '2026']],
    ['giải nhất', ['1']],
  ])('%s', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });

  it.each(['năm nào', 'hằng năm', 'nhiều năm qua', 'thống nhất tư tưởng', 'đầu tư', 'nhất là cán bộ'])(
    'finds none in: %s',
    (text) => {
      expect(numbersIn(text)).toEqual([]);
    },
  );

  it('reads a year behind `năm` as the year alone', () => {
    expect(numbersIn('năm 2021')).toEqual(['2021']);
  });

  it('loses no word', () => {
    const word = fc.constantFrom(
      'năm',
      'mười',
      'hai',
      'mươi',
      'lăm',
      'tư',
      'thứ',
      'khóa',
      'XII',
      '2026',
      'nhóm',
      'đảng',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        expect(
          listNumberTokens(words.join(' '))
            .map(({ text }) => text)
            .join(' '),
        ).toBe(words.join(' '));
      }),
    );
  });
});

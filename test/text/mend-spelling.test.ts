import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSpellingKey } from '../../src/text/sound-key.js';
import { mendSpelling } from '../../src/text/spelling/mend-spelling.js';
import { learnSyllables } from '../../src/text/spelling/syllable-model.js';
import { splitSyllables } from '../../src/text/syllables.js';
import { SENTENCES, typedQuestion } from '../support/sentences.js';

const COMMON = Array.from({ length: 30 }, () => ['phải báo cáo', 'ai chủ trì', 'nhận hối lộ', 'quỹ công đoàn']).flat();
const model = learnSyllables([...SENTENCES, ...COMMON]);
const mend = (text: string) => mendSpelling(text, model);
const soundsOf = (text: string) => splitSyllables(text).map(toSpellingKey);

describe('mendSpelling', () => {
  it.each([
    ['phãi báo cáo', 'phải báo cáo'],
    ['hội nghị ai chủ chì', 'hội nghị ai chủ trì'],
    ['Quỷ công đoàn', 'Quỹ công đoàn'],
  ])('%s → %s', (typed, meant) => {
    expect(mend(typed)).toBe(meant);
  });

  it('learns nothing from the slips of others, and reads a common word by its neighbours', () => {
    const taught = learnSyllables([
      ...Array.from({ length: 200 }, () => ['đoàn phí công đoàn', 'bị kỷ luật đảng', 'rèn kỹ năng lao động']).flat(),
      'đoàn phí công đoàng',
      'bị kỹ luật đảng',
    ]);
    expect(mendSpelling('đoàn phí công đoàng', taught)).toBe('đoàn phí công đoàn');
    expect(mendSpelling('bị kỹ luật đảng', taught)).toBe('bị kỷ luật đảng');
    expect(mendSpelling('rèn kỹ năng lao động', taught)).toBe('rèn kỹ năng lao động');
  });

  it('weighs a syllable without marks as it was typed, where its writer sets them', () => {
    const taught = learnSyllables(
      Array.from({ length: 30 }, () => [
        'được ban hành ngày nào',
        'bằng cấp của đảng viên',
        'thi hành quy định',
      ]).flat(),
    );
    expect(mendSpelling('quy định bằng hành ngày nào', taught, 'quy định bang hành ngày nào')).toBe(
      'quy định ban hành ngày nào',
    );
    expect(mendSpelling('bằng cấp của đảng viên', taught, 'bang cấp của đảng viên')).toBe('bằng cấp của đảng viên');
  });

  it('leaves what is written well as it is', () => {
    for (const sentence of SENTENCES) expect(mend(sentence)).toBe(sentence);
  });

  it.each(['Xin chào Nguyễn Văn Tèo', '37-QĐ/TW', 'logistics', '   ', '', '👍🏻'])('keeps %s', (text) => {
    expect(mend(text)).toBe(text);
  });

  it('changes nothing but letters, and only into what sounds the same', () => {
    fc.assert(
      fc.property(typedQuestion, (typed) => {
        const mended = mend(typed);
        expect(mended.replace(/[\p{L}\p{M}]+/gu, '')).toBe(typed.replace(/[\p{L}\p{M}]+/gu, ''));
        expect(soundsOf(mended)).toEqual(soundsOf(typed));
      }),
      { numRuns: 300 },
    );
  });
});

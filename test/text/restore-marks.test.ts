import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMON_TEENCODE } from '../../src/text/expand-abbreviations.js';
import { restoreMarks } from '../../src/text/spelling/restore-marks.js';
import { learnSyllables } from '../../src/text/spelling/syllable-model.js';
import { listWords } from '../../src/text/syllables.js';
import { normalizeText } from '../../src/text/vietnamese-text.js';
import { SENTENCES, typedQuestion, withoutMarks } from '../support/sentences.js';

const model = learnSyllables(SENTENCES);
const chat = new Map(Object.entries(COMMON_TEENCODE));
const restore = (text: string) => restoreMarks(text, model, chat);
const marksOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .match(/[\p{M}đ]/gu) ?? [];

describe('restoreMarks', () => {
  it('writes back what was left out of a sentence that it has read', () => {
    for (const sentence of SENTENCES) expect(restore(withoutMarks(sentence))).toBe(sentence);
  });

  it('leaves a fully marked sentence as it is', () => {
    for (const sentence of SENTENCES) expect(restore(sentence)).toBe(sentence);
  });

  it.each([
    ['Dang vien co dc lam ko?', 'Đảng viên có được làm không?'],
    ['đảng vieen ko đươcj làm j', 'đảng viên không được làm gì'],
    ['quyền của ng lao ddoongj', 'quyền của người lao động'],
    ['đoàn phí công đoànn là bao nhiêu', 'đoàn phí công đoàn là bao nhiêu'],
    ['nghi quyet ve giai cap cong nhan ntn', 'nghị quyết về giai cấp công nhân như thế nào'],
    ['NGHI QUYET CUA CHI BO', 'NGHỊ QUYẾT CỦA CHI BỘ'],
    ['toi muon hoi dang vien la gi', 'tôi muốn hỏi đảng viên là gì'],
    ['quyền của công đàon', 'quyền của công đoàn'],
    ['nghị quyết zề xây dựng', 'nghị quyết về xây dựng'],
    ['khôg được nhận quà tặg', 'không được nhận quà tặng'],
  ])('%s → %s', (typed, meant) => {
    expect(restore(typed)).toBe(meant);
  });

  it('writes chat words out though others wrote them, but not what is glued to a number', () => {
    const taught = learnSyllables([...SENTENCES, 'công đoàn là j', 'đảng viên là j', 'đh13 nói về công đoàn']);
    const meanings = new Map([...chat, ['đh', ['đại hội']]]);
    expect(restoreMarks('công đoàn là j', taught, meanings)).toBe('công đoàn là gì');
    expect(restoreMarks('đh13 nói về công đoàn', taught, meanings)).toBe('đh13 nói về công đoàn');
  });

  it.each(['Xin chào Nguyễn Văn Tèo', 'logistics', '37-QĐ/TW', 'nghỉ thai sản', '   ', '', '👍🏻'])(
    'keeps what the library does not know: %s',
    (text) => {
      expect(restore(text)).toBe(text);
    },
  );

  it('never changes a typed mark, a number or what stands between words', () => {
    fc.assert(
      fc.property(typedQuestion, (typed) => {
        const source = normalizeText(typed);
        const restored = restore(typed);
        let rest = restored;
        let end = 0;
        for (const word of listWords(source)) {
          const between = source.slice(end, word.start);
          expect(rest.startsWith(between)).toBe(true);
          rest = rest.slice(between.length);
          end = word.end;
          // A chat word may become several.
          const isChat = chat.get(word.text.toLowerCase())?.find((each) => rest.toLowerCase().startsWith(each));
          const written = isChat ? rest.slice(0, isChat.length) : (/^(?:[\p{L}\p{M}]+|\p{N}+)/u.exec(rest)?.[0] ?? '');
          if (/^\p{N}/u.test(word.text)) expect(written).toBe(word.text);
          expect(marksOf(written)).toEqual(expect.arrayContaining(marksOf(word.text)));
          rest = rest.slice(written.length);
        }
        expect(rest).toBe(source.slice(end));
      }),
      { numRuns: 300 },
    );
  });

  it('learns nothing from lines that were typed without marks', () => {
    const taught = learnSyllables(['Tôi đóng đoàn phí', ...Array.from({ length: 50 }, () => 'toi dong doan phi')]);
    expect(restoreMarks('toi dong doan phi', taught)).toBe('tôi đóng đoàn phí');
  });

  it('reads as people speak where it is told how they do', () => {
    const asked = 'trung thu nam nay ngay nao';
    expect(restoreMarks(asked, learnSyllables(SENTENCES, ['trung thu', 'năm nay', 'ngày nào']))).toBe(
      'trung thu năm nay ngày nào',
    );
  });

  it('takes any text, also with nothing learnt', () => {
    const empty = learnSyllables([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(typeof restore(text)).toBe('string');
        expect(typeof restoreMarks(text, empty)).toBe('string');
      }),
    );
  });

  it('reads 20,000 words in less than three seconds', () => {
    const startedAt = performance.now();
    restore(withoutMarks(SENTENCES.join(' ')).concat(' ').repeat(200));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokensRoughly, splitIntoWindows, toWindows } from '../../src/storage/search-index/vectors/windows.js';

/** Each word's tokens stand in its last digits: `w12_7` is the twelfth word and makes 7 tokens. */
const countTokens = (text: string): number =>
  (text.match(/\S+/g) ?? []).reduce((sum, word) => sum + Number(/_(\d+)$/.exec(word)?.[1] ?? 1), 0);
const numbered = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(' ', '\n', '  ', '\n\n')), { maxLength: 300 })
  .map((words) => words.map(([tokens, gap], index) => `w${index}_${tokens}${gap}`).join(''));
const words = (text: string): string[] => text.match(/\S+/g) ?? [];
const position = (word: string): number => Number(/^w(\d+)/.exec(word)?.[1]);

describe('splitIntoWindows', () => {
  it('covers every word in order, within the size, each window overlapping the one before', () => {
    fc.assert(
      fc.property(numbered, fc.integer({ min: 100, max: 200 }), (text, size) => {
        const windows = splitIntoWindows(text, countTokens, { size, stride: size - 30 });
        expect(new Set(windows.flatMap(words))).toEqual(new Set(words(text)));
        let reached = -1;
        for (const window of windows) {
          expect(text).toContain(window);
          expect(countTokens(window)).toBeLessThanOrEqual(size);
          expect(position(words(window)[0]!)).toBeLessThanOrEqual(reached + 1);
          expect(position(words(window).at(-1)!)).toBeGreaterThan(reached);
          reached = position(words(window).at(-1)!);
        }
      }),
    );
  });

  it('leaves a short text whole and makes nothing of a blank one', () => {
    expect(splitIntoWindows('  Đoàn viên có\nquyền gì? ', countTokensRoughly)).toEqual(['Đoàn viên có\nquyền gì?']);
    expect(splitIntoWindows(' \n ', countTokensRoughly)).toEqual([]);
  });

  it('overlaps by the difference of size and stride', () => {
    const text = Array.from({ length: 20 }, (_, index) => `w${index}_1`).join(' ');
    const spans = splitIntoWindows(text, countTokens, { size: 10, stride: 6 }).map((window) => [
      position(words(window)[0]!),
      position(words(window).at(-1)!),
    ]);
    expect(spans).toEqual([
      [0, 9],
      [6, 15],
      [12, 19],
    ]);
  });

  it('cuts a run without spaces, losing no letter of it', () => {
    const run = 'x'.repeat(5_000);
    const windows = splitIntoWindows(run, (text) => text.length, { size: 256, stride: 256 });
    expect(windows.join('')).toBe(run);
    expect(Math.max(...windows.map((window) => window.length))).toBeLessThanOrEqual(256);
  });
});

describe('toWindows', () => {
  it('puts title and section before each window and stays within what the model reads', () => {
    fc.assert(
      fc.property(numbered, numbered, numbered, (title, section, text) => {
        const windows = toWindows({ title, section, text }, countTokens);
        expect(windows.every((window) => countTokens(window) <= 500)).toBe(true);
        const firstHeadingWord = words(`${title}\n${section}`)[0];
        if (firstHeadingWord) expect(windows.every((window) => window.startsWith(firstHeadingWord))).toBe(true);
        if (words(text).length > 0) expect(words(windows.join(' '))).toEqual(expect.arrayContaining(words(text)));
      }),
    );
  });

  it('embeds a heading that has no text below it, and nothing where there is neither', () => {
    expect(toWindows({ title: 'Luật Công đoàn', section: 'Chương I', text: '' }, countTokensRoughly)).toEqual([
      'Luật Công đoàn\nChương I',
    ]);
    expect(toWindows({ title: '', section: '', text: 'Chỉ có chữ' }, countTokensRoughly)).toEqual(['Chỉ có chữ']);
    expect(toWindows({ title: '', section: '', text: '' }, countTokensRoughly)).toEqual([]);
  });
});

import type { Passage } from '../../../documents/passages.js';

interface WindowSize {
  /** Most tokens in a window. */
  readonly size: number;
  /** Tokens from one window's start to the next one's; less than `size` by more than a word or two, so that windows overlap. */
  readonly stride: number;
}

export type CountTokens = (text: string) => number;

const WINDOW: WindowSize = { size: 256, stride: 200 };
/** With a window of 256 and the model's own marks this stays under the 512 tokens that it reads. */
const HEADING_TOKENS = 240;
/** A "word" longer than this is no word (a link, a row of dots): it may be cut anywhere. */
const WORD = /\S{1,40}/gu;

/** Foreign tokenizers make about one token and a half of a Vietnamese syllable. */
export const countTokensRoughly: CountTokens = (text) => 1.5 * (text.match(WORD)?.length ?? 0);

/** Overlapping stretches of a text that together hold every word of it; none of a blank text. */
export function splitIntoWindows(text: string, countTokens: CountTokens, { size, stride } = WINDOW): string[] {
  const words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    tokens: countTokens(word),
  }));
  /** First word that no longer fits into `limit` tokens from `from` on; at least one always does. */
  const wordAfter = (from: number, limit: number): number => {
    let tokens = words[from]?.tokens ?? 0;
    let next = from + 1;
    while (next < words.length && tokens + words[next]!.tokens <= limit) tokens += words[next++]!.tokens;
    return next;
  };
  const windows: string[] = [];
  for (let from = 0; from < words.length; ) {
    const to = wordAfter(from, size);
    windows.push(text.slice(words[from]!.start, words[to - 1]!.end));
    from = to < words.length ? wordAfter(from, stride) : to;
  }
  return windows;
}

/** What is embedded of a passage: each window behind the title and section; these alone where there is no text. */
export function toWindows(
  { title, section, text }: Pick<Passage, 'title' | 'section' | 'text'>,
  countTokens: CountTokens,
): string[] {
  const heading = [title, section].filter(Boolean).join('\n');
  const [shownHeading = ''] = splitIntoWindows(heading, countTokens, { size: HEADING_TOKENS, stride: HEADING_TOKENS });
  const windows = splitIntoWindows(text, countTokens);
  if (windows.length === 0) return shownHeading ? [shownHeading] : [];
  return windows.map((window) => (shownHeading ? `${shownHeading}\n${window}` : window));
}
